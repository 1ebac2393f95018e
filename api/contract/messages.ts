import { z } from 'zod';
import { channel, purpose } from '../../workflows/flow/purposes.js';
import { defineOperation } from './operation.js';
import { file, id, idParams, instantOut, pageOf, pageQuery } from './shapes.js';

export const MESSAGE_STATUSES = [
  'held', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'skipped', 'received',
] as const; // prettier-ignore
const status = z.enum(MESSAGE_STATUSES, { error: `Choose one of ${MESSAGE_STATUSES.join(', ')}.` });

export const message = z
  .object({
    id: z.string(),
    direction: z.enum(['outbound', 'inbound']),
    channel,
    purpose: purpose.nullable(),
    intent: z.string().nullable(),
    status,
    reason: z.object({ code: z.string(), message: z.string() }).nullable(),
    customerId: z.string(),
    enrollmentId: z.string().nullable(),
    journeyId: z.string().nullable(),
    stepId: z.string().nullable(),
    visit: z.int().nullable(),
    to: z.string().nullable(),
    from: z.string().nullable(),
    subject: z.string().nullable(),
    text: z.string().nullable(),
    html: z.string().nullable().meta({ description: 'Only where one message is asked for; null in lists' }),
    segments: z.int().nullable(),
    attachments: z.array(z.object({ number: z.int(), mediaType: z.string() })).meta({
      description: 'Pictures and other files a customer sent with it, as their provider names their kind',
    }),
    clicks: z.object({ links: z.int(), people: z.int(), programs: z.int() }).nullable().meta({
      description:
        'Its links that lead through ours, and how often people, and what were probably scanners, opened them; null when none is counted',
    }),
    provider: z.string().nullable(),
    providerMessageId: z.string().nullable(),
    heldUntil: instantOut.nullable(),
    author: z
      .object({ id: z.string(), name: z.string().nullable() })
      .nullable()
      .meta({ description: 'Who of the team wrote it; null for those of journeys and of customers' }),
    createdAt: instantOut,
    sentAt: instantOut.nullable(),
    deliveredAt: instantOut.nullable(),
  })
  .meta({ id: 'Message' });

export const listMessages = defineOperation({
  id: 'listMessages',
  method: 'get',
  path: '/messages',
  tag: 'Messages',
  summary: 'The send ledger, newest first',
  permission: 'messages:read',
  query: pageQuery.extend({
    customerId: id.optional(),
    enrollmentId: id.optional(),
    journeyId: id.optional(),
    channel: channel.optional(),
    status: status.optional(),
  }),
  responses: { 200: pageOf(message) },
});

export const getMessage = defineOperation({
  id: 'getMessage',
  method: 'get',
  path: '/messages/:id',
  tag: 'Messages',
  summary: 'One message, with its rendered text',
  description: 'Customers’ own links are masked unless the message was kept in the built-in outbox.',
  permission: 'messages:read',
  params: idParams,
  responses: { 200: message },
});

export const withdrawMessage = defineOperation({
  id: 'withdrawMessage',
  method: 'delete',
  path: '/messages/:id',
  tag: 'Messages',
  summary: 'Take back a text of the team that has not left yet',
  description: '409 when it is on its way or gone. Messages of journeys are stopped with their enrollment.',
  permission: 'messages:write',
  params: idParams,
  responses: { 204: null },
});

export const getAttachment = defineOperation({
  id: 'getAttachment',
  method: 'get',
  path: '/messages/:id/attachments/:number',
  tag: 'Messages',
  summary: 'A picture that a customer texted',
  description:
    'Fetched from the provider each time; nothing of it is kept here. JPEG, PNG, GIF and WebP of at most 5 MB, which `content-type` tells apart by the bytes. 410 `gone` when the provider no longer has it, 413 `too_large`, 415 `unsupported_media_type` when it is no such picture, 503 `unavailable` when the provider cannot be asked now.',
  permission: 'messages:read',
  params: idParams.extend({
    number: z
      .string()
      .regex(/^[0-9]$/)
      .transform(Number),
  }),
  responses: { 200: file('image/*') },
});

export const messagesOperations = [listMessages, getMessage, withdrawMessage, getAttachment];
