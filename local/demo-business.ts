import * as apiKeys from '../db/api-keys.js';
import { openAuthDatabase } from '../db/auth-database.js';
import { anyBusiness, insertBusiness, updateBusiness } from '../db/businesses.js';
import { insertConnection, insertSecret } from '../db/connections.js';
import { dataKeysIn } from '../db/data-keys.js';
import { insertCodeHistory, insertCustomer, insertPast, type PastPassage } from '../db/demo.js';
import { updateDraft } from '../db/drafts.js';
import { insertEvents } from '../db/inbox.js';
import { insertJourney } from '../db/journeys.js';
import { locations } from '../db/locations.js';
import { keepLogo } from '../db/logos.js';
import { insertMember } from '../db/members.js';
import { insertQrCode } from '../db/qr-codes.js';
import { insertInboundText } from '../db/receipts.js';
import { staff } from '../db/staff.js';
import { publish } from '../db/publishing.js';
import { openDatabase, withBusiness, type BusinessTransaction, type Database } from '../db/tenant.js';
import { createIdentity } from '../api/auth/identity.js';
import { createBusinessKeys, type BusinessKeys } from '../lib/business-keys.js';
import { createKeyring } from '../lib/crypto.js';
import { idOfPast, newId } from '../lib/ids.js';
import { createLog } from '../lib/log.js';
import { logoAt, logoPath, readLogoPath } from '../lib/logo.js';
import { prepareEmail } from '../lib/render/email.js';
import { newApiKey, newWebhookSecret, shortCode } from '../lib/tokens.js';
import { temporalCalendar } from '../workflows/flow/calendar-temporal.js';
import { clockWords } from '../workflows/flow/clock-words.js';
import { renderTemplate } from '../workflows/flow/merge-fields.js';
import { reason } from '../workflows/flow/reasons.js';
import { segmentsOf } from '../workflows/flow/segments.js';
import { demoLogo } from './demo-logo.js';
import { afterAJob, unpaidInvoice, yearlyService } from './demo-journeys.js';

/** What the demo business needs to come to life, and to let its owner in. */
export interface DemoWish {
  /** As the product signs in: a login that must become one of the app's roles. */
  databaseUrl: string;
  /** As the role that migrated. */
  adminUrl: string;
  secretsKey: string;
  /** What links in messages begin with. */
  publicUrl: string;
  say: (line: string) => void;
}

/** How to get into the demo business; the secrets are shown here and nowhere else. */
export interface DemoAccess {
  apiKey: string;
  owner: { email: string; password: string };
  webhook: { connectionId: string; secret: string };
}

const OWNER = { email: 'marta@example.com', name: 'Marta Ibáñez' };
const KEY_NAME = 'This machine';
/** Fixed ids, so that a later start finds the demo business again. */
const BUSINESS = '019b0000-0000-7000-8000-00000000d300';
const CONNECTION = '019b0000-0000-7000-8000-00000000d301';
const ACCENT = '#1d5c8a';
const LOGO = demoLogo();
const LOGO_PATH = logoPath(BUSINESS, LOGO);

/**
 * Make the demo business if there is none, mint its API key afresh (the one of the last start is revoked), and say
 * how to get in. Null when there is no demo business: somebody started without one and made their own.
 */
export async function seedDemo(wish: DemoWish): Promise<DemoAccess | null> {
  const keyring = createKeyring(wish.secretsKey);
  const database = openDatabase({ url: wish.databaseUrl, role: 'app_user', max: 3 });
  const authDatabase = openAuthDatabase({ url: wish.databaseUrl, max: 2 });
  try {
    const keys = createBusinessKeys(keyring, dataKeysIn(database));
    const state = await findDemo(database);
    if (state === 'another') return null;
    const password = keyring.derive('demo owner')[0]!.key.toString('base64url').slice(0, 16);
    if (state === 'none') {
      wish.say('Making the demo business …');
      const identity = createIdentity({
        authDatabase,
        keyring,
        publicUrl: wish.publicUrl,
        log: createLog({ name: 'local', level: 'error' }),
        sendSystemEmail: async () => {},
      });
      const user = await identity.createUser({ ...OWNER, password });
      if (!user) return null;
      await withBusiness(database, { businessId: BUSINESS }, (tx) => makeBusiness(tx, user.id));
      await keys.ensure(BUSINESS);
      await withBusiness(database, { businessId: BUSINESS }, (tx) => fill(tx, keys, wish.publicUrl));
    }
    return {
      apiKey: await mintKey(database),
      owner: { email: OWNER.email, password },
      webhook: { connectionId: CONNECTION, secret: await webhookSecret(database, keys) },
    };
  } finally {
    await Promise.all([database.close(), authDatabase.close()]);
  }
}

