import pg from 'pg';

export type Channel = 'journeyman_intake' | 'journeyman_outbox';

/**
 * Hear at once that there is work. Notifications are hints: whoever listens also polls, so a lost connection only
 * costs time. Reconnects by itself until closed.
 */
export function listen(
  { url, role, retryMs = 1000 }: { url: string; role: string; retryMs?: number },
  onNotify: (channel: Channel, payload: string) => void,
): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  function later() {
    if (closed || retry) return;
    retry = setTimeout(() => {
      retry = undefined;
      void connect();
    }, retryMs);
  }

  async function connect() {
    const next = new pg.Client({
      connectionString: url,
      options: `-c role=${role}`,
      application_name: 'journeyman-listen',
      keepAlive: true,
    });
    client = next;
    next.on('error', later);
    next.on('end', later);
    next.on('notification', ({ channel, payload }) => onNotify(channel as Channel, payload ?? ''));
    try {
      await next.connect();
      await next.query('listen journeyman_intake; listen journeyman_outbox');
      // Whatever was committed while nobody listened.
      onNotify('journeyman_intake', '');
      onNotify('journeyman_outbox', '');
    } catch {
      await next.end().catch(() => {});
      later();
    }
  }

  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
