import { z } from 'zod';
import { eventCustomer, subject } from '../../workflows/flow/events.js';
import { stepId } from '../../workflows/flow/step-id.js';
import { defineOperation } from './operation.js';
import { overdue } from './pauses.js';
import { id, idParams, instantOut, pageOf, pageQuery } from './shapes.js';

const reason = z.object({ code: z.string(), message: z.string() });
const status = z.enum(['active', 'completed', 'stopped', 'failed']);

/** One customer's passage through one version of a journey. */
export const enrollment = z
  .object({
    id,
    journeyId: id,
    journeyName: z.string(),
    version: z.int(),
    customerId: id,
    customerName: z.string().nullable(),
    subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
    eventId: id.nullable().meta({ description: 'The event that began it.' }),
    status,
    state: z
      .enum(['starting', 'waiting', 'listening', 'held', 'sending', 'performing', 'asked', 'paused'])
      .nullable()
      .meta({ description: 'What it is doing now; null once it is over.' }),
    reason: reason.nullable().meta({ description: 'Why it is over.' }),
    stepId: z.string().nullable(),
    since: instantOut.nullable(),
    dueAt: instantOut.nullable(),
    pausedAt: instantOut.nullable(),
    queuedAt: instantOut.nullable(),
    startedAt: instantOut,
    endedAt: instantOut.nullable(),
  })
  .meta({ id: 'Enrollment' });

export const timelineLine = z
  .object({
    id,
    at: instantOut,
    type: z.enum([
      'enrolled',
      'step',
      'waiting',
      'listening',
      'held',
      'message',
      'event',
      'feedback',
      'control',
      'moved',
      'ended',
    ]),
    stepId: z.string().nullable(),
    exit: z.string().nullable(),
    reason: reason.nullable(),
    messageId: id.nullable(),
    eventId: id.nullable(),
    feedbackId: id.nullable(),
    actor: z.string().nullable(),
  })
  .meta({ id: 'TimelineLine' });

const exitName = z.string().min(1).max(200);
const filters = { customerId: id.optional(), status: status.optional(), stepId: stepId.optional() };

export const listEnrollments = defineOperation({
  id: 'listEnrollments',
  method: 'get',
  path: '/enrollments',
  tag: 'Enrollments',
  summary: 'Who is or was inside journeys, newest first',
  permission: 'enrollments:read',
  query: pageQuery.extend({ journeyId: id.optional(), ...filters }),
  responses: { 200: pageOf(enrollment) },
});

export const listJourneyEnrollments = defineOperation({
  id: 'listJourneyEnrollments',
  method: 'get',
  path: '/journeys/:id/enrollments',
  tag: 'Enrollments',
  summary: 'Who is or was inside one journey, newest first',
  permission: 'enrollments:read',
  params: idParams,
  query: pageQuery
    .extend({
      ...filters,
      exit: z
        .union([exitName, z.array(exitName).max(20)])
        .transform((named) => [named].flat())
        .optional()
        .meta({
          description:
            'Who has left the step `stepId` by this way, wherever they are now. May be given several times.',
        }),
    })
    .refine(({ exit, stepId: left }) => exit === undefined || left !== undefined, {
      path: ['stepId'],
      error: 'Say which step they left by that way: give stepId as well.',
    }),
  responses: { 200: pageOf(enrollment) },
});

export const enrollByHand = defineOperation({
  id: 'enrollByHand',
  method: 'post',
  path: '/journeys/:id/enrollments',
  tag: 'Enrollments',
  summary: 'Take somebody through a journey by hand',
  description:
    'Becomes an event of type `custom_enrolled_by_hand` in the inbox, meant for this journey only; ' +
    'its `matches` say what came of it.',
  permission: 'enrollments:write',
  params: idParams,
  body: z.object({
    customer: eventCustomer
      .extend({ id: id.optional() })
      .refine(
        ({ id, externalId, email, phone, name }) => Boolean(id ?? externalId ?? email ?? phone ?? name),
        { error: 'Say who: { id } of a customer, or a customer as in an event.' },
      ),
    subject: subject.nullish(),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
  responses: { 202: z.object({ eventId: id }) },
});

export const getEnrollment = defineOperation({
  id: 'getEnrollment',
  method: 'get',
  path: '/enrollments/:id',
  tag: 'Enrollments',
  summary: 'One passage with its timeline, oldest first',
  permission: 'enrollments:read',
  params: idParams,
  responses: {
    200: enrollment.extend({ timeline: z.array(timelineLine) }).meta({ id: 'EnrollmentWithTimeline' }),
  },
});

const why = {
  reason: z.string().trim().max(500, { error: 'Keep this to 500 characters.' }).default(''),
};

export const stopEnrollment = defineOperation({
  id: 'stopEnrollment',
  method: 'post',
  path: '/enrollments/:id/stop',
  tag: 'Enrollments',
  summary: 'End a passage at once',
  description: 'A message that was being handed to its provider at that moment still goes: see `inFlight`.',
  permission: 'enrollments:write',
  params: idParams,
  body: z.object(why).prefault({}),
  responses: {
    200: enrollment
      .extend({
        inFlight: z.array(z.object({ id, channel: z.string(), stepId: z.string().nullable() })),
      })
      .meta({ id: 'StoppedEnrollment' }),
  },
});

export const skipStep = defineOperation({
  id: 'skipStep',
  method: 'post',
  path: '/enrollments/:id/skip',
  tag: 'Enrollments',
  summary: 'Leave the present step without doing it',
  permission: 'enrollments:write',
  params: idParams,
  body: z.object({ ...why, stepId: stepId.optional() }).prefault({}),
  responses: { 202: enrollment },
});

export const moveEnrollment = defineOperation({
  id: 'moveEnrollment',
  method: 'post',
  path: '/enrollments/:id/move',
  tag: 'Enrollments',
  summary: 'Go on at another step of the same version',
  permission: 'enrollments:write',
  params: idParams,
  body: z.object({ ...why, stepId }),
  responses: { 202: enrollment },
});

export const pauseEnrollment = defineOperation({
  id: 'pauseEnrollment',
  method: 'post',
  path: '/enrollments/:id/pause',
  tag: 'Enrollments',
  summary: 'Hold one person where they are',
  permission: 'enrollments:write',
  params: idParams,
  body: z.object(why).prefault({}),
  responses: { 200: enrollment },
});

export const resumeEnrollment = defineOperation({
  id: 'resumeEnrollment',
  method: 'post',
  path: '/enrollments/:id/resume',
  tag: 'Enrollments',
  summary: 'Let one person go on',
  permission: 'enrollments:write',
  params: idParams,
  body: z.object({ ...why, overdue: overdue.default('send_now') }).prefault({}),
  responses: { 200: enrollment },
});

export const enrollmentOperations = [
  listEnrollments,
  listJourneyEnrollments,
  enrollByHand,
  getEnrollment,
  stopEnrollment,
  skipStep,
  moveEnrollment,
  pauseEnrollment,
  resumeEnrollment,
];
