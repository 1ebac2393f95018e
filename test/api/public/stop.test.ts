import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { suppressAddress } from '../../../db/suppressions.js';
import { withBusiness } from '../../../db/tenant.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { untilSomebodyWaits } from '../../support/locks.js';
import { link, look, passage, type Arranged } from '../sources/doors.js';
import { startApi, type TestApi } from '../support/start-api.js';

let database: FreshDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function sent(more: Arranged = {}) {
  const person = await passage(api, more);
  return { ...person, path: `/u/${await link(api, person, 'unsubscribe')}` };
}

const open = (path: string) => api.ask('GET', path, { as: null });
const submit = (path: string, raw: string, type = 'application/x-www-form-urlencoded') =>
  api.ask('POST', path, { as: null, raw, headers: { 'content-type': type } });

const consents = async (customerId: string) =>
  (
    await look<{ said: string }>(
      database.adminUrl,
      `select distinct on (channel, purpose) channel || ' ' || purpose || ' ' || granted || ' ' || source as said
         from crm.consents where customer_id = $1 order by channel, purpose, at desc, id desc`,
      [customerId],
    )
  ).map(({ said }) => said);
async function events(customerId: string) {
  const list = await api.ask('GET', `events?customerId=${customerId}`);
  const whole = [];
  for (const { id } of list.json.items.reverse()) whole.push((await api.ask('GET', `events/${id}`)).json);
  return whole;
}

test.each([
  ['marketing', ['email marketing false unsubscribe_link']],
  ['review', ['email marketing false unsubscribe_link', 'email review false unsubscribe_link']],
  [
    'service',
    [
      'email marketing false unsubscribe_link',
      'email review false unsubscribe_link',
      'email service false unsubscribe_link',
    ],
  ],
] as const)(
  'one click in a mail program stops a %s e-mail and whatever is less welcome',
  async (purpose, refused) => {
    const person = await sent({ purpose, depth: 1 });
    const reply = await submit(person.path, 'List-Unsubscribe=One-Click');
    expect(reply.status).toBe(200);
    expect(await consents(person.customerId)).toEqual(refused);
    expect(await events(person.customerId)).toMatchObject([
      {
        type: 'unsubscribed',
        source: 'journeyman',
        subject: { kind: 'job' },
        data: { channel: 'email', via: 'one_click', enrollmentId: person.enrollmentId },
      },
    ]);
  },
);

test('a mail program may send its click as multipart too', async () => {
  const person = await sent();
  const body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
  expect((await submit(person.path, body, 'multipart/form-data; boundary=b')).status).toBe(200);
  expect(await consents(person.customerId)).toContain('email review false unsubscribe_link');
});

test('clicking twice says nothing twice', async () => {
  const person = await sent();
  for (let time = 0; time < 3; time++) await submit(person.path, 'List-Unsubscribe=One-Click');
  expect(await events(person.customerId)).toHaveLength(1);
  const rows = await look(database.adminUrl, 'select 1 from crm.consents where customer_id = $1', [
    person.customerId,
  ]);
  expect(rows).toHaveLength(2);
});

test('one press on the page stops exactly one kind of message, and another press allows it again', async () => {
  const person = await sent();
  const stopped = await submit(person.path, 'channel=sms&purpose=service');
  expect([stopped.status, stopped.headers.get('location')]).toEqual([303, `${person.path}?done=stopped`]);
  expect(await consents(person.customerId)).toEqual(['sms service false preferences_page']);
  expect((await open(`${person.path}?done=stopped`)).text).toContain('You will not get these any more.');

  const allowed = await submit(person.path, 'channel=sms&purpose=service&allow=yes');
  expect(allowed.headers.get('location')).toBe(`${person.path}?done=allowedAgain`);
  expect(await consents(person.customerId)).toEqual(['sms service true preferences_page']);
  expect((await events(person.customerId)).map(({ type }) => type)).toEqual(['unsubscribed']);
});

test('the page shows every kind of message, its state, and one button for the kind it came with', async () => {
  const person = await sent();
  const { text } = await open(person.path);
  expect(text.match(/<li>/g)).toHaveLength(6);
  expect(text).toContain('Stop emails that ask for a rating');
  expect(text.match(/>Off</g)).toHaveLength(2);
  await submit(person.path, 'channel=email&purpose=review');
  const after = (await open(person.path)).text;
  expect(after).not.toContain('Stop emails that ask for a rating</button>');
  expect(after.match(/>Off</g)).toHaveLength(3);
});

test('a press that is none of the choices changes nothing and shows them again', async () => {
  const person = await sent();
  for (const body of [
    '',
    'channel=fax&purpose=review',
    'channel=email',
    'channel=email&purpose=all',
    'rating=5',
  ]) {
    const reply = await submit(person.path, body);
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('That was not one of the choices.');
  }
  expect(await consents(person.customerId)).toEqual([]);
});

test('allowing e-mails again lifts a complaint, but not a bounce', async () => {
  for (const [reason, left] of [
    ['complained', 0],
    ['bounced', 1],
  ] as const) {
    const person = await sent();
    await withBusiness(api.deps.database, { businessId: api.business.id }, (tx) =>
      suppressAddress(tx, {
        channel: 'email',
        address: ` ${person.email.toUpperCase()}`,
        reason,
        messageId: person.messageId,
      }),
    );
    expect((await open(person.path)).text.match(/>Off</g)).toHaveLength(4);
    await submit(person.path, 'channel=email&purpose=review&allow=yes');
    const live = await look(
      database.adminUrl,
      'select 1 from messaging.suppressions where message_id = $1 and lifted_at is null',
      [person.messageId],
    );
    expect(live).toHaveLength(left);
  }
});

