import { expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.js';
import { look } from './sources/doors.js';
import { servedApi } from './support/served-api.js';

const { api, database } = await servedApi();

interface Said {
  rating: number;
  comment?: string;
  note?: string;
  wantsCall?: boolean;
  dealtWith?: boolean;
}

async function answered({ rating, comment = '', note = '', wantsCall = false, dealtWith = false }: Said) {
  const id = newId();
  await look(
    database.adminUrl,
    `insert into feedback.responses (business_id, id, rating, source, comment, private_note, wants_call, resolved_at)
     values ($1, $2, $3, 'link', $4, $5, $6, case when $7 then now() end) returning id`,
    [api.business.id, id, rating, comment, note, wantsCall, dealtWith],
  );
  return id;
}

const toAnswer = async () =>
  (await api.ask('GET', 'feedback?toAnswer=true')).json.items.map(({ id }: { id: string }) => id).sort();

test('what waits for an answer is unhappy, says something or asks for a call, and is not dealt with', async () => {
  await answered({ rating: 5 });
  await answered({ rating: 4 });
  await answered({ rating: 1, comment: 'The pipe still drips', dealtWith: true });
  const waiting = [
    await answered({ rating: 2 }),
    await answered({ rating: 5, comment: 'Dan was kind' }),
    await answered({ rating: 4, note: 'Too expensive, though' }),
    await answered({ rating: 4, wantsCall: true }),
  ];
  expect(await toAnswer()).toEqual(waiting.sort());
});

test('up to which rating somebody counts as unhappy is what the owner has set', async () => {
  const three = await answered({ rating: 3 });
  expect(await toAnswer()).toContain(three);
  expect((await api.ask('PATCH', 'business', { body: { settings: { lowRating: 2 } } })).status).toBe(200);
  expect(await toAnswer()).not.toContain(three);
});