async function findDemo(database: Database): Promise<'none' | 'demo' | 'another'> {
  const [demo] = await withBusiness(database, { businessId: BUSINESS }, (tx) =>
    tx.k.selectFrom('tenancy.businesses').select('id').where('id', '=', BUSINESS).execute(),
  );
  if (demo) return 'demo';
  return (await anyBusiness(database)) ? 'another' : 'none';
}

async function makeBusiness(tx: BusinessTransaction, userId: string): Promise<void> {
  await insertBusiness(tx, {
    name: 'Ibáñez Plumbing & Heating',
    kind: 'trades',
    timezone: 'Europe/Madrid',
    locale: 'en',
    country: 'ES',
    currency: 'EUR',
  });
  await updateBusiness(tx, {
    postalAddress: 'Calle del Agua 12, 28012 Madrid',
    email: 'hello@example.com',
    phone: '+34910000012',
    website: 'https://example.com',
    accent: ACCENT,
    reviewLinks: [
      { site: 'google', url: 'https://search.google.com/local/writereview?placeid=demo' },
      { site: 'facebook', url: 'https://www.facebook.com/demo/reviews' },
    ],
    settings: {
      quietHours: { from: '21:00', until: '08:00' },
      caps: [{ channel: 'sms', max: 3, per: 'P7D' }],
      lowRating: 3,
    },
  });
  const { bytes, ...about } = LOGO;
  await keepLogo(tx, { ...about, picture: bytes, name: readLogoPath(LOGO_PATH)!.name }, new Date());
  await updateBusiness(tx, { logoUrl: LOGO_PATH });
  await insertMember(tx, { userId, email: OWNER.email, name: OWNER.name, role: 'owner' });
}

async function fill(tx: BusinessTransaction, keys: BusinessKeys, publicUrl: string): Promise<void> {
  const secretId = newId();
  await insertConnection(tx, {
    id: CONNECTION,
    source: 'webhook',
    name: 'Job diary',
    accountRef: null,
    settings: {},
  });
  await insertSecret(tx, {
    id: secretId,
    connectionId: CONNECTION,
    kind: 'signing',
    sealed: await keys.seal(BUSINESS, newWebhookSecret(), {
      table: 'secrets',
      rowId: secretId,
      kind: 'signing',
    }),
  });
  const thanks = await makeJourney(
    tx,
    'After a job',
    'Say thank you, look after it, ask for a rating.',
    afterAJob,
    true,
  );
  await makeJourney(tx, 'Unpaid invoice', 'A friendly reminder after two weeks.', unpaidInvoice, true);
  await makeJourney(tx, 'Boiler service, once a year', 'Not published yet.', yearlyService, false);
  const people: string[] = [];
  for (const [index, person] of PEOPLE.entries())
    people.push(await makePerson(tx, keys, publicUrl, thanks, person, index));
  await makeCodes(tx);
  await makeText(tx, keys, people[0]!, PEOPLE[0]!.phone);
  await makeNews(tx, keys);
}

/** A customer has answered one of the texts; nobody has read it yet. */
async function makeText(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  customerId: string,
  phone: string,
): Promise<void> {
  const id = newId();
  const content = {
    from: phone,
    to: '+34910000012',
    text: 'Thank you! Could you also look at the tap in the bathroom next time?',
  };
  await insertInboundText(tx, {
    id,
    customerId,
    content: await keys.seal(BUSINESS, JSON.stringify(content), {
      table: 'messages',
      rowId: id,
      kind: 'content',
    }),
    provider: 'outbox',
    connectionId: CONNECTION,
    providerMessageId: 'demo',
  });
}

