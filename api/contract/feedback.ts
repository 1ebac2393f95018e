import { z } from 'zod';
import { defineOperation } from './operation.js';
import { id, idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

export const feedback = z
  .object({
    id: z.string(),
    rating: z.int(),
    comment: z.string(),
    privateNote: z.string(),
    wantsCall: z.boolean(),
    source: z.enum(['email', 'sms', 'qr', 'link']),
    customerId: z.string().nullable(),
    enrollmentId: z.string().nullable(),
    staffId: z.string().nullable(),
    locationId: z.string().nullable(),
    subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
    publicLinksShown: z.array(z.unknown()),
    createdAt: instantOut,
    changedAt: instantOut.nullable(),
    resolution: z.object({ at: instantOut, by: z.string(), note: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Feedback' });

const rating = z.coerce.number({ error: 'Give a rating from 1 to 5.' }).int().min(1).max(5);

export const listFeedback = defineOperation({
  id: 'listFeedback',
  method: 'get',
  path: '/feedback',
  tag: 'Feedback',
  summary: 'Ratings and words, newest first',
  permission: 'feedback:read',
  query: pageQuery.extend({
    customerId: id.optional(),
    enrollmentId: id.optional(),
    staffId: id.optional(),
    locationId: id.optional(),
    rating: rating.optional(),
    resolved: z.enum(['true', 'false'], { error: 'Choose true or false.' }).optional(),
    toAnswer: z.enum(['true'], { error: 'Choose true, or leave it out.' }).optional().meta({
      description:
        'Only what somebody has still to deal with: a low rating, words, a private note, or a wish to be called',
    }),
  }),
  responses: { 200: pageOf(feedback) },
});

export const getFeedback = defineOperation({
  id: 'getFeedback',
  method: 'get',
  path: '/feedback/:id',
  tag: 'Feedback',
  summary: 'One answer',
  permission: 'feedback:read',
  params: idParams,
  responses: { 200: feedback },
});

export const resolveFeedback = defineOperation({
  id: 'resolveFeedback',
  method: 'post',
  path: '/feedback/:id/resolution',
  tag: 'Feedback',
  summary: 'Say that somebody has dealt with it',
  permission: 'feedback:write',
  params: idParams,
  body: z.object({ note: words(2000).nullable().optional() }).optional(),
  responses: { 201: feedback },
});

export const feedbackOperations = [listFeedback, getFeedback, resolveFeedback];
