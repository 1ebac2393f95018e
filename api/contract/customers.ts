import { z } from 'zod';
import { consentGiven, eventCustomer } from '../../workflows/flow/events.js';
import { channel, purpose } from '../../workflows/flow/purposes.js';
import { country } from './business.js';
import { defineOperation } from './operation.js';
import { file, fileOf, idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

export const customer = z
  .object({
    id: z.string(),
    externalId: z.string().nullable().meta({ description: 'The id of the system that knew them first' }),
    identities: z.array(z.object({ source: z.string(), externalId: z.string() })),
    name: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    locale: z.string().nullable(),
    timezone: z.string().nullable(),
    country: z.string().nullable(),
    lifecycle: z.enum(['lead', 'customer', 'erased']),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), z.unknown()),
    lastEventAt: instantOut.nullable(),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'Customer' });

const reach = z.enum(['allowed', 'stopped']).nullable();

/** A customer in a list, with what somebody looking for a person wants to know at a glance. */
export const listedCustomer = customer
  .extend({
    reach: z.object({ email: reach, sms: reach }).meta({
      description:
        'stopped when nothing may go out by that channel any more: the address is suppressed, or what may be sent unasked was refused and marketing never granted. null without an address.',
    }),
    activeJourneys: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: 'The journeys they are in now, each once' }),
  })
  .meta({ id: 'ListedCustomer' });

export const consent = z
  .object({
    id: z.string(),
    channel,
    purpose,
    granted: z.boolean(),
    source: z.string(),
    evidence: z.string().nullable(),
    eventId: z.string().nullable(),
    messageId: z.string().nullable(),
    actor: z.string().nullable(),
    at: instantOut,
  })
  .meta({ id: 'Consent' });

/** One thing that happened to or about a customer. */
export const customerMoment = z
  .object({
    id: z.string(),
    at: instantOut,
    type: z.string().meta({
      description:
        'received (an event came in), consent, or one of the types of an enrollment’s timeline: enrolled, step, waiting, listening, held, message, event, feedback, control, moved, ended',
    }),
    eventType: z.string().nullable().meta({
      description: 'What came in; with enrolled, what began the journey',
    }),
    subject: z
      .object({ kind: z.string(), id: z.string() })
      .nullable()
      .meta({ description: 'What that event is about, such as a job' }),
    journeyId: z.string().nullable(),
    enrollmentId: z.string().nullable(),
    stepId: z.string().nullable(),
    exit: z.string().nullable(),
    reason: z.object({ code: z.string(), message: z.string() }).nullable(),
    messageId: z.string().nullable(),
    eventId: z.string().nullable(),
    feedbackId: z.string().nullable(),
    consent: z.object({ channel, purpose, granted: z.boolean() }).nullable(),
    actor: z.string().nullable(),
  })
  .meta({ id: 'CustomerMoment' });

/** A person as the API takes one: as in an event, and the country. */
export const newCustomer = eventCustomer.extend({ country: country.nullish() });

export const customerChange = newCustomer.omit({ consents: true, externalId: true }).extend({
  lifecycle: z.enum(['lead', 'customer'], { error: 'Choose lead or customer.' }).optional(),
});

export const listCustomers = defineOperation({
  id: 'listCustomers',
  method: 'get',
  path: '/customers',
  tag: 'Customers',
  summary: 'People the business has served',
  description: '`search` looks in names, email addresses, phone numbers and outside ids.',
  permission: 'customers:read',
  query: pageQuery.extend({
    search: z.string().trim().max(200).optional(),
    tag: z.string().max(100).optional(),
  }),
  responses: { 200: pageOf(listedCustomer) },
});

const exported = {
  method: 'get',
  tag: 'Customers',
  description:
    'Everybody, newest first, as one file that arrives while it is being read; the download is noted in the audit log. A download that breaks off was not whole.',
  permission: 'customers:read',
} as const;

export const exportCustomersCsv = defineOperation({
  ...exported,
  id: 'exportCustomersCsv',
  path: '/customers/export.csv',
  summary: 'All customers as a table',
  responses: { 200: file('text/csv') },
});

export const exportCustomersJson = defineOperation({
  ...exported,
  id: 'exportCustomersJson',
  path: '/customers/export.json',
  summary: 'All customers as JSON',
  responses: { 200: fileOf(customer) },
});

export const createCustomer = defineOperation({
  id: 'createCustomer',
  method: 'post',
  path: '/customers',
  tag: 'Customers',
  summary: 'Add a customer',
  description: '409 with `customerId` when somebody has that email address or outside id already.',
  permission: 'customers:write',
  body: newCustomer,
  responses: { 201: customer },
});

export const getCustomer = defineOperation({
  id: 'getCustomer',
  method: 'get',
  path: '/customers/:id',
  tag: 'Customers',
  summary: 'One customer, with what may be sent to them',
  permission: 'customers:read',
  params: idParams,
  responses: {
    200: customer.extend({
      suppressed: z.object({ email: z.string().nullable(), sms: z.string().nullable() }),
    }),
  },
});

export const updateCustomer = defineOperation({
  id: 'updateCustomer',
  method: 'patch',
  path: '/customers/:id',
  tag: 'Customers',
  summary: 'Correct a customer’s details',
  description: '`tags` replaces all tags. `attributes` are merged; null takes one away.',
  permission: 'customers:write',
  params: idParams,
  body: customerChange,
  responses: { 200: customer },
});

export const eraseCustomer = defineOperation({
  id: 'eraseCustomer',
  method: 'delete',
  path: '/customers/:id',
  tag: 'Customers',
  summary: 'Erase a customer (GDPR)',
  description:
    'Stops every journey, removes every personal detail and text, keeps counts, and remembers by hash never to message those addresses again.',
  permission: 'customers:erase',
  params: idParams,
  responses: { 204: null },
});

export const getCustomerTimeline = defineOperation({
  id: 'getCustomerTimeline',
  method: 'get',
  path: '/customers/:id/timeline',
  tag: 'Customers',
  summary: 'Everything that happened, newest first',
  permission: 'customers:read',
  params: idParams,
  query: pageQuery,
  responses: { 200: pageOf(customerMoment) },
});

export const listConsents = defineOperation({
  id: 'listConsents',
  method: 'get',
  path: '/customers/:id/consents',
  tag: 'Customers',
  summary: 'What they allowed and refused, with the evidence, newest first',
  description: 'The newest per channel and purpose counts.',
  permission: 'customers:read',
  params: idParams,
  query: pageQuery,
  responses: { 200: pageOf(consent) },
});

export const recordConsent = defineOperation({
  id: 'recordConsent',
  method: 'post',
  path: '/customers/:id/consents',
  tag: 'Customers',
  summary: 'Record what a customer allowed or refused',
  description:
    'A member who records a yes says what it rests on in `evidence`, and so lifts an unsubscription of that channel. An API key records, and lifts nothing.',
  permission: 'customers:write',
  params: idParams,
  body: consentGiven.omit({ at: true }).extend({ evidence: words(1000).optional() }),
  responses: { 201: consent },
});

export const customersOperations = [
  listCustomers,
  exportCustomersCsv,
  exportCustomersJson,
  createCustomer,
  getCustomer,
  updateCustomer,
  eraseCustomer,
  getCustomerTimeline,
  listConsents,
  recordConsent,
];
