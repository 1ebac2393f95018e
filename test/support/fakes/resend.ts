import { createHash } from 'node:crypto';
import type { AcceptedMessage, FakeProvider, FakeProviderOptions } from './fake-provider.js';
import { startHttpFake, type Answer } from './http-fake.js';

interface ResendEmail {
  from: string;
  to: string[];
  subject: string;
  html?: string;
  text?: string;
  headers?: Record<string, string>;
  tags?: { name: string; value: string }[];
}

/** Resend's `POST /emails`, which honours Idempotency-Key: the same key and body again answers the same id and sends nothing. */
export function startFakeResend(options: FakeProviderOptions): Promise<FakeProvider> {
  const keys = new Map<string, { hash: string; id: string }>();
  for (const { idempotencyKey, raw, id } of options.accepted ?? []) {
    if (idempotencyKey) keys.set(idempotencyKey, { hash: hashOf(JSON.stringify(raw)), id });
  }
  return startHttpFake(
    {
      sends: ({ method, url }) => method === 'POST' && url.pathname === '/emails',

      refuses({ headers, body }): Answer | null {
        if (!/^Bearer \S/.test(headers.authorization ?? ''))
          return error(401, 'missing_api_key', 'Missing API Key');
        const email = JSON.parse(body) as ResendEmail;
        if (!email.to?.every((address) => address.includes('@')))
          return error(422, 'validation_error', 'Invalid `to` field.');
        if (
          email.tags?.some(
            ({ name, value }) =>
              !/^[A-Za-z0-9_-]{1,256}$/.test(name) || !/^[A-Za-z0-9_-]{1,256}$/.test(value),
          )
        ) {
          return error(
            422,
            'validation_error',
            'Tags should only contain ASCII letters, numbers, underscores, or dashes.',
          );
        }
        return null;
      },

      remembers({ headers, body }) {
        const known = keys.get(String(headers['idempotency-key']));
        if (!known) return null;
        if (known.hash !== hashOf(body))
          return error(
            409,
            'invalid_idempotent_request',
            'Same idempotency key used with a different request payload.',
          );
        return { status: 200, body: { id: known.id } };
      },

      accept({ headers, body }, id) {
        const email = JSON.parse(body) as ResendEmail;
        const idempotencyKey = headers['idempotency-key'];
        const messageId = email.tags?.find(({ name }) => name === 'messageId')?.value;
        if (typeof idempotencyKey === 'string') keys.set(idempotencyKey, { hash: hashOf(body), id });
        const message: AcceptedMessage = {
          id,
          at: Date.now(),
          to: email.to.join(', '),
          from: email.from,
          subject: email.subject,
          text: email.text ?? '',
          html: email.html ?? '',
          headers: email.headers ?? {},
          ...(messageId && { messageId }),
          ...(typeof idempotencyKey === 'string' && { idempotencyKey }),
          raw: email,
        };
        return { message, answer: { status: 200, body: { id } } };
      },
    },
    options,
  );
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

function error(statusCode: number, name: string, message: string): Answer {
  return { status: statusCode, body: { statusCode, name, message } };
}
