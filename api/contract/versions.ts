import { z } from 'zod';
import { flowDocument } from './drafts.js';
import { existingDays } from './forecasts.js';
import { defineOperation } from './operation.js';
import { idParams, id, instantOut, pageOf, pageQuery } from './shapes.js';

const act = z.enum(['finish', 'move', 'end'], { error: 'Choose finish, move or end.' });

const landed = z
  .object({
    stepId: z.string().nullable(),
    state: z.string(),
    do: act,
    to: z.string().nullable(),
    count: z.int(),
  })
  .meta({ id: 'Landed', description: 'What became of the people at a step when the version was published.' });

/** A published flow; it never changes. */
const versionSummary = z
  .object({
    number: z.int(),
    publishedAt: instantOut,
    author: z.string().nullable(),
    authorName: z
      .string()
      .nullable()
      .meta({ description: 'The member, or the name of the API key; null when it is not known any more.' }),
    note: z.string(),
    inside: z.int().meta({ description: 'How many are inside this version now.' }),
    landed: z.array(landed),
  })
  .meta({ id: 'VersionSummary' });

export const version = versionSummary.extend({ flow: flowDocument }).meta({ id: 'Version' });

const publishedVersion = version
  .extend({ takenIn: z.int().meta({ description: 'How many existing matches were asked in.' }) })
  .meta({ id: 'PublishedVersion' });

const change = z
  .looseObject({
    change: z.enum(['added', 'removed', 'changed', 'rerouted', 'entry', 'first', 'rules']),
    stepId: z.string().optional(),
    sentence: z.string(),
  })
  .meta({ id: 'FlowChange' });

const versionWithChanges = version
  .extend({ changes: z.array(change).meta({ description: 'What makes it different from the one before.' }) })
  .meta({ id: 'VersionWithChanges' });

/** People at one step in one state, and what may be done with them. */
export const landingPlan = z
  .object({
    etag: z.string().meta({ description: 'Of the draft this plan is for.' }),
    planId: z.string(),
    groups: z.array(
      z.object({
        stepId: z.string().nullable().meta({ description: 'Null: they have only just come in.' }),
        state: z.enum([
          'starting',
          'waiting',
          'listening',
          'held',
          'sending',
          'performing',
          'asked',
          'paused',
        ]),
        count: z.int(),
        options: z.array(act),
        to: z
          .string()
          .nullable()
          .meta({ description: 'Where `move` takes them if nothing else is said; null: it must be said.' }),
      }),
    ),
  })
  .meta({ id: 'LandingPlan' });

export const listVersions = defineOperation({
  id: 'listVersions',
  method: 'get',
  path: '/journeys/:id/versions',
  tag: 'Journeys',
  summary: 'What was published, newest first',
  permission: 'journeys:read',
  params: idParams,
  query: pageQuery,
  responses: { 200: pageOf(versionSummary) },
});

export const getVersion = defineOperation({
  id: 'getVersion',
  method: 'get',
  path: '/journeys/:id/versions/:number',
  tag: 'Journeys',
  summary: 'One published version, and what it changed',
  permission: 'journeys:read',
  params: z.object({
    id,
    number: z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .transform(Number),
  }),
  responses: { 200: versionWithChanges },
});

export const getLanding = defineOperation({
  id: 'getLanding',
  method: 'get',
  path: '/journeys/:id/landing',
  tag: 'Journeys',
  summary: 'Who is inside, and what may become of them when the draft is published',
  permission: 'journeys:read',
  params: idParams,
  responses: { 200: landingPlan },
});

export const publishVersion = defineOperation({
  id: 'publishVersion',
  method: 'post',
  path: '/journeys/:id/versions',
  tag: 'Journeys',
  summary: 'Publish the draft',
  description:
    'People inside finish on the version they are in unless `landing` says otherwise for their step. With `planId` ' +
    'nothing is published when counts have moved: 409 `plan_changed` with the new `plan`. 422 `cannot_publish` with ' +
    '`issues` when the draft cannot run. A draft journey becomes live. With `existing` those to whom what begins the ' +
    'journey happened in the last `days` come in at once (`GET /journeys/:id/existing` counts them): what happened to ' +
    'them enters the inbox once more, meant for this journey. 409 `plan_changed` with `existing` when they are not ' +
    '`count` any more.',
  permission: 'journeys:publish',
  params: idParams,
  body: z
    .object({
      note: z.string().trim().max(2000, { error: 'Keep this to 2000 characters.' }).default(''),
      planId: z.string().max(100).optional(),
      landing: z
        .array(
          z.object({
            stepId: z.string().max(64).nullable(),
            do: act,
            to: z.string().max(64).nullish(),
          }),
        )
        .max(201)
        .default([]),
      existing: z.object({ days: existingDays, count: z.int().min(0) }).optional(),
    })
    .prefault({}),
  responses: { 201: publishedVersion },
});

export const versionOperations = [listVersions, getVersion, getLanding, publishVersion];
