import { audit } from '../../db/audit.js';
import { findFeedback, listFeedback, resolveFeedback, type FeedbackRow } from '../../db/feedback-read.js';
import { getPublicBusiness } from '../../db/public-business.js';
import { act } from '../act.js';
import * as contract from '../contract/feedback.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found } from '../missing.js';
import { afterCursor, page } from '../pagination.js';

export const feedbackRoutes: Route[] = [
  handle(contract.listFeedback, async ({ caller, query }, deps) => {
    const { resolved, toAnswer, ...filter } = query;
    const rows = await act(deps, caller, async (tx) =>
      listFeedback(tx, {
        ...filter,
        resolved: resolved === undefined ? undefined : resolved === 'true',
        toAnswer: toAnswer && { low: (await getPublicBusiness(tx)).lowRating },
        after: afterCursor(query.cursor),
        limit: query.limit + 1,
      }),
    );
    return { status: 200, body: page(rows, query.limit, showFeedback) };
  }),

  handle(contract.getFeedback, async ({ caller, params }, deps) => ({
    status: 200,
    body: showFeedback(found(await act(deps, caller, (tx) => findFeedback(tx, params.id)), 'feedback')),
  })),

  handle(contract.resolveFeedback, async ({ caller, params, body, now }, deps) => {
    const resolved = await act(deps, caller, async (tx) => {
      const answer = found(
        await resolveFeedback(tx, params.id, { at: now, note: body?.note ?? null }),
        'feedback',
      );
      audit(tx, { action: 'feedback.resolved', targetKind: 'feedback', targetId: answer.id });
      return answer;
    });
    return { status: 201, body: showFeedback(resolved) };
  }),
];

function showFeedback(row: FeedbackRow) {
  const { subjectKind, subjectId, resolvedAt, resolvedBy, resolutionNote, publicLinksShown, ...plain } = row;
  return {
    ...plain,
    source: row.source as 'link',
    subject: subjectKind && subjectId ? { kind: subjectKind, id: subjectId } : null,
    publicLinksShown: publicLinksShown as unknown[],
    createdAt: iso(row.createdAt),
    changedAt: isoOrNull(row.changedAt),
    resolution: resolvedAt && { at: iso(resolvedAt), by: resolvedBy ?? 'system', note: resolutionNote },
  };
}
