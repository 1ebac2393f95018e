import { z } from 'zod';
import { defineOperation } from './operation.js';
import { id, idParams, instantOut, words } from './shapes.js';

const written = {
  body: words(20_000).meta({
    description: 'As filled in for somebody, with no Liquid left: Markdown of an email, the words of a text.',
  }),
  purpose: z.enum(['service', 'review', 'marketing']).default('service'),
  language: z.string().min(2).max(35).default('en'),
};

export const newTestMessage = z.discriminatedUnion('channel', [
  z.object({
    channel: z.literal('email'),
    to: z
      .string()
      .trim()
      .toLowerCase()
      .max(320)
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: 'Give an email address.' })
      .meta({ description: 'The address of somebody of the team.' }),
    subject: words(500),
    ...written,
  }),
  z.object({
    channel: z.literal('sms'),
    to: z
      .string()
      .transform((typed) => typed.replace(/[\s().-]/g, ''))
      .pipe(
        z.string().regex(/^\+[1-9]\d{6,14}$/, {
          error: 'Give the number with its country, such as +34600111222.',
        }),
      ),
    ...written,
  }),
]);

export const testMessage = z
  .object({
    id,
    channel: z.enum(['email', 'sms']),
    status: z.enum(['queued', 'sending', 'sent', 'failed', 'unknown']),
    reason: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: instantOut,
    sentAt: instantOut.nullable(),
  })
  .meta({ id: 'TestMessage' });

export const sendTestMessage = defineOperation({
  id: 'sendTestMessage',
  method: 'post',
  path: '/test-messages',
  tag: 'Messages',
  summary: 'Send a message to oneself, to see it arrive',
  description:
    'It leaves through the provider that carries the messages of customers, marked as a test, and counts nowhere. ' +
    'At most 20 an hour; 409 while messages of that channel do not leave.',
  permission: 'messages:write',
  body: newTestMessage,
  responses: { 202: testMessage },
});

export const getTestMessage = defineOperation({
  id: 'getTestMessage',
  method: 'get',
  path: '/test-messages/:id',
  tag: 'Messages',
  summary: 'What became of a test message',
  permission: 'messages:read',
  params: idParams,
  responses: { 200: testMessage },
});

export const testMessageOperations = [sendTestMessage, getTestMessage];
