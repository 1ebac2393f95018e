import { z } from 'zod';
import { PUBLISH_CHECKS } from '../../workflows/flow/publish-checks.js';
import { defineOperation } from './operation.js';
import { idParams } from './shapes.js';

const issue = z.object({
  level: z.enum(['error', 'warning', 'tip']),
  code: z.string(),
  stepId: z.string().optional(),
  path: z.string().optional(),
  message: z.string(),
});

const check = z
  .object({
    check: z.enum(PUBLISH_CHECKS),
    status: z.enum(['passed', 'warning', 'failed']),
    issues: z.array(issue),
    quietHours: z
      .object({ from: z.string(), until: z.string() })
      .nullable()
      .optional()
      .meta({ description: 'Of `quiet_hours`: those that are kept; null: none.' }),
    marketing: z
      .boolean()
      .optional()
      .meta({ description: 'Of `consent`: some message is marketing, which needs a yes on record.' }),
  })
  .meta({ id: 'PublishCheck' });

const amounts = {
  emails: z.int(),
  texts: z.int(),
  textParts: z.int().meta({ description: 'What providers charge: a long text travels in several parts.' }),
};

const volume = z
  .object({
    basis: z
      .enum(['event', 'date', 'manual', 'segment'])
      .meta({ description: 'What begins the journey, and so what was counted.' }),
    eventType: z.string().nullable(),
    days: z
      .number()
      .meta({ description: 'How many days the counts are of: the last 30, or as far as we can look.' }),
    arrived: z.int().meta({ description: 'How often it happened to a customer in those days.' }),
    entering: z.int().meta({ description: 'How many of them would have come in.' }),
    rehearsed: z.int().meta({ description: 'How many of those were rehearsed to reckon the messages.' }),
    ...amounts,
    unsent: z
      .array(z.object({ code: z.string(), count: z.int() }))
      .meta({ description: 'Messages that would not leave, by the code of the reason.' }),
    cost: z
      .object({ cents: z.int(), currency: z.string() })
      .nullable()
      .meta({ description: 'Of the texts, at `settings.textPartMillicents`; null while that is not set.' }),
    before: z
      .object(amounts)
      .nullable()
      .meta({ description: 'The same of the version that is live, where the same thing begins it.' }),
  })
  .meta({ id: 'ForecastVolume' });

export const forecast = z
  .object({
    etag: z.string().meta({ description: 'Of the draft it is about.' }),
    volume: volume.nullable().meta({ description: 'Null while the draft cannot run.' }),
    checks: z.array(check),
  })
  .meta({ id: 'Forecast' });

/** How far back people are looked for who match already: no further than what events said is kept. */
export const existingDays = z.int().min(1).max(30);

export const existingMatches = z
  .object({
    days: z.int(),
    count: z.int(),
    more: z.boolean().meta({ description: 'More happened than is looked at: the newest 2,000 count.' }),
    open: z
      .boolean()
      .meta({ description: 'False while the journey is paused: then nobody can be taken in.' }),
  })
  .meta({ id: 'ExistingMatches' });

export const getForecast = defineOperation({
  id: 'getForecast',
  method: 'get',
  path: '/journeys/:id/forecast',
  tag: 'Journeys',
  summary: 'What the draft would send if it were published, and the checks it passes',
  description:
    'Reckoned from what happened in the last 30 days: who would have come in, and what a rehearsal with (at most 150 ' +
    'of) them sends, given their permissions and what they did afterwards.',
  permission: 'journeys:read',
  params: idParams,
  responses: { 200: forecast },
});

export const getExisting = defineOperation({
  id: 'getExistingMatches',
  method: 'get',
  path: '/journeys/:id/existing',
  tag: 'Journeys',
  summary: 'How many could be taken in, because what begins the draft has happened to them already',
  description:
    'They are not inside the journey, the conditions hold for them now, and the journey takes them (again). ' +
    'Dates of the last 26 hours are left out: they come in by themselves.',
  permission: 'journeys:read',
  params: idParams,
  query: z.object({
    days: z
      .string()
      .regex(/^\d{1,2}$/)
      .default('14')
      .transform(Number)
      .pipe(existingDays),
  }),
  responses: { 200: existingMatches },
});

export const forecastOperations = [getForecast, getExisting];
