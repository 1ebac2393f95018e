import { expect, test } from '@jest/globals';
import { freshDatabase } from '../support/database.js';
import { startApi } from './support/start-api.js';

test('an owner can see whether messages leave, and from which address', async () => {
  const database = await freshDatabase();
  const kept = await startApi(database);
  try {
    expect((await kept.ask('GET', 'senders')).json).toEqual({
      email: { provider: 'outbox', leaves: false, from: null },
      sms: { provider: 'outbox', leaves: false, from: null },
    });
  } finally {
    await kept.close();
  }

  const sending = await startApi(database, {
    environment: {
      EMAIL_PROVIDER: 'postmark',
      EMAIL_FROM: 'Acme <hello@example.com>',
      POSTMARK_TOKEN: 'a-token-nobody-may-see',
    },
  });
  try {
    const told = await sending.ask('GET', 'senders');
    expect(told.json.email).toEqual({
      provider: 'postmark',
      leaves: true,
      from: 'Acme <hello@example.com>',
    });
    expect(told.text).not.toContain('a-token-nobody-may-see');
  } finally {
    await sending.close();
    await database.drop();
  }
});
