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
      const verdict = typeof code === 'number' ? verdicts.get(code) : undefined;
      const name = typeof code === 'number' ? `twilio_${code}` : `http_${answer.status}`;
      const outcome = verdict ? verdict(name) : outcomeOfStatus('Twilio', answer, name, now());
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

const never =
  (message: string, suppress = false) =>
  (code: string) =>
    permanently(code, message, { suppress });
const wait = (message: string, seconds?: number) => (code: string) => later(code, message, seconds);
const operator = (message: string) =>
  wait(`${message} An operator must look at the Twilio account.`, OPERATOR_RETRY_SECONDS);

const verdicts = new Map<number, (code: string) => SendOutcome>([
  [20003, operator('Twilio does not accept our credentials.')],
  [20429, wait('Twilio asks us to slow down.')],
  [21211, never('This is not a phone number that can be texted.')],
  [21408, never('Texts to this country are not switched on in the Twilio account.')],
  [21602, never('The text is empty.')],
  [21603, operator('The sending number is missing.')],
  [21606, operator('The sending number cannot send texts.')],
  [21610, never('This person has answered STOP to this number.', true)],
  [21611, wait('The sending number has too many texts waiting.', 600)],
  [21612, never('Texts cannot be sent from our number to this one.')],
  [21614, never('This number cannot receive texts.')],
  [21617, never('The text is too long.')],
  [21635, never('This number is a landline.')],
  [21659, operator('The sending number does not belong to the account.')],
  [21660, operator('The sending number does not belong to the account.')],
  [30001, wait('Twilio’s queue is full.', 600)],
  [30002, operator('The Twilio account is suspended.')],
  [30003, wait('The phone cannot be reached right now.', 3600)],
  [30004, never('This person or their network has blocked the sending number.')],
  [30005, never('This number does not exist any more.')],
  [30006, never('This number is a landline or its network cannot be reached.')],
  [30007, never('The phone network filtered the text out.')],
  [30008, wait('The phone network failed without saying why.', 3600)],
  [30022, wait('The sending number is over its rate.', 60)],
  [30034, operator('The sending number is not registered (10DLC).')],
  [63017, wait('The Twilio account is over its rate.', 60)],
]);
