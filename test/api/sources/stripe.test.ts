import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Stripe } from 'stripe';
import { stripe } from '../../../api/sources/stripe.js';
import { newEvent } from '../../../workflows/flow/events.js';
import { asStripe, fixture } from './doors.js';

const secret = 'whsec_testsecretoftheendpoint';
const now = new Date('2026-11-20T15:04:10Z');
const url = 'https://journeyman.example/hooks/stripe/1';
const delivery = (body: Buffer, headers: Record<string, string>) => ({ body, headers, url });
const translated = (name: string) => stripe.translate(delivery(fixture(name), {}));

test('an invoice that was paid becomes an event with who paid, what and how much', () => {
  const { events } = translated('stripe-invoice-paid.json');
  expect(events).toEqual({
    id: 'evt_1SVqzLGbqnxJ2Xk0Wb2Tq9aF',
    type: 'invoice_paid',
    occurredAt: '2026-11-20T15:04:00.000Z',
    subject: { kind: 'invoice', id: 'in_1SVqyxGbqnxJ2Xk0mP3vC7dE' },
    customer: {
      externalId: 'cus_TSnAq1ruizx',
      name: 'Ana Ruiz',
      email: 'ana.ruiz@example.com',
      phone: '+34600111222',
    },
    data: {
      totalCents: 12500,
      balanceCents: 0,
      paidCents: 12500,
      currency: 'EUR',
      invoiceNumber: 'ACME-0042',
      number: 'ACME-0042',
      billingReason: 'manual',
      paymentUrl: 'https://invoice.stripe.com/i/acct_1/test_1',
      invoiceUrl: 'https://invoice.stripe.com/i/acct_1/test_1',
      description: 'Boiler repair',
      metadata: { job: '8841' },
      livemode: true,
    },
  });
});

test('an invoice whose payment failed is an event even when nobody’s e-mail is known', () => {
  expect(translated('stripe-invoice-payment-failed.json').events).toMatchObject({
    type: 'payment_failed',
    subject: { kind: 'invoice', id: 'in_1SVqyxGbqnxJ2Xk0mP3vC7dE' },
    customer: { externalId: 'cus_TSnAq1ruizx' },
    data: {
      totalCents: 4900,
      dueCents: 4900,
      attempts: 2,
      nextAttemptAt: '2026-11-23T15:04:05.000Z',
      currency: 'USD',
      livemode: false,
    },
  });
});

test('a refund says how much came back, and a French number is read in France', () => {
  expect(translated('stripe-charge-refunded.json').events).toMatchObject({
    type: 'payment_refunded',
    subject: { kind: 'payment', id: 'pi_3SVr1bGbqnxJ2Xk01XyZ' },
    customer: { name: 'Luc Petit', email: 'luc@example.com', phone: '+33612345678' },
    data: { totalCents: 12500, refundedCents: 2500, refundedInFull: false, currency: 'EUR' },
  });
});

test('a finished checkout is a purchase, in the language it was made in', () => {
  expect(translated('stripe-checkout-session-completed.json').events).toMatchObject({
    type: 'purchase_made',
    subject: { kind: 'purchase', id: 'cs_live_a1B2c3D4e5F6' },
    customer: {
      externalId: 'cus_guest7',
      name: 'Kim Lee',
      email: 'kim@example.com',
      phone: '+14155550123',
      locale: 'es',
    },
    data: { totalCents: 3000, currency: 'USD', mode: 'payment', paymentStatus: 'paid', reference: 'table-7' },
  });
});

test.each([
  'stripe-invoice-paid.json',
  'stripe-invoice-payment-failed.json',
  'stripe-charge-refunded.json',
  'stripe-checkout-session-completed.json',
])('what %s becomes is an event we take', (name) => {
  expect(newEvent.safeParse(translated(name).events).success).toBe(true);
});

const saying = (type: string, object: object) =>
  stripe.translate(
    delivery(
      Buffer.from(
        JSON.stringify({ id: 'evt_1', object: 'event', type, created: 1795187045, data: { object } }),
      ),
      {},
    ),
  );

test.each([
  ['invoice.finalized', 'invoice_created'],
  ['invoice.sent', 'invoice_sent'],
  ['invoice.overdue', 'invoice_overdue'],
  ['invoice.voided', 'invoice_voided'],
])('%s is the event %s, with what a reminder needs to say', (theirs, ours) => {
  const { events } = saying(theirs, {
    id: 'in_7', number: 'F-1007', total: 12500, amount_remaining: 2500, currency: 'eur', due_date: 1796342400,
    hosted_invoice_url: 'https://invoice.stripe.com/i/7', customer: 'cus_7', customer_email: 'ana@example.com',
  }); // prettier-ignore
  expect(events).toMatchObject({
    type: ours,
    subject: { kind: 'invoice', id: 'in_7' },
    customer: { externalId: 'cus_7', email: 'ana@example.com' },
    data: {
      totalCents: 12500,
      balanceCents: 2500,
      invoiceNumber: 'F-1007',
      dueDate: '2026-12-04',
      paymentUrl: 'https://invoice.stripe.com/i/7',
    },
  });
  expect(newEvent.safeParse(events).success).toBe(true);
});

test('a customer made or changed at Stripe is one here too, in their language', () => {
  for (const [theirs, ours] of [
    ['customer.created', 'customer_created'],
    ['customer.updated', 'customer_updated'],
  ] as const) {
    const { events } = saying(theirs, {
      id: 'cus_8', name: 'Luc Petit', email: 'Luc@Example.com', phone: '06 12 34 56 78', address: { country: 'FR' },
      preferred_locales: ['fr-FR'],
    }); // prettier-ignore
    expect(events).toMatchObject({
      type: ours,
      customer: {
        externalId: 'cus_8',
        name: 'Luc Petit',
        email: 'luc@example.com',
        phone: '+33612345678',
        locale: 'fr-FR',
      },
    });
    expect(newEvent.safeParse(events).success).toBe(true);
  }
});

