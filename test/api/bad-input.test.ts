import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';

/*
 * What is wrong with a request is said at its place, in words that say what to do. Bodies that are no JSON, cursors,
 * addresses and headers are in malformed.test.ts; deliveries and signatures in sources/; tokens of customers in public/;
 * roles and other businesses' ids in access.test.ts; settings of the environment in test/lib/settings.test.ts.
 */

let database: FreshDatabase;
let api: TestApi;
const ids: Record<string, string> = {};
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  ids.journey = (await api.ask('POST', 'journeys', { body: { name: 'Thanks' } })).json.id;
  ids.customer = (await api.ask('POST', 'customers', { body: { name: 'Ana' } })).json.id;
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const addressOf = (path: string) => path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? newId());

const PHONE = 'Give the phone number with its country, such as +34600111222.';
const TIME = 'Give a time with its offset, such as 2026-11-20T15:04:05Z.';
const ZONE = 'Give a time zone such as Europe/Madrid.';
const CLOCK = 'Give a time of day from 00:00 to 23:59, such as 09:30.';
const NO_ID = 'This is no id: give a UUID such as 0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b.';
const noType = (type: string) =>
  `“${type}” is no known event type; use one of the listed types or a name of your own that begins with custom_.`;
const job = (more: object) => ({ type: 'job_completed', ...more });

