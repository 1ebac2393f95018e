import { createProviderHttp } from '../../lib/provider-http.js';
import { outcomeOfSilence, outcomeOfStatus } from './http-outcome.js';
import { mailboxOf } from './mailbox.js';
import { accepted, unknown, type OutgoingEmail, type Provider } from './provider.js';

export interface ResendOptions {
  apiKey: string;
  apiUrl: string;
  now: () => Date;
}

/**
 * E-mail by Resend, which honours an idempotency key for 24 hours: an `unknown` message may be sent
 * again under its key.
 *
 * Our own request rather than the `resend` package, which turns every network failure into the same
 * error and reads its base address from the process environment.
 * Source: Resend documentation, "Send Email", "Idempotency Keys", "Errors".
 */
export function createResend({ apiKey, apiUrl, now }: ResendOptions): Provider<OutgoingEmail> {
  const http = createProviderHttp(apiUrl, { authorization: `Bearer ${apiKey}`, 'user-agent': 'journeyman' });

  return {
    name: 'resend',
    channel: 'email',
    takesIdempotencyKey: true,

    async send(message, { idempotencyKey, timeoutMs }) {
      const headers = { 'idempotency-key': idempotencyKey };
      const answer = await http.ask({
        method: 'POST',
        path: '/emails',
        headers,
        json: wire(message),
        timeoutMs,
      });
      if (answer.outcome !== 'answered') return outcomeOfSilence('Resend', answer);
      const { id, name } = answer.json ?? {};
      if (answer.status === 200 && typeof id === 'string') return accepted(id);
      const code =
        typeof name === 'string' && /^[a-z_]{1,60}$/.test(name) ? `resend_${name}` : `http_${answer.status}`;
      // The key was used before: by an attempt that still runs, or whose bytes were not these.
      if (answer.status === 409)
        return unknown(code, 'Resend has met this message before; it may have been sent.');
      return outcomeOfStatus('Resend', answer, code, now());
    },

    close: () => http.close(),
  };
}

function wire({ to, from, fromName, replyTo, subject, html, text, headers, metadata }: OutgoingEmail) {
  return {
    from: mailboxOf(from, fromName),
    to: [to],
    ...(replyTo && { reply_to: replyTo }),
    subject,
    html,
    text,
    headers,
    tags: [{ name: 'messageId', value: metadata.messageId }],
  };
}
