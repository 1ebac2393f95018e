import { describeEntry, describeRules, describeStep, stepVerb } from './describe.js';
import type { Draft, DraftStep } from './draft.js';
import { entry as entrySchema } from './entry.js';
import type { StepId } from './flow.js';
import { rules as rulesSchema, type Rules } from './rules.js';

export interface SettingChange {
  /** `duration`, `languages.es.body`. */
  path: string;
  before: unknown;
  after: unknown;
}

export type Change =
  | { change: 'added' | 'removed'; stepId: StepId; sentence: string }
  | { change: 'changed'; stepId: StepId; settings: SettingChange[]; sentence: string }
  | {
      change: 'rerouted';
      stepId: StepId;
      exit: string;
      before: StepId | null;
      after: StepId | null;
      sentence: string;
    }
  | { change: 'entry' | 'first' | 'rules'; sentence: string };

/** What makes `after` different from `before`, in sentences an owner can check, in the order of the journey. */
export function diff(before: Draft, after: Draft): { changes: Change[]; sentences: string[] } {
  const changes = [
    ...entryChanges(before, after),
    ...stepChanges(before, after),
    ...ruleChanges(before, after),
  ];
  return { changes, sentences: changes.map(({ sentence }) => sentence) };
}

function entryChanges(before: Draft, after: Draft): Change[] {
  if (same(before.entry, after.entry)) return [];
  const [was = '', is = ''] = [before, after].map(({ entry }) => {
    const { data } = entrySchema.safeParse(entry);
    return data ? describeEntry(data) : 'Nothing yet';
  });
  return [{ change: 'entry', sentence: `How it begins: ${was} → ${afterLead(was, is)}` }];
}

/** Of two that begin alike up to a colon, the second without that: “When this happens: A → B”. */
function afterLead(was: string, is: string): string {
  const lead = /^[^:]*: /.exec(is)?.[0] ?? '';
  return was.startsWith(lead) ? is.slice(lead.length) : is;
}

function stepChanges(before: Draft, after: Draft): Change[] {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const current = new Map(after.steps.map((step) => [step.id, step]));
  const changes: Change[] = [];
  for (const step of before.steps) {
    if (current.get(step.id)?.kind !== step.kind) {
      changes.push({ change: 'removed', stepId: step.id, sentence: `Removed: ${describeStep(step)}` });
    }
  }
  for (const step of after.steps) {
    const earlier = old.get(step.id);
    if (earlier?.kind !== step.kind) {
      changes.push({ change: 'added', stepId: step.id, sentence: `Added: ${describeStep(step)}` });
      continue;
    }
    const settings = settingChanges(earlier.settings, step.settings);
    if (settings.length > 0) {
      changes.push({
        change: 'changed',
        stepId: step.id,
        settings,
        sentence: sentenceOf(earlier, step, settings),
      });
    }
    changes.push(...reroutes(earlier, step, old, current));
  }
  if (
    before.first !== after.first &&
    before.first !== null &&
    after.first !== null &&
    current.has(before.first)
  ) {
    changes.push({ change: 'first', sentence: `Now begins with: ${nameOf(after.first, current)}` });
  }
  return changes;
}

function settingChanges(before: unknown, after: unknown, path = ''): SettingChange[] {
  if (same(before, after)) return [];
  if (isPlain(before) && isPlain(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      settingChanges(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return [{ path, before, after }];
}

/** “Wait 2 days → 1 day”; for texts, which part changed. */
function sentenceOf(before: DraftStep, after: DraftStep, settings: SettingChange[]): string {
  const [was, is] = [describeStep(before), describeStep(after)];
  if (was === is) return `${is}: ${settings.map(({ path }) => settingName(path)).join(', ')} changed`;
  const verb = `${stepVerb(after.kind)} `;
  const rest = is.startsWith(verb) && was.startsWith(verb) ? is.slice(verb.length) : afterLead(was, is);
  return `${was} → ${rest}`;
}

const SETTING_NAMES: Readonly<Record<string, string>> = {
  body: 'the text',
  subject: 'the subject',
  purpose: 'the purpose',
  intent: 'what it is meant for',
  usefulFor: 'how long it is useful',
  trackLinks: 'whether clicks are counted',
  ifPast: 'what happens when the date has passed',
  since: 'from when events count',
  save: 'what is kept of the answer',
  url: 'the address',
};

function settingName(path: string): string {
  const [first = '', second, third] = path.split('.');
  if (first === 'languages')
    return `${SETTING_NAMES[third ?? ''] ?? 'the text'} in ${second ?? 'another language'}`;
  return SETTING_NAMES[first] ?? first;
}

type ById = ReadonlyMap<StepId, DraftStep>;

/** Ways out that lead elsewhere. One that only skips a removed step, or passes through an added one, is told there. */
function reroutes(before: DraftStep, after: DraftStep, old: ById, current: ById): Change[] {
  return Object.entries(after.exits).flatMap(([exit, target]): Change[] => {
    const was = before.exits[exit];
    if (was === undefined || was === target) return [];
    const addedOrRemoved = (was !== null && !current.has(was)) || (target !== null && !old.has(target));
    if (addedOrRemoved) return [];
    const sentence = `After “${describeStep(after)}” (${exit}): ${nameOf(was, old)} → ${nameOf(target, current)}`;
    return [{ change: 'rerouted', stepId: after.id, exit, before: was, after: target, sentence }];
  });
}

function nameOf(id: StepId | null, steps: ById): string {
  const step = id === null ? undefined : steps.get(id);
  return step ? describeStep(step) : 'Finish';
}

const RULE_NAMES: Readonly<Record<keyof Rules, string>> = {
  reentry: 'Coming in again',
  onRepeat: 'The same again while somebody is inside',
  stopOn: 'What stops it',
  goals: 'The goal',
  quietHours: 'Quiet hours',
  sendWindow: 'When messages may leave',
  caps: 'The limit on messages',
  expireAfter: 'How long anybody stays',
};

/** “The goal: none → A customer rates you”, for each rule that says something else. */
function ruleChanges(before: Draft, after: Draft): Change[] {
  if (same(before.rules, after.rules)) return [];
  const [was, is] = [before, after].map(({ rules }) =>
    describeRules(rulesSchema.safeParse(rules).data ?? {}),
  ) as [Record<keyof Rules, string>, Record<keyof Rules, string>];
  return (Object.keys(RULE_NAMES) as (keyof Rules)[])
    .filter((name) => was[name] !== is[name])
    .map((name) => ({
      change: 'rules' as const,
      sentence: `${RULE_NAMES[name]}: ${was[name]} → ${is[name]}`,
    }));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Alike in content, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => same(one, b[index]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key], b[key]));
}
