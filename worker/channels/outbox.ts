import { accepted, type OutgoingEmail, type OutgoingSms, type Provider } from './provider.js';

/** Carries nothing anywhere: the ledger row is the message, and owners read it in the app. */
export function createOutbox(channel: 'email'): Provider<OutgoingEmail>;
export function createOutbox(channel: 'sms'): Provider<OutgoingSms>;
export function createOutbox(channel: 'email' | 'sms'): Provider<unknown> {
  return {
    name: 'outbox',
    channel,
    takesIdempotencyKey: true,
    keepsMessagesInApp: true,
    send: async () => accepted(null),
  };
}
