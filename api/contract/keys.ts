import { z } from 'zod';
import { defineOperation } from './operation.js';
import { PERMISSIONS } from './permissions.js';
import { idParams, instantIn, instantOut, pageOf, pageQuery, words } from './shapes.js';

export const scope = z.enum([...PERMISSIONS, '*'], {
  error: 'Choose from the listed scopes, such as events:write, or * for all of them.',
});

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: 'What the key begins with, after jm_' }),
    scopes: z.array(z.string()),
    createdBy: z.string().nullable(),
    expiresAt: instantOut.nullable(),
    lastUsedAt: instantOut.nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'ApiKey' });

export const listApiKeys = defineOperation({
  id: 'listApiKeys',
  method: 'get',
  path: '/api-keys',
  tag: 'API keys',
  summary: 'Keys that still work',
  permission: 'api_keys:read',
  query: pageQuery,
  responses: { 200: pageOf(apiKey) },
});

export const createApiKey = defineOperation({
  id: 'createApiKey',
  method: 'post',
  path: '/api-keys',
  tag: 'API keys',
  summary: 'Make a key; it is shown this once',
  description: 'A key may do nothing that its maker may not. Without `scopes` it may do all of that.',
  permission: 'api_keys:write',
  body: z.object({
    name: words(100),
    scopes: z.array(scope).min(1, { error: 'Choose at least one scope.' }).max(PERMISSIONS.length).optional(),
    expiresAt: instantIn.nullable().optional(),
  }),
  responses: { 201: apiKey.extend({ key: z.string() }) },
});

export const revokeApiKey = defineOperation({
  id: 'revokeApiKey',
  method: 'delete',
  path: '/api-keys/:id',
  tag: 'API keys',
  summary: 'Revoke a key; within five seconds nothing accepts it',
  permission: 'api_keys:write',
  params: idParams,
  responses: { 204: null },
});

export const keysOperations = [listApiKeys, createApiKey, revokeApiKey];
