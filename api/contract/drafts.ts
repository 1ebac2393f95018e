import { z } from 'zod';
import { ISSUES, type IssueCode } from '../../workflows/flow/issues.js';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { idParams } from './shapes.js';

/** One thing that is wrong with a draft, or could be better; errors keep it from being published. */
export const issue = z
  .object({
    level: z.enum(['error', 'warning', 'tip']),
    code: z.enum(Object.keys(ISSUES) as [IssueCode, ...IssueCode[]]),
    stepId: z.string().optional(),
    path: z.string().optional(),
    message: z.string(),
  })
  .meta({ id: 'Issue' });

/** A flow as a document. What a step or rule may say is checked by the checker, not by the shape. */
export const flowDocument = z
  .record(z.string(), z.unknown(), { error: 'Send the flow document: { entry, first, steps, rules }.' })
  .meta({ id: 'FlowDocument' });

/** The flow being edited. `etag` is what If-Match wants, quotes included. */
export const draft = z
  .object({ flow: flowDocument, issues: z.array(issue), etag: z.string() })
  .meta({ id: 'Draft' });

export const getDraft = defineOperation({
  id: 'getDraft',
  method: 'get',
  path: '/journeys/:id/draft',
  tag: 'Journeys',
  summary: 'The flow being edited, and what is wrong with it',
  permission: 'journeys:read',
  params: idParams,
  responses: { 200: draft },
});

export const putDraft = defineOperation({
  id: 'putDraft',
  method: 'put',
  path: '/journeys/:id/draft',
  tag: 'Journeys',
  summary: 'Save the flow being edited',
  description:
    'Takes the flow document itself and keeps whatever is sane of it. Needs If-Match with the ETag last seen: ' +
    '428 without, 412 with the current `draft` when somebody else has saved meanwhile.',
  permission: 'journeys:write',
  params: idParams,
  headers: z.object({ 'if-match': z.string().optional() }),
  body: flowDocument,
  maxBodyBytes: LARGE_BODY_BYTES,
  responses: { 200: draft },
});

export const draftOperations = [getDraft, putDraft];
