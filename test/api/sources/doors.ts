import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { TokenPurpose } from '../../../db/tokens.js';
import { withBusiness } from '../../../db/tenant.js';
import { newId } from '../../../lib/ids.js';
import { signWebhook } from '../../../lib/standard-webhooks.js';
import { newPublicToken, newWebhookSecret } from '../../../lib/tokens.js';
import type { TestApi } from '../support/start-api.js';

export interface Connected {
  id: string;
  secret: string;
  path: string;
}

/** A link to an outside system, with its secret sealed as the product seals it. */
export async function connect(
  api: TestApi,
  source: string,
  { secret = newWebhookSecret(), settings = {}, businessId = api.business.id, status = 'active' } = {},
): Promise<Connected> {
  const id = newId();
  const secretId = newId();
  await api.deps.keys.ensure(businessId);
  const sealed = await api.deps.keys.seal(businessId, secret, {
    table: 'secrets',
    rowId: secretId,
    kind: 'signing',
  });
  await withBusiness(api.deps.database, { businessId }, async (tx) => {
    await tx.k
      .insertInto('integrations.connections')
      .values({
        business_id: businessId,
        id,
        source,
        name: source,
        status,
        settings: JSON.stringify(settings),
      })
      .execute();
    await tx.k
      .insertInto('integrations.secrets')
      .values({ business_id: businessId, id: secretId, connection_id: id, kind: 'signing', sealed })
      .execute();
  });
  return { id, secret, path: `/hooks/${source}/${id}` };
}

/** The bytes of a delivery as its sender puts them on the wire. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/deliveries/${name}`, import.meta.url));
}

export interface Posting {
  body: Buffer | string;
  headers?: Record<string, string>;
}

export const post = (api: TestApi, path: string, { body, headers = {} }: Posting) =>
  api.ask('POST', path, { as: null, raw: body, headers: { 'content-type': 'application/json', ...headers } });

export const asWebhook = (
  body: Buffer | string,
  secret: string,
  { id = newId(), at = new Date() } = {},
): Posting => ({
  body,
  headers: signWebhook(id, body, [secret], at),
});

export function asStripe(body: Buffer | string, secret: string, at = new Date()): Posting {
  const stamp = Math.floor(at.getTime() / 1000);
  const signature = createHmac('sha256', secret).update(`${stamp}.`).update(body).digest('hex');
  return { body, headers: { 'stripe-signature': `t=${stamp},v1=${signature}` } };
}

export function asSvix(
  body: Buffer | string,
  secret: string,
  { id = `msg_${newId()}`, at = new Date() } = {},
): Posting {
  const signed = signWebhook(id, body, [secret], at);
  return {
    body,
    headers: Object.fromEntries(
      Object.entries(signed).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
    ),
  };
}

export const asBasic = (body: Buffer | string, password: string, name = 'postmark'): Posting => ({
  body,
  headers: { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` },
});

/** A form as Twilio sends and signs it: base64(HMAC-SHA1(auth token, address + sorted fields)). */
export function asTwilio(url: string, fields: Record<string, string>, authToken: string): Posting {
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, key) => text + key + fields[key], url);
  return {
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': createHmac('sha1', authToken).update(signed, 'utf8').digest('base64'),
    },
  };
}

export interface Passage {
  customerId: string;
  journeyId: string;
  enrollmentId: string;
  messageId: string;
  /** What the provider calls the message. */
  sid: string;
  phone: string;
  email: string;
}

export interface Arranged {
  businessId?: string;
  channel?: 'email' | 'sms';
  purpose?: 'service' | 'review' | 'marketing';
  provider?: string;
  status?: string;
  enrollmentStatus?: string;
  phone?: string;
  locale?: string | null;
  name?: string | null;
  depth?: number;
  facts?: Record<string, unknown>;
}

/** A customer inside a journey who has been sent one message. */
export async function passage(
  api: TestApi,
  {
    businessId = api.business.id,
    channel = 'email',
    purpose = 'review',
    provider = 'outbox',
    status = 'sent',
    enrollmentStatus = 'active',
    phone = `+34600${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`,
    locale = null,
    name = 'Ana Ruiz',
    depth = 0,
    facts = {},
  }: Arranged = {},
): Promise<Passage> {
  const [customerId, journeyId, enrollmentId, messageId] = [newId(), newId(), newId(), newId()];
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const email = `ana-${randomBytes(5).toString('hex')}@example.com`;
  await withBusiness(api.deps.database, { businessId }, async (tx) => {
    const of = { business_id: businessId };
    await tx.k
      .insertInto('crm.customers')
      .values({ ...of, id: customerId, name, email, phone, locale })
      .execute();
    await tx.k
      .insertInto('journeys.journeys')
      .values({ ...of, id: journeyId, name: 'After a job', status: 'live', live_version: 1 })
      .execute();
    await tx.k
      .insertInto('journeys.versions')
      .values({ ...of, journey_id: journeyId, number: 1, flow: '{}' })
      .execute();
    await tx.k
      .insertInto('journeys.enrollments')
      .values({
        ...of,
        id: enrollmentId,
        journey_id: journeyId,
        version: 1,
        customer_id: customerId,
        subject_kind: 'job',
        subject_id: newId(),
        status: enrollmentStatus,
        depth,
        facts: JSON.stringify({
          event: {
            type: 'job_completed',
            occurredAt: '2026-11-17T10:00:00Z',
            data: { service: 'Boiler repair' },
          },
          staff: { name: 'Dan' },
          ...facts,
        }),
      })
      .execute();
    await tx.k
      .insertInto('messaging.messages')
      .values({
        ...of,
        id: messageId,
        send_key: `${enrollmentId}:ask:1`,
        channel,
        purpose,
        status,
        customer_id: customerId,
        enrollment_id: enrollmentId,
        journey_id: journeyId,
        version: 1,
        step_id: 'ask',
        visit: 1,
        provider,
        provider_message_id: status === 'sending' ? null : sid,
        sent_at: status === 'sent' ? new Date() : null,
      })
      .execute();
    await tx.k
      .insertInto('feedback.review_requests')
      .values({ ...of, message_id: messageId, enrollment_id: enrollmentId, customer_id: customerId, channel })
      .execute();
  });
  return { customerId, journeyId, enrollmentId, messageId, sid, phone, email };
}

/** A customer's link of this purpose, as a message carries it. */
export async function link(
  api: TestApi,
  { customerId, enrollmentId, messageId }: Passage,
  purpose: TokenPurpose,
  { businessId = api.business.id, expiresAt = null }: { businessId?: string; expiresAt?: Date | null } = {},
): Promise<string> {
  const { token, hash } = newPublicToken();
  await withBusiness(api.deps.database, { businessId }, (tx) =>
    tx.k
      .insertInto('platform.public_tokens')
      .values({
        business_id: tx.businessId,
        id: newId(),
        token_hash: hash,
        purpose,
        customer_id: customerId,
        enrollment_id: enrollmentId,
        message_id: messageId,
        expires_at: expiresAt,
      })
      .execute(),
  );
  return token;
}

/** Looks behind row-level security, as the superuser. */
export async function look<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Why a business is never to message this address again; empty when it may. Only a hash is kept. */
export const suppressionsOf = (
  url: string,
  { businessId, channel, address }: { businessId: string; channel: 'email' | 'sms'; address: string },
) =>
  look<{ reason: string }>(
    url,
    'select reason from messaging.suppressions where address_hash = $1 and lifted_at is null',
    [createHash('sha256').update(`${businessId}:${channel}:${address}`).digest()],
  );
