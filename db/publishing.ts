import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { publishable, type CheckContext } from '../workflows/flow/check.js';
import { draft } from '../workflows/flow/draft.js';
import { flow as flowSchema, type Flow } from '../workflows/flow/flow.js';
import type { Issue } from '../workflows/flow/issues.js';
import { typesOf } from '../workflows/flow/outcomes.js';
import type { SendingDefaults } from '../workflows/flow/sending.js';
import { lockDraft, readSurroundings, type DraftRow } from './drafts.js';
import {
  endAtOnce,
  lockEverybodyInside,
  skipHeldMessages,
  stateOf,
  tellEnrollments,
  type Standing,
  type State,
} from './interventions.js';
import { lockJourney } from './journeys.js';
import type { BusinessTransaction } from './tenant.js';
import {
  flowsInUse,
  insertVersion,
  makeLive,
  nextVersionNumber,
  replaceTriggers,
  type Landed,
  type Landing,
  type Trigger,
  type Version,
} from './versions.js';

/** The ETag of a draft, quotes included. */
export const etagOf = ({ revision }: Pick<DraftRow, 'revision'>): string => `"${revision}"`;

/** What the checker looks at besides the draft itself. */
export async function readCheckContext(
  tx: BusinessTransaction,
  journeyId: string,
  now: Date,
): Promise<CheckContext> {
  const { business, others } = await readSurroundings(tx, journeyId);
  const settings = business.settings as SendingDefaults & { locales?: string[] };
  return {
    now: now.toISOString(),
    hasPostalAddress: Boolean(business.postalAddress?.trim()),
    locales: [...new Set([business.locale, ...(settings.locales ?? [])])],
    otherJourneys: others.map(({ id, name, flow }) => ({ id, name, flow: draft(flow) })),
    defaults: settings,
  };
}

/** People at one step in one state, and what may be done with them when the draft is published. */
export interface LandingGroup {
  /** Null: they have only just come in. */
  stepId: string | null;
  state: State;
  count: number;
  options: Landing[];
  /** Where `move` takes them when nothing else is said; null when that must be said. */
  to: string | null;
}

export interface LandingPlan {
  /** Of the draft the plan is for. */
  etag: string;
  /** Names this plan: another count, another draft, another id. */
  planId: string;
  groups: LandingGroup[];
}

/** Who is where inside a journey, as nobody holds it: counts may have moved when it is published. */
export async function readLandingPlan(
  tx: BusinessTransaction,
  journeyId: string,
  saved: DraftRow,
): Promise<LandingPlan> {
  const { rows } = await sql<Counted>`
    select stood."stepId", stood.state, count(*)::int as count
      from (select e.step_id as "stepId", ${stateOf} as state from journeys.enrollments e
             where e.business_id = ${tx.businessId} and e.journey_id = ${journeyId} and e.status = 'active') stood
     group by stood."stepId", stood.state`.execute(tx.k);
  return planFor(saved, rows);
}

interface Counted {
  stepId: string | null;
  state: State;
  count: number;
}

function planFor(saved: DraftRow, counted: Counted[]): LandingPlan {
  const made = draft(saved.flow);
  const etag = etagOf(saved);
  const order = ({ stepId, state }: Counted) => `${stepId ?? ''}\u0000${state}`;
  const groups = counted
    .map((group) => ({ ...group, options: optionsOf(group.state), to: samePlace(group.stepId, made) }))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const counts = groups.map(({ stepId, state, count }) => [stepId, state, count]);
  const planId = createHash('sha256')
    .update(JSON.stringify([etag, counts]))
    .digest('base64url')
    .slice(0, 22);
  return { etag, planId, groups };
}

/**
 * Whoever is being written to, or has been written to at the step they stand at, finishes that step first: moved now,
 * they might be written to twice.
 */
function optionsOf(state: State): Landing[] {
  const mayMove = state !== 'sending' && state !== 'performing' && state !== 'asked';
  return mayMove ? ['finish', 'move', 'end'] : ['finish', 'end'];
}

function samePlace(
  stepId: string | null,
  { first, steps }: { first: string | null; steps: readonly { id: string }[] },
): string | null {
  if (stepId === null) return first;
  return steps.some(({ id }) => id === stepId) ? stepId : null;
}

/** What the owner wants done with the people at one step. */
export interface LandingWish {
  stepId: string | null;
  do: Landing;
  to?: string | undefined;
}

export interface PublishWish {
  journeyId: string;
  note: string;
  /** The plan the owner saw; when counts have moved since, nothing is published. */
  planId?: string | undefined;
  landing: readonly LandingWish[];
  now: Date;
}

export type Published =
  | { is: 'published'; version: Version }
  | { is: 'not_found' }
  | { is: 'archived' }
  | { is: 'unpublishable'; issues: Issue[] }
  | { is: 'plan_changed'; plan: LandingPlan }
  | { is: 'bad_landing'; errors: { path: string; message: string }[] };

