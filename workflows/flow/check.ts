import type { z } from 'zod';
import { intlCalendar } from './calendar-intl.js';
import { comparisonsOf, fieldsOf, type Comparison, type Condition } from './conditions.js';
import { draft, settingsOf, type Draft, type DraftStep } from './draft.js';
import { describeDuration, parseDuration, roughMillis } from './duration.js';
import { entry as entrySchema, type Entry } from './entry.js';
import { CAUSED_BY_MESSAGES, eventLabel } from './events.js';
import { fieldLabel, fieldsFor, type Field } from './fields.js';
import { flow as flowSchema, MOST_STEPS, type Flow, type Rules } from './flow.js';
import { gatingIssues, textsOf, type JourneyFlow } from './gating.js';
import { circles, reachableFrom } from './graph.js';
import { isInstant, isRealDate, toMillis, type Instant } from './instant.js';
import { issue, type Issue, type IssueCode } from './issues.js';
import { templateFault } from './merge-fields.js';
import { PURPOSE_OF_INTENT, isStricter, type Intent, type Purpose } from './purposes.js';
import { channelsOf, purposeOf } from './message-steps.js';
import { rules as rulesSchema } from './rules.js';
import { nextAllowed } from './schedule.js';
import { explainSegments, segmentsOf } from './segments.js';
import { inOwnersWords } from './owners-words.js';
import { openHours, type SendingDefaults } from './sending.js';
import { exitsOf, isEffect, isKind, isMessage, STEP_KINDS } from './steps/index.js';
import { followsADate } from './steps/wait.js';
import { fieldsUsedIn, type FieldUse } from './template-fields.js';

/** What the checker must know about the business; what is absent is not checked. */
export interface CheckContext {
  now: Instant;
  /** Marketing emails must carry one. */
  hasPostalAddress?: boolean;
  /** Languages the business writes in, its own first. */
  locales?: string[];
  /** The business’s other journeys, live and draft: a tag set there may be a gate here. */
  otherJourneys?: JourneyFlow[];
  /** Fields seen in the business’s own events, besides those everybody has. */
  fields?: Field[];
  defaults?: SendingDefaults;
}

const MANY_STEPS = 60;
const YEAR = 366 * 86_400_000;
const LONG_TEXT_PARTS = 3;
const LONGEST_SMS = 2000;

/**
 * Everything that is wrong with a journey, or could be better, each at its place and in an owner’s
 * words: errors keep it from being published. Takes any document; never throws.
 */
