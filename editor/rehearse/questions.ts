import type { Draft } from '../../workflows/flow/draft.js';
import { stepIn } from '../draft/places.js';
import type { Entry, GivenAnswer } from './api.js';
import { sampleData } from './sample-event.js';

/** Something the customer could do while the journey waits. */
export type Choice =
  { is: 'rate'; stars: number } | { is: 'reply' } | { is: 'click' } | { is: 'event'; type: string };

/** A wait at which the customer may do something. */
export interface Question {
  stepId: string;
  /** Which line of the rehearsal it is about. */
  entry: number;
  choices: Choice[];
}

export const keyOf = (choice: Choice): string =>
  choice.is === 'rate' ? `rate:${choice.stars}` : choice.is === 'event' ? `event:${choice.type}` : choice.is;

interface Pattern {
  type: string;
  where?: unknown;
}

/**
 * Where the customer may answer, and how: what each wait listens for, what the journey ends at or stops by, and what a
 * message that was sent lets them do. The first time a step is waited at counts.
 */
export function questionsOf(flow: Draft, entries: readonly Entry[]): Question[] {
  const questions: Question[] = [];
  const seen = new Set<string>();
  const sent = { text: false, email: false, ask: false };
  entries.forEach(({ stepId, kind, exit, message }, entry) => {
    if (message?.channel === 'sms') sent.text = true;
    if (message?.channel === 'email') sent.email = true;
    if (message && kind === 'review_request') sent.ask = true;
    if (stepId === null || seen.has(stepId)) return;
    const remindsLater =
      kind === 'review_request' && message && stepIn(flow, stepId)?.settings.remindAfter !== undefined;
    const waits = exit === null && (kind === 'wait' || kind === 'wait_for_event');
    if (!waits && !remindsLater) return;
    seen.add(stepId);
    const types = [...patternsAt(flow, stepId), ...rulesOf(flow)].map(({ type }) => type);
    questions.push({ stepId, entry, choices: choicesOf([...new Set(types)], sent) });
  });
  return questions;
}

function choicesOf(types: string[], sent: { text: boolean; email: boolean; ask: boolean }): Choice[] {
  const choices: Choice[] = [];
  if (sent.text || types.includes('sms_received')) choices.push({ is: 'reply' });
  if (types.includes('link_clicked')) choices.push({ is: 'click' });
  if (sent.ask || types.includes('feedback_received'))
    choices.push(...[5, 4, 3, 2, 1].map((stars): Choice => ({ is: 'rate', stars })));
  const own = ['sms_received', 'link_clicked', 'feedback_received'];
  return [
    ...choices,
    ...types.filter((type) => !own.includes(type)).map((type): Choice => ({ is: 'event', type })),
  ];
}

/** What the choice means to the journey: an event that fits what this step waits for. */
export function answerFor(
  flow: Draft,
  stepId: string,
  choice: Choice,
  { after, reply, now }: { after: string; reply: string; now: Date },
): GivenAnswer {
  if (choice.is === 'rate') return { step: stepId, after, rating: choice.stars };
  const type = choice.is === 'reply' ? 'sms_received' : choice.is === 'click' ? 'link_clicked' : choice.type;
  const pattern = [...patternsAt(flow, stepId), ...rulesOf(flow)].find((one) => one.type === type);
  const data = sampleData(type, pattern?.where, now);
  // A reply the conditions do not dictate is in the customer's own words.
  if (choice.is === 'reply' && pattern?.where === undefined) data.body = reply;
  return { step: stepId, after, type, data };
}

/** Which choice an answer is; null for one that is no answer to this step. */
export function choiceOf({ step, type, rating }: GivenAnswer): Choice | null {
  if (step === undefined) return null;
  if (rating !== undefined) return { is: 'rate', stars: rating };
  if (type === 'sms_received') return { is: 'reply' };
  if (type === 'link_clicked') return { is: 'click' };
  return type === undefined ? null : { is: 'event', type };
}

function patternsAt(flow: Draft, stepId: string): Pattern[] {
  const events = stepIn(flow, stepId)?.settings.events;
  return Array.isArray(events) ? events.filter(isPattern) : [];
}

function rulesOf({ rules }: Draft): Pattern[] {
  const { goals, stopOn } = rules as Record<string, unknown>;
  return [goals, stopOn].flatMap((list) => (Array.isArray(list) ? list.filter(isPattern) : []));
}

const isPattern = (made: unknown): made is Pattern =>
  typeof made === 'object' && made !== null && typeof (made as Pattern).type === 'string';