/** A code where customers stand, one for each who goes out to them, and one on the bill. */
async function makeCodes(tx: BusinessTransaction): Promise<void> {
  const shop = await locations.insert(tx, {
    name: 'Workshop, Calle del Agua',
    kind: 'shop',
    externalId: 'main',
  });
  const marta = await staff.insert(tx, { name: 'Marta', kind: 'tech', externalId: 't-4' });
  const luis = await staff.insert(tx, { name: 'Luis', kind: 'tech', externalId: 't-5' });
  const made = [
    { label: 'Bill, last page', kind: 'invoice', purpose: 'contact', reference: '2077', busy: 1 },
    { label: 'Van of Luis', kind: 'staff', purpose: 'rate', staffId: luis!.id, busy: 2 },
    { label: 'Van of Marta', kind: 'staff', purpose: 'rate', staffId: marta!.id, busy: 3 },
    { label: 'Counter', kind: 'place', purpose: 'rate', locationId: shop!.id, busy: 5 },
  ] as const;
  for (const { busy, ...said } of made) {
    const id = await insertQrCode(tx, { ...said, code: shortCode() });
    if (!id) throw new Error('A new code was taken already');
    const days = Array.from({ length: 28 }, (_, ago) => {
      // Uneven as real days are, and the same in every demo.
      const scans = Math.round((busy * ((ago * ago * 3 + ago * 5 + busy) % 11)) / 5);
      const isRated = said.purpose === 'rate' && scans > 1 && (ago * 7 + busy) % 4 === 0;
      return {
        day: daysAgo(ago + 1)
          .toISOString()
          .slice(0, 10),
        scans,
        ratings: isRated ? [4 + (ago % 3 ? 1 : 0)] : [],
      };
    });
    const history = days.filter(({ scans }) => scans > 0);
    await insertCodeHistory(tx, id, history);
  }
}

async function makeJourney(
  tx: BusinessTransaction,
  name: string,
  description: string,
  flow: unknown,
  live: boolean,
) {
  const id = await insertJourney(tx, { name, description, flow: { entry: { on: 'manual' }, steps: [] } });
  await updateDraft(tx, id, flow);
  if (live) {
    const published = await publish(tx, {
      journeyId: id,
      note: 'First version',
      landing: [],
      now: new Date(),
    });
    if (published.is !== 'published') {
      throw new Error(`The demo journey “${name}” cannot be published: ${JSON.stringify(published)}`);
    }
  }
  return id;
}

interface DemoPerson {
  name: string;
  phone: string;
  service: string;
  cents: number;
  /** How many days ago the job was finished; null: a customer without a passage. */
  daysAgo: number | null;
  rating?: number;
  words?: string;
  tags?: string[];
}

/** Numbers that Ofcom keeps for drama: nobody is texted by accident once a provider is set. */
const PEOPLE: readonly DemoPerson[] = [
  {
    name: 'Lucía Romero',
    phone: '+447700900101',
    service: 'boiler repair',
    cents: 18_500,
    daysAgo: 26,
    rating: 5,
    words: 'Came the same day and left the kitchen cleaner than before.',
    tags: ['regular'],
  },
  {
    name: 'Tom Becker',
    phone: '+447700900102',
    service: 'new tap',
    cents: 9_800,
    daysAgo: 21,
    rating: 4,
    words: 'Good work, a bit late.',
  },
  {
    name: 'Amélie Laurent',
    phone: '+447700900103',
    service: 'leak under the sink',
    cents: 12_000,
    daysAgo: 17,
    rating: 5,
  },
  {
    name: 'Priya Nair',
    phone: '+447700900104',
    service: 'bathroom refit',
    cents: 480_000,
    daysAgo: 15,
    rating: 2,
    words: 'The tiler and your man were not talking to each other.',
    tags: ['regular'],
  },
  {
    name: 'Diego Fuentes',
    phone: '+447700900105',
    service: 'radiators',
    cents: 64_000,
    daysAgo: 12,
    rating: 5,
    words: 'Quiet again. Thank you.',
  },
  { name: 'Hanna Lind', phone: '+447700900106', service: 'drain cleaning', cents: 7_500, daysAgo: 9 },
  {
    name: 'Omar Haddad',
    phone: '+447700900107',
    service: 'water heater',
    cents: 52_000,
    daysAgo: 8,
    rating: 4,
  },
  { name: 'Carmen Vidal', phone: '+447700900108', service: '', cents: 0, daysAgo: null, tags: ['builder'] },
  { name: 'James Whitfield', phone: '+447700900109', service: '', cents: 0, daysAgo: null },
];

async function makePerson(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  publicUrl: string,
  journeyId: string,
  person: DemoPerson,
  index: number,
): Promise<string> {
  const first = daysAgo(person.daysAgo ?? 30);
  const customer = {
    id: idOfPast(first.getTime()),
    externalId: `c-${101 + index}`,
    name: person.name,
    email: `${person.name
      .split(' ')[0]!
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]/g, '')}@example.com`,
    phone: person.phone,
    timezone: 'Europe/Madrid',
    locale: 'en',
    tags: person.tags ?? [],
    at: first,
  };
  await insertCustomer(tx, customer);
  if (person.daysAgo !== null)
    await insertPast(tx, await pastOf(keys, publicUrl, journeyId, person, customer, first, index));
  return customer.id;
}

