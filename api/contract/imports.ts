import { z } from 'zod';
import { country } from './business.js';
import { defineOperation, LARGE_BODY_BYTES } from './operation.js';
import { id, idParams, instantOut, pageOf, pageQuery } from './shapes.js';

const field = z.enum([
  'externalId', 'name', 'firstName', 'lastName', 'email', 'phone', 'locale', 'timezone', 'country', 'tags',
  'emailMarketing', 'smsMarketing', 'consentSource',
]); // prettier-ignore

const fault = z.object({
  line: z.int().meta({ description: 'As an editor counts; the heading is line 1.' }),
  column: z.string().nullable(),
  message: z.string(),
});

const counts = {
  rows: z.int(),
  created: z.int(),
  updated: z.int().meta({ description: 'Of events: those that were here already, and are left alone.' }),
  refusalsKept: z.int().meta({ description: 'People who had said no to marketing before: their no stands.' }),
  rejected: z.array(fault),
};

export const importDone = z
  .object({
    id,
    of: z.enum(['customers', 'events']),
    fileName: z.string(),
    ...counts,
    createdBy: z.string().nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'Import' });

const preview = z
  .object({
    columns: z.array(
      z.object({
        heading: z.string(),
        field: field.nullable(),
        path: z.string().nullable().optional().meta({
          description: 'Of events: where it is kept, such as `customer.email` or `data.totalCents`.',
        }),
      }),
    ),
    sample: z.array(z.array(z.string())).meta({ description: 'The first rows as they stand in the file.' }),
    ...counts,
  })
  .meta({ id: 'ImportPreview' });

export const createImport = defineOperation({
  id: 'createImport',
  method: 'post',
  path: '/imports',
  tag: 'Customers',
  summary: 'Bring in customers or events from a CSV',
  description:
    'Of customers: somebody known by outside id, email or phone is updated, anybody else added; an empty cell changes nothing. ' +
    'Of events: `type` and `date` are needed; `id`, `kind`, `number` (what it is about) and who it happened to (`name`, ' +
    '`email`, `phone`, `external id`) are understood, and every other column is kept in `data` under its heading. Times ' +
    'without an offset are those of the business. ' +
    'With `dryRun` nothing is written and 200 tells what would be. Otherwise, when a row has a fault, 422 with `rejected` ' +
    'names each and nothing is written, unless `badRows` is `skip`. Nobody is enrolled in a journey by it, unless the request says so with `enroll` (events only). ' +
    'A yes to marketing needs `consentSource`, and never undoes a no.',
  permission: 'imports:write',
  maxBodyBytes: LARGE_BODY_BYTES,
  body: z.object({
    of: z.enum(['customers', 'events'], { error: 'Choose customers or events.' }).default('customers'),
    csv: z.string({ error: 'Give the text of the file.' }),
    fileName: z.string().trim().max(200).default(''),
    columns: z
      .array(field.nullable())
      .max(200)
      .optional()
      .meta({ description: 'What each column means, in the order of the heading; guessed when absent.' }),
    country: country
      .nullish()
      .meta({ description: 'How phone numbers without a country are read; the business’s when absent.' }),
    badRows: z.enum(['refuse', 'skip'], { error: 'Choose refuse or skip.' }).default('refuse'),
    enroll: z
      .boolean()
      .default(false)
      .meta({ description: 'Of events: treat them as happening now, so that journeys may begin by them.' }),
    dryRun: z.boolean().default(false),
  }),
  responses: { 200: preview, 201: importDone },
});

export const listImports = defineOperation({
  id: 'listImports',
  method: 'get',
  path: '/imports',
  tag: 'Customers',
  summary: 'What was brought in, newest first',
  permission: 'imports:read',
  query: pageQuery,
  responses: { 200: pageOf(importDone) },
});

export const getImport = defineOperation({
  id: 'getImport',
  method: 'get',
  path: '/imports/:id',
  tag: 'Customers',
  summary: 'One import, with the rows that stayed out and why',
  permission: 'imports:read',
  params: idParams,
  responses: { 200: importDone },
});

export const importOperations = [createImport, listImports, getImport];
