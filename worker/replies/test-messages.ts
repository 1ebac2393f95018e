import * as tests from '../../db/test-messages.js';
import { withBusiness, type Database } from '../../db/tenant.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import type { OutgoingEmail, OutgoingSms, SendOutcome } from '../channels/provider.js';
import { everySecond, type Polling } from './every-second.js';
import type { ReplyDeps } from './send-reply.js';

const BATCH = 10;
const PROVIDER_TIMEOUT_MS = 10_000;

type TestDeps = Pick<ReplyDeps, 'database' | 'keys' | 'providers' | 'senders' | 'metrics' | 'log'>;

/** What the API sealed: everything but who sends it. */
type Asked = Omit<OutgoingEmail, 'from' | 'headers' | 'metadata'> | Pick<OutgoingSms, 'to' | 'text'>;

/**
 * Messages somebody of the team sends to themselves leave as customers’ messages do, by the same provider, and beside the
 * ledger, so that no count, cap or report knows of them.
 */
export function startTestMessages(deps: TestDeps & { dispatchDatabase: Database }): Polling {
  return everySecond(async () => {
    const { name, text } = tests.testMessagesDue;
    const due = await deps.dispatchDatabase.pool.query<{ business_id: string; id: string }>({
      name,
      text,
      values: [BATCH],
    });
    for (const { business_id: businessId, id } of due.rows) {
      await sendTest({ businessId, id }, deps).catch((error: unknown) =>
        deps.log.warn({ err: error, businessId, messageId: id }, 'a test message could not be sent now'),
      );
    }
  }, deps.log);
}

/** At most once: a call nobody came back from may have gone, and is not made again. */
async function sendTest({ businessId, id }: { businessId: string; id: string }, deps: TestDeps) {
  await deps.keys.ensure(businessId);
  const claimed = await withBusiness(deps.database, { businessId }, async (tx) => {
    const lost = reason('outcome_unknown');
    tx.last(tests.abandonTestMessage, [businessId, id, lost.code, lost.message]);
    const [row] = await tx.run(tests.claimTestMessage, [businessId, id]);
    return row;
  });
  if (!claimed) return;
  const bytes = await deps.keys.open(businessId, claimed.content, {
    table: 'test_messages',
    rowId: id,
    kind: 'content',
  });
  const outcome = await hand(JSON.parse(bytes.toString('utf8')) as Asked, claimed.channel, id, deps);
  const { status, why } = verdictOn(outcome);
  const providerId = outcome.outcome === 'accepted' ? outcome.providerMessageId : null;
  await withBusiness(deps.database, { businessId }, async (tx) => {
    tx.last(tests.settleTestMessage, [
      businessId,
      id,
      status,
      why?.code ?? null,
      why?.message ?? null,
      deps.providers[claimed.channel].name,
      providerId,
    ]);
  });
}

function hand(asked: Asked, channel: 'email' | 'sms', id: string, deps: TestDeps): Promise<SendOutcome> {
  const options = { idempotencyKey: id, timeoutMs: PROVIDER_TIMEOUT_MS };
  const metadata = { messageId: id };
  return channel === 'email'
    ? deps.providers.email.send(
        { ...(asked as OutgoingEmail), from: deps.senders.email, headers: {}, metadata },
        options,
      )
    : deps.providers.sms.send({ ...(asked as OutgoingSms), from: deps.senders.sms, metadata }, options);
}

/** Nobody waits an hour for a test: what cannot go now has failed, and can be asked for again. */
function verdictOn(outcome: SendOutcome): { status: tests.TestMessageStatus; why: Reason | null } {
  if (outcome.outcome === 'accepted') return { status: 'sent', why: null };
  return { status: outcome.outcome === 'unknown' ? 'unknown' : 'failed', why: outcome.reason as Reason };
}
