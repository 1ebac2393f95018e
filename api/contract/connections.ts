import { z } from 'zod';
import { defineOperation } from './operation.js';
import { idParams, instantOut, pageOf, pageQuery, words } from './shapes.js';

/** Kinds of outside system that can be connected today. */
export const SOURCES = ['webhook', 'stripe', 'twilio', 'postmark', 'resend'] as const;
export const source = z.enum(SOURCES, { error: `Choose one of ${SOURCES.join(', ')}.` });

const secretText = z
  .string()
  .min(8, { error: 'A secret of fewer than 8 characters protects nothing.' })
  .max(500)
  .regex(/^[\x21-\x7e]+$/, { error: 'A secret is written in visible ASCII characters.' });

const settings = z
  .record(z.string().max(60), z.union([z.string().max(500), z.number(), z.boolean(), z.null()]))
  .refine((map) => Object.keys(map).length <= 30, { error: 'Thirty settings are enough.' });

export const connection = z
  .object({
    id: z.string(),
    source: z.string(),
    name: z.string(),
    status: z.enum(['active', 'disabled', 'needs_attention']),
    statusReason: z.string().nullable(),
    accountRef: z.string().nullable(),
    settings: z.record(z.string(), z.unknown()),
    url: z.string().meta({ description: 'Where the outside system delivers' }),
    secrets: z.array(z.object({ id: z.string(), createdAt: instantOut, retiresAt: instantOut.nullable() })),
    lastEventAt: instantOut.nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'Connection' });

export const listConnections = defineOperation({
  id: 'listConnections',
  method: 'get',
  path: '/connections',
  tag: 'Connections',
  summary: 'Links to outside systems',
  permission: 'connections:read',
  query: pageQuery.extend({ source: source.optional() }),
  responses: { 200: pageOf(connection) },
});

export const createConnection = defineOperation({
  id: 'createConnection',
  method: 'post',
  path: '/connections',
  tag: 'Connections',
  summary: 'Connect an outside system',
  description:
    'Answers with the address to deliver to and the signing secret, shown this once. Leave `secret` out to have one made; give the one the other side shows you where it makes its own, as Stripe does.',
  permission: 'connections:write',
  body: z.object({
    source,
    name: words(100),
    secret: secretText.optional(),
    accountRef: words(200).nullable().optional(),
    settings: settings.optional(),
  }),
  responses: { 201: connection.extend({ secret: z.string() }) },
});

export const getConnection = defineOperation({
  id: 'getConnection',
  method: 'get',
  path: '/connections/:id',
  tag: 'Connections',
  summary: 'One connection',
  permission: 'connections:read',
  params: idParams,
  responses: { 200: connection },
});

export const updateConnection = defineOperation({
  id: 'updateConnection',
  method: 'patch',
  path: '/connections/:id',
  tag: 'Connections',
  summary: 'Rename, disable or enable a connection',
  permission: 'connections:write',
  params: idParams,
  body: z.object({
    name: words(100).optional(),
    status: z.enum(['active', 'disabled'], { error: 'Choose active or disabled.' }).optional(),
    accountRef: words(200).nullable().optional(),
    settings: settings.optional(),
  }),
  responses: { 200: connection },
});

export const deleteConnection = defineOperation({
  id: 'deleteConnection',
  method: 'delete',
  path: '/connections/:id',
  tag: 'Connections',
  summary: 'Disconnect; its address answers 404 from now on',
  permission: 'connections:write',
  params: idParams,
  responses: { 204: null },
});

export const rotateSecret = defineOperation({
  id: 'rotateSecret',
  method: 'post',
  path: '/connections/:id/secrets',
  tag: 'Connections',
  summary: 'Give a connection a new secret; the last one works for another day',
  permission: 'connections:write',
  params: idParams,
  body: z.object({ secret: secretText.optional() }).optional(),
  responses: { 201: connection.extend({ secret: z.string() }) },
});

export const connectionsOperations = [
  listConnections,
  createConnection,
  getConnection,
  updateConnection,
  deleteConnection,
  rotateSecret,
];
