import { randomUUID } from 'node:crypto';
import { ask } from './ask.js';

/** Let a journey ask a customer for a rating, and return the link that the customer was sent. */
export async function ratingLink(): Promise<string> {
  const type = `custom_asked_${randomUUID().slice(0, 8)}`;
  const { id } = await ask<{ id: string }>('POST', '/journeys', { name: type });
  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${id}/draft`);
  await ask('PUT', `/journeys/${id}/draft`, flowFor(type), { 'if-match': etag });
  await ask('POST', `/journeys/${id}/versions`, {});
  await ask('POST', '/events', {
    type,
    customer: { name: 'Ana Ruiz', phone: `+3469${String(Date.now()).slice(-7)}`, timezone: 'Europe/Madrid' },
  });
  for (;;) {
    const { items } = await ask<{ items: { text: string | null }[] }>('GET', `/messages?journeyId=${id}`);
    const link = /https?:\S+\/r\/[\w-]{22}/.exec(items[0]?.text ?? '')?.[0];
    if (link) return link;
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
        settings: { channels: ['sms'], body: 'How did we do? {{ ratingLink }}' },
        exits: { sent: null, undeliverable: null },
      },
    ],
    rules: { quietHours: null },
  };
}
