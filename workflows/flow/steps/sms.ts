import { z } from 'zod';
import { defineStep } from './define-step.js';
import { languagesOf, requirePurpose, smsBody, whyAndHowLong } from './message-settings.js';

/** Send a text message; the body is plain text with Liquid fields. */
export const sms = defineStep({
  kind: 'sms',
  settings: z
    .object({
      ...whyAndHowLong,
      body: smsBody,
      languages: languagesOf(z.object({ body: smsBody.optional() })).optional(),
    })
    .superRefine(requirePurpose),
  exits: ['sent', 'undeliverable'],
  effect: true,
});
