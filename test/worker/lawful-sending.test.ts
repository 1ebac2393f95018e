import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { startReplies } from '../../worker/replies/replies.js';
import { asTwilio, post } from '../api/sources/doors.js';
import { SECRETS_KEY, startApi, type TestApi } from '../api/support/start-api.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';
import { throughPostmark, throughTwilio, TWILIO_NUMBER, TWILIO_TOKEN } from '../support/fakes/through.js';
import { openHouse, type House } from '../support/house.js';

/**
 * What the law asks, each with the whole product: the pages over HTTP, a real worker, providers' wire formats.
 * Sources: 47 CFR 64.1200 (consent, revocation, hours), CTIA Messaging Principles, RFC 8058, 16 CFR 465 and Google's
 * policy on reviews (nobody is chosen by what they think of the business).
 */
const SITE = 'https://search.google.com/local/writereview?placeid=abc';
let house: House;
let api: TestApi;
let key: string;
let twilio: FakeProvider;
let postmark: FakeProvider;
let door: string;
let dispatchDatabase: Database;
let replies: ReturnType<typeof startReplies>;

beforeAll(async () => {
  [twilio, postmark] = await Promise.all([startFakeProvider('twilio'), startFakeProvider('postmark')]);
  house = await openHouse({
    secretsKey: SECRETS_KEY,
    channels: { ...throughPostmark(postmark), ...throughTwilio(twilio) },
  });
  api = await startApi(house.fresh);
  key = await api.makeKey(['*'], { ...api.business, id: house.businessId });
  await house.rows('update tenancy.businesses set review_links = $2 where id = $1', [
    house.businessId,
    JSON.stringify([{ site: 'google', url: SITE }]),
  ]);
  const { sms } = await house.deps.connections.of(house.businessId);
  door = `/hooks/twilio/${sms}`;
  dispatchDatabase = openDatabase({ url: house.fresh.url, role: 'app_dispatch', max: 1 });
  replies = startReplies({ ...house.deps, dispatchDatabase });
});
afterEach(() => {
  twilio.behave({ do: 'accept' });
  postmark.behave({ do: 'accept' });
});
afterAll(async () => {
  await replies?.stop();
  await dispatchDatabase?.close();
  await api?.close();
  await house?.close();
  await Promise.all([twilio?.close(), postmark?.close()]);
});

let next = 0;
const someone = (more: Record<string, unknown> = {}) => ({
  externalId: `l-${++next}`,
  name: 'Ana Ruiz',
  email: `l${next}@example.com`,
  phone: `+3460099${String(next).padStart(4, '0')}`,
  timezone: 'Europe/Madrid',
  ...more,
});
type Someone = ReturnType<typeof someone>;

/** A step that sends, and the end after it. */
const sends = (
  id: string,
  kind: 'sms' | 'email',
  settings: Record<string, unknown>,
  then: string | null = null,
) => ({
  id,
  kind,
  settings: { ...(kind === 'email' && { subject: 'Hello' }), body: `This is ${id}`, ...settings },
  exits: { sent: then, undeliverable: then },
});
async function begins(
  customer: Someone,
  steps: object[],
  rules: Record<string, unknown> = { quietHours: null },
) {
  const type = `custom_law_${newId().slice(-8)}`;
  await house.journey({
    entry: { on: 'event', type },
    first: (steps[0] as { id: string }).id,
    steps,
    rules,
  });
  return house.enrollmentOf(await house.happens({ type, customer }));
}
const messagesOf = (enrollmentId: string) =>
  house.rows<{
    id: string;
    status: string;
    reason_code: string | null;
    begun: Date | null;
    held_until: Date | null;
  }>(
    `select id, status, reason_code, first_attempt_at as begun, held_until from messaging.messages
      where enrollment_id = $1 order by id`,
    [enrollmentId],
  );
const reached = (provider: FakeProvider, address: string) =>
  provider.accepted.filter(({ to }) => to.includes(address));
