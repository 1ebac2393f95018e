import { listAudit, type AuditRow } from '../../db/audit.js';
import { listNotices, markNotice, type NoticeRow } from '../../db/notices-read.js';
import { readOverview } from '../../db/reports.js';
import { readResults, readSplits } from '../../db/results.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import type { Caller } from '../caller.js';
import * as contract from '../contract/office.js';
import { refuseLongSpan } from '../long-span.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found } from '../missing.js';
import { afterCursor, page } from '../pagination.js';

export const officeRoutes: Route[] = [
  handle(contract.listNotices, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      listNotices(tx, {
        memberId: whose(caller),
        done: query.done === undefined ? undefined : query.done === 'true',
        after: afterCursor(query.cursor),
        limit: query.limit + 1,
      }),
    );
    return { status: 200, body: page(rows, query.limit, showNotice) };
  }),

  handle(contract.updateNotice, async ({ caller, params, body, now }, deps) => {
    const marked = await act(deps, caller, (tx) =>
      markNotice(tx, params.id, {
        memberId: whose(caller),
        ...(body.read !== undefined && { readAt: body.read ? now : null }),
        ...(body.done !== undefined && { doneAt: body.done ? now : null }),
      }),
    );
    return { status: 200, body: showNotice(found(marked, 'notice')) };
  }),

  handle(contract.listAudit, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      listAudit(tx, { ...query, after: afterCursor(query.cursor), limit: query.limit + 1 }),
    );
    return { status: 200, body: page(rows, query.limit, showAudit) };
  }),

  handle(contract.getOverview, async ({ caller, query, now }, deps) => {
    const to = query.to ? new Date(query.to) : now;
    const from = query.from ? new Date(query.from) : new Date(to.getTime() - 30 * 86_400_000);
    if (from >= to) {
      const message = 'from must lie before to.';
      throw new Problem('invalid', message, { errors: [{ path: 'from', message }] });
    }
    refuseLongSpan(from, to);
    const { row, results, splits } = await act(deps, caller, async (tx) => ({
      row: await readOverview(tx, from, to),
      results: await readResults(tx, { from, to }),
      splits: await readSplits(tx, { from, to }),
    }));
    const times = (rating: number) => row.ratings.find((each) => each.rating === rating)?.count ?? 0;
    const count = row.ratings.reduce((sum, each) => sum + each.count, 0);
    const total = row.ratings.reduce((sum, each) => sum + each.rating * each.count, 0);
    return {
      status: 200,
      body: {
        from: iso(from),
        to: iso(to),
        events: row.events,
        enrollments: {
          started: row.started,
          completed: row.completed,
          stopped: row.stopped,
          failed: row.failed,
          active: row.active,
        },
        messages: row.messages,
        feedback: {
          count,
          average: count === 0 ? null : Math.round((total / count) * 100) / 100,
          byRating: { '1': times(1), '2': times(2), '3': times(3), '4': times(4), '5': times(5) },
          unresolved: row.unresolved,
        },
        customers: { total: row.customers, added: row.customersAdded },
        unsubscribed: row.unsubscribed,
        results,
        splits,
      },
    };
  }),
];

/** A member's own notices; for a key, everybody's. */
const whose = (caller: Caller): string | null => (caller.kind === 'member' ? caller.memberId : null);

const showNotice = ({ kind, readAt, doneAt, createdAt, ...row }: NoticeRow) => ({
  ...row,
  kind: kind as 'journey',
  readAt: isoOrNull(readAt),
  doneAt: isoOrNull(doneAt),
  createdAt: iso(createdAt),
});

const showAudit = ({ id, at, actor, action, targetKind, targetId, detail }: AuditRow) => ({
  id,
  at: iso(at),
  actor,
  action,
  target: { kind: targetKind, id: targetId },
  detail: detail as Record<string, unknown>,
});
