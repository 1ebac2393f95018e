import { startFakePostmark } from './postmark.js';
import { startFakeResend } from './resend.js';
import { startFakeSmtp } from './smtp.js';
import { startFakeTwilio } from './twilio.js';

/** A message the provider took: it would have reached the customer. */
export interface AcceptedMessage {
  id: string;
  at: number;
  to: string;
  from: string;
  subject?: string;
  text: string;
  html?: string;
  headers: Record<string, string>;
  /** Our own id, where the wire format carries one. */
  messageId?: string;
  idempotencyKey?: string;
  /** The request as it arrived: parsed JSON, form fields, or the lines of the mail. */
  raw: unknown;
}

/** What the provider does with the next message. */
export type Behaviour =
  | { do: 'accept'; delayMs?: number }
  /** HTTP: this answer, nothing taken. */
  | { do: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  /** SMTP: this reply at this point, nothing taken. */
  | { do: 'reply'; at: 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content'; line: string }
  /** Takes the message and never says so. */
  | { do: 'accept_then_silence' }
  /** Takes the message and breaks the connection. */
  | { do: 'accept_then_reset' }
  /** Takes nothing and never answers. */
  | { do: 'silence' }
  /** Takes nothing and breaks the connection. */
  | { do: 'reset' };

/** One behaviour for all, or one for each message; `index` counts the attempts from 0. */
export type Behaving = Behaviour | ((index: number) => Behaviour);

export interface FakeProvider {
  /** What to put in the environment: a base address, or an `smtp://` URL. */
  url: string;
  /** What reached customers, in order. A repeat that the provider recognised is not listed again. */
  accepted: AcceptedMessage[];
  /** Every attempt to send, taken or not. */
  attempts: number;
  /** The most connections that were open at one time. */
  mostAtOnce: number;
  behave(behaving: Behaving): void;
  close(): Promise<void>;
}

export interface FakeProviderOptions {
  behaving?: Behaving;
  /** 0, any free port, when absent. A fixed port lets it come back after being closed. */
  port?: number;
  /** Carried over from an earlier life at the same port. */
  accepted?: AcceptedMessage[];
}

export type FakeKind = 'smtp' | 'postmark' | 'resend' | 'twilio';

/** A provider that speaks the real one's wire format over a socket on this machine. */
export function startFakeProvider(kind: FakeKind, options: FakeProviderOptions = {}): Promise<FakeProvider> {
  return starters[kind](options);
}

const starters: Record<FakeKind, (options: FakeProviderOptions) => Promise<FakeProvider>> = {
  smtp: startFakeSmtp,
  postmark: startFakePostmark,
  resend: startFakeResend,
  twilio: startFakeTwilio,
};