export function check(made: unknown, context: CheckContext): Issue[] {
  const kept = draft(made);
  const found = [
    ...whatWasLost(made),
    ...shapeIssues(kept),
    ...wayIssues(kept),
    ...stepIssues(kept, context),
    ...ruleIssues(kept, context),
    ...gatingIssues(kept, context.otherJourneys),
  ];
  return found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

const LEVELS = ['error', 'warning', 'tip'];

/** The flow, when nothing forbids it; with the advice that remains. */
export function publishable(
  made: unknown,
  context: CheckContext,
): { flow: Flow; issues: Issue[] } | { flow: null; issues: Issue[] } {
  const issues = check(made, context);
  if (issues.some(({ level }) => level === 'error')) return { flow: null, issues };
  const result = flowSchema.safeParse(draft(made));
  if (result.success) return { flow: result.data, issues };
  return { flow: null, issues: [...issues, ...fromZod(result.error, 'incomplete_step')] };
}

/** Parts of the document that make no sense at all and are not kept. */
function whatWasLost(made: unknown): Issue[] {
  const steps = typeof made === 'object' && made !== null ? (made as { steps?: unknown }).steps : undefined;
  if (!Array.isArray(steps)) return [];
  const found: Issue[] = [];
  steps.forEach((step: unknown, index) => {
    const { id, kind } = (typeof step === 'object' && step !== null ? step : {}) as {
      id?: unknown;
      kind?: unknown;
    };
    const path = `steps.${index}`;
    if (!isKind(kind))
      found.push(
        issue('unknown_kind', `“${String(kind).slice(0, 40)}” is no kind of step; this step is left out.`, {
          path: `${path}.kind`,
        }),
      );
    else if (typeof id !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) {
      found.push(
        issue(
          'unknown_kind',
          'A step needs an id of letters, digits, hyphens and underscores; this step is left out.',
          { path: `${path}.id` },
        ),
      );
    }
  });
  if (steps.length > MOST_STEPS) {
    found.push(
      issue(
        'too_many_steps',
        `A journey can have ${MOST_STEPS} steps; those after are left out. Split it into several journeys.`,
        { path: 'steps' },
      ),
    );
  }
  return found;
}

function shapeIssues(made: Draft): Issue[] {
  const found: Issue[] = [];
  if (made.entry === null)
    found.push(issue('missing_entry', 'Choose what begins this journey.', { path: 'entry' }));
  else {
    const result = entrySchema.safeParse(made.entry);
    if (!result.success) found.push(...fromZod(result.error, 'bad_entry', 'entry'));
  }
  const rules = rulesSchema.safeParse(made.rules);
  if (!rules.success) found.push(...fromZod(rules.error, 'bad_rules', 'rules'));
  if (made.steps.length === 0) {
    found.push(issue('empty_flow', 'This journey does nothing yet: add a first step.', { path: 'steps' }));
    return found;
  }
  if (made.steps.length > MANY_STEPS) {
    found.push(
      issue('many_steps', `${made.steps.length} steps are hard to keep in view; consider two journeys.`, {
        path: 'steps',
      }),
    );
  }
  if (made.first === null || !made.steps.some(({ id }) => id === made.first)) {
    found.push(issue('missing_first', 'Choose the step this journey begins with.', { path: 'first' }));
  }
  return found;
}

/** Is there a way through, and does every way end or rest? */
function wayIssues(made: Draft): Issue[] {
  const { steps } = made;
  const found: Issue[] = [];
  const ids = new Set<string>();
  steps.forEach((step, index) => {
    const path = `steps.${index}`;
    if (ids.has(step.id)) {
      found.push(
        issue('duplicate_id', `Two steps have the id “${step.id}”; give each its own.`, {
          stepId: step.id,
          path: `${path}.id`,
        }),
      );
    }
    ids.add(step.id);
  });
  steps.forEach((step, index) => found.push(...exitIssues(step, `steps.${index}`, ids)));
  const reached = reachableFrom(made.first, steps);
  steps.forEach((step, index) => {
    if (made.first === null || !ids.has(made.first) || reached.has(step.id)) return;
    found.push(
      issue(
        'unreachable_step',
        'No way leads here, so nobody will reach this step. Connect it or remove it.',
        { stepId: step.id, path: `steps.${index}` },
      ),
    );
  });
  return [...found, ...circleIssues(made)];
}

function exitIssues(step: DraftStep, path: string, ids: ReadonlySet<string>): Issue[] {
  const found: Issue[] = [];
  const settings = settingsOf(step);
  const ways =
    settings === null ? [] : exitsOf({ kind: step.kind, settings } as Parameters<typeof exitsOf>[0]);
  for (const way of ways) {
    if (Object.hasOwn(step.exits, way)) continue;
    found.push(
      issue('missing_exit', `Say what comes after “${way}”: a step, or the end.`, {
        stepId: step.id,
        path: `${path}.exits.${way}`,
      }),
    );
  }
  for (const [way, target] of Object.entries(step.exits)) {
    if (target === null || ids.has(target)) continue;
    found.push(
      issue(
        'unknown_target',
        `“${way}” leads to “${target}”, which does not exist. Choose another step, or the end.`,
        { stepId: step.id, path: `${path}.exits.${way}` },
      ),
    );
  }
  if (step.kind === 'go_to' && typeof step.settings.step === 'string' && !ids.has(step.settings.step)) {
    found.push(
      issue('unknown_target', `There is no step “${step.settings.step}” to go to. Choose another.`, {
        stepId: step.id,
        path: `${path}.settings.step`,
      }),
    );
  }
  return found;
}

function circleIssues({ steps, rules }: Draft): Issue[] {
  const place = (id: string | undefined) => ({
    stepId: id,
    path: `steps.${steps.findIndex((step) => step.id === id)}`,
  });
  const restless = circles(steps, (step) => !surelyWaits(step));
  const endless = circles(steps, (step) => step.kind !== 'go_to').filter(
    (circle) => !restless.some((other) => other.some((id) => circle.includes(id))),
  );
  const limited = (rules as Rules).expireAfter !== undefined;
  return [
    ...restless.map(([id]) =>
      issue(
        'cycle_without_wait',
        'These steps go round in a circle without a wait, which would send everything at once. Put a wait into the circle.',
        place(id),
      ),
    ),
    ...(limited
      ? []
      : endless.map(([id]) =>
          issue(
            'endless_cycle',
            'These steps go round for ever. Use “Go to step” with a number of times, or let the journey end after a while.',
            place(id),
          ),
        )),
  ];
}

/** A wait for a date may be over on arrival; only time that certainly passes stops a circle. */
function surelyWaits(step: DraftStep): boolean {
  if (step.kind === 'wait_for_event') return true;
  if (step.kind !== 'wait') return false;
  const settings = settingsOf({ kind: 'wait', settings: step.settings });
  if (settings === null) return true;
  return 'duration' in settings ? roughMillis(settings.duration) > 0 : !followsADate(settings);
}

function stepIssues(made: Draft, context: CheckContext): Issue[] {
  const entry = entrySchema.safeParse(made.entry).data;
  return made.steps.flatMap((step, index) => {
    const place: Place = { stepId: step.id, path: `steps.${index}.settings` };
    const result = settingsOf(step);
    const found = result === null ? incomplete(step, place) : [];
    if (isMessage(step.kind)) found.push(...messageIssues(step, place, made, entry, context));
    if (step.kind === 'notify_team' || step.kind === 'webhook')
      found.push(...innerTextIssues(step, place, made, entry, context));
    if (result === null) return found;
    return [...found, ...settledIssues(step, place, made, entry, context)];
  });
}

interface Place {
  stepId: string;
  path: string;
}

/** What the schema of its kind says about settings it refused. */
function incomplete(step: DraftStep, { stepId, path }: Place): Issue[] {
  const { error } = schemaOf(step);
  return error
    ? fromZod(error, 'incomplete_step', path, stepId, (at, message) => codeAt(step, at, message))
    : [];
}

function schemaOf(step: DraftStep): { error?: z.ZodError | undefined } {
  return STEP_KINDS[step.kind].settings.safeParse(step.settings);
}

function codeAt({ kind }: DraftStep, at: PropertyKey[], message: string): IssueCode {
  const [first, , last] = at;
  if (first === 'purpose' && isMessage(kind)) return 'missing_purpose';
  if (kind === 'webhook' && first === 'url') return 'bad_webhook_url';
  if (/^(Two are named|“.*” is kept)/.test(message)) return 'duplicate_name';
  if (at.includes('when') || at.includes('where')) return 'bad_condition';
  if (kind === 'split' && first === 'arms' && (last === 'weight' || /share/.test(message)))
    return 'bad_weights';
  return 'incomplete_step';
}

/** Checks that need complete settings. */
function settledIssues(
  step: DraftStep,
  place: Place,
  made: Draft,
  entry: Entry | undefined,
  context: CheckContext,
): Issue[] {
  switch (step.kind) {
    case 'wait':
      return waitIssues(step, place, made, entry, context);
    case 'wait_for_event': {
      const { events, timeout } = settingsOf({ kind: 'wait_for_event', settings: step.settings })!;
      return [
        ...spanIssues(timeout, `${place.path}.timeout`, place.stepId, made),
        ...events.flatMap(({ type, where, same }, index) => {
          const path = `${place.path}.events.${index}`;
          return [
            ...subjectIssues(same, entry, { ...place, path: `${path}.same` }),
            ...(where ? conditionIssues(where, `${path}.where`, place.stepId, type, made, context) : []),
          ];
        }),
      ];
    }
    case 'branch': {
      const { arms } = settingsOf({ kind: 'branch', settings: step.settings })!;
      return arms.flatMap(({ when }, index) =>
        conditionIssues(when, `${place.path}.arms.${index}.when`, place.stepId, typeOf(entry), made, context),
      );
    }
    case 'split': {
      const { arms } = settingsOf({ kind: 'split', settings: step.settings })!;
      return arms.flatMap(({ name, weight }, index) =>
        weight > 0
          ? []
          : [
              issue('empty_arm', `Nobody goes to “${name}”: its share is zero.`, {
                ...place,
                path: `${place.path}.arms.${index}.weight`,
              }),
            ],
      );
    }
    default:
      return [];
  }
}

const typeOf = (entry: Entry | undefined): string | null => (entry?.on === 'event' ? entry.type : null);

function waitIssues(
  step: DraftStep,
  place: Place,
  made: Draft,
  entry: Entry | undefined,
  context: CheckContext,
): Issue[] {
  const settings = settingsOf({ kind: 'wait', settings: step.settings })!;
  if ('duration' in settings)
    return spanIssues(settings.duration, `${place.path}.duration`, place.stepId, made);
  if (!followsADate(settings)) return [];
  return fieldIssues(
    settings.until.field,
    { ...place, path: `${place.path}.until.field` },
    typeOf(entry),
    made,
    context,
  );
}

function spanIssues(span: string, path: string, stepId: string, made: Draft): Issue[] {
  const { expireAfter } = made.rules as Rules;
  const long = roughMillis(span);
  if (typeof expireAfter === 'string' && parseDuration(expireAfter) && long > roughMillis(expireAfter)) {
    return [
      issue(
        'wait_outlasts_journey',
        `This waits ${describeDuration(span)}, but everyone leaves the journey after ${describeDuration(expireAfter)}. Shorten one or lengthen the other.`,
        { stepId, path },
      ),
    ];
  }
  if (long <= YEAR) return [];
  return [
    issue('wait_too_long', `${describeDuration(span)} is a very long wait. Is it meant?`, { stepId, path }),
  ];
}

function subjectIssues(
  same: 'subject' | 'customer',
  entry: Entry | undefined,
  place: { stepId?: string; path: string },
): Issue[] {
  if (same === 'customer' || entry === undefined || entry.on === 'event' || entry.on === 'date') return [];
  return [
    issue(
      'no_subject',
      'This journey is about no job, invoice or reservation, so “the same one” means the same customer.',
      place,
    ),
  ];
}

function messageIssues(
  step: DraftStep,
  place: Place,
  made: Draft,
  entry: Entry | undefined,
  context: CheckContext,
): Issue[] {
  const found: Issue[] = [];
  const { purpose, intent } = step.settings as { purpose?: Purpose; intent?: Intent };
  const why = purposeOf(step);
  if (
    purpose &&
    intent &&
    Object.hasOwn(PURPOSE_OF_INTENT, intent) &&
    isStricter(PURPOSE_OF_INTENT[intent], purpose)
  ) {
    found.push(
      issue(
        'looser_than_intent',
        `A message meant for ${intent.replace(/_/g, ' ')} needs the permission for ${PURPOSE_OF_INTENT[intent]} messages. Set its purpose to ${PURPOSE_OF_INTENT[intent]}.`,
        { ...place, path: `${place.path}.purpose` },
      ),
    );
  }
  if (step.kind === 'email' && why === 'marketing' && context.hasPostalAddress === false) {
    found.push(
      issue(
        'no_postal_address',
        'Marketing emails must show your postal address. Add it under Settings.',
        place,
      ),
    );
  }
  const texts = textsOf(step);
  for (const { text, path } of texts)
    found.push(...textIssues(text, { ...place, path: `${place.path}.${path}` }, made, entry, context, true));
  if (step.kind === 'sms')
    for (const { text, path } of texts)
      found.push(...lengthIssues(text, { ...place, path: `${place.path}.${path}` }, entry, context));
  if (step.kind === 'review_request') found.push(...ratingLinkIssues(texts, place));
  return [...found, ...languageIssues(step, texts, place, context)];
}

function ratingLinkIssues(texts: { text: string; path: string }[], place: Place): Issue[] {
  return texts
    .filter(({ path }) => path.endsWith('body'))
    .filter(
      ({ text }) =>
        templateFault(text) === null &&
        !fieldsUsedIn(text).some(({ path }) => path === 'ratingLink' || path === 'reviewLink'),
    )
    .map(({ path }) =>
      issue('no_rating_link', 'This asks for a rating but has no link to give one. Add {{ ratingLink }}.', {
        ...place,
        path: `${place.path}.${path}`,
      }),
    );
}

/** A message written in several languages, or for a business that writes in several, should have them all. */
function languageIssues(
  step: DraftStep,
  texts: { text: string; path: string }[],
  place: Place,
  { locales }: CheckContext,
): Issue[] {
  if (!locales || locales.length < 2 || texts.length === 0) return [];
  const written = Object.keys((step.settings.languages as object | undefined) ?? {}).map(
    (one) => one.toLowerCase().split('-')[0],
  );
  const lacking = locales.slice(1).filter((locale) => !written.includes(locale.toLowerCase().split('-')[0]));
  if (lacking.length === 0) return [];
  return [
    issue(
      'missing_language',
      `There is no version in ${lacking.join(', ')}; those customers get the main text.`,
      { ...place, path: `${place.path}.languages` },
    ),
  ];
}

function innerTextIssues(
  step: DraftStep,
  place: Place,
  made: Draft,
  entry: Entry | undefined,
  context: CheckContext,
): Issue[] {
  return stringsIn(step.settings.body, `${place.path}.body`, 8).flatMap(({ text, path }) =>
    textIssues(text, { ...place, path }, made, entry, context, false),
  );
}

function stringsIn(value: unknown, path: string, levels: number): { text: string; path: string }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, `${path}.${key}`, levels - 1));
}

