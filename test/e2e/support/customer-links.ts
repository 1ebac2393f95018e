import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ask } from './ask.js';
import { readInstance } from './instance.js';

/** Everything one customer can open: by what it is for, its address. */
export interface CustomerLinks {
  customerId: string;
  rate: string;
  stop: string;
  why: string;
  /** A link to the business's own site, led through ours. */
  link: string;
  /** A printed code. */
  code: string;
}

/** Let a journey e-mail a customer, and return every link in what they were sent. */
export async function customerLinks({ locale = 'en' } = {}): Promise<CustomerLinks> {
  const type = `custom_asked_${randomUUID().slice(0, 8)}`;
  const { id } = await ask<{ id: string }>('POST', '/journeys', { name: type });
  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${id}/draft`);
  await ask('PUT', `/journeys/${id}/draft`, flowFor(type), { 'if-match': etag });
  await ask('POST', `/journeys/${id}/versions`, {});
  await ask('POST', '/events', {
    type,
    customer: { name: 'Ana Ruiz', email: `ana-${randomUUID()}@example.com`, locale },
    staff: { name: 'Dan' },
    data: { service: 'Boiler repair' },
  });
  const { customerId, text } = await theMessage(id);
  const found = (path: string) => {
    const address = new RegExp(`https?:\\S+/${path}/[\\w-]{12,22}`).exec(text)?.[0];
    if (!address) throw new Error(`There is no /${path}/ link`);
    return address;
  };
  const { code } = await ask<{ code: string }>('POST', '/qr-codes', {
    label: `Van ${type}`,
    kind: 'table',
    reference: '12',
    purpose: 'rate',
  });
  return {
    customerId,
    rate: found('r'),
    stop: found('u'),
    why: found('why'),
    link: found('l'),
    code: `${readInstance().url}/q/${code}`,
  };
}

async function theMessage(journeyId: string): Promise<{ customerId: string; text: string }> {
  for (;;) {
    const { items } = await ask<{ items: { id: string }[] }>('GET', `/messages?journeyId=${journeyId}`);
    const [message] = items;
    if (message) {
      const { customerId, text, html } = await ask<{ customerId: string; text: string; html: string }>(
        'GET',
        `/messages/${message.id}`,
      );
      if (text) return { customerId, text: `${text} ${html}` };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function flowFor(type: string) {
  return {
    entry: { on: 'event', type },
    first: 'ask',
    steps: [
      {
        id: 'ask',
        kind: 'review_request',
        settings: {
          channels: ['email'],
          trackLinks: true,
          subject: 'How did we do?',
          body: 'How did we do? {{ ratingLink }}\n\n[Our hours](https://example.com/hours)',
        },
        exits: { sent: null, undeliverable: null },
      },
    ],
    rules: { quietHours: null },
  };
}

/** Let a link run out, as it would in sixty days. */
export async function runOut(address: string): Promise<void> {
  await inDatabase(
    `update platform.public_tokens set expires_at = now() - interval '1 day'
      where token_hash = sha256(convert_to($1, 'UTF8'))`,
    [address.split('/').at(-1)],
  );
}

/** Look behind row-level security, as the superuser of this run. */
export async function inDatabase<Row extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: readInstance().databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
