import { expect, test } from '@jest/globals';
import { Problem, problems } from '../../lib/problem.js';

test('a refusal becomes an RFC 9457 answer with a stable code', () => {
  const problem = new Problem('invalid', 'Two fields need another look.', {
    errors: [{ path: '[3].type', message: 'Not an event type we know.' }],
  });
  expect(problem.status).toBe(422);
  expect(problem.toBody()).toEqual({
    type: 'about:blank',
    title: 'Something in the request is not right',
    status: 422,
    code: 'invalid',
    detail: 'Two fields need another look.',
    errors: [{ path: '[3].type', message: 'Not an event type we know.' }],
  });
});

test('extra members travel with a refusal and never replace its status or code', () => {
  const body = new Problem('plan_changed', 'Three more people arrived.', {
    extras: { planId: 'p2', status: 200, code: 'ok' },
  }).toBody();
  expect(body).toMatchObject({ planId: 'p2', status: 409, code: 'plan_changed' });
});

test('every code has a status of its kind and a title', () => {
  for (const { status, title } of Object.values(problems)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title).not.toBe('');
  }
});
