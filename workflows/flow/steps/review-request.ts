import { z } from 'zod';
import { positiveDuration } from '../duration.js';
import { channel } from '../purposes.js';
import { defineStep } from './define-step.js';
import { emailBody, languagesOf, subjectLine, whyAndHowLong } from './message-settings.js';

/**
 * Ask for a rating, by the first channel that can reach the customer. Its purpose is always `review`.
 * Without wording it uses ours; `remindAfter` asks once more when no answer came.
 */
export const reviewRequest = defineStep({
  kind: 'review_request',
  settings: z.object({
    channels: z
      .array(channel)
      .min(1, { error: 'Choose how to ask: by email, by text, or both.' })
      .max(2)
      .refine((channels) => new Set(channels).size === channels.length, { error: 'Name each channel once.' }),
    subject: subjectLine.optional(),
    body: emailBody.optional(),
    languages: languagesOf(
      z.object({ subject: subjectLine.optional(), body: emailBody.optional() }),
    ).optional(),
    remindAfter: positiveDuration.optional(),
    intent: z.literal('review', { error: 'A rating request has the intent review.' }).optional(),
    usefulFor: whyAndHowLong.usefulFor,
    trackLinks: whyAndHowLong.trackLinks,
  }),
  exits: ['sent', 'undeliverable'],
  effect: true,
});
