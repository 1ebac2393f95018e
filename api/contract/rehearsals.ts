import { z } from 'zod';
import { duration } from '../../workflows/flow/duration.js';
import { eventCustomer, eventType, newEvent, subject } from '../../workflows/flow/events.js';
import { flowDocument } from './drafts.js';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { id, idParams, instantIn, instantOut } from './shapes.js';

export const reason = z.object({ code: z.string(), message: z.string() });

/** Something the customer does on the way; without a type it is a rating. */
export const answer = z.object({
  step: z.string().max(64).optional().meta({
    description:
      'What it answers: `after` then counts from the first time the passage waits at this step, or has sent its message.',
  }),
  after: duration.optional().meta({ description: 'How long after the start, or after reaching `step`.' }),
  at: instantIn.optional(),
  type: eventType.optional(),
  rating: z.int().min(1).max(5).optional(),
  comment: z.string().max(5000).optional(),
  subject: subject.nullish(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** Whom it is tried on: somebody real, by id, or somebody made up. */
export const rehearsedCustomer = eventCustomer.extend({ id: id.optional() }).loose().meta({
  description:
    'Instead of the one in the event. With `id` a customer of the business, with what may be sent to them and what has been lately; other fields given here win over theirs.',
});

/** Which flow a rehearsal runs. */
export const flowChoice = z.object({
  flow: flowDocument.optional(),
  version: z.int().min(1).max(2_147_483_647).optional(),
});

export const rehearsalRequest = flowChoice.extend({
  event: newEvent,
  customer: rehearsedCustomer.optional(),
  answers: z.array(answer).max(50).default([]),
  startAt: instantIn.optional(),
});

/** One line of what would happen. */
const rehearsalEntry = z
  .object({
    at: instantOut,
    stepId: z.string().nullable(),
    kind: z.string(),
    what: z.string(),
    exit: z.string().nullable(),
    reason: reason.optional(),
    event: z
      .object({ type: z.string(), rating: z.int().nullable() })
      .optional()
      .meta({ description: 'Of a line that tells an event: what it was.' }),
    message: z
      .object({
        channel: z.enum(['email', 'sms']),
        purpose: z.enum(['service', 'review', 'marketing']),
        to: z.string(),
        language: z.string(),
        subject: z.string().nullable(),
        text: z.string(),
        html: z.string().nullable(),
        segments: z.int(),
      })
      .optional(),
  })
  .meta({ id: 'RehearsalEntry' });

export const rehearsalEnd = z.object({
  at: instantOut,
  status: z.enum(['completed', 'stopped', 'failed', 'ignored']),
  reason,
});

export const rehearsal = z
  .object({
    entries: z.array(rehearsalEntry),
    ended: rehearsalEnd,
    timezone: z
      .string()
      .meta({ description: 'The zone in which hours were counted: the customer’s, else the business’s.' }),
  })
  .meta({ id: 'Rehearsal' });

export const rehearseJourney = defineOperation({
  id: 'rehearseJourney',
  method: 'post',
  path: '/journeys/:id/rehearsals',
  tag: 'Journeys',
  summary: 'Run a flow on a virtual clock; sends and keeps nothing',
  description:
    'Runs `flow`, else the published `version` named, else the draft. Trying it on a customer of the business also wants `customers:read`.',
  permission: 'journeys:read',
  params: idParams,
  body: rehearsalRequest,
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 200: rehearsal },
});

export const rehearsalOperations = [rehearseJourney];
