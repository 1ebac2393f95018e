import { z } from 'zod';
import { defineStep } from './define-step.js';
import { emailBody, languagesOf, requirePurpose, subjectLine, whyAndHowLong } from './message-settings.js';

/** Send an email; the body is Markdown with Liquid fields. */
export const email = defineStep({
  kind: 'email',
  settings: z
    .object({
      ...whyAndHowLong,
      subject: subjectLine,
      body: emailBody,
      languages: languagesOf(
        z.object({ subject: subjectLine.optional(), body: emailBody.optional() }),
      ).optional(),
    })
    .superRefine(requirePurpose),
  exits: ['sent', 'undeliverable'],
  effect: true,
});
