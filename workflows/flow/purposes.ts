import { z } from 'zod';

export const CHANNELS = ['email', 'sms'] as const;
export const channel = z.enum(CHANNELS, { error: 'Choose email or sms.' });
export type Channel = z.infer<typeof channel>;

/** Why a message is sent, loosest first: each is consented to and capped on its own. */
export const PURPOSES = ['service', 'review', 'marketing'] as const;
export const purpose = z.enum(PURPOSES, { error: 'Choose service, review or marketing.' });
export type Purpose = z.infer<typeof purpose>;

export const INTENTS = ['thank_you', 'follow_up', 'review', 'rebooking', 'retention', 'upsell'] as const;
export const intent = z.enum(INTENTS, { error: `Choose one of ${INTENTS.join(', ')}.` });
export type Intent = z.infer<typeof intent>;

export const PURPOSE_OF_INTENT: Readonly<Record<Intent, Purpose>> = {
  thank_you: 'service',
  follow_up: 'service',
  review: 'review',
  rebooking: 'marketing',
  retention: 'marketing',
  upsell: 'marketing',
};

/** Does `a` need more permission than `b`? */
export const isStricter = (a: Purpose, b: Purpose): boolean => PURPOSES.indexOf(a) > PURPOSES.indexOf(b);

/** The stated purpose, else the one that goes with the intent; null when neither is given. */
export function purposeFrom(stated: Purpose | undefined, meant: Intent | undefined): Purpose | null {
  if (stated) return stated;
  return meant ? PURPOSE_OF_INTENT[meant] : null;
}
