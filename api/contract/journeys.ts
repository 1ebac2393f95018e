import { z } from 'zod';
import { defineOperation } from './operation.js';
import { results } from './results.js';
import { id, idParams, instantIn, instantOut, pageOf, pageQuery, words } from './shapes.js';

export const journeyStatus = z.enum(['draft', 'live', 'paused', 'archived']);

/** An automation of the business, without its flow. */
export const journey = z
  .object({
    id,
    name: z.string(),
    description: z.string(),
    status: journeyStatus,
    pause: z
      .object({ mode: z.enum(['no_new_people', 'hold_everyone']), at: instantOut })
      .nullable()
      .meta({ description: 'How it is paused, while it is.' }),
    liveVersion: z.int().nullable().meta({ description: 'The version new people enter.' }),
    entry: z.unknown().meta({ description: 'What begins it; null while the draft does not say.' }),
    draftChanged: z.boolean().meta({ description: 'The draft differs from what is live.' }),
    draftEtag: z.string(),
    inside: z.int().meta({ description: 'How many people are inside now.' }),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'Journey' });

const passed = z.array(z.object({ stepId: z.string(), exit: z.string(), count: z.int() }));

/** Who is where, and who has gone which way. */
export const journeyCounts = z
  .object({
    inside: z.int(),
    overdue: z.int().meta({
      description:
        'How many of them are past the time of their next step: what resuming has to decide about.',
    }),
    active: z
      .array(z.object({ stepId: z.string().nullable(), count: z.int() }))
      .meta({ description: 'People at each step; a null step is somebody who has only just come in.' }),
    passed: passed.meta({ description: 'How often each way out of each step was taken, in all versions.' }),
  })
  .meta({ id: 'JourneyCounts' });

const journeyWithCounts = journey.extend({ counts: journeyCounts }).meta({ id: 'JourneyWithCounts' });

export const newJourney = z.object({
  name: words(200),
  description: z.string().trim().max(2000, { error: 'Keep this to 2000 characters.' }).default(''),
});

export const journeyChange = z.object({
  name: words(200).optional(),
  description: z.string().trim().max(2000, { error: 'Keep this to 2000 characters.' }).optional(),
  status: z
    .enum(['live', 'archived'], {
      error: 'Choose live or archived. To pause, POST to /pause; a draft becomes live by publishing.',
    })
    .optional(),
});

export const listJourneys = defineOperation({
  id: 'listJourneys',
  method: 'get',
  path: '/journeys',
  tag: 'Journeys',
  summary: 'The journeys of the business, newest first',
  permission: 'journeys:read',
  query: pageQuery.extend({ status: journeyStatus.optional() }),
  responses: { 200: pageOf(journey) },
});

export const createJourney = defineOperation({
  id: 'createJourney',
  method: 'post',
  path: '/journeys',
  tag: 'Journeys',
  summary: 'Make a journey with an empty draft',
  permission: 'journeys:write',
  body: newJourney,
  responses: { 201: journey },
});

export const getJourney = defineOperation({
  id: 'getJourney',
  method: 'get',
  path: '/journeys/:id',
  tag: 'Journeys',
  summary: 'One journey with its live counts',
  permission: 'journeys:read',
  params: idParams,
  responses: { 200: journeyWithCounts },
});

export const changeJourney = defineOperation({
  id: 'changeJourney',
  method: 'patch',
  path: '/journeys/:id',
  tag: 'Journeys',
  summary: 'Rename, describe, archive or bring back a journey',
  permission: 'journeys:write',
  params: idParams,
  body: journeyChange,
  responses: { 200: journey },
});

export const deleteJourney = defineOperation({
  id: 'deleteJourney',
  method: 'delete',
  path: '/journeys/:id',
  tag: 'Journeys',
  summary: 'Delete a journey nobody is inside',
  permission: 'journeys:write',
  params: idParams,
  responses: { 204: null },
});

export const reportJourney = defineOperation({
  id: 'reportJourney',
  method: 'get',
  path: '/journeys/:id/report',
  tag: 'Reports',
  summary: 'What a journey did in a span of time',
  permission: 'reports:read',
  params: idParams,
  query: z.object({ from: instantIn.optional(), to: instantIn.optional() }),
  responses: {
    200: z
      .object({
        from: instantOut,
        to: instantOut,
        enrolled: z.int(),
        ended: z.array(z.object({ status: z.string(), reason: z.string().nullable(), count: z.int() })),
        messages: z.array(
          z.object({
            stepId: z.string().nullable(),
            channel: z.string(),
            status: z.string(),
            count: z.int(),
          }),
        ),
        passed,
        feedback: z.object({ answers: z.int(), averageRating: z.number().nullable() }),
        results,
      })
      .meta({ id: 'JourneyReport' }),
  },
});

export const journeyOperations = [
  listJourneys,
  createJourney,
  getJourney,
  changeJourney,
  deleteJourney,
  reportJourney,
];
