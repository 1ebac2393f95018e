import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../lib/problem.js';
import { parseJson } from '../read-json.js';
import { statedPerson } from './stated-person.js';
import { refused, type Source, type Translation, type Verdict } from './source.js';

const TOLERANCE_SECONDS = 300;

/**
 * Stripe: invoices from finalized to paid, failed or voided, charges refunded, checkouts completed, customers made and
 * changed. Everything else it sends is recorded and left alone. Amounts are kept in the currency's smallest unit, as Stripe gives them.
 *
 * Our own check of the signature rather than the `stripe` package's, which costs a second to load; a test holds the two
 * together. Source: Stripe documentation, "Verify webhook signatures manually" and "Types of events".
 */
export const stripe: Source = {
  verify({ body, headers }, secrets, now) {
    const header = headers['stripe-signature'];
    if (typeof header !== 'string') return refused('Send the Stripe-Signature header once.');
    return verifyStripe(body, header, secrets, now);
  },

  translate({ body }) {
    const parsed = envelope.safeParse(parseJson(body));
    if (!parsed.success) throw new Problem('bad_request', 'This is no event of Stripe’s.');
    const event = parsed.data;
    const occurredAt = new Date(event.created * 1000);
    const translate = Object.hasOwn(translators, event.type) ? translators[event.type] : undefined;
    if (!translate) return nothingToDo(event.id, event.type, occurredAt);
    const object = z.looseObject({ id: z.string() }).safeParse(event.data?.object);
    if (!object.success) throw new Problem('bad_request', `This ${event.type} is about nothing.`);
    const said = translate(object.data);
    return {
      events: {
        id: event.id,
        occurredAt: said.occurredAt ?? occurredAt.toISOString(),
        type: said.type,
        ...(said.subject && { subject: said.subject }),
        ...(said.customer && { customer: said.customer }),
        data: withoutNulls({
          ...said.data,
          livemode: event.livemode ?? null,
          account: event.account ?? null,
        }),
      },
    };
  },
};

const envelope = z.looseObject({
  id: z.string().min(1).max(255),
  // Thin events ("v2.core.event") say only where to look and concern nothing we act on.
  object: z.enum(['event', 'v2.core.event']),
  type: z.string().min(1).max(200),
  created: z
    .union([z.number().int().nonnegative().max(99_999_999_999), z.iso.datetime({ offset: true })])
    .transform((at) => (typeof at === 'number' ? at : Math.floor(Date.parse(at) / 1000))),
  livemode: z.boolean().optional(),
  account: z.string().nullish(),
  data: z.looseObject({ object: z.unknown() }).optional(),
});

interface Said {
  type: string;
  /** None: it is about the customer themselves. */
  subject?: { kind: string; id: string };
  occurredAt?: string;
  customer?: Record<string, unknown> | undefined;
  data: Record<string, unknown>;
}

type StripeObject = { id: string } & Record<string, unknown>;

const aboutInvoice =
  (type: string) =>
  (invoice: StripeObject): Said => ({
    type,
    subject: { kind: 'invoice', id: invoice.id },
    customer: payerOf(invoice),
    data: invoiceData(invoice),
  });

const aboutCustomer =
  (type: string) =>
  (customer: StripeObject): Said => ({
    type,
    customer: statedPerson({
      externalId: customer.id,
      name: customer['name'],
      email: customer['email'],
      phone: customer['phone'],
      country: record(customer['address'])?.['country'],
      locale: firstOf(customer['preferred_locales']),
    }),
    data: { description: text(customer['description']), metadata: customer['metadata'] ?? null },
  });

