import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.js';
import { openFirm, waiting, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
  // Near midnight in Madrid it is still the day before in UTC.
  await firm.rows(`update tenancy.businesses set timezone = 'Europe/Madrid' where id = $1`, [
    firm.api.business.id,
  ]);
});
afterAll(() => firm?.close());

/** A message of a journey at a time, as the ledger keeps it. */
async function wrote(enrollment: string, journeyId: string, at: string, part: Record<string, unknown> = {}) {
  const id = newId();
  const { status = 'sent', provider = 'outbox' } = part;
  await firm.rows(
    `insert into messaging.messages (business_id, id, send_key, channel, purpose, status, customer_id, enrollment_id,
                                     journey_id, version, step_id, visit, provider, created_at)
     select $1, $2::uuid, $2::uuid::text, 'email', 'review', $3, customer_id, id, journey_id, 1, 'ask', 1, $4, $6
       from journeys.enrollments where id = $5`,
    [firm.api.business.id, id, status, provider, enrollment, at],
  );
  return id;
}

async function asked(messageId: string, at: string, { answered = false, reminder = false } = {}) {
  await firm.rows(
    `insert into feedback.review_requests (business_id, message_id, enrollment_id, customer_id, channel, reminder, answered_at, created_at)
     select $1, id, enrollment_id, customer_id, 'email', $3, case when $4 then $5::timestamptz end, $5
       from messaging.messages where id = $2`,
    [firm.api.business.id, messageId, reminder, answered, at],
  );
}

async function rated(enrollment: string, rating: number, at: string, staff: string | null = null) {
  await firm.rows(
    `insert into feedback.responses (business_id, rating, source, customer_id, enrollment_id, staff_id, created_at)
     select $1, $3, 'email', customer_id, id, $5, $4 from journeys.enrollments where id = $2`,
    [firm.api.business.id, enrollment, rating, at, staff],
  );
}

const linked = (messageId: string, site: string | null, opened: boolean) =>
  firm.rows(
    `insert into messaging.links (business_id, token_hash, message_id, customer_id, target, review_site, opens, first_opened_at)
     select business_id, decode(md5(random()::text), 'hex'), id, customer_id, '\\x00', $2, $3::int,
            case when $3::int > 0 then now() end
       from messaging.messages where id = $1`,
    [messageId, site, opened ? 1 : 0],
  );

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const dayInMadrid = (at: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Madrid' }).format(new Date(at));

test('the results of a journey count who came in, what left, who was asked and what they said', async () => {
  const id = await firm.liveJourney();
  const other = await firm.liveJourney();
  const [ana, ben, eva] = (await firm.inside(id, waiting, waiting, waiting)) as [string, string, string];
  const [elsewhere] = (await firm.inside(other, waiting)) as [string];
  await firm.rows(
    `update journeys.enrollments set status = 'completed', reason_code = 'goal', ended_at = now() where id = $1`,
    [ana],
  );
  const [staff] = await firm.rows(
    `insert into tenancy.staff (business_id, name) values ($1, 'Marta') returning id`,
    [firm.api.business.id],
  );
  const first = await wrote(ana, id, ago(3), { provider: 'postmark', status: 'delivered' });
  const second = await wrote(ben, id, ago(2), { provider: 'postmark' });
  const third = await wrote(eva, id, ago(2));
  await wrote(eva, id, ago(2), { status: 'skipped' });
  await wrote(eva, id, ago(2), { status: 'failed' });
  await wrote(elsewhere, other, ago(2));
  await asked(first, ago(3), { answered: true });
  await asked(second, ago(2));
  await asked(third, ago(2), { reminder: true });
  await linked(first, 'google', true);
  await linked(first, null, false);
  await linked(second, null, false);
  await rated(ana, 5, ago(1), staff.id);
  await rated(ben, 2, ago(1), staff.id);
  await rated(elsewhere, 1, ago(1));

  const { results } = (await firm.api.ask('GET', `journeys/${id}/report`)).json;
  expect(results).toMatchObject({
    by: 'day',
    entered: 3,
    ended: [{ status: 'completed', reason: 'goal', count: 1 }],
    messages: { sent: 3, delivered: 1, confirmable: 2, linksSent: 2, clicked: 1, failed: 1, skipped: 1 },
    asks: { asked: 2, answered: 1, reviewLinksOpened: 1 },
    ratings: { answers: 2, average: 3.5, byRating: { '1': 0, '2': 1, '3': 0, '4': 0, '5': 1 } },
  });

  const overview = (await firm.api.ask('GET', 'reports/overview')).json;
  expect(overview.results).toMatchObject({ entered: 4, messages: { sent: 4 }, ratings: { answers: 3 } });
  expect(overview.splits.journeys.map((each: { id: string }) => each.id)).toEqual([id, other]);
  expect(overview.splits.journeys[0]).toMatchObject({ entered: 3, sent: 3, answers: 2, average: 3.5 });
  expect(overview.splits.staff).toEqual([{ id: staff.id, name: 'Marta', answers: 2, average: 3.5 }]);
  expect(overview.splits.locations).toEqual([]);

  const bistro = (await firm.api.ask('GET', 'reports/overview', { as: firm.bistro.apiKey })).json;
  expect(bistro.results).toMatchObject({ entered: 0, messages: { sent: 0 }, ratings: { answers: 0 } });
});

test('the days of a span are those of the business’s own calendar, with none left out', async () => {
  const id = await firm.liveJourney();
  const [ana] = (await firm.inside(id, waiting)) as [string];
  // 23:30 on 14 January in UTC is half past midnight on the 15th in Madrid.
  await wrote(ana, id, '2026-01-14T23:30:00Z');
  await wrote(ana, id, '2026-01-14T22:30:00Z');
  const span = 'from=2026-01-12T23:00:00Z&to=2026-01-16T23:00:00Z';
  // Ids carry the time they were made; these rows are older than theirs, as after an import.
  const { results } = (await firm.api.ask('GET', `journeys/${id}/report?${span}`)).json;
  expect(results.series).toEqual([
    { from: '2026-01-13', entered: 0, sent: 0, answers: 0, average: null },
    { from: '2026-01-14', entered: 0, sent: 1, answers: 0, average: null },
    { from: '2026-01-15', entered: 0, sent: 1, answers: 0, average: null },
    { from: '2026-01-16', entered: 0, sent: 0, answers: 0, average: null },
  ]);
});

test('a long span is told in weeks, a very long one in months', async () => {
  const id = await firm.liveJourney();
  const ask = async (days: number) => {
    const to = new Date().toISOString();
    const { json } = await firm.api.ask('GET', `journeys/${id}/report?from=${ago(days)}&to=${to}`);
    return json.results;
  };
  const month = await ask(30);
  expect(month.by).toBe('day');
  expect(month.series.at(-1).from).toBe(dayInMadrid(new Date().toISOString()));
  const quarter = await ask(90);
  expect(quarter.by).toBe('week');
  for (const { from } of quarter.series) expect(new Date(`${from}T12:00:00Z`).getUTCDay()).toBe(1);
  const year = await ask(365);
  expect(year.by).toBe('month');
  for (const { from } of year.series) expect(from).toMatch(/-01$/);
});
