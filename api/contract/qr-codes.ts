import { z } from 'zod';
import { defineOperation } from './operation.js';
import { file, id, idParams, instantIn, instantOut, pageOf, pageQuery, words } from './shapes.js';

export const CODE_KINDS = ['place', 'staff', 'table', 'invoice'] as const;
export const CODE_PURPOSES = ['rate', 'contact'] as const;
export const PRINT_FORMATS = ['poster', 'tent', 'stickers', 'cards'] as const;
export const PRINT_PAPERS = ['a4', 'letter'] as const;
const LANGUAGES = ['en', 'es', 'fr'] as const;

const kind = z.enum(CODE_KINDS, { error: `Choose one of ${CODE_KINDS.join(', ')}.` });
const purpose = z.enum(CODE_PURPOSES, { error: `Choose one of ${CODE_PURPOSES.join(', ')}.` });
const aDay = { error: 'Give a day such as 2026-11-20.' };
const day = z
  .string(aDay)
  .regex(/^\d{4}-\d\d-\d\d$/, aDay)
  .refine((text) => {
    const at = new Date(`${text}T00:00:00Z`);
    // 31 February would be taken for some day of March.
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  }, aDay);

export const qrCode = z
  .object({
    id: z.string(),
    /** Eight letters and digits nobody mixes up. */
    code: z.string(),
    url: z.string(),
    label: z.string(),
    kind,
    purpose,
    locationId: z.string().nullable(),
    staffId: z.string().nullable(),
    /** The number of the table or invoice. */
    reference: z.string().nullable(),
    /** Whoever answers and agrees enters this journey; null lets every journey that begins with a scan decide. */
    journeyId: z.string().nullable(),
    /** The owner's words over the question, on paper and on the page. */
    heading: z.string().nullable(),
    /** What a number is left for, in the owner's words. */
    invitation: z.string().nullable(),
    expiresAt: instantOut.nullable(),
    active: z.boolean(),
    /** The colours it is printed in: dark enough on white for phones, whatever the business's own colour. */
    colours: z.object({ ink: z.string(), panel: z.string(), darkened: z.boolean() }),
    leftOut: z.array(z.string()).meta({
      description:
        'Signs of what is printed with it, from the names of the business and of what it stands for to the heading, that print has no letters for and leaves out: such as emoji, or Arabic, Hebrew and Chinese script',
    }),
    scans: z.int(),
    scansLast30Days: z.int(),
    lastScanOn: z.string().nullable(),
    answers: z.int(),
    averageRating: z.number().nullable(),
    createdAt: instantOut,
  })
  .meta({ id: 'QrCode' });

export const qrCodeChange = z.object({
  label: words(80).optional(),
  kind: kind.optional(),
  purpose: purpose.optional(),
  locationId: id.nullable().optional(),
  staffId: id.nullable().optional(),
  reference: words(60).nullable().optional(),
  journeyId: id.nullable().optional(),
  heading: words(60).nullable().optional(),
  invitation: words(120).nullable().optional(),
  expiresAt: instantIn.nullable().optional(),
  active: z.boolean().optional(),
});

const tag = 'QR codes';

export const listQrCodes = defineOperation({
  id: 'listQrCodes',
  method: 'get',
  path: '/qr-codes',
  tag,
  summary: 'Printed codes, newest first, with what came of them',
  permission: 'qr_codes:read',
  query: pageQuery,
  responses: { 200: pageOf(qrCode) },
});

export const createQrCode = defineOperation({
  id: 'createQrCode',
  method: 'post',
  path: '/qr-codes',
  tag,
  summary: 'Make a code for a place, a member of staff, a table or an invoice',
  permission: 'qr_codes:write',
  body: qrCodeChange.extend({ label: words(80), kind, purpose: purpose.default('rate') }),
  responses: { 201: qrCode },
});

export const getQrCode = defineOperation({
  id: 'getQrCode',
  method: 'get',
  path: '/qr-codes/:id',
  tag,
  summary: 'One code',
  permission: 'qr_codes:read',
  params: idParams,
  responses: { 200: qrCode },
});

export const updateQrCode = defineOperation({
  id: 'updateQrCode',
  method: 'patch',
  path: '/qr-codes/:id',
  tag,
  summary: 'Let a code stand for something else, or switch it off; what is printed stays as it is',
  description: 'Answers given before keep what the code stood for then.',
  permission: 'qr_codes:write',
  params: idParams,
  body: qrCodeChange,
  responses: { 200: qrCode },
});

export const deleteQrCode = defineOperation({
  id: 'deleteQrCode',
  method: 'delete',
  path: '/qr-codes/:id',
  tag,
  summary: 'Put a code away for good; its answers stay, and nobody is ever given it again',
  permission: 'qr_codes:write',
  params: idParams,
  responses: { 204: null },
});

export const listScans = defineOperation({
  id: 'listScans',
  method: 'get',
  path: '/qr-codes/:id/scans',
  tag,
  summary: 'How often a code was opened and answered, day by day',
  description:
    'Days are the business’s own. Nothing is kept of who opened it; previews and programs that say what they are do not count. The last 30 days unless `from` and `until` say otherwise, at most 400.',
  permission: 'qr_codes:read',
  params: idParams,
  query: z.object({ from: day.optional(), until: day.optional() }),
  responses: {
    200: z.object({
      items: z.array(z.object({ day: z.string(), scans: z.int(), answers: z.int() })),
    }),
  },
});

export const drawQrCodeSvg = defineOperation({
  id: 'drawQrCodeSvg',
  method: 'get',
  path: '/qr-codes/:id.svg',
  tag,
  summary: 'The code as a drawing, with its address under it',
  permission: 'qr_codes:read',
  params: idParams,
  responses: { 200: file('image/svg+xml') },
});

const sizeError = { error: 'Give a whole number of pixels from 128 to 4096.' };
export const drawQrCodePng = defineOperation({
  id: 'drawQrCodePng',
  method: 'get',
  path: '/qr-codes/:id.png',
  tag,
  summary: 'The code as a picture, with its address under it',
  description: '`size` is the width at most: every square of the code is the same whole number of pixels.',
  permission: 'qr_codes:read',
  params: idParams,
  query: z.object({
    size: z.coerce.number(sizeError).int(sizeError).min(128, sizeError).max(4096, sizeError).default(1024),
  }),
  responses: { 200: file('image/png') },
});

export const drawQrCodePdf = defineOperation({
  id: 'drawQrCodePdf',
  method: 'get',
  path: '/qr-codes/:id.pdf',
  tag,
  summary: 'A page to print: a poster, a table tent to fold, a sheet of stickers or of business cards',
  permission: 'qr_codes:read',
  params: idParams,
  query: z.object({
    format: z.enum(PRINT_FORMATS, { error: `Choose one of ${PRINT_FORMATS.join(', ')}.` }).default('poster'),
    paper: z.enum(PRINT_PAPERS, { error: 'Choose a4 or letter.' }).default('a4'),
    language: z.enum(LANGUAGES, { error: `Choose one of ${LANGUAGES.join(', ')}.` }).optional(),
  }),
  responses: { 200: file('application/pdf') },
});

export const qrCodeOperations = [
  listQrCodes,
  createQrCode,
  drawQrCodeSvg,
  drawQrCodePng,
  drawQrCodePdf,
  getQrCode,
  updateQrCode,
  deleteQrCode,
  listScans,
];
