import { z } from 'zod';
import { problems, type ProblemCode } from '../../lib/problem.js';
import { operations } from '../contract/index.js';
import type { AnyOperation } from '../contract/operation.js';

type Json = Record<string, unknown>;

export interface OpenApi {
  openapi: '3.1.0';
  info: Json;
  servers: Json[];
  security: Json[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json; responses: Json };
}

/** The contract as OpenAPI 3.1, made from the same shapes that requests are checked against. */
export function openApi(publicUrl: string): OpenApi {
  const schemas: Record<string, Json> = { Problem: problemSchema };
  const paths: OpenApi['paths'] = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:([a-zA-Z]+)/g, '{$1}');
    (paths[path] ??= {})[operation.method] = describe(operation, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Journeyman',
      version: '1',
      description:
        'Customer journeys for local businesses. Keys are camelCase, event types and enum values snake_case; instants are RFC 3339 in UTC, durations ISO 8601, ids UUIDv7, money integer cents. Every list takes `cursor` and `limit`; every POST honours `Idempotency-Key`; every refusal is `application/problem+json` with a stable `code`.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer jm_…`' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'journeyman.session',
          description:
            'Sign in at POST /api/auth/sign-in/email. `Journeyman-Business` chooses among several businesses.',
        },
      },
      responses: { Problem: { description: 'A refusal (RFC 9457)', content: problemContent } },
    },
  };
}

function describe(operation: AnyOperation, schemas: Record<string, Json>): Json {
  const isPublic = operation.permission === 'public';
  const body = operation.bodyShown ?? operation.body;
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description && { description: operation.description }),
    ...(isPublic ? { security: [] } : { 'x-permission': operation.permission }),
    parameters: [
      ...parametersOf(operation.params, 'path', schemas),
      ...parametersOf(operation.query, 'query', schemas),
      ...parametersOf(operation.headers, 'header', schemas),
      ...(operation.method === 'post' && !isPublic ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.responses as Record<string, z.ZodType | null>).map(([status, shape]) => [
          status,
          {
            description: meanings[status] ?? 'Done',
            ...(shape && {
              content: { [contentTypeOf(shape)]: { schema: schemaOf(shape, 'output', schemas) } },
            }),
          },
        ]),
      ),
      ...Object.fromEntries(
        refusalsOf(operation).map((status) => [status, { $ref: '#/components/responses/Problem' }]),
      ),
    },
  };
}

/** Files say what they are; everything else is JSON. */
const contentTypeOf = (shape: z.ZodType): string =>
  (shape.meta()?.contentType as string | undefined) ?? 'application/json';

const meanings: Record<string, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted; what follows happens in a moment',
  204: 'Done; there is nothing to show',
};

/** What may come instead, besides 5xx. */
function refusalsOf(operation: AnyOperation): number[] {
  return [
    400,
    ...(operation.permission === 'public' ? [] : [401, 403]),
    ...(operation.params ? [404] : []),
    ...(operation.body ? [413, 415] : []),
    ...(operation.body || operation.query ? [422] : []),
    429,
  ];
}

function parametersOf(shape: z.ZodType | undefined, place: string, schemas: Record<string, Json>): Json[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemaOf(shape, 'input', schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and request within 48 hours get the same answer, and nothing is done twice.',
  schema: { type: 'string', maxLength: 255 },
};

/** Named shapes go to components once and are referred to. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output', schemas: Record<string, Json>): Json {
  const {
    $schema: _,
    contentType: _2,
    $defs = {},
    ...schema
  } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json & { $defs?: Record<string, Json> };
  for (const [name, definition] of Object.entries($defs)) schemas[name] ??= pointing(definition);
  const id = schema.id;
  if (typeof id === 'string') {
    schemas[id] ??= pointing(withoutId(schema));
    return { $ref: `#/components/schemas/${id}` };
  }
  return pointing(schema);
}

const withoutId = ({ id: _, ...schema }: Json): Json => schema;

/** `#/$defs/X` as OpenAPI writes it. */
function pointing(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

const problemSchema: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do next' },
    code: { type: 'string', enum: Object.keys(problems) as ProblemCode[] },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
