import { repliesDue } from '../../db/replies.js';
import type { Database } from '../../db/tenant.js';
import { sendReply, type ReplyDeps } from './send-reply.js';

const POLL_MS = 1000;
const BATCH = 20;

/**
 * Texts of the team leave when their time has come. It looks every second: whoever wrote waits for it, and a second is
 * nothing to a person. Several workers may look; the row lock decides.
 */
export function startReplies(deps: ReplyDeps & { dispatchDatabase: Database }): { stop(): Promise<void> } {
  let stopping = false;
  let wake: (() => void) | undefined;

  async function run() {
    while (!stopping) {
      try {
        await sendDue(deps);
      } catch (error) {
        deps.log.warn({ err: error }, 'replies are waiting for the database');
      }
      if (stopping) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const running = run();
  return {
    async stop() {
      stopping = true;
      wake?.();
      await running;
    },
  };
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