function textIssues(
  text: string,
  place: Place,
  made: Draft,
  entry: Entry | undefined,
  context: CheckContext,
  strict: boolean,
): Issue[] {
  const fault = templateFault(text);
  if (fault !== null)
    return [
      issue(
        'template_fault',
        `The text cannot be put together: ${fault}. Check the braces and names.`,
        place,
      ),
    ];
  const found: Issue[] = [];
  const said = new Set<string>();
  for (const use of fieldsUsedIn(text)) {
    if (said.has(use.path)) continue;
    said.add(use.path);
    const unknown = fieldIssues(use.path, place, typeOf(entry), made, context, true);
    found.push(...unknown);
    if (unknown.length === 0 && strict) found.push(...defaultIssues(use, place, entry, made, context));
  }
  return found;
}

function defaultIssues(
  use: FieldUse,
  place: Place,
  entry: Entry | undefined,
  made: Draft,
  context: CheckContext,
): Issue[] {
  if (use.safe || use.as === 'test') return [];
  const field = knownFields(typeOf(entry), made, context).find(({ path }) => path === use.path);
  if (field && !field.optional) return [];
  return [
    issue(
      'no_default',
      `Customers without “${fieldLabel(use.path)}” will not get this message. Give it a default: {{ ${use.path} | default: '…' }}.`,
      place,
    ),
  ];
}