async function pastOf(
  keys: BusinessKeys,
  publicUrl: string,
  journeyId: string,
  person: DemoPerson,
  customer: { id: string; name: string; email: string; phone: string },
  began: Date,
  index: number,
): Promise<PastPassage> {
  const after = (days: number, hours = 0) => new Date(began.getTime() + (days * 24 + hours) * 3_600_000);
  const event = {
    type: 'job_completed',
    occurredAt: began.toISOString(),
    data: { service: person.service, totalCents: person.cents, currency: 'EUR' },
  };
  const facts = {
    customer: { name: customer.name },
    business: { name: 'Ibáñez Plumbing & Heating' },
    event,
    staff: { name: index % 2 === 0 ? 'Marta' : 'Luis' },
  };
  const texts = afterAJob.steps as unknown as { id: string; settings: { subject: string; body: string } }[];
  const wording = (id: string) => texts.find((step) => step.id === id)!.settings;
  const links = { ratingLink: `${publicUrl}/r/…` };
  const said = (text: string) => {
    const rendered = renderTemplate(text, facts, { links });
    return 'text' in rendered ? rendered.text : text;
  };
  const sms = (id: string) => ({
    to: customer.phone,
    from: '',
    text: said(wording(id).body),
    metadata: { messageId: '' },
  });
  const filled = prepareEmail(
    {
      ...wording('thanks'),
      language: 'en',
      business: {
        name: 'Ibáñez Plumbing & Heating',
        postalAddress: 'Calle del Agua 12, 28012 Madrid',
        accent: ACCENT,
        logo: logoAt(publicUrl, LOGO_PATH),
      },
    },
    (source: string, about: typeof facts) => renderTemplate(source, about, { links }),
  )(facts);
  const mail = {
    to: customer.email,
    from: 'hello@example.com',
    headers: {},
    metadata: { messageId: '' },
    ...filled,
  };

  const sent = async (
    stepId: string,
    channel: 'email' | 'sms',
    purpose: string,
    at: Date,
    content: object,
  ) => {
    const id = idOfPast(at.getTime());
    return {
      id,
      channel,
      purpose,
      stepId,
      sentAt: at,
      segments: channel === 'sms' ? segmentsOf((content as { text: string }).text).parts : null,
      content: await keys.seal(BUSINESS, JSON.stringify(content), {
        table: 'messages',
        rowId: id,
        kind: 'content',
      }),
    };
  };
  const messages = [
    await sent('thanks', 'email', 'service', after(0), mail),
    await sent('check', 'sms', 'service', after(2), sms('check')),
    await sent('ask', 'sms', 'review', after(5), sms('ask')),
  ];
  const answered = person.rating === undefined ? null : after(5, 3);
  const feedback = answered && {
    id: idOfPast(answered.getTime()),
    rating: person.rating!,
    comment: person.words ?? '',
    messageId: messages[2]!.id,
    at: answered,
    links: ['google', 'facebook'],
  };

  const line = (
    at: Date,
    type: string,
    stepId: string | null,
    exit: string | null,
    code: Parameters<typeof reason>[0],
    more: { messageId?: string; feedbackId?: string; until?: Date } = {},
  ) => ({
    id: idOfPast(at.getTime()),
    at,
    type,
    stepId,
    exit,
    reason: reason(code, {
      until: more.until ? clockWords(more.until.toISOString(), 'Europe/Madrid', temporalCalendar) : '',
    }),
    messageId: more.messageId ?? null,
    feedbackId: more.feedbackId ?? null,
  });
  const step = (at: Date, stepId: string, messageId: string) => [
    line(at, 'message', stepId, null, 'sent', { messageId }),
    line(at, 'step', stepId, 'sent', 'sent'),
  ];
  const timeline = [
    line(began, 'enrolled', null, null, 'entered'),
    ...step(after(0), 'thanks', messages[0]!.id),
    line(after(0), 'waiting', 'pause', null, 'waiting', { until: after(2) }),
    line(after(2), 'step', 'pause', 'done', 'wait_over'),
    ...step(after(2), 'check', messages[1]!.id),
    line(after(2), 'waiting', 'rest', null, 'waiting', { until: after(5) }),
    line(after(5), 'step', 'rest', 'done', 'wait_over'),
    ...step(after(5), 'ask', messages[2]!.id),
    line(after(5), 'ended', null, null, 'finished'),
    ...(feedback ? [line(feedback.at, 'feedback', null, null, 'answered', { feedbackId: feedback.id })] : []),
  ];
  return {
    enrollment: {
      id: idOfPast(began.getTime()),
      journeyId,
      version: 1,
      customerId: customer.id,
      subject: { kind: 'job', id: String(8800 + index) },
      facts: { event, staff: facts.staff, location: null, saved: {} },
      startedAt: began,
      endedAt: after(5),
      reason: reason('finished'),
    },
    timeline,
    messages,
    feedback,
  };
}

