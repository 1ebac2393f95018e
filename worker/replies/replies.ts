import { repliesDue } from '../../db/replies.js';
import type { Database } from '../../db/tenant.js';
import { everySecond, type Polling } from './every-second.js';
import { sendReply, type ReplyDeps } from './send-reply.js';

const BATCH = 20;

/** Texts of the team leave when their time has come. Several workers may look; the row lock decides. */
export function startReplies(deps: ReplyDeps & { dispatchDatabase: Database }): Polling {
  return everySecond(() => sendDue(deps), deps.log);
}

async function sendDue(deps: ReplyDeps & { dispatchDatabase: Database }): Promise<void> {
  const { name, text } = repliesDue;
  const due = await deps.dispatchDatabase.pool.query<{ business_id: string; id: string }>({
    name,
    text,
    values: [BATCH],
  });
  await Promise.all(
    due.rows.map(({ business_id: businessId, id }) =>
      sendReply({ businessId, id }, deps).catch((error: unknown) =>
        deps.log.warn({ err: error, businessId, messageId: id }, 'a reply could not be sent now'),
      ),
    ),
  );
}
