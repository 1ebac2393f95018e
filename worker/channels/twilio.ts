import { faultOf, type TextFault } from '../../workflows/flow/text-faults.js';
import { createProviderHttp, retryAfterSeconds } from '../../lib/provider-http.js';
import { outcomeOfSilence, outcomeOfStatus } from './http-outcome.js';
import {
  accepted,
  later,
  OPERATOR_RETRY_SECONDS,
  permanently,
  unknown,
  type OutgoingSms,
  type Provider,
  type SendOutcome,
} from './provider.js';

export interface TwilioOptions {
  accountSid: string;
  authToken: string;
  apiUrl: string;
  now: () => Date;
}

/**
 * SMS by Twilio, which documents no idempotency key for creating a message: an `unknown` one is looked
 * up by number, day and text, and never sent again by itself.
 *
 * Our own request rather than the `twilio` package, whose errors do not tell a refused connection from a
 * broken one, and which takes a second to load.
 * Source: Twilio documentation, "Messages resource" and "Error and Warning Dictionary".
 */
export function createTwilio({ accountSid, authToken, apiUrl, now }: TwilioOptions): Provider<OutgoingSms> {
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
  const http = createProviderHttp(apiUrl, { authorization: `Basic ${credentials}` });
  const path = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;

  return {
    name: 'twilio',
    channel: 'sms',
    takesIdempotencyKey: false,

    async send(message, { timeoutMs }) {
      const answer = await http.ask({ method: 'POST', path, form: wire(message), timeoutMs });
      if (answer.outcome !== 'answered') return outcomeOfSilence('Twilio', answer);
      const { sid, code } = answer.json ?? {};
      if (answer.status === 201) {
        if (typeof sid === 'string') return accepted(sid);
        return unknown(
          'http_201',
          'Twilio answered something we do not understand; the message may have been sent.',
        );
      }
      const name = typeof code === 'number' ? `twilio_${code}` : `http_${answer.status}`;
      // After a 500 nobody knows, whatever it says: a refusal is only what came before the deed.
      const fault = answer.status < 500 || answer.status === 503 ? faultOf(name) : null;
      const outcome = fault ? outcomeOf(fault, name) : outcomeOfStatus('Twilio', answer, name, now());
      const seconds = retryAfterSeconds(answer.headers['retry-after'], now());
      return outcome.outcome === 'refused' && !outcome.permanent && seconds !== undefined
        ? { ...outcome, retryAfterSeconds: seconds }
        : outcome;
    },

    async lookUp({ to, sentAfter, text }) {
      // Twilio filters by day; a message of this second could be listed under either side of midnight.
      const since = new Date(Date.parse(sentAfter) - 1000);
      const query = { To: to, 'DateSent>': since.toISOString().slice(0, 10), PageSize: '100' };
      const answer = await http.ask({ method: 'GET', path, query, timeoutMs: 10_000 });
      if (answer.outcome !== 'answered')
        return { outcome: 'failed', reason: { code: answer.code, message: 'Twilio could not be searched.' } };
      const messages = answer.json?.['messages'];
      if (answer.status !== 200 || !Array.isArray(messages)) {
        return {
          outcome: 'failed',
          reason: { code: `http_${answer.status}`, message: 'Twilio could not be searched.' },
        };
      }
      const found = (messages as ListedMessage[]).find((listed) => isOurs(listed, text, since));
      if (!found?.sid) return { outcome: 'not_found' };
      return {
        outcome: 'found',
        providerMessageId: found.sid,
        ...(found.status && { status: found.status }),
      };
    },

    close: () => http.close(),
  };
}

interface ListedMessage {
  sid?: string;
  body?: string;
  direction?: string;
  status?: string;
  date_created?: string;
}

/** Trial accounts put a sentence before the text, hence `endsWith`. */
function isOurs(
  { body, direction, date_created: created }: ListedMessage,
  text: string | undefined,
  since: Date,
): boolean {
  const isNew = created !== undefined && Date.parse(created) >= Math.floor(since.getTime() / 1000) * 1000;
  return (
    isNew &&
    text !== undefined &&
    direction !== 'inbound' &&
    body !== undefined &&
    body.trim().endsWith(text.trim())
  );
}

function wire({ to, from, text, statusCallback }: OutgoingSms): Record<string, string> {
  return {
    To: to,
    ...(from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from }),
    Body: text,
    ...(statusCallback && { StatusCallback: statusCallback }),
  };
}

/** What a code of Twilio's means for this attempt. */
function outcomeOf({ kind, message, again }: TextFault, code: string): SendOutcome {
  switch (kind) {
    case 'stopped':
      return permanently(code, message, { suppress: true });
    case 'wrong_number':
    case 'blocked':
    case 'filtered':
    case 'content':
    case 'elsewhere':
      return permanently(code, message);
    case 'setup':
      return later(code, `${message} An operator must look at the Twilio account.`, OPERATOR_RETRY_SECONDS);
    case 'busy':
    case 'unreachable':
    case 'network':
      return later(code, message, again);
  }
}
