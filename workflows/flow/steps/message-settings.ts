import { z } from 'zod';
import { positiveDuration } from '../duration.js';
import { intent, purpose } from '../purposes.js';

export const subjectLine = z
  .string()
  .refine((line) => line.trim() !== '', { error: 'Write a subject.' })
  .max(500, { error: 'Keep the subject under 500 characters.' })
  .refine((line) => !/[\r\n]/.test(line), { error: 'A subject is one line.' });

export const emailBody = z
  .string()
  .refine((body) => body.trim() !== '', { error: 'Write the message.' })
  .max(50_000, { error: 'Keep the email under 50,000 characters.' });

export const smsBody = z
  .string()
  .refine((body) => body.trim() !== '', { error: 'Write the message.' })
  .max(2000, { error: 'Keep the text under 2,000 characters.' });

/** More than any business writes in; the European Union has 24. */
export const MOST_LANGUAGES = 40;

/** Versions by language: `{ es: { subject, body } }`; what one leaves out comes from the main text. */
export function languagesOf<Shape extends z.ZodRawShape>(texts: z.ZodObject<Shape>) {
  return z
    .record(
      z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'Give a language such as es or en-GB.' }),
      texts,
    )
    .refine((versions) => Object.keys(versions).length <= MOST_LANGUAGES, {
      error: `Write it in at most ${MOST_LANGUAGES} languages.`,
    });
}

/** What email and sms share: why it is sent, and how long it is worth sending. */
export const whyAndHowLong = {
  purpose: purpose.optional(),
  intent: intent.optional(),
  usefulFor: positiveDuration.optional(),
  /** Count clicks on its links to elsewhere; absent: as the business does. */
  trackLinks: z.boolean().optional(),
};

/** A message must say why it is sent: permission depends on it. */
export function requirePurpose(
  made: { purpose?: unknown; intent?: unknown },
  context: { addIssue: (issue: { code: 'custom'; path: string[]; message: string }) => void },
): void {
  if (made.purpose !== undefined || made.intent !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['purpose'],
    message: 'Say why this is sent: service, review or marketing. Permission depends on it.',
  });
}
