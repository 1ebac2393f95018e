import { entry } from './entry.js';
import { MOST_STEPS, type Entry, type Rules, type StepId } from './flow.js';
import { rules } from './rules.js';
import { isStepId } from './step-id.js';
import { isKind, STEP_KINDS, type Kind, type SettingsOf } from './steps/index.js';

/**
 * A step while it is being drawn. `settings` are those of its kind when `complete`, else whatever was
 * written, for the checker to explain.
 */
export interface DraftStep {
  id: StepId;
  kind: Kind;
  settings: Record<string, unknown>;
  exits: Record<string, StepId | null>;
}

/** A journey while it is being drawn: anything may be missing or wrong, nothing is lost that makes sense. */
export interface Draft {
  entry: Entry | Record<string, unknown> | null;
  first: StepId | null;
  steps: DraftStep[];
  rules: Rules | Record<string, unknown>;
}

export const emptyDraft: Draft = { entry: null, first: null, steps: [], rules: {} };

/** How deep and how long a document may be before we stop looking. */
const DEEPEST = 40;
const LONGEST = 1000;
/** More than any kind of step has: beyond it, ways out are noise that every look at the flow would pay for. */
const MOST_EXITS = 60;

/**
 * Keeps what is sane of a document of unknown origin. Never throws: unknown keys are dropped, steps of
 * no known kind or without an id are dropped, wrong settings stay for `check` to explain, steps past the
 * two-hundredth are dropped, and so is whatever stands after the thousandth.
 */
export function draft(made: unknown): Draft {
  const parts = objectOf(made);
  return {
    entry: parts.entry === null || parts.entry === undefined ? null : known(entry, objectOf(parts.entry)),
    first: idOf(parts.first),
    steps: stepsIn(parts.steps),
    rules: known(rules, objectOf(parts.rules)),
  };
}

function stepsIn(made: unknown): DraftStep[] {
  const kept: DraftStep[] = [];
  for (const one of Array.isArray(made) ? made.slice(0, LONGEST) : []) {
    const step = stepOf(one);
    if (step) kept.push(step);
    if (kept.length === MOST_STEPS) break;
  }
  return kept;
}

function stepOf(made: unknown): DraftStep | null {
  const parts = objectOf(made);
  const id = idOf(parts.id);
  if (id === null || !isKind(parts.kind)) return null;
  return {
    id,
    kind: parts.kind,
    settings: known(STEP_KINDS[parts.kind].settings, objectOf(parts.settings)),
    exits: exitsIn(parts.exits),
  };
}

const complete = new WeakMap<object, { kind: Kind; settings: unknown }>();

/** The settings of a step in a draft, if they are complete; else null. Remembered: settings are never changed in place. */
export function settingsOf<K extends Kind>({
  kind,
  settings,
}: {
  kind: K;
  settings: unknown;
}): SettingsOf<K> | null {
  const known = typeof settings === 'object' && settings !== null ? complete.get(settings) : undefined;
  if (known?.kind === kind) return known.settings as SettingsOf<K> | null;
  const result = STEP_KINDS[kind].settings.safeParse(settings);
  const found = result.success ? (result.data as SettingsOf<K>) : null;
  if (typeof settings === 'object' && settings !== null) complete.set(settings, { kind, settings: found });
  return found;
}

/** What the schema makes of it; the thing itself when the schema refuses. */
function known(
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown } },
  made: Record<string, unknown>,
): Record<string, unknown> {
  const result = schema.safeParse(made);
  return result.success ? objectOf(result.data) : made;
}

function exitsIn(made: unknown): Record<string, StepId | null> {
  const kept: Record<string, StepId | null> = {};
  for (const [name, target] of Object.entries(objectOf(made)).slice(0, MOST_EXITS)) {
    if (name.length > 60 || name === '__proto__') continue;
    if (target === null) kept[name] = null;
    else if (typeof target === 'string' && target.length <= 64) kept[name] = target;
  }
  return kept;
}

const idOf = (made: unknown): StepId | null => (isStepId(made) ? made : null);

/** A plain object without anything that could reach a prototype or exhaust the stack. */
function objectOf(made: unknown): Record<string, unknown> {
  if (typeof made !== 'object' || made === null || Array.isArray(made)) return {};
  return pruned(made, DEEPEST) as Record<string, unknown>;
}

function pruned(made: unknown, levels: number): unknown {
  if (typeof made !== 'object' || made === null) return made;
  if (levels === 0) return null;
  if (Array.isArray(made)) return made.map((one) => pruned(one, levels - 1));
  return Object.fromEntries(
    Object.entries(made)
      .filter(([key]) => key !== '__proto__')
      .map(([key, value]) => [key, pruned(value, levels - 1)]),
  );
}
