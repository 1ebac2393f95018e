import type { AcceptedMessage, FakeProvider, FakeProviderOptions } from './fake-provider.js';
import { startHttpFake, type Answer } from './http-fake.js';

interface PostmarkEmail {
  From: string;
  To: string;
  Subject: string;
  HtmlBody?: string;
  TextBody?: string;
  Headers?: { Name: string; Value: string }[];
  Metadata?: Record<string, string>;
}

/** Postmark's `POST /email` and `GET /messages/outbound`. */
export function startFakePostmark(options: FakeProviderOptions): Promise<FakeProvider> {
  return startHttpFake(
    {
      sends: ({ method, url }) => method === 'POST' && url.pathname === '/email',

      refuses({ headers, body }): Answer | null {
        if (!headers['x-postmark-server-token'])
          return error(401, 10, 'No Account or Server API tokens were supplied in the HTTP headers.');
        const email = JSON.parse(body) as PostmarkEmail;
        if (!email.To?.includes('@')) return error(422, 300, `Invalid 'To' address: '${email.To}'.`);
        if (!email.HtmlBody && !email.TextBody)
          return error(422, 300, 'Provide either email TextBody or HtmlBody or both.');
        for (const [key, value] of Object.entries(email.Metadata ?? {})) {
          if (key.length > 20 || value.length > 80) return error(422, 300, 'Metadata is too long.');
        }
        return null;
      },

      accept({ body }, id) {
        const email = JSON.parse(body) as PostmarkEmail;
        const message: AcceptedMessage = {
          id,
          at: Date.now(),
          to: email.To,
          from: email.From,
          subject: email.Subject,
          text: email.TextBody ?? '',
          html: email.HtmlBody ?? '',
          headers: Object.fromEntries((email.Headers ?? []).map(({ Name, Value }) => [Name, Value])),
          ...(email.Metadata?.['messageId'] && { messageId: email.Metadata['messageId'] }),
          raw: email,
        };
        const submittedAt = new Date(message.at).toISOString();
        return {
          message,
          answer: {
            status: 200,
            body: { To: email.To, SubmittedAt: submittedAt, MessageID: id, ErrorCode: 0, Message: 'OK' },
          },
        };
      },

      ask({ method, url }, accepted) {
        if (method !== 'GET' || url.pathname !== '/messages/outbound') return error(404, 404, 'Not found');
        const wanted = [...url.searchParams].filter(([name]) => name.startsWith('metadata_'));
        const found = accepted.filter(({ raw }) =>
          wanted.every(([name, value]) => (raw as PostmarkEmail).Metadata?.[name.slice(9)] === value),
        );
        const Messages = found
          .slice(0, Number(url.searchParams.get('count')))
          .map(({ id, to, from, subject, at, raw }) => ({
            MessageID: id,
            MessageStream: 'outbound',
            To: [{ Email: to, Name: null }],
            Recipients: [to],
            ReceivedAt: new Date(at).toISOString(),
            From: from,
            Subject: subject,
            Status: 'Sent',
            Metadata: (raw as PostmarkEmail).Metadata ?? {},
          }));
        return { status: 200, body: { TotalCount: found.length, Messages } };
      },
    },
    options,
  );
}

function error(status: number, ErrorCode: number, Message: string): Answer {
  return { status, body: { ErrorCode, Message } };
}
