import type { z } from 'zod';
import { audit } from '../../db/audit.js';
import { despiteDeadlocks } from '../../db/deadlock.js';
import {
  countInside,
  countPassage,
  findJourney,
  insertJourney,
  listJourneys as readJourneys,
  lockJourney,
  lockJourneyForDeletion,
  markJourneyDeleted,
  reportOnJourney,
  updateJourney,
  type Journey,
  type LockedJourney,
} from '../../db/journeys.js';
import { etagOf } from '../../db/publishing.js';
import { readResults } from '../../db/results.js';
import { withBusiness } from '../../db/tenant.js';
import { Problem } from '../../lib/problem.js';
import { emptyDraft } from '../../workflows/flow/draft.js';
import * as contract from '../contract/journeys.js';
import { handle, type Route } from '../handle.js';
import { refuseLongSpan } from '../long-span.js';
import { afterCursor, page } from '../pagination.js';

const listJourneys = handle(contract.listJourneys, async ({ query, caller }, { database }) => {
  const { status, limit } = query;
  const after = afterCursor(query.cursor);
  const found = await withBusiness(database, caller, (tx) =>
    readJourneys(tx, { status, after, limit: limit + 1 }),
  );
  return { status: 200, body: page(found, limit, showJourney) };
});

const createJourney = handle(contract.createJourney, async ({ body, caller }, { database }) => {
  const made = await withBusiness(database, caller, async (tx) => {
    const id = await insertJourney(tx, { ...body, flow: emptyDraft });
    audit(tx, { action: 'journey.created', targetKind: 'journey', targetId: id });
    return (await findJourney(tx, id))!;
  });
  return { status: 201, body: showJourney(made), headers: { location: `/api/v1/journeys/${made.id}` } };
});

const getJourney = handle(contract.getJourney, async ({ params, caller }, { database }) => {
  const body = await withBusiness(database, caller, async (tx) => {
    const found = await findJourney(tx, params.id);
    if (!found) throw noJourney();
    const counts = await countPassage(tx, params.id);
    const inside = counts.active.reduce((sum, { count }) => sum + count, 0);
    return { ...showJourney(found), counts: { inside, ...counts } };
  });
  return { status: 200, body };
});

const changeJourney = handle(contract.changeJourney, async ({ params, body, caller }, { database }) => {
  const changed = await withBusiness(database, caller, async (tx) => {
    const locked = await lockJourney(tx, params.id);
    if (!locked) throw noJourney();
    if (body.status) refuseStatus(locked, body.status);
    await updateJourney(tx, params.id, {
      ...(body.name !== undefined && { name: body.name }),
      ...(body.description !== undefined && { description: body.description }),
      ...(body.status !== undefined && { status: body.status }),
    });
    if (body.status && body.status !== locked.status) {
      audit(tx, { action: `journey.${body.status}`, targetKind: 'journey', targetId: params.id });
    }
    return (await findJourney(tx, params.id))!;
  });
  return { status: 200, body: showJourney(changed) };
});

function refuseStatus({ status, pauseMode, liveVersion }: LockedJourney, wanted: 'live' | 'archived') {
  if (wanted === 'live' && liveVersion === null) {
    throw new Problem('conflict', 'This journey has never been published. Publish it, and it is live.');
  }
  if (wanted === 'live' && status === 'paused') {
    throw new Problem('conflict', 'This journey is paused. Resume it with DELETE /pause.');
  }
  if (wanted === 'archived' && pauseMode === 'hold_everyone') {
    throw new Problem(
      'conflict',
      'Everybody in this journey is being held. Resume it first, so that nobody is left standing.',
    );
  }
}

const deleteJourney = handle(contract.deleteJourney, async ({ params, caller }, { database }) => {
  await despiteDeadlocks(() =>
    withBusiness(database, caller, async (tx) => {
      if (!(await lockJourneyForDeletion(tx, params.id))) throw noJourney();
      const inside = await countInside(tx, params.id);
      if (inside > 0) {
        const people = inside === 1 ? 'One person is' : `${inside} people are`;
        throw new Problem(
          'conflict',
          `${people} inside this journey. Archive it and let them finish, or stop them first.`,
        );
      }
      await markJourneyDeleted(tx, params.id);
      audit(tx, { action: 'journey.deleted', targetKind: 'journey', targetId: params.id });
    }),
  );
  return { status: 204 };
});

const THIRTY_DAYS = 30 * 86_400_000;

const reportJourney = handle(contract.reportJourney, async ({ params, query, caller, now }, { database }) => {
  const to = query.to ? new Date(query.to) : now;
  const from = query.from ? new Date(query.from) : new Date(to.getTime() - THIRTY_DAYS);
  if (from >= to) {
    const message = '`from` must be before `to`.';
    throw new Problem('invalid', message, { errors: [{ path: 'from', message }] });
  }
  refuseLongSpan(from, to);
  const report = await withBusiness(database, caller, async (tx) => {
    if (!(await findJourney(tx, params.id))) throw noJourney();
    const span = { journeyId: params.id, from, to };
    return { ...(await reportOnJourney(tx, span)), results: await readResults(tx, span) };
  });
  return { status: 200, body: { from: from.toISOString(), to: to.toISOString(), ...report } };
});

/** The refusal for a journey that does not exist, or belongs to somebody else. */
export const noJourney = () => new Problem('not_found', 'There is no such journey.');

export function showJourney(row: Journey): z.input<typeof contract.journey> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    pause: row.pauseMode ? { mode: row.pauseMode, at: row.pausedAt!.toISOString() } : null,
    liveVersion: row.liveVersion,
    entry: row.entry ?? null,
    draftChanged: row.draftChanged,
    draftEtag: etagOf({ revision: row.draftRevision }),
    inside: row.inside,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const journeyRoutes: Route[] = [
  listJourneys,
  createJourney,
  getJourney,
  changeJourney,
  deleteJourney,
  reportJourney,
];
