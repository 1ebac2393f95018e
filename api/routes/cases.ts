import type { z } from 'zod';
import { audit } from '../../db/audit.js';
import { getBusiness } from '../../db/businesses.js';
import * as cases from '../../db/cases.js';
import { findJourney, lockJourney } from '../../db/journeys.js';
import { withBusiness } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { expectationOf } from '../../workflows/flow/cases.js';
import { refuseUnless } from '../caller.js';
import * as contract from '../contract/cases.js';
import { handle, type Route } from '../handle.js';
import { afterCursor, page } from '../pagination.js';
import { MOST_CASES, openCase, runCases, sealCase, type CaseContent } from '../rehearsals/cases.js';
import { runTrial } from '../rehearsals/run.js';
import { runnableFlow } from '../rehearsals/runnable-flow.js';
import { trialOf } from '../rehearsals/trial.js';
import { noJourney } from './journeys.js';

const listCases = handle(contract.listCases, async ({ params, query, caller }, deps) => {
  const { limit } = query;
  const after = afterCursor(query.cursor);
  const rows = await withBusiness(deps.database, caller, async (tx) => {
    if (!(await findJourney(tx, params.id))) throw noJourney();
    const found = await cases.listCases(tx, params.id, { after, limit: limit + 1 });
    if (found.length > 0) refuseUnless(caller, 'customers:read');
    return found;
  });
  const opened = new Map<string, CaseContent>();
  for (const row of rows) opened.set(row.id, await openCase(deps, caller.businessId, row));
  return { status: 200, body: page(rows, limit, (row) => show(row, opened.get(row.id)!)) };
});

const saveCase = handle(contract.saveCase, async ({ params, body, caller, now }, deps) => {
  const { database, keys, config } = deps;
  const id = newId();
  await keys.ensure(caller.businessId);
  const { row, content } = await withBusiness(database, caller, async (tx) => {
    if (!(await lockJourney(tx, params.id))) throw noJourney();
    if ((await cases.countCases(tx, params.id)) >= MOST_CASES) {
      throw new Problem(
        'conflict',
        `This journey keeps ${MOST_CASES} cases already, which is the most. Remove one first.`,
      );
    }
    const flow = await runnableFlow(tx, params.id, body, now);
    const trial = await trialOf(tx, caller, body, now);
    const business = await getBusiness(tx);
    const rehearsed = runTrial(flow, trial, { business, publicUrl: config.publicUrl });
    const made: CaseContent = { trial, expected: expectationOf(rehearsed) };
    const sealed = await sealCase(deps, caller.businessId, id, made);
    const customerId = body.customer?.id ?? null;
    const inserted = await cases.insertCase(tx, {
      id,
      journeyId: params.id,
      name: body.name,
      customerId,
      content: sealed,
    });
    audit(tx, { action: 'case.saved', targetKind: 'journey', targetId: params.id, detail: { caseId: id } });
    return { row: inserted, content: made };
  });
  return { status: 201, body: show(row, content) };
});

const expectCase = handle(contract.expectCase, async ({ params, body, caller, now }, deps) => {
  const { database, keys, config } = deps;
  await keys.ensure(caller.businessId);
  const { row, content } = await withBusiness(database, caller, async (tx) => {
    if (!(await findJourney(tx, params.id))) throw noJourney();
    const found = await cases.findCase(tx, params.id, params.caseId);
    if (!found) throw noCase();
    refuseUnless(caller, 'customers:read');
    const flow = await runnableFlow(tx, params.id, body, now);
    const { trial } = await openCase(deps, caller.businessId, found);
    const business = await getBusiness(tx);
    const expected = expectationOf(runTrial(flow, trial, { business, publicUrl: config.publicUrl }));
    const sealed = await sealCase(deps, caller.businessId, found.id, { trial, expected });
    const updated = await cases.updateCase(tx, params.id, { id: found.id, content: sealed });
    if (!updated) throw noCase();
    return { row: updated, content: { trial, expected } };
  });
  return { status: 200, body: show(row, content) };
});

const deleteCase = handle(contract.deleteCase, async ({ params, caller }, { database }) => {
  await withBusiness(database, caller, async (tx) => {
    if (!(await cases.deleteCase(tx, params.id, params.caseId))) throw noCase();
    audit(tx, {
      action: 'case.deleted',
      targetKind: 'journey',
      targetId: params.id,
      detail: { caseId: params.caseId },
    });
  });
  return { status: 204 };
});

const runAll = handle(contract.runCases, async ({ params, body, caller, now }, deps) => {
  const journey = await withBusiness(deps.database, caller, (tx) => findJourney(tx, params.id));
  if (!journey) throw noJourney();
  return { status: 200, body: await runCases(deps, caller, { journeyId: params.id, now, ...body }) };
});

const noCase = () => new Problem('not_found', 'There is no such case with this journey.');

function show(row: cases.CaseRow, { trial, expected }: CaseContent): z.input<typeof contract.journeyCase> {
  const { at, status, code, message } = expected.ended;
  return {
    id: row.id,
    name: row.name,
    customerId: row.customerId,
    customer: trial.customer,
    event: { ...trial.event },
    answers: trial.answers,
    startAt: trial.startAt,
    expected: {
      path: expected.path.map(({ stepId, what, exit, at: when }) => ({ stepId, what, exit, at: when })),
      messages: expected.messages,
      ended: { at, status, reason: { code, message } },
    },
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const caseRoutes: Route[] = [listCases, saveCase, expectCase, deleteCase, runAll];
