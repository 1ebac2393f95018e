/** One e-mail, finished: what is sent is exactly these bytes, on every attempt. */
export interface OutgoingEmail {
  to: string;
  /** The sender's address, or `Name <address>` as an operator wrote it. */
  from: string;
  /** Replaces the name in `from`. */
  fromName?: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Comes back in the provider's notices and searches. */
  metadata: { messageId: string };
}

/** One text; `to` and `from` in E.164, `from` also a short code or a Messaging Service. */
export interface OutgoingSms {
  to: string;
  from: string;
  text: string;
  metadata: { messageId: string };
  statusCallback?: string;
}

/** Who carries messages of one channel. */
export interface Provider<Message> {
  name: string;
  channel: 'email' | 'sms';
  /** May the same message be sent again under its key without reaching the customer twice? */
  takesIdempotencyKey: boolean;
  /** Nothing leaves: owners read the messages in the app. */
  keepsMessagesInApp?: boolean;
  /** Never throws. */
  send(message: Message, options: SendOptions): Promise<SendOutcome>;
  /** Did an `unknown` message arrive there after all? Answers what is known now; the provider may still be catching up. */
  lookUp?(query: LookUpQuery): Promise<LookUpOutcome>;
  close?(): void;
}

export interface SendOptions {
  idempotencyKey: string;
  timeoutMs: number;
}

/** In an operator's words, for the timeline and the log: a provider's code and what it means; no address. */
export interface Reason {
  code: string;
  message: string;
}

/**
 * `refused` is definite: this attempt sent nothing. `permanent` refusals never get better for this
 * message; `suppress` says that the address itself must not be tried again. `unknown` means that the
 * message may have been sent: a connection that broke, a server that did not answer or answered with an
 * error of its own. 503 and 429 are refusals (RFC 9110 §15.6.4, RFC 6585 §4), so an outage is retried;
 * 500, 502 and 504 are unknown, because they can come after the deed.
 */
export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string | null }
  | { outcome: 'refused'; permanent: boolean; suppress: boolean; retryAfterSeconds?: number; reason: Reason }
  | { outcome: 'unknown'; reason: Reason };

export interface LookUpQuery {
  messageId: string;
  to: string;
  from: string;
  /** RFC 3339: when the first attempt began. */
  sentAfter: string;
  /** The text sent, for a provider that can be searched by nothing better. */
  text?: string;
}

/** `not_found` settles nothing: a search may lag behind. `failed`: ask again later. */
export type LookUpOutcome =
  | { outcome: 'found'; providerMessageId: string; status?: string }
  | { outcome: 'not_found' }
  | { outcome: 'failed'; reason: Reason };

export function accepted(providerMessageId: string | null): SendOutcome {
  return { outcome: 'accepted', providerMessageId };
}

/** It will never work for this message. */
export function permanently(code: string, message: string, { suppress = false } = {}): SendOutcome {
  return { outcome: 'refused', permanent: true, suppress, reason: { code, message } };
}

/** Not now; `afterSeconds` when the provider, or the nature of the fault, says when. */
export function later(code: string, message: string, afterSeconds?: number): SendOutcome {
  return {
    outcome: 'refused',
    permanent: false,
    suppress: false,
    ...(afterSeconds !== undefined && { retryAfterSeconds: afterSeconds }),
    reason: { code, message },
  };
}

export function unknown(code: string, message: string): SendOutcome {
  return { outcome: 'unknown', reason: { code, message } };
}

/** Faults that an operator must mend (a key, a setting, an account) are tried again at this pace meanwhile. */
export const OPERATOR_RETRY_SECONDS = 300;