const linkIn = (provider: FakeProvider, address: string, path: string) => {
  const text = reached(provider, address)
    .map((one) => `${one.text} ${one.html ?? ''}`)
    .join(' ');
  return new RegExp(`/${path}/[\\w-]{22}`).exec(text)![0];
};
const submit = (path: string, fields: Record<string, string>) =>
  api.ask('POST', path, {
    as: null,
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const texts = (from: string, Body: string) => {
  const fields = { MessageSid: `SM${newId()}`, SmsStatus: 'received', From: from, To: TWILIO_NUMBER, Body };
  return post(api, door, asTwilio(`${api.deps.config.publicUrl}${door}`, fields, TWILIO_TOKEN));
};
const customerIdOf = async ({ phone }: Someone) =>
  (await house.rows<{ id: string }>('select id from crm.customers where phone = $1', [phone]))[0]!.id;

describe('nobody is sent anything after they were told that it stops', () => {
  /** A first e-mail with the way to stop in it; the second waits for an event. */
  const withSecond = (kind: 'email' | 'sms') => [
    sends('first', 'email', { purpose: 'service' }, 'listen'),
    {
      id: 'listen',
      kind: 'wait_for_event',
      settings: { events: [{ name: 'paid', type: 'custom_go_on', same: 'customer' }], timeout: 'P1D' },
      exits: { paid: 'second', timed_out: null },
    },
    sends('second', kind, { purpose: 'service' }),
  ];

  test('by one click in the mail program, while the next e-mail is being prepared', async () => {
    const seen = { sent: 0, refused: 0 };
    for (let round = 0; round < 10; round++) {
      const ana = someone();
      const enrollment = await begins(ana, withSecond('email'));
      await house.until('the first e-mail', async () => reached(postmark, ana.email).length === 1);
      const path = linkIn(postmark, ana.email, 'u');
      const customerId = await customerIdOf(ana);
      // Both at once, the one or the other a little ahead.
      const going = house.happens({ type: 'custom_go_on', customerId, customer: null });
      await new Promise((resolve) => setTimeout(resolve, round * 8));
      const answer = await submit(path, { 'List-Unsubscribe': 'One-Click' });
      const toldAt = Date.now();
      expect(answer.status).toBe(200);
      await going;
      await house.ended(enrollment);
      const second = (await messagesOf(enrollment))[1]!;
      if (second.begun) {
        seen.sent++;
        expect(second.begun.getTime()).toBeLessThanOrEqual(toldAt);
      } else {
        seen.refused++;
        expect(second).toMatchObject({ status: 'skipped', reason_code: 'opted_out' });
        expect(reached(postmark, ana.email)).toHaveLength(1);
      }
    }
    expect(seen.sent + seen.refused).toBe(10);
    expect(seen.refused).toBeGreaterThan(0);
  });

  test('on the page, for the channel and the purpose that were named, and for no other', async () => {
    const ana = someone();
    const enrollment = await begins(ana, withSecond('sms'));
    await house.until('the first e-mail', async () => reached(postmark, ana.email).length === 1);
    const path = linkIn(postmark, ana.email, 'u');
    expect((await submit(path, { channel: 'email', purpose: 'service' })).status).toBe(303);
    await house.happens({ type: 'custom_go_on', customerId: await customerIdOf(ana), customer: null });
    await house.ended(enrollment);
    expect(reached(twilio, ana.phone).map(({ text }) => text)).toEqual(['This is second']);
  });
});

test('a suppressed address is sent nothing: not by any journey, of any purpose, and not by hand', async () => {
  const ana = someone({
    consents: (['service', 'review', 'marketing'] as const).map((purpose) => ({
      channel: 'sms',
      purpose,
      granted: true,
      evidence: 'signed form',
    })),
  });
  await begins(ana, [sends('hello', 'sms', { purpose: 'service' })]);
  await house.until('the first text', async () => reached(twilio, ana.phone).length === 1);
  await texts(ana.phone, 'Stop');
  for (const purpose of ['service', 'review', 'marketing']) {
    // A yes in an event does not lift what somebody has said by STOP.
    const enrollment = await begins(ana, [sends('again', 'sms', { purpose })], {});
    await house.ended(enrollment);
    expect(await messagesOf(enrollment)).toMatchObject([{ status: 'skipped', reason_code: 'suppressed' }]);
  }
  const byHand = await api.ask('POST', `customers/${await customerIdOf(ana)}/messages`, {
    as: key,
    body: { text: 'Hello' },
  });
  expect(byHand.json).toMatchObject({ code: 'may_not_send', reason: 'suppressed' });
  expect(reached(twilio, ana.phone)).toHaveLength(1);
});

test('no marketing text without a recorded yes, by text, to exactly this person', async () => {
  const marketing = [sends('offer', 'sms', { purpose: 'marketing' })];
  const none = someone();
  const byEmail = someone({
    consents: [{ channel: 'email', purpose: 'marketing', granted: true, evidence: 'newsletter' }],
  });
  const takenBack = someone({
    consents: [
      { channel: 'sms', purpose: 'marketing', granted: true, evidence: 'form', at: '2026-01-01T00:00:00Z' },
      { channel: 'sms', purpose: 'marketing', granted: false, evidence: 'call', at: '2026-02-01T00:00:00Z' },
    ],
  });
  for (const person of [none, byEmail, takenBack]) {
    const enrollment = await begins(person, marketing, {});
    await house.ended(enrollment);
    expect((await messagesOf(enrollment))[0]).toMatchObject({ status: 'skipped' });
    expect(reached(twilio, person.phone)).toEqual([]);
  }
});

test('quiet hours are those of the customer’s own zone, whatever the clock of the business says', async () => {
  // One of these places has night, whenever this test runs, and one has day.
  const zones = ['Pacific/Honolulu', 'Europe/Madrid', 'Asia/Tokyo', 'Pacific/Auckland'];
  const hourIn = (timeZone: string) =>
    Number(
      new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()),
    );
  const quiet = { quietHours: { from: '20:00', until: '08:00' } };
  for (const timezone of zones) {
    const hour = hourIn(timezone);
    if (hour === 19 || hour === 7) continue; // Too near the turn to be sure which side the send falls on.
    const asleep = hour >= 20 || hour < 8;
    const person = someone({ timezone });
    const enrollment = await begins(person, [sends('hello', 'sms', { purpose: 'service' })], quiet);
    const message = await house.until('the text to be held or sent', async () => {
      const [found] = await messagesOf(enrollment);
      return found && found.status !== 'sending' && found;
    });
    expect({ timezone, hour, status: message.status }).toEqual({
      timezone,
      hour,
      status: asleep ? 'held' : 'sent',
    });
    if (!asleep) continue;
    const opens = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' });
    expect(Number(opens.format(message.held_until!))).toBe(8);
    expect(reached(twilio, person.phone)).toEqual([]);
  }
});

test('whatever somebody rates, they are shown the same public link, first and alike', async () => {
  const offered = [];
  for (const rating of ['1', '2', '3', '4', '5']) {
    const ana = someone();
    await begins(ana, [
      {
        id: 'ask',
        kind: 'review_request',
        settings: { channels: ['sms'], body: 'How did we do? {{ ratingLink }}' },
        exits: { sent: null, undeliverable: null },
      },
    ]);
    await house.until('the ask', async () => reached(twilio, ana.phone).length === 1);
    const path = linkIn(twilio, ana.phone, 'r');
    expect((await submit(path, { rating, comment: 'As it was.' })).status).toBe(303);
    const { text } = await api.ask('GET', path, { as: null });
    offered.push(/<section class="sec" id="public-reviews">.*?<\/section>/s.exec(text)![0]);
    expect(text.indexOf(SITE.replace('&', '&amp;'))).toBeGreaterThan(0);
    const hasNote = text.includes('name="note"');
    expect(hasNote).toBe(Number(rating) <= 3);
    if (hasNote) {
      expect(text.indexOf('name="note"')).toBeGreaterThan(text.indexOf('id="public-reviews"'));
      await submit(path, { note: 'Please ring', wantsCall: 'yes' });
    }
    const customerId = await customerIdOf(ana);
    const answers = await api.ask('GET', `feedback?customerId=${customerId}`, { as: key });
    expect(answers.json.items).toMatchObject([
      { rating: Number(rating), wantsCall: hasNote, publicLinksShown: [{ url: SITE }] },
    ]);
    if (!hasNote) continue;
    // Whoever may change their mind does: five stars now, and the links are as they were.
    await submit(path, { rating: '5', comment: 'They came back.' });
    const after = (await api.ask('GET', path, { as: null })).text;
    offered.push(/<section class="sec" id="public-reviews">.*?<\/section>/s.exec(after)![0]);
  }
  expect(new Set(offered).size).toBe(1);
});
