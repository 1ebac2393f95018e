import { getBusiness } from '../../db/businesses.js';
import { listCases, type CaseRow } from '../../db/cases.js';
import { withBusiness } from '../../db/tenant.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import { differences, expectationOf, type Difference, type Expectation } from '../../workflows/flow/cases.js';
import type { Flow } from '../../workflows/flow/flow.js';
import type { Rehearsed } from '../../workflows/flow/rehearse.js';
import { refuseUnless, type Caller } from '../caller.js';
import type { ApiDeps } from '../deps.js';
import { runTrial, zoneOfTrial, type Trial } from './run.js';
import { runnableFlow } from './runnable-flow.js';

/** As many as a journey may keep. */
export const MOST_CASES = 50;

/** What is sealed in a case. */
export interface CaseContent {
  trial: Trial;
  expected: Expectation;
}

/** How one case comes out now. */
export interface CaseRun {
  caseId: string;
  name: string;
  outcome: 'same' | 'changed';
  differences: Difference[];
  ended: Rehearsed['ended'];
}

export interface CaseRuns {
  items: CaseRun[];
  same: number;
  changed: number;
}

const placeOf = (caseId: string) => ({ table: 'cases', rowId: caseId, kind: 'content' });

export const sealCase = (
  { keys }: Pick<ApiDeps, 'keys'>,
  businessId: string,
  caseId: string,
  content: CaseContent,
): Promise<Buffer> => keys.seal(businessId, JSON.stringify(content), placeOf(caseId));

export async function openCase(
  { keys }: Pick<ApiDeps, 'keys'>,
  businessId: string,
  { id, content }: Pick<CaseRow, 'id' | 'content'>,
): Promise<CaseContent> {
  return JSON.parse((await keys.open(businessId, content, placeOf(id))).toString('utf8')) as CaseContent;
}

/**
 * Run every case of a journey again, on the flow given, else the version named, else the draft, and say what comes out
 * differently. Sends and keeps nothing. Throws what `runnableFlow` throws; a journey without cases is not asked
 * whether its draft could run.
 */
export async function runCases(
  deps: Pick<ApiDeps, 'database' | 'keys' | 'config'>,
  caller: Caller,
  {
    journeyId,
    now,
    ...asked
  }: {
    journeyId: string;
    flow?: Record<string, unknown> | undefined;
    version?: number | undefined;
    now: Date;
  },
): Promise<CaseRuns> {
  const found = await withBusiness(deps.database, caller, async (tx) => {
    const rows = await listCases(tx, journeyId, { limit: MOST_CASES });
    if (rows.length === 0) return null;
    refuseUnless(caller, 'customers:read');
    return { rows, flow: await runnableFlow(tx, journeyId, asked, now), business: await getBusiness(tx) };
  });
  const items: CaseRun[] = [];
  for (const row of found?.rows ?? []) {
    const { flow, business } = found!;
    const surroundings = { business, publicUrl: deps.config.publicUrl };
    const { trial, expected } = await openCase(deps, caller.businessId, row);
    items.push(runCase(row, { trial, expected }, flow, surroundings));
    // Other requests have their turn between two cases.
    await new Promise(setImmediate);
  }
  const same = items.filter(({ outcome }) => outcome === 'same').length;
  return { items, same, changed: items.length - same };
}

function runCase(
  { id, name }: Pick<CaseRow, 'id' | 'name'>,
  { trial, expected }: CaseContent,
  flow: Flow,
  surroundings: Parameters<typeof runTrial>[2],
): CaseRun {
  const rehearsed = runTrial(flow, trial, surroundings);
  const found = differences(expected, expectationOf(rehearsed), {
    zone: zoneOfTrial(trial, surroundings.business),
    calendar: temporalCalendar,
  });
  return {
    caseId: id,
    name,
    outcome: found.length === 0 ? 'same' : 'changed',
    differences: found,
    ended: rehearsed.ended,
  };
}