/** Is there such a field here? `inText` allows links, which only messages have. */
function fieldIssues(
  path: string,
  place: { stepId?: string | undefined; path: string },
  eventType: string | null,
  made: Draft,
  context: CheckContext,
  inText = false,
): Issue[] {
  const [root = '', second = ''] = path.split('.');
  if (root === 'saved') {
    if (savedNames(made).has(second)) return [];
    return [
      issue(
        'unknown_field',
        `Nothing in this journey keeps “${path}”. Keep it in a “Call a web address” step first.`,
        place,
      ),
    ];
  }
  if (
    path.startsWith('customer.attributes.') ||
    path.startsWith('location.') ||
    path.startsWith('staff.') ||
    path.startsWith('answers.')
  )
    return [];
  const known = knownFields(eventType, made, context).filter(
    ({ onlyInMessages }) => inText || !onlyInMessages,
  );
  if (
    known.some(
      (field) =>
        path === field.path || path.startsWith(`${field.path}.`) || field.path.startsWith(`${path}.`),
    )
  )
    return [];
  if (inText && root === '*') return [];
  const near = nearest(path, known);
  const hint = near ? ` Did you mean ${near.path}?` : '';
  if (path.startsWith('event.data.')) {
    if (eventType === null || eventType.startsWith('custom_')) return [];
    return [
      issue(
        'unusual_field',
        `“${eventLabel(eventType)}” does not usually say “${path.slice('event.data.'.length)}”.${hint}`,
        place,
      ),
    ];
  }
  return [issue('unknown_field', `There is no field “${path}”.${hint}`, place)];
}

