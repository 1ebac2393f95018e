import { z } from 'zod';
import { duration } from '../../workflows/flow/duration.js';
import { eventCustomer, eventType, newEvent, subject } from '../../workflows/flow/events.js';
import { flowDocument } from './drafts.js';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { idParams, instantIn, instantOut } from './shapes.js';

const reason = z.object({ code: z.string(), message: z.string() });

/** Something the customer does on the way; without a type it is a rating. */
const answer = z.object({
  after: duration.optional().meta({ description: 'How long after the start.' }),
  at: instantIn.optional(),
  type: eventType.optional(),
  rating: z.int().min(1).max(5).optional(),
  comment: z.string().max(5000).optional(),
  subject: subject.nullish(),
  data: z.record(z.string(), z.unknown()).optional(),
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
    message: z
      .object({
        channel: z.enum(['email', 'sms']),
        purpose: z.enum(['service', 'review', 'marketing']),
        to: z.string(),
        subject: z.string().nullable(),
        text: z.string(),
        html: z.string().nullable(),
        segments: z.int(),
      })
      .optional(),
  })
  .meta({ id: 'RehearsalEntry' });

export const rehearsal = z
  .object({
    entries: z.array(rehearsalEntry),
    ended: z.object({
      at: instantOut,
      status: z.enum(['completed', 'stopped', 'failed', 'ignored']),
      reason,
    }),
  })
  .meta({ id: 'Rehearsal' });

export const rehearseJourney = defineOperation({
  id: 'rehearseJourney',
  method: 'post',
  path: '/journeys/:id/rehearsals',
  tag: 'Journeys',
  summary: 'Run a flow on a virtual clock; sends and keeps nothing',
  description: 'Runs `flow`, else the published `version` named, else the draft.',
  permission: 'journeys:read',
  params: idParams,
  body: z.object({
    flow: flowDocument.optional(),
    version: z.int().min(1).optional(),
    event: newEvent,
    customer: eventCustomer.loose().optional().meta({ description: 'Instead of the one in the event.' }),
    answers: z.array(answer).max(50).default([]),
    startAt: instantIn.optional(),
  }),
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 200: rehearsal },
});

export const rehearsalOperations = [rehearseJourney];
