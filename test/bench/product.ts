import { randomUUID } from 'node:crypto';
import { dataKeysIn } from '../../db/data-keys.js';
import { insertEvents } from '../../db/inbox.js';
import { openDatabase, withBusiness } from '../../db/tenant.js';
import type { InstanceFacts } from '../../local/instance-file.js';
import { createBusinessKeys } from '../../lib/business-keys.js';
import { createKeyring } from '../../lib/crypto.js';
import { newId } from '../../lib/ids.js';

/** The product's own doors: journeys by the API, events through the inbox. */
export interface Product {
  /** Publishes a journey and answers its id. */
  publish(name: string, flow: unknown): Promise<string>;
  /** Events as rows of the inbox, as the API writes them, a hundred in a transaction. */
  happen(events: ProductEvent[]): Promise<void>;
  close(): Promise<void>;
}

export interface ProductEvent {
  type: string;
  customer: Record<string, unknown>;
  subject: { kind: string; id: string };
  data: Record<string, unknown>;
}

const BATCH = 100;

export function createProduct({ facts, secretsKey }: { facts: InstanceFacts; secretsKey: string }): Product {
  const database = openDatabase({ url: facts.databaseUrl, role: 'app_user', max: 4 });
  const keys = createBusinessKeys(createKeyring(secretsKey), dataKeysIn(database));

  async function ask(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ id: string }> {
    const response = await fetch(`${facts.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${facts.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string };
  }

  let business: Promise<string> | undefined;
  const businessId = () => (business ??= ask('GET', '/business', undefined).then(({ id }) => id));

  async function rowOf(event: ProductEvent, owner: string) {
    const id = newId();
    const sourceId = randomUUID();
    const payload = await keys.seal(owner, JSON.stringify({ id: sourceId, ...event }), {
      table: 'inbox_events',
      rowId: id,
      kind: 'payload',
    });
    return {
      id,
      connectionId: null,
      source: 'api',
      origin: 'api',
      dedupeKey: sourceId,
      sourceId,
      bodyHash: null,
      type: event.type,
      subject: event.subject,
      payload,
      raw: null,
      journeyId: null,
      customerId: null,
      status: 'received' as const,
      note: null,
      depth: 0,
      occurredAt: new Date(),
    };
  }

  return {
    async publish(name, flow) {
      const { id } = await ask('POST', '/journeys', { name });
      await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': '"1"' });
      await ask('POST', `/journeys/${id}/versions`, { note: '' });
      return id;
    },
    async happen(events) {
      const owner = await businessId();
      for (let at = 0; at < events.length; at += BATCH) {
        const rows = await Promise.all(events.slice(at, at + BATCH).map((event) => rowOf(event, owner)));
        await withBusiness(database, { businessId: owner }, (tx) => insertEvents(tx, rows));
      }
    },
    close: () => database.close(),
  };
}