function knownFields(eventType: string | null, made: Draft, context: CheckContext): Field[] {
  return [...fieldsFor(eventType), ...(context.fields ?? [])];
}

function savedNames({ steps }: Draft): Set<string> {
  return new Set(
    steps
      .filter(({ kind }) => kind === 'webhook')
      .flatMap(({ settings }) => Object.keys((settings.save as object | undefined) ?? {})),
  );
}

/** The known field spelled most alike, if it is alike at all. */
function nearest(path: string, known: readonly Field[]): Field | null {
  const ranked = known
    .map((field) => ({ field, apart: distance(path.toLowerCase(), field.path.toLowerCase()) }))
    .sort((a, b) => a.apart - b.apart);
  const [best] = ranked;
  return best && best.apart <= 3 ? best.field : null;
}

/** Levenshtein: letters to add, drop or change; 99 as soon as there are more than three. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 99;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > 3) return 99;
    row = next;
  }
  return row[b.length] ?? 99;
}

/** Counted with an example in place of every field; links are about as long as ours. */
function lengthIssues(text: string, place: Place, entry: Entry | undefined, context: CheckContext): Issue[] {
  // Longer than a text may be is an error of its own; counting it would only cost time.
  if (text.length > LONGEST_SMS) return [];
  const fields = [...fieldsFor(typeOf(entry)), ...(context.fields ?? [])];
  const filled = text.replace(/\{%.*?%\}/gs, '').replace(/\{\{\s*([\w.]+).*?\}\}/gs, (_, path: string) => {
    const field = fields.find((one) => one.path === path);
    return field?.onlyInMessages
      ? 'https://journeyman.example/r/0123456789012345678901'
      : plainly(field?.example);
  });
  const { parts } = segmentsOf(filled);
  const found: Issue[] = [];
  if (parts > LONG_TEXT_PARTS)
    found.push(
      issue('long_text', `This is about ${parts} texts long, and each is charged. Shorten it.`, place),
    );
  const why = explainSegments(filled);
  if (why) found.push(issue('costly_character', why, place));
  return found;
}

