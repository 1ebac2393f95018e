import type { WorkHealth } from '../../db/health.js';
import { bad, duration, ok, plural, warn, type Finding } from './finding.js';

/** Seconds that an event or a dispatch may wait before it counts as slow, and as stuck. */
const slow = 60;
const stuck = 15 * 60;

/** Is there work that should have moved? */
export function examineWork(work: WorkHealth): Finding[] {
  const findings = [
    waiting(
      work.oldestWaitingEvent,
      'An event',
      'Is a worker running? Look for errors of the intake in its log.',
    ),
    waiting(
      work.oldestUnpublishedDispatch,
      'A start or nudge for Temporal',
      work.lastDispatchError
        ? `The last try said: ${work.lastDispatchError}`
        : 'Is a worker running, and does Temporal answer? It catches up by itself once both do.',
    ),
    counted(
      work.overdueEnrollments,
      (count) => `${plural(count, 'customer')} should have moved on in a journey over ten minutes ago.`,
      'The worker looks every minute and starts them again. If this number stays, look for errors in its log.',
    ),
    counted(
      work.abandonedSends,
      (count) => `${plural(count, 'message')} still "sending" long after the attempt began.`,
      'A worker was probably killed meanwhile; a running one settles them within minutes.',
    ),
    counted(
      work.unknownMessages,
      (count) => `${plural(count, 'message')} of this week may or may not have been sent.`,
      'They are never sent again by themselves. See /api/v1/messages?status=unknown and ask the provider.',
    ),
    counted(
      work.deadEvents,
      (count) => `${plural(count, 'event')} of this week could not be understood and were put aside.`,
      'See /api/v1/events for the reason of each; POST /api/v1/events/<id>/replays tries one again.',
    ),
    counted(
      work.connectionsNeedingAttention,
      (count) => `${plural(count, 'connection')} to outside systems need attention.`,
      'See /api/v1/connections.',
    ),
  ].filter((finding) => finding !== null);
  return findings.length > 0 ? findings : [ok('No work is stuck.')];
}

function waiting(seconds: number | null, what: string, advice: string): Finding | null {
  if (seconds === null || seconds < slow) return null;
  const finding = `${what} has been waiting for ${duration(seconds)}.`;
  return seconds < stuck ? warn(finding, advice) : bad(finding, advice);
}

function counted(count: number, what: (count: number) => string, advice: string): Finding | null {
  return count > 0 ? warn(what(count), advice) : null;
}
