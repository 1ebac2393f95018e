import { z } from 'zod';
import { message } from './messages.js';
import { defineOperation } from './operation.js';
import { id, idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

/** One talk by text, as the list shows it. */
export const conversation = z
  .object({
    customerId: z.string(),
    customerName: z.string().nullable(),
    phone: z.string().nullable(),
    unread: z.boolean(),
    lastMessage: message.nullable().meta({ description: 'Its newest text; null once that has been removed' }),
  })
  .meta({ id: 'Conversation' });

/** Whether somebody of the team may text this customer now, and in which words to say no. */
export const replyState = z
  .object({
    unread: z.boolean(),
    allowed: z.boolean().meta({ description: 'False when they may not be texted at all' }),
    reason: z.object({ code: z.string(), message: z.string() }).nullable(),
    opensAt: instantOut
      .nullable()
      .meta({ description: 'When their quiet hours end; null when it is none now' }),
    mayConfirm: z.boolean().meta({ description: 'An answer somebody waits for may leave all the same' }),
    signedAs: z
      .string()
      .nullable()
      .meta({ description: 'Put before the text, where it is the first this customer gets' }),
  })
  .meta({ id: 'ReplyState' });

export const newMessage = z.object({
  channel: z.literal('sms', { error: 'Only texts can be written by hand.' }).default('sms'),
  text: words(1600),
  when: z
    .enum(['now', 'when_allowed', 'now_confirmed'], {
      error: 'Choose now, when_allowed or now_confirmed.',
    })
    .default('now')
    .meta({
      description:
        '`now` is refused in a quiet hour (409 `quiet_hours`, with `opensAt` and `mayConfirm`). Ask again with `when_allowed` to send it when those hours end, or, to somebody who wrote within the last day, with `now_confirmed`.',
    }),
});

export const listConversations = defineOperation({
  id: 'listConversations',
  method: 'get',
  path: '/conversations',
  tag: 'Messages',
  summary: 'Talks by text, one for each customer, the newest first',
  permission: 'messages:read',
  query: pageQuery.extend({
    unread: z.enum(['true', 'false'], { error: 'Give true or false.' }).optional(),
  }),
  responses: { 200: pageOf(conversation) },
});

export const getReplyState = defineOperation({
  id: 'getReplyState',
  method: 'get',
  path: '/customers/:id/conversation',
  tag: 'Messages',
  summary: 'Whether this customer may be texted now',
  description: 'The texts themselves are `GET /messages?customerId=&channel=sms`.',
  permission: 'messages:read',
  params: idParams,
  responses: { 200: replyState },
});

export const markConversationRead = defineOperation({
  id: 'markConversationRead',
  method: 'post',
  path: '/customers/:id/conversation/read',
  tag: 'Messages',
  summary: 'Their texts have been read, up to this one',
  permission: 'messages:write',
  params: idParams,
  body: z.object({ messageId: id }),
  responses: { 204: null },
});

export const sendMessage = defineOperation({
  id: 'sendMessage',
  method: 'post',
  path: '/customers/:id/messages',
  tag: 'Messages',
  summary: 'Text a customer by hand',
  description:
    'It is a `service` message and goes through the send ledger: 202 with the message `held`, then `sending`, `sent` and `delivered` or `failed`. 409 `may_not_send` where they have stopped texts or never allowed them, `quiet_hours` where they are asleep.',
  permission: 'messages:write',
  params: idParams,
  body: newMessage,
  responses: { 202: message },
});

export const conversationOperations = [listConversations, getReplyState, markConversationRead, sendMessage];