/** Examples count as plain letters: a costly character is the owner’s only where the owner wrote it. */
const plainly = (example: unknown): string => 'x'.repeat(String(example ?? 'something').length);

function conditionIssues(
  made: Condition,
  path: string,
  stepId: string | undefined,
  eventType: string | null,
  whole: Draft,
  context: CheckContext,
): Issue[] {
  const found: Issue[] = [];
  for (const { field, path: inside } of fieldsOf(made)) {
    found.push(
      ...fieldIssues(field, { stepId, path: [path, ...inside].join('.') }, eventType, whole, context),
    );
  }
  for (const { comparison, path: inside } of comparisonsOf(made)) {
    if (neverAgain(comparison, context.now)) {
      found.push(
        issue(
          'past_date',
          `The date ${String(comparison.value)} has passed, so this is never true any more. Change the date or remove the check.`,
          { stepId, path: [path, ...inside, 'value'].join('.') },
        ),
      );
    }
  }
  return found;
}

/** Something that happens from now on is never before a date that has passed. */
function neverAgain({ field, op, value }: Comparison, now: Instant): boolean {
  if (!['before', 'lt', 'lte'].includes(op) || typeof value !== 'string') return false;
  if (field !== 'event.occurredAt') return false;
  return (isInstant(value) || isRealDate(value)) && toMillis(value) < toMillis(now);
}

function ruleIssues(made: Draft, context: CheckContext): Issue[] {
  const entry = entrySchema.safeParse(made.entry).data;
  const rules = rulesSchema.safeParse(made.rules).data;
  const found: Issue[] = [];
  if (entry && 'where' in entry && entry.where) {
    found.push(...conditionIssues(entry.where, 'entry.where', undefined, typeOf(entry), made, context));
  }
  if (entry?.on === 'date')
    found.push(...fieldIssues(entry.field, { path: 'entry.field' }, null, made, context));
  if (entry) found.push(...feedsItself(made, entry));
  if (!rules) return found;
  for (const name of ['goals', 'stopOn'] as const) {
    rules[name]?.forEach(({ type, where, same }, index) => {
      const path = `rules.${name}.${index}`;
      found.push(...subjectIssues(same, entry, { path: `${path}.same` }));
      if (where) found.push(...conditionIssues(where, `${path}.where`, undefined, type, made, context));
    });
  }
  if (rules.quietHours === null) found.push(...quietOffIssues(made));
  return [...found, ...hourIssues(made, rules, context)];
}