test.each<[string, unknown, string, string]>([
  // email, phone, zone, language, names
  ['POST customers', { email: 'a b@example.com' }, 'email', 'This is no email address.'],
  ['POST customers', { email: 'ana@example.com\r\nBcc: x@y.z' }, 'email', 'This is no email address.'],
  ['POST customers', { phone: '600111222' }, 'phone', PHONE],
  ['POST customers', { phone: '+34 600 111 222' }, 'phone', PHONE],
  ['POST customers', { timezone: 'CET+1' }, 'timezone', ZONE],
  ['POST customers', { locale: 'español' }, 'locale', 'Give a language such as es or en-GB.'],
  ['POST customers', { country: 'Spain' }, 'country', 'Give a country of two letters, such as ES.'],
  ['POST customers', { name: 'x'.repeat(201) }, 'name', 'Keep this to 200 characters.'],
  ['POST customers', { tags: Array(101).fill('x') }, 'tags', 'Keep this to 100 entries.'],
  ['POST customers', { externalId: '' }, 'externalId', 'This may not be empty.'],
  ['POST customers', { attributes: [1] }, 'attributes', 'Give an object.'],
  ['PATCH customers/:customer', { lifecycle: 'erased' }, 'lifecycle', 'Choose lead or customer.'],
  [
    'POST customers/:customer/consents',
    { channel: 'fax', purpose: 'service', granted: true },
    'channel',
    'Choose email or sms.',
  ],
  // events
  ['POST events', job({ type: 'Job Completed' }), 'type', noType('Job Completed')],
  ['POST events', {}, 'type', 'This is needed.'],
  ['POST events', [], '', 'Send at least one event.'],
  ['POST events', 'hello', '', 'Send one event, or an array of them.'],
  ['POST events', Array(501).fill(job({})), '', 'Send at most 500 events at once; this is 501.'],
  ['POST events', job({ occurredAt: 'yesterday' }), 'occurredAt', TIME],
  ['POST events', job({ occurredAt: '2026-02-30T10:00:00Z' }), 'occurredAt', TIME],
  ['POST events', job({ occurredAt: '2026-11-20T10:00:00' }), 'occurredAt', TIME],
  ['POST events', job({ customer: 'Ana' }), 'customer', 'Give an object.'],
  ['POST events', job({ customer: { phone: '600' } }), 'customer.phone', PHONE],
  ['POST events', job({ customer: { timezone: 'Mars' } }), 'customer.timezone', ZONE],
  ['POST events', job({ subject: { kind: 'job' } }), 'subject.id', 'This is needed.'],
  ['POST events', job({ id: 'x'.repeat(256) }), 'id', 'Keep this to 255 characters.'],
  ['POST events', job({ data: [1] }), 'data', 'Give an object.'],
  // journeys
  ['POST journeys', { name: ' ' }, 'name', 'This may not be empty.'],
  ['POST journeys', { name: 'Two\nlines' }, 'name', 'Write this on one line.'],
  [
    'PATCH journeys/:journey',
    { status: 'paused' },
    'status',
    'Choose live or archived. To pause, POST to /pause; a draft becomes live by publishing.',
  ],
  [
    'POST journeys/:journey/versions',
    { landing: [{ stepId: 'x', do: 'jump' }] },
    'landing[0].do',
    'Choose finish, move or end.',
  ],
  ['POST journeys/:journey/pause', { mode: 'now' }, 'mode', 'Choose no_new_people or hold_everyone.'],
  ['DELETE journeys/:journey/pause?overdue=later', undefined, 'overdue', 'Choose send_now, skip or stagger.'],
  ['POST journeys/:journey/rehearsals', {}, 'event', 'This is needed.'],
  ['POST journeys/:journey/rehearsals', { event: job({}), startAt: 'soon' }, 'startAt', TIME],
  [
    'POST journeys/:journey/enrollments',
    { customer: {} },
    'customer',
    'Say who: { id } of a customer, or a customer as in an event.',
  ],
  ['POST journeys/:journey/enrollments', { customer: { id: 'x' } }, 'customer.id', NO_ID],
  // lists and reports
  ['GET enrollments?status=done', undefined, 'status', 'Choose one of active, completed, stopped, failed.'],
  ['GET enrollments?customerId=7', undefined, 'customerId', NO_ID],
  ['GET messages?channel=fax', undefined, 'channel', 'Choose email or sms.'],
  [
    'GET events?status=new',
    undefined,
    'status',
    'Choose one of received, needs_details, matched, ignored, dead.',
  ],
  ['GET feedback?rating=9', undefined, 'rating', 'Give a rating from 1 to 5.'],
  [`GET customers?search=${'x'.repeat(201)}`, undefined, 'search', 'Keep this to 200 characters.'],
  ['GET journeys/:journey/report?from=today', undefined, 'from', TIME],
  ['GET reports/overview?from=2026-13-01', undefined, 'from', TIME],
  // the business
  ['PATCH business', { timezone: 'Madrid' }, 'timezone', ZONE],
  ['PATCH business', { currency: 'euro' }, 'currency', 'Give a currency of three letters, such as EUR.'],
  ['PATCH business', { accent: 'green' }, 'accent', 'Give a colour such as #1d4ed8.'],
  [
    'PATCH business',
    { website: 'javascript:alert(1)' },
    'website',
    'Give a web address that begins with https://.',
  ],
  ['PATCH business', { name: 'Acme\r\nBcc: x@y.z' }, 'name', 'Write this on one line.'],
  [
    'PATCH business',
    { settings: { senders: { email: { name: 'Acme\r\nBcc: x@y.z' } } } },
    'settings.senders.email.name',
    'Write this on one line.',
  ],
  [
    'PATCH business',
    { settings: { quietHours: { from: '25:00', until: '08:00' } } },
    'settings.quietHours.from',
    CLOCK,
  ],
  [
    'PATCH business',
    { settings: { caps: [{ max: 0, per: 'P7D' }] } },
    'settings.caps[0].max',
    'Allow at least one message.',
  ],
  ['PATCH business', { settings: { nonsense: 1 } }, 'settings', 'There is no nonsense here.'],
  ['POST locations', { name: 'x', timezone: 'Nowhere' }, 'timezone', ZONE],
  ['POST staff', { name: 'x', kind: 'boss' }, 'kind', 'Choose one of tech, server, sales, front_desk.'],
  ['POST staff', { name: 'x', locationId: 'here' }, 'locationId', NO_ID],
  ['POST invitations', { email: 'x', role: 'member' }, 'email', 'This is no email address.'],
  ['PATCH members/:member', { role: 'king' }, 'role', 'Choose one of owner, admin, manager, member, server.'],
  // keys and connections
  [
    'POST api-keys',
    { name: 'k', scopes: ['root'] },
    'scopes[0]',
    'Choose from the listed scopes, such as events:write, or * for all of them.',
  ],
  [
    'POST api-keys',
    { name: 'k', expiresAt: '2020-01-01T00:00:00Z' },
    'expiresAt',
    'That time has passed; such a key would never work.',
  ],
  ['POST connections', { source: 'webhook' }, 'name', 'This is needed.'],
  [
    'POST connections',
    { source: 'stripe', name: 'S', secret: 'x' },
    'secret',
    'A secret of fewer than 8 characters protects nothing.',
  ],
])('%s with %j is refused at “%s”: %s', async (asked, body, path, message) => {
  const [method, address] = asked.split(' ') as [string, string];
  const { status, json } = await api.ask(method, addressOf(address), { ...(body !== undefined && { body }) });
  expect({ status, code: json.code, errors: json.errors }).toEqual({
    status: 422,
    code: 'invalid',
    errors: [{ path, message }],
  });
  expect(json.detail).toContain(message);
});