test('whatever else Stripe says is recorded with the reason that nothing is done', () => {
  expect(translated('stripe-other.json')).toEqual({
    ignored: [
      {
        sourceId: 'evt_1SVr3dGbqnxJ2Xk0other001',
        type: 'product.updated',
        occurredAt: new Date('2026-11-20T15:04:05Z'),
        note: 'Journeyman does nothing when Stripe says product.updated; it was only recorded.',
      },
    ],
  });
});

test('an address nobody can use is left out, and the event is not lost', () => {
  const event = JSON.parse(fixture('stripe-invoice-paid.json').toString());
  Object.assign(event.data.object, {
    customer_email: 'ana at example',
    customer_phone: '12',
    customer_name: '',
  });
  const { events } = stripe.translate(delivery(Buffer.from(JSON.stringify(event)), {}));
  expect(events).toMatchObject({ customer: { externalId: 'cus_TSnAq1ruizx' } });
  expect(newEvent.safeParse(events).success).toBe(true);
});

test.each([
  ['[]', 'This is no event of Stripe’s.'],
  ['{"id":"evt_1","object":"list"}', 'This is no event of Stripe’s.'],
  ['{"id":"evt_1","object":"event","type":"invoice.paid","created":1}', 'This invoice.paid is about nothing.'],
  ['{"id":"evt_1","object":"event","type":"invoice.paid","created":1,"data":{"object":{"id":7}}}', 'This invoice.paid is about nothing.'],
])('%s cannot be read, and says why', (body, message) => {
  expect(() => stripe.translate(delivery(Buffer.from(body), {}))).toThrow(
    expect.objectContaining({ code: 'bad_request', detail: message }),
  );
}); // prettier-ignore

test('what Stripe’s own package signs, we believe, and what it refuses, we refuse', () => {
  const body = fixture('stripe-invoice-paid.json');
  const seconds = Math.floor(now.getTime() / 1000);
  const header = Stripe.webhooks.generateTestHeaderString({
    payload: body.toString(),
    secret,
    timestamp: seconds,
  });
  expect(stripe.verify(delivery(body, { 'stripe-signature': header }), [secret], now)).toEqual({
    genuine: true,
  });
  const ours = asStripe(body, secret, now).headers!['stripe-signature']!;
  expect(Stripe.webhooks.constructEvent(body, ours, secret, 300, undefined, now.getTime()).id).toBe(
    'evt_1SVqzLGbqnxJ2Xk0Wb2Tq9aF',
  );
});

test('while a secret is being replaced, either of the two will do', () => {
  const body = fixture('stripe-invoice-paid.json');
  const { headers = {} } = asStripe(body, 'whsec_old', now);
  expect(stripe.verify(delivery(body, headers), ['whsec_new', 'whsec_old'], now)).toEqual({ genuine: true });
  const both = `${headers['stripe-signature']},v1=${'0'.repeat(64)},v0=abc`;
  expect(stripe.verify(delivery(body, { 'stripe-signature': both }), ['whsec_old'], now)).toEqual({
    genuine: true,
  });
});

const unreadable = {
  genuine: false,
  code: 'bad_signature',
  message: 'The Stripe-Signature header cannot be read.',
};
const wrong = {
  genuine: false,
  code: 'bad_signature',
  message: 'The signature does not match. Check the signing secret of this endpoint in Stripe.',
};

test.each<[string, string | undefined, object]>([
  [
    'no header',
    undefined,
    { genuine: false, code: 'bad_signature', message: 'Send the Stripe-Signature header once.' },
  ],
  ['an empty one', '', unreadable],
  ['no time', `v1=${'0'.repeat(64)}`, unreadable],
  ['two times', `t=1,t=2,v1=${'0'.repeat(64)}`, unreadable],
  ['a time in words', `t=now,v1=${'0'.repeat(64)}`, unreadable],
  ['only an old scheme', `t=1795187045,v0=${'0'.repeat(64)}`, unreadable],
  ['a short signature', 't=1795187045,v1=abcd', unreadable],
  ['a made-up signature', `t=1795187045,v1=${'0'.repeat(64)}`, wrong],
])('%s is refused', (_, header, verdict) => {
  const headers: Record<string, string> = header === undefined ? {} : { 'stripe-signature': header };
  expect(stripe.verify(delivery(fixture('stripe-invoice-paid.json'), headers), [secret], now)).toEqual(
    verdict,
  );
});

test('a delivery signed more than five minutes ago is too old, to the second', () => {
  const body = fixture('stripe-invoice-paid.json');
  const at = (age: number) => {
    const { headers = {} } = asStripe(body, secret, new Date(now.getTime() - age * 1000));
    return stripe.verify(delivery(body, headers), [secret], now);
  };
  expect(at(300)).toEqual({ genuine: true });
  expect(at(301)).toEqual({
    genuine: false,
    code: 'stale_timestamp',
    message: 'This delivery was signed more than five minutes ago.',
  });
});

test('changing any byte of a delivery breaks its signature', () => {
  const body = fixture('stripe-invoice-paid.json');
  const { headers = {} } = asStripe(body, secret, now);
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(body);
      changed[at]! ^= by;
      expect(stripe.verify(delivery(changed, headers), [secret], now)).toEqual(wrong);
    }),
    { numRuns: 50 },
  );
});
