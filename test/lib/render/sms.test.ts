import { expect, test } from '@jest/globals';
import { renderSms } from '../../../lib/render/sms.js';
import { renderTemplate } from '../../../workflows/flow/merge-fields.js';
import type { Facts } from '../../../workflows/flow/facts.js';

const ana: Facts = {
  customer: { name: 'Ana “<b>” Ruiz' },
  business: { name: 'Weiss' },
  event: { type: 'job_completed', data: {} },
};
const write = (body: string, more: { language?: string; signAs?: string; optOut?: boolean } = {}) =>
  renderSms({ body, language: 'en', optOut: false, ...more }, ana, renderTemplate);

test('a text is sent as written, without stray spaces and control characters', () => {
  expect(write('  Hi {{ customer.name }}  \r\n\r\n\r\n\r\nbye\u0000\u0007 ')).toEqual({
    text: 'Hi Ana “<b>” Ruiz\n\nbye',
  });
});

test('a text says how to end it where it must, in the customer’s language, and only once', () => {
  expect(write('10% off', { optOut: true })).toEqual({ text: '10% off Reply STOP to opt out.' });
  expect(write('10% menos', { optOut: true, language: 'es-ES' })).toEqual({
    text: '10% menos Responde STOP para no recibir más.',
  });
  expect(write('10% off. Text STOP to end', { optOut: true })).toEqual({ text: '10% off. Text STOP to end' });
});

test('a text names the business unless it already does', () => {
  expect(write('All well?', { signAs: 'Weiss' })).toEqual({ text: 'Weiss: All well?' });
  expect(write('All well? – weiss plumbing', { signAs: 'Weiss' })).toEqual({
    text: 'All well? – weiss plumbing',
  });
});

test('a text with a missing field is not made', () => {
  expect(write('Table {{ event.data.table }}')).toEqual({ missing: 'event.data.table' });
});

test('two hundred thousand spaces in what somebody sent hold up nobody', () => {
  const data = { note: `${' '.repeat(150_000)}.` };
  const facts = { ...ana, event: { type: 'custom_x', data } };
  const made = renderSms(
    { body: 'Hi {{ event.data.note }} ', language: 'en', optOut: false },
    facts,
    renderTemplate,
  );
  expect(made).toEqual({ text: `Hi ${data.note}` });
});
