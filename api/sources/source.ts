import type { IncomingHttpHeaders } from 'node:http';

/** One request from an outside system, as it arrived. */
export interface Delivery {
  /** The exact bytes: what was signed. */
  body: Buffer;
  /** Names in lower case. */
  headers: IncomingHttpHeaders;
  /** The address as the sender knows it, with its query: `PUBLIC_URL` and our path. */
  url: string;
}

export type Verdict =
  | { genuine: true; deliveryId?: string }
  | { genuine: false; code: 'bad_signature' | 'stale_timestamp'; message: string };

/** What a provider says became of a message we sent. */
export interface Receipt {
  provider: string;
  providerMessageId: string;
  /** Our own id of the message, where the provider gives it back. */
  messageId: string | null;
  /** `noted` changes nothing about the message: opened, clicked, delayed. */
  outcome: 'sent' | 'delivered' | 'failed' | 'noted';
  /** The provider's word for it, kept with the message. */
  type: string;
  /** The same receipt has the same key, however often it comes. */
  key: string;
  at: Date | null;
  reason: { code: string; message: string } | null;
  /** Never message this address again, and why. */
  suppress: {
    channel: 'email' | 'sms';
    address: string;
    reason: 'bounced' | 'complained' | 'refused' | 'unsubscribed';
  } | null;
  /** What an owner or engineer may want to read later. No addresses, no texts. */
  detail: Record<string, string | number | boolean | null>;
}

/** What a provider says of an address, whichever message it was about, if any. */
export interface AddressNotice {
  provider: string;
  address: string;
  /** `reopened`: the provider sends there again. */
  is: 'bounced' | 'complained' | 'unsubscribed' | 'reopened';
  /** In the provider's words, as evidence. */
  because: string;
  at: Date | null;
}

/** A text somebody sent to a number of the business. */
export interface InboundText {
  provider: string;
  providerMessageId: string;
  from: string;
  to: string;
  body: string;
  /** What the carrier has already answered to by itself. */
  handled: 'STOP' | 'START' | 'HELP' | null;
  /** The pictures and other files that came with it, in the order sent. */
  media: MediaReference[];
}

/** A file that came with a text, and stays with the provider. */
export interface MediaReference {
  /** As the provider says, such as `image/jpeg`; what the bytes are is seen when they are fetched. */
  type: string;
  /** Twilio's own ids of the account, the message and the file; null where it named them in no way we know. */
  place: { account: string; message: string; file: string } | null;
}

/** What a genuine delivery says, in our words. */
export interface Translation {
  /** Events of our own shape, still to be checked: one, or an array. */
  events?: unknown;
  /** Genuine, and nothing Journeyman acts on: recorded, so that nobody wonders where it went. */
  ignored?: { sourceId: string; type: string; note: string; occurredAt: Date }[];
  receipts?: Receipt[];
  addresses?: AddressNotice[];
  texts?: InboundText[];
}

/**
 * One kind of outside system: is a delivery genuine, and what does it say? Pure. `translate` is only called for what
 * was verified, and throws `Problem`s for what cannot be read.
 */
export interface Source {
  verify(delivery: Delivery, secrets: readonly string[], now: Date): Verdict;
  translate(delivery: Delivery): Translation;
}

export const refused = (
  message: string,
  code: 'bad_signature' | 'stale_timestamp' = 'bad_signature',
): Verdict => ({
  genuine: false,
  code,
  message,
});