test('a link to stop never runs out', async () => {
  const person = await passage(api);
  const token = await link(api, person, 'unsubscribe', { expiresAt: new Date('2020-01-01') });
  expect((await open(`/u/${token}`)).status).toBe(200);
  expect((await submit(`/u/${token}`, 'channel=email&purpose=review')).status).toBe(303);
});

test('the rating page leads to the same choices under its own link', async () => {
  const person = await passage(api);
  const path = `/r/${await link(api, person, 'rate')}`;
  expect((await open(path)).text).toContain(`href="${path}/stop?lang=en"`);
  const reply = await submit(`${path}/stop`, 'channel=email&purpose=review');
  expect([reply.status, reply.headers.get('location')]).toEqual([303, `${path}/stop?done=stopped`]);
  expect(await consents(person.customerId)).toEqual(['email review false preferences_page']);
});

test('a stop waits for whoever holds the customer, and is seen by whoever comes next', async () => {
  const person = await sent();
  const order: string[] = [];
  let pressed: Promise<unknown> | undefined;
  await withBusiness(api.deps.database, { businessId: api.business.id }, async (tx) => {
    await tx.k
      .selectFrom('crm.customers')
      .select('id')
      .where('id', '=', person.customerId)
      .forNoKeyUpdate()
      .execute();
    pressed = submit(person.path, 'channel=email&purpose=review').then(() => order.push('stopped'));
    await untilSomebodyWaits(database);
    order.push('sent');
  });
  await pressed;
  expect(order).toEqual(['sent', 'stopped']);
});

test('“why am I getting this” says what happened, by which permission, from whom, and how to stop', async () => {
  const person = await passage(api, { channel: 'sms', purpose: 'review' });
  const path = `/why/${await link(api, person, 'why')}`;
  const { status, text } = await open(path);
  expect(status).toBe(200);
  expect(text).toContain('We finished a job for you on November 17. The message follows from that.');
  expect(text).toContain('You are a customer, and have not asked us to stop texts that ask for a rating.');
  expect(text).toContain('It was sent by Acme Plumbing.');
  expect(text).toContain('You can also answer STOP to any text.');
  expect(text).toContain(`href="${path}/stop?lang=en"`);
  await submit(`${path}/stop`, 'channel=sms&purpose=review');
  expect((await open(path)).text).toContain('You stopped texts that ask for a rating on');
  expect((await submit(path, 'x=1')).status).toBe(405);
});

test('in Spanish and French the reasons are whole sentences too', async () => {
  const person = await passage(api);
  const path = `/why/${await link(api, person, 'why')}`;
  expect((await open(`${path}?lang=es`)).text).toContain(
    'Terminamos un trabajo para usted el 17 de noviembre.',
  );
  expect((await open(`${path}?lang=fr`)).text).toContain(
    'Nous avons terminé un travail pour vous le 17 novembre.',
  );
});

test('afterwards the business can show who pressed what, where, in which words and when', async () => {
  const person = await sent({ purpose: 'review', locale: 'es' });
  await submit(`${person.path}?lang=es`, 'channel=email&purpose=review&first=yes');
  await submit(`${person.path}?lang=fr`, 'channel=email&purpose=service');
  await submit(`${person.path}?lang=en`, 'channel=email&purpose=review&allow=yes');
  await submit(person.path, 'List-Unsubscribe=One-Click');
  const { json } = await api.ask('GET', `customers/${person.customerId}/consents`);
  const said = json.items.reverse().map((one: Record<string, unknown>) => [one['granted'], one['evidence']]);
  expect(said.slice(0, 3)).toEqual([
    [false, 'Pressed “No más correos que pidan una valoración” on the page /u (es).'],
    [false, 'Pressed “Arrêter: E-mails sur vos visites” on the page /u (fr).'],
    [true, 'Pressed “Allow: Emails that ask for a rating” on the page /u (en).'],
  ]);
  expect(said[3]![1]).toContain('one-click, RFC 8058');
  for (const one of json.items) {
    expect(one).toMatchObject({
      actor: `customer:${person.customerId}`,
      messageId: person.messageId,
      at: expect.stringMatching(/^\d{4}-/),
    });
    // What was kept must not open the page again.
    expect(one.evidence).not.toContain(person.path.split('/')[2]);
  }
});

test('one address that opens page after page is asked to wait, and may still stop messages', async () => {
  const crowded = await startApi(database, { environment: { TRUST_PROXY: '1' } });
  try {
    const person = await sent();
    const from = (ip: string) => ({ as: null, headers: { 'x-forwarded-for': ip } });
    let refused;
    for (let opened = 0; opened < 130 && !refused; opened++) {
      const reply = await crowded.ask('GET', `/u/${'x'.repeat(20)}${10 + (opened % 80)}`, from('198.18.0.1'));
      if (reply.status === 429) refused = reply;
    }
    expect(refused!.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused!.text).toContain('One moment, please');
    expect((await crowded.ask('GET', person.path, from('198.18.0.2'))).status).toBe(200);
    const pressed = await crowded.ask('POST', person.path, {
      as: null,
      raw: 'List-Unsubscribe=One-Click',
      headers: { 'x-forwarded-for': '198.18.0.1', 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(pressed.status).toBe(200);
  } finally {
    await crowded.close();
  }
});
