import { weekdayName } from './clock-time.js';
import { describeCondition } from './conditions.js';
import { settingsOf } from './draft.js';
import { describeDuration, parseDuration } from './duration.js';
import { eventLabel, type EventPattern } from './events.js';
import { fieldLabel } from './fields.js';
import type { Entry, Rules, Step } from './flow.js';
import type { Kind } from './steps/index.js';
import { followsADate, type WaitSettings } from './steps/wait.js';
import { asText } from './as-text.js';

const VERBS: Readonly<Record<Kind, string>> = {
  wait: 'Wait',
  wait_for_event: 'Wait for something to happen',
  email: 'Send an email',
  sms: 'Send a text',
  review_request: 'Ask for a rating',
  branch: 'Check something',
  split: 'Share out',
  update_customer: 'Change the customer',
  webhook: 'Call a web address',
  notify_team: 'Tell my team',
  go_to: 'Go to step',
};

/** “Send a text”: the verb of a kind of step. */
export const stepVerb = (kind: Kind): string => VERBS[kind];

/** What a step does, on one line: “Wait 2 days”, “Send an email: How did we do?”. */
export function describeStep(made: { kind: Kind; settings: unknown }): string {
  const settings = settingsOf(made);
  if (settings === null) return VERBS[made.kind];
  return describe({ kind: made.kind, settings } as Pick<Step, 'kind' | 'settings'> as Step);
}

function describe(step: Step): string {
  switch (step.kind) {
    case 'wait':
      return describeWait(step.settings);
    case 'wait_for_event':
      return `Wait up to ${describeDuration(step.settings.timeout)} for: ${step.settings.events.map(describePattern).join(', or ')}`;
    case 'email':
      return `Send an email: ${shortened(step.settings.subject)}`;
    case 'sms':
      return `Send a text: ${shortened(step.settings.body)}`;
    case 'review_request': {
      const ways = step.settings.channels.map((one) => (one === 'sms' ? 'text' : 'email')).join(', else by ');
      const remind = step.settings.remindAfter;
      return `Ask for a rating by ${ways}${remind ? `, and once more after ${describeDuration(remind)}` : ''}`;
    }
    case 'branch':
      return `Check: ${step.settings.arms.map(({ name, when }) => `${name} if ${describeCondition(when)}`).join('; ')}`;
    case 'split': {
      const total = step.settings.arms.reduce((sum, { weight }) => sum + weight, 0);
      const share = (weight: number) => Math.round((weight / total) * 100);
      return `Share out: ${step.settings.arms.map(({ name, weight }) => `${share(weight)}% ${name}`).join(', ')}`;
    }
    case 'update_customer':
      return describeUpdate(step.settings);
    case 'webhook':
      return `Call ${new URL(step.settings.url).host}`;
    case 'notify_team':
      return `Tell ${step.settings.to.includes('-') ? 'a member of my team' : `my team (${step.settings.to})`}: ${shortened(step.settings.body)}`;
    case 'go_to':
      return `Go to step “${step.settings.step}”, at most ${step.settings.maxPasses} times`;
  }
}

/** “Wait 2 days”, “Wait until Monday 09:00”, “Wait until 1 day before Time of the reservation”. */
export function describeWait(settings: WaitSettings): string {
  if ('duration' in settings) return `Wait ${describeDuration(settings.duration)}`;
  if (!followsADate(settings)) {
    const { weekday, time } = settings.until;
    return `Wait until ${weekday === undefined ? '' : `${weekdayName(weekday)} `}${time}`;
  }
  return `Wait until ${aroundDate(settings.until)}`;
}

function aroundDate({
  field,
  offset,
  time,
}: {
  field: string;
  offset?: string | undefined;
  time?: string | undefined;
}): string {
  const at = time === undefined ? '' : ` at ${time}`;
  const sign = offset === undefined ? null : parseDuration(offset)?.sign;
  if (offset === undefined || sign === undefined || sign === null) return `${fieldLabel(field)}${at}`;
  return `${describeDuration(offset)} ${sign === -1 ? 'before' : 'after'} ${fieldLabel(field)}${at}`;
}

/** “A job is finished, if Total is at least 50”. */
export function describePattern({ type, where }: Pick<EventPattern, 'type' | 'where'>): string {
  return where ? `${eventLabel(type)}, if ${describeCondition(where)}` : eventLabel(type);
}