const translators: Readonly<Record<string, (object: StripeObject) => Said>> = {
  'customer.created': aboutCustomer('customer_created'),
  'customer.updated': aboutCustomer('customer_updated'),
  'invoice.finalized': aboutInvoice('invoice_created'),
  'invoice.sent': aboutInvoice('invoice_sent'),
  'invoice.overdue': aboutInvoice('invoice_overdue'),
  'invoice.voided': aboutInvoice('invoice_voided'),

  'invoice.paid': (invoice) => {
    const paidAt = number(record(invoice['status_transitions'])?.['paid_at']);
    return {
      type: 'invoice_paid',
      subject: { kind: 'invoice', id: invoice.id },
      ...(paidAt !== null && { occurredAt: new Date(paidAt * 1000).toISOString() }),
      customer: payerOf(invoice),
      data: { ...invoiceData(invoice), paidCents: number(invoice['amount_paid']) },
    };
  },

  'invoice.payment_failed': (invoice) => {
    const next = number(invoice['next_payment_attempt']);
    return {
      type: 'payment_failed',
      subject: { kind: 'invoice', id: invoice.id },
      customer: payerOf(invoice),
      data: {
        ...invoiceData(invoice),
        amountCents: number(invoice['amount_remaining']) ?? number(invoice['amount_due']),
        dueCents: number(invoice['amount_remaining']) ?? number(invoice['amount_due']),
        attempts: number(invoice['attempt_count']),
        nextAttemptAt: next === null ? null : new Date(next * 1000).toISOString(),
      },
    };
  },

  'charge.refunded': (charge) => {
    const billing = record(charge['billing_details']);
    return {
      type: 'payment_refunded',
      subject: { kind: 'payment', id: idOf(charge['payment_intent']) ?? charge.id },
      customer: statedPerson({
        externalId: idOf(charge['customer']),
        name: billing?.['name'],
        email: billing?.['email'] ?? charge['receipt_email'],
        phone: billing?.['phone'],
        country: record(billing?.['address'])?.['country'],
      }),
      data: {
        totalCents: number(charge['amount']),
        amountCents: number(charge['amount_refunded']),
        refundedCents: number(charge['amount_refunded']),
        refundedInFull: charge['refunded'] === true,
        currency: currency(charge['currency']),
        chargeId: charge.id,
        invoiceId: idOf(charge['invoice']),
        description: text(charge['description']),
        metadata: charge['metadata'] ?? null,
      },
    };
  },

  'checkout.session.completed': (session) => {
    const details = record(session['customer_details']);
    const locale = text(session['locale']);
    return {
      type: 'purchase_made',
      subject: { kind: 'purchase', id: session.id },
      customer: statedPerson({
        externalId: idOf(session['customer']),
        name: details?.['name'] ?? details?.['individual_name'],
        email: details?.['email'] ?? session['customer_email'],
        phone: details?.['phone'],
        country: record(details?.['address'])?.['country'],
        locale: locale === 'auto' ? null : locale,
      }),
      data: {
        totalCents: number(session['amount_total']),
        currency: currency(session['currency']),
        mode: text(session['mode']),
        paymentStatus: text(session['payment_status']),
        paymentIntentId: idOf(session['payment_intent']),
        invoiceId: idOf(session['invoice']),
        reference: text(session['client_reference_id']),
        metadata: session['metadata'] ?? null,
      },
    };
  },
};

/** Under the names owners pick from when they write a message about an invoice, and a few of Stripe's own. */
function invoiceData(invoice: StripeObject) {
  const [name, url, due] = [
    text(invoice['number']),
    text(invoice['hosted_invoice_url']),
    number(invoice['due_date']),
  ];
  return {
    totalCents: number(invoice['total']) ?? number(invoice['amount_due']),
    balanceCents: number(invoice['amount_remaining']),
    currency: currency(invoice['currency']),
    invoiceNumber: name,
    number: name,
    dueDate: due === null ? null : new Date(due * 1000).toISOString().slice(0, 10),
    billingReason: text(invoice['billing_reason']),
    paymentUrl: url,
    invoiceUrl: url,
    description: text(invoice['description']),
    metadata: invoice['metadata'] ?? null,
  };
}

function payerOf(invoice: StripeObject) {
  return statedPerson({
    externalId: idOf(invoice['customer']),
    name: invoice['customer_name'],
    email: invoice['customer_email'],
    phone: invoice['customer_phone'],
    country: record(invoice['customer_address'])?.['country'],
  });
}

function nothingToDo(sourceId: string, type: string, occurredAt: Date): Translation {
  return {
    ignored: [
      {
        sourceId,
        type,
        occurredAt,
        note: `Journeyman does nothing when Stripe says ${type}; it was only recorded.`,
      },
    ],
  };
}

/** `t=<seconds>,v1=<hex>[,v1=<hex>]…`: any matching v1 will do, because two secrets sign while one is being rolled. */
function verifyStripe(body: Buffer, header: string, secrets: readonly string[], now: Date): Verdict {
  const parts = header.split(',', 32).map((part) => part.trim().split('=', 2));
  const stamps = parts.filter(([scheme]) => scheme === 't').map(([, value]) => value ?? '');
  const signatures = parts
    .filter(([scheme, value]) => scheme === 'v1' && /^[0-9a-f]{64}$/i.test(value ?? ''))
    .map(([, value]) => Buffer.from(value!, 'hex'));
  const [stamp] = stamps;
  if (stamps.length !== 1 || !stamp || !/^[0-9]{1,12}$/.test(stamp) || signatures.length === 0) {
    return refused('The Stripe-Signature header cannot be read.');
  }
  let matches = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(`${stamp}.`).update(body).digest();
    for (const signature of signatures) if (timingSafeEqual(expected, signature)) matches = true;
  }
  if (!matches) {
    return refused('The signature does not match. Check the signing secret of this endpoint in Stripe.');
  }
  if (now.getTime() / 1000 - Number(stamp) > TOLERANCE_SECONDS) {
    return refused('This delivery was signed more than five minutes ago.', 'stale_timestamp');
  }
  return { genuine: true };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e12 ? value : null;
const currency = (value: unknown): string | null =>
  typeof value === 'string' && /^[a-z]{3}$/i.test(value) ? value.toUpperCase() : null;
const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
const firstOf = (value: unknown): string | null => (Array.isArray(value) ? text(value[0]) : null);
/** Stripe gives an id, or the whole object where somebody asked to have it expanded. */
const idOf = (value: unknown): string | null => text(value) ?? text(record(value)?.['id']);

const withoutNulls = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined));
