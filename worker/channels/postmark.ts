import { createProviderHttp } from '../../lib/provider-http.js';
import { outcomeOfSilence, outcomeOfStatus } from './http-outcome.js';
import { mailboxOf } from './mailbox.js';
import {
  accepted,
  later,
  OPERATOR_RETRY_SECONDS,
  permanently,
  unknown,
  type OutgoingEmail,
  type Provider,
} from './provider.js';

export interface PostmarkOptions {
  token: string;
  apiUrl: string;
  now: () => Date;
}

/**
 * E-mail by Postmark. It knows no idempotency key, but a message can be searched by its metadata, which
 * is how an `unknown` one is looked up.
 *
 * Our own request rather than the `postmark` package: that one cannot tell a connection that was never
 * made from one that broke, nor does it show Retry-After.
 * Source: Postmark developer documentation, "Email API", "Messages API", "API error codes".
 */
export function createPostmark({ token, apiUrl, now }: PostmarkOptions): Provider<OutgoingEmail> {
  const http = createProviderHttp(apiUrl, { 'x-postmark-server-token': token });

  return {
    name: 'postmark',
    channel: 'email',
    takesIdempotencyKey: false,

    async send(message, { timeoutMs }) {
      const answer = await http.ask({ method: 'POST', path: '/email', json: wire(message), timeoutMs });
      if (answer.outcome !== 'answered') return outcomeOfSilence('Postmark', answer);
      const { MessageID: id, ErrorCode: errorCode } = answer.json ?? {};
      if (answer.status === 200 && errorCode === 0 && typeof id === 'string') return accepted(id);
      const code = typeof errorCode === 'number' ? `postmark_${errorCode}` : `http_${answer.status}`;
      if (answer.status === 200)
        return unknown(
          code,
          'Postmark answered something we do not understand; the message may have been sent.',
        );
      if (answer.status === 422) return refusal(errorCode, code);
      return outcomeOfStatus('Postmark', answer, code, now());
    },

    async lookUp({ messageId }) {
      const query = { count: '1', offset: '0', metadata_messageId: messageId };
      const answer = await http.ask({ method: 'GET', path: '/messages/outbound', query, timeoutMs: 10_000 });
      if (answer.outcome !== 'answered')
        return {
          outcome: 'failed',
          reason: { code: answer.code, message: 'Postmark could not be searched.' },
        };
      const messages = answer.json?.['Messages'];
      if (answer.status !== 200 || !Array.isArray(messages)) {
        return {
          outcome: 'failed',
          reason: { code: `http_${answer.status}`, message: 'Postmark could not be searched.' },
        };
      }
      const found = (
        messages as { MessageID?: unknown; Status?: unknown; Metadata?: { messageId?: unknown } }[]
      ).find(({ Metadata }) => Metadata?.messageId === messageId);
      if (typeof found?.MessageID !== 'string') return { outcome: 'not_found' };
      return {
        outcome: 'found',
        providerMessageId: found.MessageID,
        ...(typeof found.Status === 'string' && { status: found.Status }),
      };
    },

    close: () => http.close(),
  };
}

function wire({ to, from, fromName, replyTo, subject, html, text, headers, metadata }: OutgoingEmail) {
  return {
    From: mailboxOf(from, fromName),
    To: to,
    ...(replyTo && { ReplyTo: replyTo }),
    Subject: subject,
    HtmlBody: html,
    TextBody: text,
    Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    Metadata: { messageId: metadata.messageId },
    MessageStream: 'outbound',
    TrackOpens: false,
    TrackLinks: 'None',
  };
}

/** Postmark answers 422 for everything about a message or an account; its code tells which. */
function refusal(errorCode: unknown, code: string) {
  if (errorCode === 406) {
    return permanently(
      code,
      'Postmark no longer sends to this address: it bounced, complained or was blocked.',
      { suppress: true },
    );
  }
  if (errorCode === 300) return permanently(code, 'Postmark cannot read this message or its address.');
  if (typeof errorCode === 'number' && operatorFaults.has(errorCode)) {
    return later(
      code,
      'Postmark does not accept mail from us. An operator must look at the account and the sender address.',
      OPERATOR_RETRY_SECONDS,
    );
  }
  return permanently(code, 'Postmark refused this message.');
}

/** Sender not confirmed or unknown, account without credit, not approved or switched off, message stream missing. */
const operatorFaults = new Set([10, 400, 401, 405, 412, 413, 1226, 1235]);
