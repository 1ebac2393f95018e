import type { z } from 'zod';
import { audit } from '../../db/audit.js';
import { despiteDeadlocks } from '../../db/deadlock.js';
import { findDraft } from '../../db/drafts.js';
import { findJourney } from '../../db/journeys.js';
import { publish, readLandingPlan, type Published } from '../../db/publishing.js';
import { withBusiness } from '../../db/tenant.js';
import { findVersion, listVersions as readVersions, type Version } from '../../db/versions.js';
import { Problem } from '../../lib/problem.js';
import { diff } from '../../workflows/flow/diff.js';
import { draft, emptyDraft } from '../../workflows/flow/draft.js';
import * as contract from '../contract/versions.js';
import { handle, type Route } from '../handle.js';
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
  async ({ params, body, caller, now }, { database }) => {
    const { note, planId } = body;
    const landing = body.landing.map(({ stepId, do: act, to }) => ({ stepId, do: act, to: to ?? undefined }));
    const version = await despiteDeadlocks(() =>
      withBusiness(database, caller, async (tx) => {
        const published = await publish(tx, { journeyId: params.id, note, planId, landing, now });
        if (published.is !== 'published') throw refusalOf(published);
        const { number } = published.version;
        audit(tx, {
          action: 'journey.published',
          targetKind: 'journey',
          targetId: params.id,
          detail: { number },
        });
        return published.version;
      }),
    );
    return {
      status: 201,
      body: showVersion(version),
      headers: { location: `/api/v1/journeys/${params.id}/versions/${version.number}` },
    };
  },
);

function refusalOf(published: Exclude<Published, { is: 'published' }>): Problem {
  switch (published.is) {
    case 'not_found':
      return noJourney();
    case 'archived':
      return new Problem('conflict', 'This journey is archived. Bring it back (status live) to publish it.');
    case 'unpublishable': {
      const errors = published.issues.filter(({ level }) => level === 'error');
      const more = errors.length > 1 ? ` There are ${errors.length - 1} more: see issues.` : '';
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

function showSummary({ number, publishedAt, author, note, landed }: Omit<Version, 'flow'>) {
  return { number, publishedAt: publishedAt.toISOString(), author, note, landed };
}

function showVersion(version: Version): z.input<typeof contract.version> {
  return { ...showSummary(version), flow: version.flow as Record<string, unknown> };
}

export const versionRoutes: Route[] = [listVersions, getVersion, getLanding, publishVersion];
