import { z } from 'zod';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { answer, flowChoice, rehearsalEnd, rehearsalRequest } from './rehearsals.js';
import { id, idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

const anything = z.record(z.string(), z.unknown());

/** A rehearsal kept with its journey, with what is expected to come of it. */
export const journeyCase = z
  .object({
    id: z.string(),
    name: z.string(),
    customerId: z.string().nullable().meta({ description: 'Whom it was tried on, when that is a customer.' }),
    customer: anything.meta({ description: 'That person as they were when the case was kept.' }),
    event: anything,
    answers: z.array(answer),
    startAt: instantOut,
    expected: z.object({
      path: z.array(z.object({ stepId: z.string(), what: z.string(), exit: z.string(), at: instantOut })),
      messages: z.array(
        z.object({
          stepId: z.string(),
          channel: z.enum(['email', 'sms']),
          subject: z.string().nullable(),
          text: z.string(),
          at: instantOut,
        }),
      ),
      ended: rehearsalEnd,
    }),
    createdBy: z.string().nullable(),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'JourneyCase' });

const difference = z.object({ stepId: z.string().nullable(), sentence: z.string() });

/** How one case comes out now. */
export const caseRun = z
  .object({
    caseId: z.string(),
    name: z.string(),
    outcome: z.enum(['same', 'changed']),
    differences: z
      .array(difference)
      .meta({ description: 'What is different, in sentences; empty when it is the same.' }),
    ended: rehearsalEnd,
  })
  .meta({ id: 'CaseRun' });

export const caseRuns = z
  .object({ items: z.array(caseRun), same: z.int(), changed: z.int() })
  .meta({ id: 'CaseRuns' });

const caseParams = z.object({ id, caseId: id });

export const listCases = defineOperation({
  id: 'listCases',
  method: 'get',
  path: '/journeys/:id/cases',
  tag: 'Journeys',
  summary: 'Rehearsals kept with a journey, oldest first',
  permission: 'journeys:read',
  params: idParams,
  query: pageQuery,
  responses: { 200: pageOf(journeyCase) },
});

export const saveCase = defineOperation({
  id: 'saveCase',
  method: 'post',
  path: '/journeys/:id/cases',
  tag: 'Journeys',
  summary: 'Keep a rehearsal with its journey',
  description:
    'Runs `flow`, else `version`, else the draft, and keeps what comes of it as what is expected from now on. At most 50 for each journey: 409 `conflict` after that.',
  permission: 'journeys:write',
  params: idParams,
  body: rehearsalRequest.extend({ name: words(200) }),
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 201: journeyCase },
});

export const deleteCase = defineOperation({
  id: 'deleteCase',
  method: 'delete',
  path: '/journeys/:id/cases/:caseId',
  tag: 'Journeys',
  summary: 'Keep a case no longer',
  permission: 'journeys:write',
  params: caseParams,
  responses: { 204: null },
});

export const expectCase = defineOperation({
  id: 'expectCase',
  method: 'put',
  path: '/journeys/:id/cases/:caseId/expectation',
  tag: 'Journeys',
  summary: 'What comes of a case now is right',
  description: 'Runs `flow`, else `version`, else the draft, and expects that outcome from now on.',
  permission: 'journeys:write',
  params: caseParams,
  body: flowChoice.prefault({}),
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 200: journeyCase },
});

export const runCases = defineOperation({
  id: 'runCases',
  method: 'post',
  path: '/journeys/:id/case-runs',
  tag: 'Journeys',
  summary: 'Run every case again and say what comes out differently',
  description: 'Runs `flow`, else `version`, else the draft. Sends and keeps nothing.',
  permission: 'journeys:read',
  params: idParams,
  body: flowChoice.prefault({}),
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 200: caseRuns },
});

export const caseOperations = [listCases, saveCase, deleteCase, expectCase, runCases];