/** How customers come in, in a sentence without its full stop. */
export function describeEntry(entry: Entry): string {
  switch (entry.on) {
    case 'event':
      return `When this happens: ${describePattern(entry)}`;
    case 'date': {
      const often = entry.every ? ', every year' : '';
      const only = entry.where ? `, if ${describeCondition(entry.where)}` : '';
      return `When this date comes: ${aroundDate(entry)}${often}${only}`;
    }
    case 'segment':
      return `When a customer becomes one with: ${describeCondition(entry.where)}`;
    case 'manual':
      return 'When someone is added by hand';
  }
}

/** What each rule says, in words that follow its name and a colon. One that is not set says what holds instead. */
export function describeRules(rules: Rules): Record<keyof Rules, string> {
  const { reentry, onRepeat, stopOn = [], goals = [], quietHours, sendWindow, caps, expireAfter } = rules;
  const left = 'as the business has set';
  return {
    reentry: reentry ? describeReentry(reentry) : left,
    onRepeat: REPEATS[onRepeat ?? 'ignore'],
    stopOn: stopOn.map(describeNews).join(', or ') || 'nothing',
    goals: goals.map(describeNews).join(', or ') || 'none',
    quietHours: quietHours
      ? `${quietHours.from}–${quietHours.until}`
      : quietHours === null
        ? 'none at all'
        : left,
    sendWindow: sendWindow
      ? [sendWindow].flat().map(describeWindow).join(', and ') || ANY_HOUR
      : sendWindow === null
        ? ANY_HOUR
        : left,
    caps: caps ? caps.map(describeCap).join(', and ') || NO_LIMIT : caps === null ? NO_LIMIT : left,
    expireAfter: expireAfter ? describeDuration(expireAfter) : 'as long as it takes',
  };
}

const ANY_HOUR = 'at any hour outside quiet hours';
const NO_LIMIT = 'no limit';
const REPEATS: Readonly<Record<NonNullable<Rules['onRepeat']>, string>> = {
  ignore: 'go on as before',
  restart: 'start over',
  merge: 'go on with the newest details',
  queue: 'start again when done',
};

/** “A rating comes in, for the same job, invoice or reservation”. */
const describeNews = (pattern: EventPattern): string =>
  `${describePattern(pattern)}${pattern.same === 'subject' ? ', for the same job, invoice or reservation' : ''}`;

function describeReentry(reentry: NonNullable<Rules['reentry']>): string {
  switch (reentry.mode) {
    case 'per_subject':
      return 'once for each job, invoice or reservation';
    case 'once':
      return 'once ever for each customer';
    case 'every':
      return `again after ${reentry.days} ${reentry.days === 1 ? 'day' : 'days'}`;
    case 'always':
      return 'as often as it happens';
  }
}

function describeWindow({
  channel,
  days,
  from,
  until,
}: NonNullable<Exclude<Rules['sendWindow'], unknown[]>>): string {
  const what = channel === undefined ? 'messages' : channel === 'sms' ? 'texts' : 'emails';
  return `${what} ${from} to ${until} on ${days.map(weekdayName).join(', ')}`;
}

function describeCap({ purpose, channel, max, per }: NonNullable<Rules['caps']>[number]): string {
  const what = channel === undefined ? 'message' : channel === 'sms' ? 'text' : 'email';
  return `${max} ${purpose ? `${purpose} ` : ''}${what}${max === 1 ? '' : 's'} in ${describeDuration(per)}`;
}

function describeUpdate({
  addTags,
  removeTags,
  set,
}: {
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
  set?: Record<string, unknown> | undefined;
}): string {
  const parts: string[] = [];
  if (addTags && addTags.length > 0) parts.push(`add the tag ${addTags.map((one) => `“${one}”`).join(', ')}`);
  if (removeTags && removeTags.length > 0)
    parts.push(`take away the tag ${removeTags.map((one) => `“${one}”`).join(', ')}`);
  for (const [name, value] of Object.entries(set ?? {})) parts.push(`remember ${name}: ${asText(value)}`);
  return `Change the customer: ${parts.join(', ')}`;
}

/** On one line, with fields by their names instead of Liquid: “Thank you, [First name]”. */
function shortened(text: string): string {
  const line = text
    .slice(0, 500)
    .replace(/\{%.*?%\}/gs, ' ')
    .replace(/\{\{-?\s*([\w.]+).*?\}\}/gs, (_, path: string) => `[${fieldLabel(path)}]`)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line;
}
