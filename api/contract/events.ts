import { z } from 'zod';
import { newEvent } from '../../workflows/flow/events.js';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { id, idParams, instantOut, pageOf, pageQuery } from './shapes.js';

export const EVENT_STATUSES = ['received', 'needs_details', 'matched', 'ignored', 'dead'] as const;
const status = z.enum(EVENT_STATUSES, { error: `Choose one of ${EVENT_STATUSES.join(', ')}.` });

const subject = z.object({ kind: z.string(), id: z.string() });

const summary = z.object({
  id: z.string(),
  sourceId: z.string().nullable().meta({ description: 'The id its sender gave it' }),
  type: z.string(),
  source: z.string().meta({ description: '`api`, `journeyman`, or the kind of outside system' }),
  connectionId: z.string().nullable(),
  subject: subject.nullable(),
  customerId: z.string().nullable(),
  journeyId: z.string().nullable().meta({ description: 'The one journey it is meant for; null means all' }),
  status,
  note: z.string().nullable(),
  attempt: z.int(),
  replayOf: z.string().nullable(),
  occurredAt: instantOut,
  receivedAt: instantOut,
  matchedAt: instantOut.nullable(),
});

export const eventSummary = summary.meta({ id: 'EventSummary' });

const OUTCOMES = [
  'enrolled',
  'merged',
  'restarted',
  'queued',
  'woke',
  'ended',
  'ignored',
  'replanned',
] as const;

const listed = summary
  .extend({
    customerName: z
      .string()
      .nullable()
      .meta({ description: 'Null when nobody is named or the customer was erased' }),
    outcomes: z
      .partialRecord(z.enum(OUTCOMES), z.int())
      .meta({ description: 'How many journeys made what of it: `{ "enrolled": 1, "ignored": 3 }`' }),
    ignoredBecause: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why the first of the journeys that did nothing did nothing' }),
  })
  .meta({ id: 'ListedEvent' });

export const match = z
  .object({
    id: z.string(),
    attempt: z.int(),
    journeyId: z.string(),
    enrollmentId: z.string().nullable(),
    outcome: z.enum(OUTCOMES),
    reason: z.object({ code: z.string(), message: z.string() }),
    checks: z.array(z.object({ label: z.string(), passed: z.boolean() })),
  })
  .meta({ id: 'EventMatch', description: 'The verdict of one journey on one event' });

const anything = z.record(z.string(), z.unknown());

export const event = summary
  .extend({
    customer: anything.nullable(),
    staff: anything.nullable(),
    location: anything.nullable(),
    data: anything.nullable().meta({ description: 'Null when what it said has been erased' }),
    matches: z.array(match),
  })
  .meta({ id: 'Event' });

const example = {
  id: 'jobber:visit:8841:completed',
  type: 'job_completed',
  occurredAt: '2026-11-20T15:04:05Z',
  customer: { externalId: 'c-17', name: 'Ana Ruiz', email: 'ana@example.com', phone: '+34600111222' },
  subject: { kind: 'job', id: '8841' },
  data: { totalCents: 12500, currency: 'EUR', service: 'Boiler repair' },
};

const shownEvent = newEvent.meta({ id: 'NewEvent' });

export const sendEvents = defineOperation({
  id: 'sendEvents',
  method: 'post',
  path: '/events',
  tag: 'Events',
  summary: 'Say that something happened',
  description:
    'One event, or an array of up to 500: all are taken or none. `id` makes a repeat harmless; without one, the same body within five minutes counts as a repeat. Unknown fields are kept in `data`.',
  permission: 'events:write',
  maxBodyBytes: LARGE_BODY_BYTES,
  deduplicates: true,
  // Checked by hand, so that every fault of 500 events is answered at its path.
  body: z.unknown(),
  bodyShown: z
    .union([shownEvent, z.array(shownEvent).min(1).max(500)])
    .meta({ description: 'One event, or an array of them', example }),
  responses: {
    202: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          duplicate: z.boolean(),
          sourceId: z.string().nullable(),
          deduplicatedBy: z.enum(['id', 'webhook_id', 'body']),
          note: z.string().nullable(),
        }),
      ),
    }),
  },
});

export const listEvents = defineOperation({
  id: 'listEvents',
  method: 'get',
  path: '/events',
  tag: 'Events',
  summary: 'What came in, newest first',
  permission: 'events:read',
  query: pageQuery.extend({
    type: z.string().max(100).optional(),
    status: status.optional(),
    customerId: id.optional(),
    connectionId: id.optional(),
    search: z.string().trim().max(200).optional().meta({
      description: 'Only events of customers whose name, email, phone or outside id has this',
    }),
  }),
  responses: { 200: pageOf(listed) },
});

export const getEvent = defineOperation({
  id: 'getEvent',
  method: 'get',
  path: '/events/:id',
  tag: 'Events',
  summary: 'One event, with the verdict of every journey considered',
  permission: 'events:read',
  params: idParams,
  responses: { 200: event },
});

export const replayEvent = defineOperation({
  id: 'replayEvent',
  method: 'post',
  path: '/events/:id/replays',
  tag: 'Events',
  summary: 'Match an event again, as a new record beside the old',
  description: 'The journeys of today judge it, by their rules for coming in again.',
  permission: 'events:replay',
  params: idParams,
  responses: { 201: eventSummary },
});