/**
 * Publish the draft of a journey and land the people inside it, all or nothing.
 *
 * Everything is decided under the journey's lock and, when anybody is to be moved or ended or a plan is to be kept,
 * under the locks of everybody inside: what is counted is what is done. Somebody who comes in while this runs finishes
 * on the version they entered.
 */
export async function publish(tx: BusinessTransaction, wish: PublishWish): Promise<Published> {
  const { journeyId, note, now } = wish;
  const journey = await lockJourney(tx, journeyId);
  const saved = journey && (await lockDraft(tx, journeyId));
  if (!saved) return { is: 'not_found' };
  if (journey.status === 'archived') return { is: 'archived' };
  const { flow, issues } = publishable(saved.flow, await readCheckContext(tx, journeyId, now));
  if (!flow) return { is: 'unpublishable', issues };

  const inside = await whoIsInside(tx, wish);
  const plan = inside ? planFor(saved, countStanding(inside)) : await readLandingPlan(tx, journeyId, saved);
  if (wish.planId !== undefined && wish.planId !== plan.planId) return { is: 'plan_changed', plan };
  const errors = landingErrors(wish.landing, flow);
  if (errors.length > 0) return { is: 'bad_landing', errors };

  const number = await nextVersionNumber(tx, journeyId);
  const landed = plan.groups.map((group) => landingOf(group, wish.landing));
  const version = await insertVersion(tx, journeyId, { number, flow, note, landed });
  for (const group of landed) await land(tx, group, inside ?? [], number);
  const before = await flowsInUse(tx, journeyId, journey.liveVersion);
  await replaceTriggers(tx, journeyId, triggersOf(flow, before));
  await makeLive(tx, journeyId, number);
  return { is: 'published', version };
}

/** Everybody inside, locked; null when nobody will be touched and no plan has to hold. */
async function whoIsInside(
  tx: BusinessTransaction,
  { journeyId, planId, landing }: PublishWish,
): Promise<Standing[] | null> {
  if (planId === undefined && landing.every((wish) => wish.do === 'finish')) return null;
  return lockEverybodyInside(tx, journeyId);
}

function countStanding(standing: readonly Standing[]): Counted[] {
  const groups = new Map<string, Counted>();
  for (const { stepId, state } of standing) {
    const key = JSON.stringify([stepId, state]);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { stepId, state, count: 1 });
  }
  return [...groups.values()];
}

function landingErrors(landing: readonly LandingWish[], flow: Flow) {
  const errors: { path: string; message: string }[] = [];
  landing.forEach(({ stepId, do: act, to }, index) => {
    if (landing.findIndex((other) => other.stepId === stepId) < index) {
      errors.push({ path: `landing[${index}].stepId`, message: 'This step is named twice.' });
    }
    if (act !== 'move') return;
    const target = to ?? samePlace(stepId, flow);
    if (target === null) {
      const message = `The new version has no step “${stepId}”. Say where these people go.`;
      errors.push({ path: `landing[${index}].to`, message });
    } else if (samePlace(target, flow) === null) {
      const message = `The new version has no step “${target}”.`;
      errors.push({ path: `landing[${index}].to`, message });
    }
  });
  return errors;
}

/** What becomes of a group: what was wished where that can be done, else its people finish where they are. */
function landingOf(
  { stepId, state, count, options, to }: LandingGroup,
  wishes: readonly LandingWish[],
): Landed {
  const wish = wishes.find((one) => one.stepId === stepId);
  const act = wish && options.includes(wish.do) ? wish.do : 'finish';
  return { stepId, state, do: act, to: act === 'move' ? (wish?.to ?? to) : null, count };
}

async function land(tx: BusinessTransaction, group: Landed, inside: readonly Standing[], number: number) {
  const ids = inside
    .filter(({ stepId, state }) => stepId === group.stepId && state === group.state)
    .map(({ id }) => id);
  if (group.do === 'end') {
    await endAtOnce(tx, ids, {
      code: 'version_ended',
      message: 'The journey was changed, and those waiting here were let go.',
    });
  }
  if (group.do === 'move') {
    const message = `The journey was changed; goes on in version ${number}.`;
    await skipHeldMessages(tx, ids, { code: 'moved', message });
    await tellEnrollments(tx, ids, {
      act: 'move',
      stepId: group.to!,
      version: number,
      credit: true,
      reason: message,
    });
  }
}

/** Entered by the new version only; listened to for as long as anybody is in an older one. */
function triggersOf(flow: Flow, before: readonly unknown[]): Trigger[] {
  const older = before.flatMap((stored) => {
    const parsed = flowSchema.safeParse(stored);
    return parsed.success ? typesOf(parsed.data).filter(({ role }) => role !== 'entry') : [];
  });
  return [...typesOf(flow), ...older];
}
