import { describe, expect, test } from '@jest/globals';
import {
  EVENT_TYPES,
  eventLabel,
  isReserved,
  matches,
  newEvent,
  RESERVED_EVENT_TYPES,
  type EventPattern,
} from '../../../workflows/flow/events.js';
import { FIELDS_OF_EVENT } from '../../../workflows/flow/fields.js';

const completed = {
  id: 'jobber:visit:8841:completed',
  type: 'job_completed',
  occurredAt: '2026-11-20T15:04:05Z',
  customer: {
    externalId: 'c-17',
    name: 'Ana Ruiz',
    email: 'ana@example.com',
    phone: '+34600111222',
    locale: 'es',
    timezone: 'Europe/Madrid',
    tags: ['vip'],
    consents: [{ channel: 'sms', purpose: 'marketing', granted: true, evidence: 'signed form 12' }],
  },
  subject: { kind: 'job', id: '8841' },
  staff: { externalId: 't-4', name: 'Marta' },
  location: { externalId: 'main' },
  data: { totalCents: 12500, currency: 'EUR', service: 'Boiler repair' },
};

/** `path: message` of every fault. */
function faultsOf(event: unknown): string[] {
  const { error } = newEvent.safeParse(event);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('an event that comes in', () => {
  test('is kept as it was sent', () => {
    expect(newEvent.parse(completed)).toEqual(completed);
  });

  test('needs nothing but its type', () => {
    expect(newEvent.parse({ type: 'custom_van_washed' })).toEqual({ type: 'custom_van_washed', data: {} });
  });

  test('keeps what we do not know in its data, wherever it stood', () => {
    const event = newEvent.parse({
      ...completed,
      weather: 'rain',
      customer: { name: 'Ana', shoeSize: 38 },
      staff: { name: 'Marta', van: 3 },
    });
    expect(event.data).toEqual({
      ...completed.data,
      weather: 'rain',
      customer: { shoeSize: 38 },
      staff: { van: 3 },
    });
    expect(event.customer).toEqual({ name: 'Ana' });
    expect(event).not.toHaveProperty('weather');
  });

  test('data of its own wins over a stray field of the same name', () => {
    expect(newEvent.parse({ type: 'job_completed', totalCents: 1, data: { totalCents: 2 } }).data).toEqual({
      totalCents: 2,
    });
  });

  test.each([
    [
      'an unknown type',
      { type: 'job_done' },
      'type: “job_done” is no known event type; use one of the listed types or a name of your own that begins with custom_.',
    ],
    [
      'a custom type in capitals',
      { type: 'custom_Van' },
      'type: “custom_Van” is no known event type; use one of the listed types or a name of your own that begins with custom_.',
    ],
    [
      'a time without its offset',
      { ...completed, occurredAt: '2026-11-20 15:04' },
      'occurredAt: Give a time with its offset, such as 2026-11-20T15:04:05Z.',
    ],
    [
      'a day that does not exist',
      { ...completed, occurredAt: '2026-02-30T15:04:05Z' },
      'occurredAt: Give a time with its offset, such as 2026-11-20T15:04:05Z.',
    ],
    [
      'no email address',
      { ...completed, customer: { email: 'ana@' } },
      'customer.email: This is no email address.',
    ],
    [
      'a phone number without its country',
      { ...completed, customer: { phone: '600111222' } },
      'customer.phone: Give the phone number with its country, such as +34600111222.',
    ],
    [
      'a zone nobody lives in',
      { ...completed, customer: { timezone: 'Mars/Olympus' } },
      'customer.timezone: Give a time zone such as Europe/Madrid.',
    ],
    [
      'a language of noise',
      { ...completed, customer: { locale: '!!' } },
      'customer.locale: Give a language such as es or en-GB.',
    ],
    [
      'a consent without an answer',
      { ...completed, customer: { consents: [{ channel: 'fax', purpose: 'marketing', granted: true }] } },
      'customer.consents.0.channel: Choose email or sms.',
    ],
    [
      'a subject without a number',
      { ...completed, subject: { kind: 'job', id: '' } },
      'subject.id: Say which one.',
    ],
  ])('%s is refused, saying where and what to do', (_, event, fault) => {
    expect(faultsOf(event)).toEqual([fault]);
  });

  test('something else than an object is refused and never throws', () => {
    for (const made of [null, 42, 'job_completed', [], undefined, true])
      expect(newEvent.safeParse(made).success).toBe(false);
    expect(faultsOf({ ...completed, data: [] })).toHaveLength(1);
    expect(faultsOf({ ...completed, customer: 'Ana' })).toHaveLength(1);
  });

  test('a field named like a prototype changes nothing', () => {
    const event = newEvent.parse(
      JSON.parse('{"type":"job_completed","__proto__":{"admin":true},"data":{"__proto__":{"admin":true}}}'),
    );
    expect((event as unknown as { admin?: boolean }).admin).toBeUndefined();
    expect((event.data as { admin?: boolean }).admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

test('every known event has a sentence for owners and fields for its menus', () => {
  for (const type of EVENT_TYPES) {
    expect(eventLabel(type)).toMatch(/^[A-Z][a-z’ ]+/);
    expect([type, Object.hasOwn(FIELDS_OF_EVENT, type)]).toEqual([type, true]);
  }
  expect(eventLabel('custom_van_washed')).toBe('“van washed” happens');
});

test('what only Journeyman can know is reserved', () => {
  expect(RESERVED_EVENT_TYPES.every(isReserved)).toBe(true);
  expect(isReserved('job_completed')).toBe(false);
});

describe('waiting for an event', () => {
  const facts = {
    customer: { id: 'ana' },
    business: {},
    event: { type: 'invoice_sent', data: { totalCents: 100 } },
    subject: { kind: 'invoice', id: '7' },
  };
  const paid = {
    type: 'invoice_paid',
    customerId: 'ana',
    subject: { kind: 'invoice', id: '7' },
    data: { totalCents: 9000 },
  };
  const now = '2026-11-20T10:00:00.000Z';
  const wants = (change: Partial<EventPattern>): EventPattern => ({
    type: 'invoice_paid',
    same: 'subject',
    ...change,
  });

  test('takes the payment of the same invoice, and of no other', () => {
    expect(matches(wants({}), paid, facts, now)).toBe(true);
    expect(matches(wants({}), { ...paid, subject: { kind: 'invoice', id: '8' } }, facts, now)).toBe(false);
    expect(matches(wants({}), { ...paid, subject: { kind: 'job', id: '7' } }, facts, now)).toBe(false);
    expect(matches(wants({}), { ...paid, subject: null }, facts, now)).toBe(false);
  });

  test('takes the payment of the same invoice whoever made it', () => {
    expect(matches(wants({}), { ...paid, customerId: 'bob' }, facts, now)).toBe(true);
    expect(matches(wants({}), { ...paid, customerId: 'bob' }, { ...facts, subject: null }, now)).toBe(false);
  });

  test('takes any payment of the same customer when asked so, and nobody else’s', () => {
    expect(matches(wants({ same: 'customer' }), { ...paid, subject: null }, facts, now)).toBe(true);
    expect(matches(wants({ same: 'customer' }), { ...paid, customerId: 'bob' }, facts, now)).toBe(false);
  });

  test('without a subject it is about the customer', () => {
    expect(matches(wants({}), { ...paid, subject: null }, { ...facts, subject: null }, now)).toBe(true);
  });

  test('looks at the event that came, not at the one that began the journey', () => {
    const large = { field: 'event.data.totalCents', op: 'gte', value: 5000 } as const;
    expect(matches(wants({ where: large }), paid, facts, now)).toBe(true);
    expect(matches(wants({ where: large }), { ...paid, data: { totalCents: 10 } }, facts, now)).toBe(false);
  });
});
