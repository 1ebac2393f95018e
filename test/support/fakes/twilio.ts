import { createHash } from 'node:crypto';
import type { AcceptedMessage, FakeProvider, FakeProviderOptions } from './fake-provider.js';
import { startHttpFake, type Answer } from './http-fake.js';

/** Twilio's Messages resource: create (form in, JSON out) and list by `To`, `From` and `DateSent>`. */
export function startFakeTwilio(options: FakeProviderOptions): Promise<FakeProvider> {
  return startHttpFake(
    {
      sends: ({ method, url }) => method === 'POST' && messages.test(url.pathname),

      refuses({ headers, body, url }): Answer | null {
        const [sid, token] = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
          .toString()
          .split(':');
        if (!token || sid !== messages.exec(url.pathname)?.[1]) return error(401, 20003, 'Authenticate');
        const form = new URLSearchParams(body);
        if (!/^\+[1-9]\d{6,14}$/.test(form.get('To') ?? ''))
          return error(400, 21211, `Invalid 'To' Phone Number: ${form.get('To')}`);
        if (!form.get('From') && !form.get('MessagingServiceSid'))
          return error(400, 21603, "A 'From' phone number is required.");
        if (!form.get('Body')) return error(400, 21602, 'Message body is required.');
        if ((form.get('Body') ?? '').length > 1600)
          return error(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
        return null;
      },

      accept({ body }, id) {
        const raw = Object.fromEntries(new URLSearchParams(body));
        const sid = `SM${createHash('md5').update(`${id} ${body}`).digest('hex')}`;
        const message: AcceptedMessage = {
          id: sid,
          at: Date.now(),
          to: raw['To'] ?? '',
          from: raw['From'] ?? raw['MessagingServiceSid'] ?? '',
          text: raw['Body'] ?? '',
          headers: {},
          raw,
        };
        return { message, answer: { status: 201, body: resource(message, 'queued') } };
      },

      ask({ method, url }, accepted) {
        if (method !== 'GET' || !messages.test(url.pathname))
          return error(404, 20404, 'The requested resource was not found');
        const [to, from, since] = ['To', 'From', 'DateSent>'].map((name) => url.searchParams.get(name));
        const found = accepted.filter(
          (message) =>
            (!to || message.to === to) &&
            (!from || message.from === from) &&
            (!since || message.at >= Date.parse(since)),
        );
        const page = found.reverse().slice(0, Number(url.searchParams.get('PageSize') ?? 50));
        return {
          status: 200,
          body: { messages: page.map((message) => resource(message, 'sent')), page: 0, page_size: 50 },
        };
      },
    },
    options,
  );
}

const messages = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/;

function resource({ id, to, from, text, at }: AcceptedMessage, status: string) {
  const date = new Date(at).toUTCString().replace('GMT', '+0000');
  return {
    sid: id,
    to,
    from,
    body: text,
    status,
    direction: 'outbound-api',
    date_created: date,
    date_sent: status === 'queued' ? null : date,
    num_segments: '1',
    error_code: null,
    error_message: null,
  };
}

function error(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
