import type { Calendar } from './calendar.js';
import { clockWords } from './clock-words.js';
import type { StepId } from './flow.js';
import { toMillis, type Instant } from './instant.js';
import type { Channel } from './purposes.js';
import type { Rehearsed } from './rehearse.js';

/** What came of a rehearsal, as far as a saved case holds a journey to it: the path, the messages and the end. */
export interface Expectation {
  /** Steps left, in order. */
  path: { stepId: StepId; what: string; exit: string; at: Instant; reason: string | null }[];
  messages: { stepId: StepId; channel: Channel; subject: string | null; text: string; at: Instant }[];
  ended: { at: Instant; status: Rehearsed['ended']['status']; code: string; message: string };
}

/** One way in which a case comes out differently, in a sentence. */
export interface Difference {
  /** The step it is about; null: how it ends. */
  stepId: StepId | null;
  sentence: string;
}

/** Sooner or later by less than this is the same time: staggering and seconds are nobody's business. */
const SAME_TIME_MS = 15 * 60_000;

/** What of a rehearsal is worth keeping an eye on. */
export function expectationOf({ entries, ended }: Rehearsed): Expectation {
  const path: Expectation['path'] = [];
  const messages: Expectation['messages'] = [];
  for (const { at, stepId, what, exit, reason, message } of entries) {
    if (stepId === null) continue;
    if (message) {
      const { channel, subject, text } = message;
      messages.push({ stepId, channel, subject, text, at });
    }
    if (exit !== null) path.push({ stepId, what, exit, at, reason: reason?.message ?? null });
  }
  const { at, status, reason } = ended;
  return { path, messages, ended: { at, status, code: reason.code, message: reason.message } };
}

/**
 * What is different now, in sentences, in the order of the journey; the end comes last. Empty when the case comes out
 * as it was kept. `zone` is the one in which times are told.
 */
export function differences(
  before: Expectation,
  after: Expectation,
  { zone, calendar }: { zone: string; calendar: Calendar },
): Difference[] {
  const when = (at: Instant) => clockWords(at, zone, calendar);
  const moved = (a: Instant, b: Instant) => Math.abs(toMillis(a) - toMillis(b)) >= SAME_TIME_MS;
  const found: (Difference & { at: Instant })[] = [];

  const told = new Set<StepId>();
  for (const [was, is] of inPairs(before.messages, after.messages)) {
    if (was && is) {
      const [name] = [nameOf(is)];
      const say = (sentence: string) => found.push({ stepId: is.stepId, at: is.at, sentence });
      if (was.channel !== is.channel) say(`Sent as ${nameOf(is)}, no longer as ${nameOf(was)}.`);
      else if (was.subject !== is.subject || was.text !== is.text) say(wordsChanged(was, is));
      if (moved(was.at, is.at)) say(`${capital(name)} leaves ${when(is.at)} instead of ${when(was.at)}.`);
    } else if (is) {
      told.add(is.stepId);
      found.push({
        stepId: is.stepId,
        at: is.at,
        sentence: `Sent now and not before: ${nameOf(is)}, ${when(is.at)}.`,
      });
    } else if (was) {
      told.add(was.stepId);
      const why = after.path.find(({ stepId, exit }) => stepId === was.stepId && exit !== 'sent')?.reason;
      found.push({
        stepId: was.stepId,
        at: was.at,
        sentence: `No longer sent: ${nameOf(was)}.${why ? ` ${why}` : ''}`,
      });
    }
  }
  for (const [was, is] of inPairs(before.path, after.path)) {
    const stepId = (is ?? was)?.stepId ?? null;
    if (stepId === null || told.has(stepId)) continue;
    if (was && is) {
      if (was.exit !== is.exit)
        found.push({
          stepId,
          at: is.at,
          sentence: `“${is.what}” now leads to “${exitWords(is.exit)}”, not “${exitWords(was.exit)}”.${is.reason ? ` ${is.reason}` : ''}`,
        });
    } else if (is) found.push({ stepId, at: is.at, sentence: `Passes a step it did not: ${is.what}.` });
    else if (was) found.push({ stepId, at: was.at, sentence: `Never comes to: ${was.what}.` });
  }
  found.sort((a, b) => toMillis(a.at) - toMillis(b.at));

  const all: Difference[] = found.map(({ stepId, sentence }) => ({ stepId, sentence }));
  if (before.ended.status !== after.ended.status || before.ended.code !== after.ended.code)
    all.push({
      stepId: null,
      sentence: `It ends another way: ${after.ended.message} Before: ${before.ended.message}`,
    });
  else if (moved(before.ended.at, after.ended.at))
    all.push({
      stepId: null,
      sentence: `It ends ${when(after.ended.at)} instead of ${when(before.ended.at)}.`,
    });
  return all;
}

/** The nth time of a step beside the nth time of the same step; whatever has no other stands alone. */
function inPairs<T extends { stepId: StepId }>(
  before: readonly T[],
  after: readonly T[],
): [T | undefined, T | undefined][] {
  const keyed = (all: readonly T[]) => {
    const seen = new Map<StepId, number>();
    return new Map(
      all.map((one) => {
        const nth = (seen.get(one.stepId) ?? 0) + 1;
        seen.set(one.stepId, nth);
        return [`${nth}/${one.stepId}`, one] as const;
      }),
    );
  };
  const [old, current] = [keyed(before), keyed(after)];
  return [...new Set([...old.keys(), ...current.keys()])].map((key) => [old.get(key), current.get(key)]);
}

const MOST_WORDS = 60;

function nameOf({ channel, subject, text }: Expectation['messages'][number]): string {
  return `${channel === 'sms' ? 'the text' : 'the email'} “${shortened(subject ?? text)}”`;
}

function wordsChanged(was: Expectation['messages'][number], is: Expectation['messages'][number]): string {
  if (was.subject !== is.subject && is.channel === 'email')
    return `The email “${shortened(was.subject ?? '')}” now has the subject “${shortened(is.subject ?? '')}”.`;
  const [line, now] = firstDifference(was.text, is.text);
  return `${capital(nameOf(is))} says something else: “${shortened(now)}” instead of “${shortened(line)}”.`;
}

/** The first line that is not the same in both. */
function firstDifference(before: string, after: string): [string, string] {
  const [old, current] = [before.split('\n'), after.split('\n')];
  const at = Array.from({ length: Math.max(old.length, current.length) }, (_, line) => line).find(
    (line) => old[line] !== current[line],
  );
  return [old[at ?? 0] ?? '', current[at ?? 0] ?? ''];
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS - 1).trimEnd()}…` : line;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const exitWords = (exit: string): string => exit.replace(/_/g, ' ');
