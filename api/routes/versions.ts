import type { z } from 'zod';
import { audit } from '../../db/audit.js';
import { despiteDeadlocks } from '../../db/deadlock.js';
import { findDraft, lockDraft } from '../../db/drafts.js';
import { findJourney, lockJourney } from '../../db/journeys.js';
import { publish, readCheckContext, readLandingPlan, type Published } from '../../db/publishing.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { findVersion, listVersions as readVersions, type Version } from '../../db/versions.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import { Problem } from '../../lib/problem.js';
import { publishable } from '../../workflows/flow/check.js';
import type { Arrival } from '../../workflows/flow/coming-in.js';
import { diff } from '../../workflows/flow/diff.js';
import { draft, emptyDraft } from '../../workflows/flow/draft.js';
import type { Flow } from '../../workflows/flow/flow.js';
import * as contract from '../contract/versions.js';
import { handle, type Route } from '../handle.js';
import { findExisting, takeIn } from '../publishing/existing.js';
import { noJourney } from './journeys.js';

const listVersions = handle(contract.listVersions, async ({ params, query, caller }, { database }) => {
  const { limit } = query;
  const before = numberIn(query.cursor);
  const found = await withBusiness(database, caller, async (tx) => {
    if (!(await findJourney(tx, params.id))) throw noJourney();
    return readVersions(tx, { journeyId: params.id, before, limit: limit + 1 });
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    status: 200,
    body: {
      items: shown.map(showSummary),
      nextCursor: found.length > limit && last ? cursorOf(last.number) : null,
    },
  };
});

/** Versions are counted, not given ids: their cursor is the number a page ended with. */
const cursorOf = (number: number): string => Buffer.from(`version ${number}`).toString('base64url');

function numberIn(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const number = /^version ([1-9]\d{0,8})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (number === undefined) {
    const message = 'This cursor is not one of ours. Leave it out to begin with the newest.';
    throw new Problem('invalid', message, { errors: [{ path: 'cursor', message }] });
  }
  return Number(number);
}

const getVersion = handle(contract.getVersion, async ({ params, caller }, { database }) => {
  const [version, previous] = await withBusiness(database, caller, async (tx) => {
    if (!(await findJourney(tx, params.id))) throw noJourney();
    return [
      await findVersion(tx, params.id, params.number),
      await findVersion(tx, params.id, params.number - 1),
    ];
  });
  if (!version) throw new Problem('not_found', `This journey has no version ${params.number}.`);
  const { changes } = diff(previous ? draft(previous.flow) : emptyDraft, draft(version.flow));
  return { status: 200, body: { ...showVersion(version), changes } };
});

const getLanding = handle(contract.getLanding, async ({ params, caller }, { database }) => {
  const body = await withBusiness(database, caller, async (tx) => {
    const saved = await findDraft(tx, params.id);
    if (!saved) throw noJourney();
    return readLandingPlan(tx, params.id, saved);
  });
  return { status: 200, body, headers: { etag: body.etag } };
});

const publishVersion = handle(
  contract.publishVersion,
  async ({ params, body, caller, now }, { database, keys }) => {
    const { note, planId, existing } = body;
    const landing = body.landing.map(({ stepId, do: act, to }) => ({ stepId, do: act, to: to ?? undefined }));
    await keys.ensure(caller.businessId);
    const { version, takenIn } = await despiteDeadlocks(() =>
      withBusiness(database, caller, async (tx) => {
        const journeyId = params.id;
        const asked = existing && (await askedIn(tx, keys, { journeyId, existing, now }));
        const published = await publish(tx, { journeyId, note, planId, landing, now });
        if (published.is !== 'published') throw refusalOf(published);
        if (asked && asked.arrivals.length !== existing.count) throw otherMatches(asked, existing.days);
        const { number } = published.version;
        const { arrivals, flow } = asked ?? { arrivals: [], flow: null };
        if (flow) await takeIn(tx, keys, { journeyId, flow, version: number, arrivals });
        audit(tx, {
          action: 'journey.published',
          targetKind: 'journey',
          targetId: journeyId,
          detail: { number, takenIn: arrivals.length },
        });
        return { version: published.version, takenIn: arrivals.length };
      }),
    );
    return {
      status: 201,
      body: { ...showVersion(version), takenIn },
      headers: { location: `/api/v1/journeys/${params.id}/versions/${version.number}` },
    };
  },
);

/**
 * Who of those it has happened to already comes in with this version: judged under the journey's lock, before anybody
 * inside is landed. A draft that cannot run has none; publishing it is refused anyway.
 */
async function askedIn(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  { journeyId, existing: { days }, now }: { journeyId: string; existing: { days: number }; now: Date },
): Promise<{ flow: Flow | null; arrivals: Arrival[]; more: boolean }> {
  const journey = await lockJourney(tx, journeyId);
  const saved = journey && (await lockDraft(tx, journeyId));
  if (!saved) throw noJourney();
  if (journey.status === 'paused') {
    throw new Problem(
      'conflict',
      'This journey is paused and takes nobody in. Publish without those who match already, or let it go on first.',
    );
  }
  const { flow } = publishable(saved.flow, await readCheckContext(tx, journeyId, now));
  if (!flow) return { flow, arrivals: [], more: false };
  return { flow, ...(await findExisting(tx, keys, { journeyId, flow, days, now })) };
}

const otherMatches = ({ arrivals, more }: { arrivals: Arrival[]; more: boolean }, days: number) =>
  new Problem(
    'plan_changed',
    'Other customers match now than when you looked. Nothing was published; here is how many it is now.',
    { extras: { existing: { days, count: arrivals.length, more, open: true } } },
  );

function refusalOf(published: Exclude<Published, { is: 'published' }>): Problem {
  switch (published.is) {
    case 'not_found':
      return noJourney();
    case 'archived':
      return new Problem('conflict', 'This journey is archived. Bring it back (status live) to publish it.');
    case 'unpublishable': {
      const errors = published.issues.filter(({ level }) => level === 'error');
      const more = errors.length > 1 ? ` And ${errors.length - 1} more: see issues.` : '';
      return new Problem('cannot_publish', `${errors[0]?.message ?? 'This journey cannot run yet.'}${more}`, {
        extras: { issues: published.issues },
      });
    }
    case 'plan_changed':
      return new Problem(
        'plan_changed',
        'People have moved on, or the draft has changed, since you looked. Nothing was published; here is how it is now.',
        { extras: { plan: published.plan } },
      );
    case 'bad_landing':
      return new Problem('invalid', `${published.errors[0]!.path}: ${published.errors[0]!.message}`, {
        errors: published.errors,
      });
  }
}

function showSummary({ publishedAt, ...version }: Omit<Version, 'flow'>) {
  const { number, author, authorName, note, inside, landed } = version;
  return { number, publishedAt: publishedAt.toISOString(), author, authorName, note, inside, landed };
}

function showVersion(version: Version): z.input<typeof contract.version> {
  return { ...showSummary(version), flow: version.flow as Record<string, unknown> };
}

export const versionRoutes: Route[] = [listVersions, getVersion, getLanding, publishVersion];
