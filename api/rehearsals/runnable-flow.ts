import { findDraft } from '../../db/drafts.js';
import { readCheckContext } from '../../db/publishing.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { findVersion } from '../../db/versions.js';
import { Problem } from '../../lib/problem.js';
import { check } from '../../workflows/flow/check.js';
import { draft } from '../../workflows/flow/draft.js';
import { flow as flowSchema, type Flow } from '../../workflows/flow/flow.js';
import { noJourney } from '../routes/journeys.js';

/**
 * The flow a rehearsal asks for: the one it brings, else the version it names, else the draft. Throws `not_found`,
 * `invalid` for a version there is not, and `cannot_publish` with the issues of a flow that is not finished.
 */
export async function runnableFlow(
  tx: BusinessTransaction,
  journeyId: string,
  asked: { flow?: Record<string, unknown> | undefined; version?: number | undefined },
  now: Date,
): Promise<Flow> {
  const saved = await findDraft(tx, journeyId);
  if (!saved) throw noJourney();
  const published = asked.version === undefined ? null : await findVersion(tx, journeyId, asked.version);
  if (asked.version !== undefined && !published && !asked.flow) {
    const message = `This journey has no version ${asked.version}.`;
    throw new Problem('invalid', message, { errors: [{ path: 'version', message }] });
  }
  const document = asked.flow ?? published?.flow ?? saved.flow;
  const parsed = flowSchema.safeParse(draft(document));
  if (parsed.success) return parsed.data;
  const issues = check(document, await readCheckContext(tx, journeyId, now));
  throw new Problem('cannot_publish', 'This journey is not finished enough to be tried out: see issues.', {
    extras: { issues },
  });
}