const flowOf = (steps: unknown[], more: object = {}) => ({
  entry: { on: 'event', type: 'job_completed' },
  first: 's',
  steps,
  rules: {},
  ...more,
});
const email = (settings: object) => [
  {
    id: 's',
    kind: 'email',
    settings: { purpose: 'service', subject: 'Thank you', body: 'Hello', ...settings },
    exits: { sent: null, undeliverable: null },
  },
];
const step = (kind: string, settings: object, exits: object) => [{ id: 's', kind, settings, exits }];
const when = (where: object) => flowOf(email({}), { entry: { on: 'event', type: 'job_completed', where } });
const OPERATORS =
  'Choose one of eq, ne, gt, gte, lt, lte, in, contains, starts_with, exists, before, after, within_last.';
const SPAN = 'Give a time span such as P2D (two days) or PT90M (ninety minutes).';

test.each<[string, unknown, string, string, string]>([
  [
    'a field that is not closed',
    flowOf(email({ body: 'Hi {{ customer.firstName' })),
    'template_fault',
    'steps.0.settings.body',
    'The text cannot be put together: output "{{ customer.firstName" not closed in line 1. Check the braces and names.',
  ],
  [
    'a filter there is none of',
    flowOf(email({ body: '{{ customer.firstName | shout }}' })),
    'template_fault',
    'steps.0.settings.body',
    'The text cannot be put together: undefined filter: shout in line 1. Check the braces and names.',
  ],
  [
    'a file',
    flowOf(email({ body: '{% include "/etc/passwd" %}' })),
    'template_fault',
    'steps.0.settings.body',
    'The text cannot be put together: tag "include" not found in line 1. Check the braces and names.',
  ],
  [
    'the inside of JavaScript',
    flowOf(email({ body: '{{ customer.constructor.constructor }}' })),
    'unknown_field',
    'steps.0.settings.body',
    'There is no field “customer.constructor.constructor”.',
  ],
  [
    'a second header in the subject',
    flowOf(email({ subject: 'Hi\r\nBcc: x@y.z' })),
    'incomplete_step',
    'steps.0.settings.subject',
    'A subject is one line.',
  ],
  [
    'a subject without end',
    flowOf(email({ subject: 'x'.repeat(3000) })),
    'incomplete_step',
    'steps.0.settings.subject',
    'Keep the subject under 500 characters.',
  ],
  [
    'an operator there is none of',
    when({ field: 'customer.name', op: 'like', value: 'x' }),
    'bad_entry',
    'entry.where.op',
    OPERATORS,
  ],
  [
    'a prototype in a condition',
    when({ field: 'customer.__proto__.x', op: 'eq', value: 1 }),
    'unknown_field',
    'entry.where.field',
    'There is no field “customer.__proto__.x”.',
  ],
  [
    'a span in words',
    when({ field: 'event.occurredAt', op: 'within_last', value: 'two weeks' }),
    'bad_entry',
    'entry.where.value',
    'Give a time span such as P30D (thirty days).',
  ],
  [
    'a wait in words',
    flowOf(step('wait', { duration: '2 days' }, { done: null })),
    'incomplete_step',
    'steps.0.settings.duration',
    SPAN,
  ],
  [
    'a wait into the past',
    flowOf(step('wait', { duration: 'P-2D' }, { done: null })),
    'incomplete_step',
    'steps.0.settings.duration',
    SPAN,
  ],
  [
    'an hour there is none of',
    flowOf(step('wait', { until: { weekday: 'monday', time: '26:00' } }, { done: null })),
    'incomplete_step',
    'steps.0.settings.until.time',
    CLOCK,
  ],
  [
    'an exit left open',
    flowOf(step('sms', { purpose: 'service', body: 'x' }, { sent: null })),
    'missing_exit',
    'steps.0.exits.undeliverable',
    'Say what comes after “undeliverable”: a step, or the end.',
  ],
  [
    'an exit to nowhere',
    flowOf(step('wait', { duration: 'PT1H' }, { done: 'gone' })),
    'unknown_target',
    'steps.0.exits.done',
    '“done” leads to “gone”, which does not exist. Choose another step, or the end.',
  ],
  [
    'two steps of one name',
    flowOf([...email({}), ...email({})]),
    'duplicate_id',
    'steps.1.id',
    'Two steps have the id “s”; give each its own.',
  ],
  [
    'a password in an address',
    flowOf(step('webhook', { url: 'https://u:p@example.com' }, { accepted: null, rejected: null })),
    'bad_webhook_url',
    'steps.0.settings.url',
    'Give a web address that begins with https:// and holds no password.',
  ],
  [
    'an address without https',
    flowOf(step('webhook', { url: 'http://intranet.example/' }, { accepted: null, rejected: null })),
    'bad_webhook_url',
    'steps.0.settings.url',
    'Give a web address that begins with https:// and holds no password.',
  ],
  [
    'a circle without a wait',
    flowOf(step('go_to', { step: 's', maxPasses: 5 }, { exhausted: null })),
    'cycle_without_wait',
    'steps.0',
    'These steps go round in a circle without a wait, which would send everything at once. Put a wait into the circle.',
  ],
  [
    'a notice to an address',
    flowOf(step('notify_team', { to: 'x@example.com', body: 'x' }, { done: null })),
    'incomplete_step',
    'steps.0.settings.to',
    'Choose a member of your team or a role (owner, admin, manager, member, server), not an address.',
  ],
  [
    'an expiry in words',
    flowOf(email({}), { rules: { expireAfter: 'soon' } }),
    'bad_rules',
    'rules.expireAfter',
    SPAN,
  ],
  [
    'a cap of less than nothing',
    flowOf(email({}), { rules: { caps: [{ max: -1, per: 'P1D' }] } }),
    'bad_rules',
    'rules.caps.0.max',
    'Allow at least one message.',
  ],
])('a draft with %s is kept, and said to be wrong', async (_, flow, code, path, message) => {
  const { etag } = (await api.ask('GET', `journeys/${ids.journey}/draft`)).json;
  const saved = await api.ask('PUT', `journeys/${ids.journey}/draft`, {
    body: flow,
    headers: { 'if-match': etag },
  });
  expect(saved.status).toBe(200);
  const errors = saved.json.issues.filter(({ level }: { level: string }) => level === 'error');
  expect(errors).toContainEqual(expect.objectContaining({ code, path, message }));
  expect((await api.ask('POST', `journeys/${ids.journey}/versions`, { body: {} })).json).toMatchObject({
    status: 422,
    code: 'cannot_publish',
  });
});
