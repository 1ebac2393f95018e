import { findDraft, lockDraft, updateDraft } from '../../db/drafts.js';
import { etagOf, readCheckContext } from '../../db/publishing.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { Problem } from '../../lib/problem.js';
import { check } from '../../workflows/flow/check.js';
import { draft as keepWhatIsSane } from '../../workflows/flow/draft.js';
import type { Issue } from '../../workflows/flow/issues.js';
import * as contract from '../contract/drafts.js';
import { handle, type Route } from '../handle.js';
import { noJourney } from './journeys.js';

interface Shown {
  flow: Record<string, unknown>;
  issues: Issue[];
  etag: string;
}

const getDraft = handle(contract.getDraft, async ({ params, caller, now }, { database }) => {
  const body = await withBusiness(database, caller, (tx) => showDraft(tx, params.id, now));
  if (!body) throw noJourney();
  return { status: 200, body, headers: { etag: body.etag } };
});

/**
 * Saves under the draft's own lock, so of two people who both saw the same revision one is answered 412 with what the
 * other saved.
 */
const putDraft = handle(contract.putDraft, async ({ params, headers, body, caller, now }, { database }) => {
  const wanted = headers['if-match'];
  const saved = await withBusiness(database, caller, async (tx) => {
    const before = await lockDraft(tx, params.id);
    if (!before) throw noJourney();
    if (wanted === undefined) {
      throw new Problem(
        'precondition_required',
        'Send If-Match with the ETag of the draft you changed, so that nobody else’s work is overwritten.',
      );
    }
    if (!isMatch(wanted, etagOf(before))) {
      throw new Problem(
        'precondition_failed',
        'Somebody else has saved this draft meanwhile. Here is theirs: put your changes into it and save again.',
        { etag: etagOf(before), extras: { draft: await showDraft(tx, params.id, now) } },
      );
    }
    const issues = check(body, await readCheckContext(tx, params.id, now));
    const after = await updateDraft(tx, params.id, keepWhatIsSane(body));
    return { flow: after.flow as Record<string, unknown>, issues, etag: etagOf(after) };
  });
  return { status: 200, body: saved, headers: { etag: saved.etag } };
});

async function showDraft(tx: BusinessTransaction, journeyId: string, now: Date): Promise<Shown | null> {
  const saved = await findDraft(tx, journeyId);
  if (!saved) return null;
  const issues = check(saved.flow, await readCheckContext(tx, journeyId, now));
  return { flow: saved.flow as Record<string, unknown>, issues, etag: etagOf(saved) };
}

/** RFC 9110 §13.1.1: any of the listed tags, or `*`. Quotes that a script left out are forgiven. */
function isMatch(ifMatch: string, etag: string): boolean {
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.some((tag) => tag === '*' || tag === etag || `"${tag}"` === etag);
}

export const draftRoutes: Route[] = [getDraft, putDraft];
