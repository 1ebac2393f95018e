import { z } from 'zod';
import { defineOperation } from './operation.js';
import { results, splits } from './results.js';
import { idParams, instantIn, instantOut, pageOf, pageQuery } from './shapes.js';

export const notice = z
  .object({
    id: z.string(),
    memberId: z.string(),
    kind: z.enum(['journey', 'low_rating', 'problem']),
    body: z.string(),
    customerId: z.string().nullable(),
    enrollmentId: z.string().nullable(),
    stepId: z.string().nullable(),
    feedbackId: z.string().nullable(),
    emailStatus: z.string(),
    readAt: instantOut.nullable(),
    doneAt: instantOut.nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'Notice' });

export const auditEntry = z
  .object({
    id: z.string(),
    at: instantOut,
    actor: z.string(),
    action: z.string(),
    target: z.object({ kind: z.string(), id: z.string().nullable() }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

export const overview = z
  .object({
    from: instantOut,
    to: instantOut,
    events: z.int(),
    enrollments: z.object({
      started: z.int(),
      completed: z.int(),
      stopped: z.int(),
      failed: z.int(),
      active: z.int(),
    }),
    messages: z.array(z.object({ channel: z.string(), status: z.string(), count: z.int() })),
    feedback: z.object({
      count: z.int(),
      average: z.number().nullable(),
      byRating: z.object({ '1': z.int(), '2': z.int(), '3': z.int(), '4': z.int(), '5': z.int() }),
      unresolved: z.int(),
    }),
    customers: z.object({ total: z.int(), added: z.int() }),
    unsubscribed: z.int(),
    results,
    splits,
  })
  .meta({ id: 'Overview' });

export const listNotices = defineOperation({
  id: 'listNotices',
  method: 'get',
  path: '/notices',
  tag: 'Office',
  summary: 'What journeys told the team',
  description: 'A member sees their own; an API key sees everybody’s.',
  permission: 'notices:read',
  query: pageQuery.extend({ done: z.enum(['true', 'false'], { error: 'Choose true or false.' }).optional() }),
  responses: { 200: pageOf(notice) },
});

export const updateNotice = defineOperation({
  id: 'updateNotice',
  method: 'patch',
  path: '/notices/:id',
  tag: 'Office',
  summary: 'Mark a notice as read or done',
  permission: 'notices:write',
  params: idParams,
  body: z.object({ read: z.boolean().optional(), done: z.boolean().optional() }),
  responses: { 200: notice },
});

export const listAudit = defineOperation({
  id: 'listAudit',
  method: 'get',
  path: '/audit',
  tag: 'Office',
  summary: 'Who changed what, newest first',
  permission: 'audit:read',
  query: pageQuery.extend({
    targetKind: z.string().max(60).optional(),
    targetId: z.string().max(100).optional(),
  }),
  responses: { 200: pageOf(auditEntry) },
});

export const getOverview = defineOperation({
  id: 'getOverview',
  method: 'get',
  path: '/reports/overview',
  tag: 'Office',
  summary: 'Counts and ratings over a time; the last 30 days unless told',
  permission: 'reports:read',
  query: z.object({ from: instantIn.optional(), to: instantIn.optional() }),
  responses: { 200: overview },
});

export const officeOperations = [listNotices, updateNotice, listAudit, getOverview];
