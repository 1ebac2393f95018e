import { postmark } from './postmark.js';
import { resend } from './resend.js';
import type { Source } from './source.js';
import { stripe } from './stripe.js';
import { twilio } from './twilio.js';
import { webhook } from './webhook.js';

/** Every kind of outside system that may deliver to `/hooks/<kind>/<connection>`. */
export const sources = { webhook, stripe, twilio, postmark, resend } as const satisfies Record<
  string,
  Source
>;

export type SourceKind = keyof typeof sources;

export const isSource = (kind: string): kind is SourceKind => Object.hasOwn(sources, kind);
