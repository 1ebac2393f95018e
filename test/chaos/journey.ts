import type { InstanceFacts } from '../../local/instance-file.js';

/** Messages one passage sends. */
export const MESSAGES = 3;
/** What each of their subjects begins with. */
export const SUBJECT = 'Chaos:';
/** What a passage waits for after its second message: it comes at any time, often before it is waited for. */
export const FINISH = 'custom_chaos_finish';
export const JOURNEY = 'Chaos';

/** Two messages with a wait between them, an event, and a third. Answers the type of event that begins it. */
export async function publishJourney({ url, apiKey }: InstanceFacts): Promise<string> {
  const type = `custom_chaos_${Date.now()}`;
  const email = (id: string, then: string | null) => ({
    id,
    kind: 'email',
    settings: { purpose: 'service', subject: `${SUBJECT} ${id}`, body: 'Hello' },
    exits: { sent: then, undeliverable: then },
  });
  const flow = {
    entry: { on: 'event', type },
    first: 'one',
    steps: [
      email('one', 'pause'),
      { id: 'pause', kind: 'wait', settings: { duration: 'PT1S' }, exits: { done: 'listen' } },
      {
        id: 'listen',
        kind: 'wait_for_event',
        // Longer than anybody waits here: whoever missed it is stuck for all to see.
        settings: { events: [{ name: 'finish', type: FINISH, same: 'subject' }], timeout: 'P1D' },
        exits: { finish: 'two', timed_out: null },
      },
      email('two', 'three'),
      email('three', null),
    ],
    rules: { quietHours: null, caps: null },
  };
  const ask = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const { id } = (await (await ask('POST', '/journeys', { name: JOURNEY })).json()) as { id: string };
  await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': '"1"' });
  await ask('POST', `/journeys/${id}/versions`, { note: '' });
  return type;
}
