import { z } from 'zod';
import { journey } from './journeys.js';
import { defineOperation } from './operation.js';
import { idParams } from './shapes.js';

/** What becomes of what should have happened meanwhile. */
export const overdue = z.enum(['send_now', 'skip', 'stagger'], {
  error: 'Choose send_now, skip or stagger.',
});

export const pauseJourney = defineOperation({
  id: 'pauseJourney',
  method: 'post',
  path: '/journeys/:id/pause',
  tag: 'Journeys',
  summary: 'Take nobody in, or hold everybody where they are',
  permission: 'journeys:publish',
  params: idParams,
  body: z.object({
    mode: z.enum(['no_new_people', 'hold_everyone'], { error: 'Choose no_new_people or hold_everyone.' }),
  }),
  responses: { 201: journey },
});

export const resumeJourney = defineOperation({
  id: 'resumeJourney',
  method: 'delete',
  path: '/journeys/:id/pause',
  tag: 'Journeys',
  summary: 'Let a journey go on',
  description: '`stagger`, the default, lets ten people a second go on, so that nothing bursts.',
  permission: 'journeys:publish',
  params: idParams,
  query: z.object({ overdue: overdue.default('stagger') }),
  responses: { 204: null },
});

export const pauseOperations = [pauseJourney, resumeJourney];
