import { z } from 'zod';
import { intlCalendar } from '../../workflows/flow/calendar-intl.js';
import { clockEnd, clockTime, weekday } from '../../workflows/flow/clock-time.js';
import { purpose } from '../../workflows/flow/purposes.js';
import { cap, quietHours, reentry, sendWindow } from '../../workflows/flow/rules.js';
import { defineOperation } from './operation.js';
import { instantOut, words } from './shapes.js';

export const BUSINESS_KINDS = ['trades', 'restaurant', 'restaurant_group', 'hotel', 'retail'] as const;

export const timezone = z
  .string()
  .max(100)
  .refine((zone) => intlCalendar.isZone(zone), { error: 'Give a time zone such as Europe/Madrid.' });
export const locale = z
  .string()
  .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, { error: 'Give a language such as es or en-GB.' })
  .max(35);
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'Give a country of two letters, such as ES.' });
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'Give a currency of three letters, such as EUR.' });
export const emailAddress = z.email({ error: 'This is no email address.' }).max(254);
export const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, { error: 'Give the phone number with its country, such as +34600111222.' });
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'Give a web address that begins with https://.' })
  .max(2000);

/** Where customers may leave a public review, in the order they are shown. */
export const reviewLinks = z
  .array(
    z.object({
      site: words(60),
      url: z
        .url({ protocol: /^https$/, error: 'Give a web address that begins with https://.' })
        .max(2000)
        .meta({ description: 'At a known review site, or at the website of the business' }),
    }),
  )
  .max(10, { error: 'Ten review links are enough.' });

const openingHours = z.array(z.object({ day: weekday, from: clockTime, until: clockEnd })).max(50);

/** The engine's defaults; a journey may say otherwise. Null takes a setting away, null quiet hours mean none. */
export const businessSettings = z.strictObject({
  quietHours: quietHours.nullable().optional(),
  sendWindow: z
    .union([sendWindow, z.array(sendWindow).max(10)])
    .nullable()
    .optional(),
  caps: z.array(cap).max(20).nullable().optional(),
  reentry: reentry.nullable().optional(),
  /** Purposes that need a yes on record, besides marketing. */
  requireConsent: z.array(purpose).max(3).nullable().optional(),
  /** Marketing by e-mail only after the person has confirmed the address. */
  marketingNeedsDoubleOptIn: z.boolean().nullable().optional(),
  /** Ratings up to this tell the owner and open the private note. */
  lowRating: z.int().min(1).max(4).nullable().optional(),
  /** Lead links of messages through our own short ones, to know which are clicked. */
  trackLinks: z.boolean().nullable().optional(),
  /** Name who did the work when asking for a rating; so when absent. Public reviews are never asked for by name. */
  nameStaff: z.boolean().nullable().optional(),
  /** When somebody answers the phone. */
  hours: openingHours.nullable().optional(),
  /** Messages a minute that the sender's own plan allows. */
  perMinute: z
    .strictObject({
      email: z.int().min(1).max(100_000).optional(),
      sms: z.int().min(1).max(100_000).optional(),
    })
    .nullable()
    .optional(),
  /** What one part of a text costs, in thousandths of a cent of the business's currency: forecasts reckon with it. */
  textPartMillicents: z.int().min(0).max(1_000_000).nullable().optional(),
  /** Whom e-mails come from, where that is not the business's own name and address. Texts come from the one number of `/senders`. */
  senders: z
    .strictObject({
      email: z.strictObject({ name: words(100).optional(), replyTo: emailAddress.optional() }).optional(),
    })
    .nullable()
    .optional(),
});

export const business = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    status: z.string(),
    timezone: z.string(),
    locale: z.string(),
    country: z.string().nullable(),
    currency: z.string(),
    postalAddress: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    logoUrl: z.string().nullable().meta({ description: 'Below this installation’s own address' }),
    accent: z.string().nullable(),
    reviewLinks: z.array(z.object({ site: z.string(), url: z.string() })),
    settings: z.record(z.string(), z.unknown()),
    createdAt: instantOut,
  })
  .meta({ id: 'Business' });

export const newBusiness = z.object({
  name: words(200),
  kind: z.enum(BUSINESS_KINDS, { error: `Choose one of ${BUSINESS_KINDS.join(', ')}.` }).default('trades'),
  timezone: timezone.default('UTC'),
  locale: locale.default('en'),
  country: country.nullable().default(null),
  currency: currency.default('EUR'),
});