function quietOffIssues(made: Draft): Issue[] {
  const purposes = made.steps.filter(({ kind }) => isMessage(kind)).map(purposeOf);
  const path = 'rules.quietHours';
  if (purposes.includes('marketing')) {
    return [
      issue(
        'quiet_hours_off_marketing',
        'Marketing messages must leave people alone at night. Set quiet hours, or use those of the business.',
        { path },
      ),
    ];
  }
  if (!purposes.includes('review')) return [];
  return [
    issue(
      'quiet_hours_off',
      'Without quiet hours a rating request may arrive in the night. Set quiet hours, or use those of the business.',
      { path },
    ),
  ];
}

/** Quiet hours, windows and the law on texts may leave no moment at all. */
function hourIssues(made: Draft, rules: Rules, { defaults = {}, now }: CheckContext): Issue[] {
  return made.steps.flatMap((step, index) => {
    const purpose = purposeOf(step);
    if (purpose === null) return [];
    const shut = channelsOf(step).some((channel) => {
      const hours = openHours({ channel, purpose, rules, defaults }).map((open) => open.hours);
      return nextAllowed(now, hours, ['UTC'], intlCalendar) === null;
    });
    if (!shut) return [];
    return [
      issue(
        'no_sending_hours',
        'Quiet hours and hours of sending leave no moment to send this. Make one of them wider.',
        { stepId: step.id, path: `steps.${index}` },
      ),
    ];
  });
}

/** Would a journey’s own doing bring people into it again and again? */
function feedsItself({ steps }: Draft, entry: Entry): Issue[] {
  if (entry.on !== 'event') return [];
  const cause = steps.find((step) => causes(step, entry));
  if (!cause) return [];
  return [
    issue(
      'feeds_itself',
      `This journey begins when this happens: ${eventLabel(entry.type)}. But its own step “${cause.id}” makes that happen, so it would feed itself. Begin it with something else.`,
      { stepId: cause.id, path: 'entry.type' },
    ),
  ];
}

function causes(step: DraftStep, { type, where }: Extract<Entry, { on: 'event' }>): boolean {
  if (!isEffect(step.kind)) return false;
  if (step.kind === 'update_customer') {
    const tags = (step.settings.addTags as unknown[] | undefined) ?? [];
    if (type === 'customer_updated') return where === undefined;
    if (type !== 'tag_added' || tags.length === 0) return false;
    return (
      where === undefined ||
      comparisonsOf(where).some(({ comparison }) =>
        [comparison.value].flat().some((value) => tags.includes(value)),
      )
    );
  }
  if (!isMessage(step.kind) || !CAUSED_BY_MESSAGES.has(type)) return false;
  if (type === 'sms_received') return channelsOf(step).includes('sms');
  if (type === 'feedback_received' || type === 'review_link_opened')
    return step.kind === 'review_request' || linksToRating(step);
  return true;
}

const linksToRating = (step: DraftStep): boolean =>
  textsOf(step).some(
    ({ text }) =>
      templateFault(text) === null &&
      fieldsUsedIn(text).some(({ path }) => ['ratingLink', 'reviewLink', 'publicReviewLink'].includes(path)),
  );

/** zod’s findings as issues, in the words of the schema where it has its own. */
function fromZod(
  error: z.ZodError,
  code: IssueCode,
  base = '',
  stepId?: string,
  codeFor?: (at: PropertyKey[], message: string) => IssueCode,
): Issue[] {
  return error.issues.map(({ path, message }) => {
    const at = [base, ...path.map(String)].filter((part) => part !== '').join('.');
    return issue(codeFor?.(path, message) ?? code, inOwnersWords(message, path), { stepId, path: at });
  });
}
