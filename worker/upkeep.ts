import { abandonedSends, findAbandoned, leaveUnknown } from '../db/abandoned-sends.js';
import { closeBusinesses } from '../db/closing.js';
import { rewrapDataKeys } from '../db/data-keys.js';
import * as ledger from '../db/messages.js';
import * as notices from '../db/notices.js';
import * as outbox from '../db/outbox.js';
import { sweep } from '../db/retention.js';
import type { Statement } from '../db/statement.js';
import { withBusiness, type Database } from '../db/tenant.js';
import type { BusinessKeys } from '../lib/business-keys.js';
import { groupBy } from '../lib/group-by.js';
import type { Keyring } from '../lib/crypto.js';
import type { Log } from '../lib/log.js';
import type { Calendar } from '../workflows/flow/calendar.js';
import { reason } from '../workflows/flow/reasons.js';
import type { UpkeepActivities } from '../workflows/activities.js';
import { enterByDate } from './date-entries.js';
import { enterBySegment } from './segment-entries.js';
import type { OutgoingEmail, OutgoingSms } from './channels/provider.js';
import type { Providers } from './channels/providers.js';

export interface UpkeepDeps {
  database: Database;
  dispatchDatabase: Database;
  maintDatabase: Database;
  keys: BusinessKeys;
  keyring: Keyring;
  providers: Providers;
  senders: { email: string; sms: string };
  calendar: Calendar;
  log: Log;
  now: () => Date;
}

const BATCH = 500;
/** Twice, ten minutes apart, after the first look: a provider's search may lag behind. */
const LOOK_UPS = 3;

/** One function per kind of upkeep; each finds out itself what is due, and doing it twice does no harm. */
export function createUpkeep(deps: UpkeepDeps): UpkeepActivities {
  return {
    async redispatchOverdue() {
      const still = await Promise.all([
        across(deps, outbox.overdueEnrollments, [BATCH]),
        across(deps, outbox.neverStarted, [BATCH]),
        across(deps, outbox.notGoneOn, [BATCH]),
      ]);
      const byBusiness = groupBy(still.flat(), (row) => row.business_id);
      for (const [businessId, rows] of byBusiness) {
        await withBusiness(deps.database, { businessId }, async (tx) =>
          tx.last(outbox.enqueueStarts, [businessId, [...new Set(rows.map((row) => row.id))]]),
        );
      }
      const redispatched = still.flat().length;
      if (redispatched > 0)
        deps.log.warn({ count: redispatched }, 'enrollments stood still and were moved again');
      return { redispatched };
    },

    async settleAbandoned() {
      const abandoned = await across(deps, abandonedSends, [BATCH]);
      for (const { business_id, id } of abandoned) await giveUp(business_id, id, deps);
      if (abandoned.length > 0) deps.log.warn({ count: abandoned.length }, 'messages were left unknown');
      return { settled: abandoned.length };
    },

    async lookUpUnknown() {
      const due = await across(deps, ledger.messagesToLookUp, [BATCH]);
      for (const { business_id, id } of due) await lookUp(business_id, id, deps);
      return { lookedUp: due.length };
    },

    async emailNotices() {
      return { emailed: await emailNotices(deps) };
    },

    async closeBusinesses() {
      const closed = await closeBusinesses(deps.database, deps.maintDatabase);
      if (closed > 0) deps.log.warn({ count: closed }, 'businesses were deleted');
      return { closed };
    },

    async sweepRetention() {
      const removed = await sweep(deps.maintDatabase, { now: deps.now() });
      return { removed: Object.values(removed).reduce((sum, count) => sum + count, 0) };
    },

    async rewrapDataKeys() {
      return { rewrapped: await rewrapDataKeys(deps.maintDatabase, deps.keyring) };
    },

    async enterByDate() {
      return { entered: await enterByDate(deps) };
    },

    async enterBySegment() {
      return { entered: await enterBySegment(deps) };
    },
  };
}