export const businessChange = z.object({
  name: words(200).optional(),
  kind: z.enum(BUSINESS_KINDS, { error: `Choose one of ${BUSINESS_KINDS.join(', ')}.` }).optional(),
  timezone: timezone.optional(),
  locale: locale.optional(),
  country: country.nullable().optional(),
  currency: currency.optional(),
  postalAddress: words(500).nullable().optional(),
  email: emailAddress.nullable().optional(),
  phone: phone.nullable().optional(),
  website: webAddress.nullable().optional(),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, { error: 'Give a colour such as #1d4ed8.' })
    .nullable()
    .optional(),
  reviewLinks: reviewLinks.optional(),
  settings: businessSettings.optional(),
});

export const getBusiness = defineOperation({
  id: 'getBusiness',
  method: 'get',
  path: '/business',
  tag: 'Business',
  summary: 'The business you act for',
  permission: 'business:read',
  responses: { 200: business },
});

export const updateBusiness = defineOperation({
  id: 'updateBusiness',
  method: 'patch',
  path: '/business',
  tag: 'Business',
  summary: 'Change its facts and the defaults of its journeys',
  description: 'Only what is given changes. Within `settings`, too, keys that are left out stay as they are.',
  permission: 'business:write',
  body: businessChange,
  responses: { 200: business },
});

/** Twelve KB as base64, with room for what a browser puts in front. */
const MOST_LOGO_CHARACTERS = 17_000;

export const putLogo = defineOperation({
  id: 'putLogo',
  method: 'put',
  path: '/business/logo',
  tag: 'Business',
  summary: 'Set the logo that customers see',
  description:
    'Shown on customers’ pages, in emails and on printed codes. PNG or JPEG, told by its content; at most 512 pixels a ' +
    'side and 12 KB, so that a page opens at once on a slow phone. Text and camera data inside it are taken out. SVG ' +
    'is refused, because it can carry programs; the app turns one into a PNG.',
  permission: 'business:write',
  body: z.object({
    image: z
      .base64({ error: 'Give the bytes of the picture in base64.' })
      .max(MOST_LOGO_CHARACTERS, { error: 'Keep the logo under 12 KB.' })
      .meta({ description: 'The file, in base64' }),
  }),
  responses: { 200: business },
});

export const deleteLogo = defineOperation({
  id: 'deleteLogo',
  method: 'delete',
  path: '/business/logo',
  tag: 'Business',
  summary: 'Take the logo away',
  description: 'Also from emails that were sent: where it stood, they say the name of the business.',
  permission: 'business:write',
  responses: { 204: null },
});

/** Who carries the messages of one channel; set where Journeyman is run, the same for everybody on it. */
const carrier = z.object({
  provider: z.string().meta({ description: '`outbox` keeps messages in the app and lets nothing leave.' }),
  leaves: z.boolean().meta({ description: 'Do messages reach people outside?' }),
  from: z.string().nullable(),
});

export const getSenders = defineOperation({
  id: 'getSenders',
  method: 'get',
  path: '/senders',
  tag: 'Business',
  summary: 'How messages leave: who carries email and text messages',
  permission: 'business:read',
  responses: { 200: z.object({ email: carrier, sms: carrier }).meta({ id: 'Senders' }) },
});

export const deleteBusiness = defineOperation({
  id: 'deleteBusiness',
  method: 'post',
  path: '/business/deletion',
  tag: 'Business',
  summary: 'Delete the business and everything in it',
  description:
    'At once nobody can sign in, no API key works and no delivery is taken; everybody inside a journey is stopped. ' +
    'When no message is with a provider any more, usually within two minutes, its encryption keys are destroyed and ' +
    'its rows are removed. There is no way back. Refused while a legal hold keeps anything of it.',
  permission: 'business:delete',
  body: z.object({
    name: z.string().max(200).meta({ description: 'The name of the business, as it is written there.' }),
  }),
  responses: { 202: z.object({ status: z.literal('closing') }) },
});

export const businessOperations = [
  getBusiness,
  updateBusiness,
  putLogo,
  deleteLogo,
  deleteBusiness,
  getSenders,
];