/** What happens as the demo opens: two jobs that begin a journey, one too small for it, an invoice that is waited for. */
async function makeNews(tx: BusinessTransaction, keys: BusinessKeys): Promise<void> {
  const news = [
    {
      type: 'job_completed',
      customer: person('c-120', 'Ana Ruiz', 'ana@example.com', '+447700900120', 'es'),
      subject: { kind: 'job', id: '8841' },
      staff: { externalId: 't-4', name: 'Marta' },
      data: { totalCents: 12_500, currency: 'EUR', service: 'boiler repair' },
    },
    {
      type: 'job_completed',
      customer: person('c-121', 'Jonas Weber', 'jonas@example.com', '+447700900121', 'en'),
      subject: { kind: 'job', id: '8842' },
      staff: { externalId: 't-5', name: 'Luis' },
      data: { totalCents: 31_000, currency: 'EUR', service: 'shower mixer' },
    },
    {
      type: 'job_completed',
      customer: person('c-122', 'Nuria Pons', 'nuria@example.com', '+447700900122', 'en'),
      subject: { kind: 'job', id: '8843' },
      data: { totalCents: 3_500, currency: 'EUR', service: 'new washer' },
    },
    {
      type: 'invoice_sent',
      customer: person('c-121', 'Jonas Weber', 'jonas@example.com', '+447700900121', 'en'),
      subject: { kind: 'invoice', id: '2077' },
      data: { totalCents: 31_000, currency: 'EUR' },
    },
  ];
  const rows = [];
  for (const event of news) {
    const id = newId();
    rows.push({
      id,
      connectionId: CONNECTION,
      source: 'webhook',
      origin: CONNECTION,
      dedupeKey: `demo:${event.type}:${event.subject.id}`,
      sourceId: `demo:${event.type}:${event.subject.id}`,
      bodyHash: null,
      type: event.type,
      subject: event.subject,
      payload: await keys.seal(BUSINESS, JSON.stringify(event), {
        table: 'inbox_events',
        rowId: id,
        kind: 'payload',
      }),
      raw: null,
      journeyId: null,
      customerId: null,
      status: 'received' as const,
      note: null,
      depth: 0,
      occurredAt: new Date(),
    });
  }
  await insertEvents(tx, rows);
}

const person = (externalId: string, name: string, email: string, phone: string, locale: string) => ({
  externalId,
  name,
  email,
  phone,
  locale,
  timezone: 'Europe/Madrid',
});

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** Scripts on this machine get a key for as long as the product runs; the one of the last start ends. */
async function mintKey(database: Database): Promise<string> {
  const made = newApiKey();
  await withBusiness(database, { businessId: BUSINESS }, async (tx) => {
    const now = new Date();
    const live = await apiKeys.listApiKeys(tx, null, 200);
    for (const key of live.filter(({ name }) => name === KEY_NAME))
      await apiKeys.revokeApiKey(tx, key.id, now);
    await apiKeys.insertApiKey(tx, {
      id: newId(),
      name: KEY_NAME,
      prefix: made.prefix,
      hash: made.hash,
      scopes: ['*'],
      createdBy: null,
      expiresAt: null,
    });
  });
  return made.key;
}

async function webhookSecret(database: Database, keys: BusinessKeys): Promise<string> {
  const [row] = await withBusiness(database, { businessId: BUSINESS }, (tx) =>
    tx.k
      .selectFrom('integrations.secrets')
      .select(['id', 'sealed', 'kind'])
      .where('business_id', '=', BUSINESS)
      .where('connection_id', '=', CONNECTION)
      .orderBy('id', 'desc')
      .limit(1)
      .execute(),
  );
  const opened = await keys.open(BUSINESS, row!.sealed, {
    table: 'secrets',
    rowId: row!.id,
    kind: row!.kind,
  });
  return opened.toString('utf8');
}