/** Nobody will come back for its outcome, so it is not known and will be looked up where it can be. */
async function giveUp(businessId: string, id: string, deps: UpkeepDeps): Promise<void> {
  await withBusiness(deps.database, { businessId, actor: 'journey' }, async (tx) => {
    const [found] = await tx.run(findAbandoned, [businessId, id]);
    if (!found) return;
    const provider = found.provider && deps.providers.byName(found.channel, found.provider);
    const { code, message } = reason('outcome_unknown');
    const lookUpAt = provider && provider.lookUp ? deps.now() : null;
    tx.last(leaveUnknown, [businessId, id, code, message, lookUpAt]);
  });
}

/** Ask the provider what became of a message. What it finds is written down; nothing is ever sent again. */
async function lookUp(businessId: string, id: string, deps: UpkeepDeps): Promise<void> {
  const read = await withBusiness(deps.database, { businessId }, async (tx) => {
    const [row] = await tx.run(ledger.loadForLookUp, [businessId, id]);
    return row ?? null;
  });
  if (!read?.content || !read.provider) return;
  const provider = deps.providers.byName(read.channel, read.provider);
  const content = await deps.keys.open(businessId, read.content, {
    table: 'messages',
    rowId: id,
    kind: 'content',
  });
  const message = JSON.parse(content.toString('utf8')) as OutgoingEmail | OutgoingSms;
  const found = (await provider?.lookUp?.({
    messageId: id,
    to: message.to,
    from: message.from,
    sentAfter: read.first_attempt_at.toISOString(),
    ...('text' in message && { text: message.text }),
  })) ?? { outcome: 'not_found' as const };

  const again = found.outcome !== 'found' && read.look_ups + 1 < LOOK_UPS;
  await withBusiness(deps.database, { businessId }, async (tx) =>
    tx.last(ledger.recordLookUp, [
      businessId,
      id,
      found.outcome === 'found' ? 'sent' : null,
      found.outcome === 'found' ? found.providerMessageId : null,
      found.outcome === 'found' ? 'found_at_provider' : null,
      found.outcome === 'found' ? 'The provider was asked afterwards and had it.' : null,
      again ? new Date(deps.now().getTime() + 10 * 60_000) : null,
    ]),
  );
}

/** Notices reach the team by e-mail too; in the app they stand already. */
async function emailNotices(deps: UpkeepDeps): Promise<number> {
  const pending = await across(deps, notices.pendingNotices, [BATCH]);
  for (const { business_id: businessId, id } of pending) {
    const [notice] = await withBusiness(deps.database, { businessId }, (tx) =>
      tx.run(notices.claimNotice, [businessId, id]),
    );
    if (!notice) continue;
    const outcome = await deps.providers.email.send(
      {
        to: notice.email,
        from: deps.senders.email,
        fromName: 'Journeyman',
        subject: `${notice.business}: ${notice.body.split('\n')[0]!.slice(0, 120)}`,
        text: notice.body,
        html: `<p style="white-space:pre-line">${escapeHtml(notice.body)}</p>`,
        headers: {},
        metadata: { messageId: id },
      },
      { idempotencyKey: id, timeoutMs: 10_000 },
    );
    const status =
      outcome.outcome === 'accepted'
        ? 'sent'
        : outcome.outcome === 'unknown'
          ? 'unknown'
          : outcome.permanent
            ? 'failed'
            : 'pending';
    await withBusiness(deps.database, { businessId }, async (tx) =>
      tx.last(notices.settleNotice, [businessId, id, status]),
    );
  }
  return pending.length;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A statement that may look across businesses, as app_dispatch: ids and times only. */
async function across<Row>(
  deps: UpkeepDeps,
  { name, text }: Statement<Row>,
  values: unknown[],
): Promise<Row[]> {
  return (await deps.dispatchDatabase.pool.query({ name, text, values })).rows as Row[];
}
