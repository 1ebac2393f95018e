import { expect, test } from '@jest/globals';
import { visitsOf, type Line } from '../../../editor/watch/visits.js';

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;
const line = (hour: number, type: string, stepId: string | null, part: Partial<Line> = {}): Line => ({
  at: at(hour), type, stepId, exit: null, reason: null, ...part,
}); // prettier-ignore
const why = (code: string, message = code) => ({ code, message });

test('the way through a journey is told step by step, with the time spent at each', () => {
  const visits = visitsOf(
    [
      line(9, 'enrolled', null),
      line(9, 'message', 'thanks', { reason: why('sent') }),
      line(9, 'step', 'thanks', { exit: 'sent', reason: why('sent') }),
      line(9, 'waiting', 'pause'),
      line(12, 'step', 'pause', { exit: 'done', reason: why('wait_over') }),
      line(12, 'held', 'nudge', { reason: why('quiet_hours', 'Held until 13:00.') }),
      line(13, 'message', 'nudge'),
    ],
    { active: true },
  );
  expect(visits).toMatchObject([
    { stepId: 'thanks', arrived: at(9), left: at(9), how: 'done' },
    { stepId: 'pause', arrived: at(9), left: at(12), how: 'done' },
    { stepId: 'nudge', arrived: at(12), left: null, how: 'here', reason: { message: 'Held until 13:00.' } },
  ]);
});

test('a message that was not sent and a wait that was skipped say why', () => {
  const visits = visitsOf(
    [
      line(9, 'enrolled', null),
      line(9, 'step', 'text', { exit: 'undeliverable', reason: why('no_address', 'There is no phone.') }),
      line(9, 'waiting', 'pause'),
      line(10, 'step', 'pause', { exit: 'done', reason: why('skipped_by_hand', 'Called already.') }),
      line(10, 'ended', null, { reason: why('finished') }),
    ],
    { active: false },
  );
  expect(visits.map(({ stepId, how, reason }) => [stepId, how, reason?.message])).toEqual([
    ['text', 'not_done', 'There is no phone.'],
    ['pause', 'not_done', 'Called already.'],
  ]);
});

test('somebody who was moved back comes to a step a second time', () => {
  const visits = visitsOf(
    [
      line(9, 'step', 'thanks', { exit: 'sent' }),
      line(9, 'waiting', 'pause'),
      line(11, 'moved', 'thanks', { reason: why('moved') }),
      line(11, 'step', 'thanks', { exit: 'sent' }),
      line(11, 'waiting', 'pause'),
    ],
    { active: true },
  );
  expect(visits.map(({ stepId, how }) => `${stepId} ${how}`)).toEqual([
    'thanks done',
    'pause not_done',
    'thanks done',
    'pause here',
  ]);
});

test('a passage that was stopped ends where it stood, with the reason', () => {
  const [stood] = visitsOf(
    [
      line(9, 'waiting', 'pause'),
      line(10, 'ended', 'pause', { reason: why('stopped_by_hand', 'She moved away.') }),
    ],
    { active: false },
  );
  expect(stood).toMatchObject({ stepId: 'pause', how: 'ended', reason: { message: 'She moved away.' } });
});
