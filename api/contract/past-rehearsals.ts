import { z } from 'zod';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { answer, flowChoice, reason } from './rehearsals.js';
import { idParams, instantOut } from './shapes.js';

const counted = z.object({ code: z.string(), message: z.string(), count: z.int() });

/** One of the events, ready to be rehearsed by itself. */
const example = z.object({
  customerId: z.string(),
  customerName: z.string().nullable(),
  event: z.record(z.string(), z.unknown()),
  startAt: instantOut,
  answers: z.array(answer).meta({ description: 'What the customer really did meanwhile.' }),
  verdict: z.enum(['enrolled', 'restarted', 'merged', 'ignored']),
  reason,
  messages: z.int(),
  held: z.int(),
  ended: z.object({ status: z.enum(['completed', 'stopped', 'failed', 'ignored']), reason }).nullable(),
});

export const pastRehearsal = z
  .object({
    period: z.object({ from: instantOut, until: instantOut }),
    total: z.int().meta({ description: 'Events of the whole period that are looked at, at most `cap`.' }),
    done: z.int().meta({ description: 'How many of them this page and those before it have looked at.' }),
    cap: z.int(),
    truncated: z.boolean().meta({ description: 'There were more than `cap`; the newest are looked at.' }),
    events: z.int(),
    enrolled: z.int(),
    notEnrolled: z.array(counted),
    sent: z.array(
      z.object({ stepId: z.string(), channel: z.enum(['email', 'sms']), count: z.int(), parts: z.int() }),
    ),
    days: z.array(z.object({ date: z.string(), email: z.int(), sms: z.int() })),
    held: z.array(counted),
    unsent: z.array(counted.extend({ stepId: z.string() })),
    ended: z.array(counted.extend({ status: z.enum(['completed', 'stopped', 'failed', 'ignored']) })),
    examples: z.array(example),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PastRehearsal' });

export const rehearsePast = defineOperation({
  id: 'rehearsePast',
  method: 'post',
  path: '/journeys/:id/past-rehearsals',
  tag: 'Journeys',
  summary: 'What a journey would have done with what happened in the last 90 days',
  description:
    'Runs `flow`, else `version`, else the draft, on the events that would have begun it. A page holds some of the customers: counts of pages are added up. Customers are taken as they are known today; nothing is sent or kept. Wants `events:read` and `customers:read` besides. 409 `conflict` for a journey that no event begins.',
  permission: 'journeys:read',
  params: idParams,
  body: flowChoice
    .extend({
      days: z.int().min(1).max(90).default(90),
      cursor: z.string().max(300).optional(),
    })
    .prefault({}),
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 200: pastRehearsal },
});

export const pastRehearsalOperations = [rehearsePast];
