import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { faultOf, type FaultKind } from '../../workflows/flow/text-faults.js';
import {
  refused,
  type Delivery,
  type InboundText,
  type MediaReference,
  type Receipt,
  type Source,
} from './source.js';

/**
 * Twilio: what became of texts, and texts people send back. Signed with the account's auth token over our public address
 * and the form's fields. Source: Twilio documentation, "Webhooks security" and "Outbound message status in status
 * callbacks".
 */
export const twilio: Source = {
  verify(delivery, secrets) {
    const signature = delivery.headers['x-twilio-signature'];
    if (typeof signature !== 'string') return refused('Send the X-Twilio-Signature header once.');
    return isSigned(delivery, signature, secrets)
      ? { genuine: true }
      : refused(
          'The signature does not match. Check the auth token, and that Twilio calls our public address.',
        );
  },

  translate(delivery) {
    const form = formOf(delivery.body);
    refuseNul(form);
    const sid = form.get('MessageSid') ?? form.get('SmsSid');
    if (!sid || sid.length > 64) throw new Problem('bad_request', 'This call of Twilio’s names no message.');
    const status = form.get('MessageStatus') ?? form.get('SmsStatus') ?? '';
    if (status === 'received' || status === 'receiving' || (status === '' && form.has('Body'))) {
      return { texts: [textOf(form, sid)] };
    }
    if (status === '') throw new Problem('bad_request', 'This call of Twilio’s has no status and no text.');
    return { receipts: [receiptOf(form, sid, status, delivery.url)] };
  },
};

/** No database takes one; in what a person wrote it is left out. */
function refuseNul(form: URLSearchParams): void {
  for (const [name, value] of form) {
    if (name !== 'Body' && value.includes('\0'))
      throw new Problem('bad_request', 'This call of Twilio’s holds a NUL character.');
  }
}

/** Cutting a text may leave half a character, which no database takes. */
const LONE_HALF = /[\uD800-\uDBFF]$/;

function textOf(form: URLSearchParams, sid: string): InboundText {
  const from = form.get('From') ?? '';
  if (!/^\+[1-9][0-9]{6,14}$/.test(from)) {
    throw new Problem('bad_request', 'This text comes from no phone number.');
  }
  const handled = form.get('OptOutType');
  return {
    provider: 'twilio',
    providerMessageId: sid,
    from,
    to: form.get('To') ?? '',
    body: (form.get('Body') ?? '').replaceAll('\0', '').slice(0, 10_000).replace(LONE_HALF, ''),
    handled: handled === 'STOP' || handled === 'START' || handled === 'HELP' ? handled : null,
    media: mediaOf(form),
  };
}

/** Twilio takes no more in one message. */
const MOST_MEDIA = 10;

/**
 * Only the ids are kept of an address, never its host: what is fetched later is asked of the Twilio we are set up with.
 * Source: Twilio documentation, "Twilio's request to your incoming message webhook", "Media-related parameters".
 */
function mediaOf(form: URLSearchParams): MediaReference[] {
  const count = Math.min(MOST_MEDIA, Number(/^[0-9]{1,3}$/.exec(form.get('NumMedia') ?? '')?.[0] ?? 0));
  return Array.from({ length: count }, (_, index) => {
    const type = (form.get(`MediaContentType${index}`) ?? '').split(';')[0]!.trim().toLowerCase();
    const [, account, message, file] = MEDIA_PATH.exec(form.get(`MediaUrl${index}`) ?? '') ?? [];
    return {
      type: /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9.+-]{1,60}$/.test(type) ? type : 'application/octet-stream',
      place: account && message && file ? { account, message, file } : null,
    };
  });
}

const MEDIA_PATH =
  /^https?:\/\/[^/?#]+\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\/((?:SM|MM)[0-9a-f]{32})\/Media\/(ME[0-9a-f]{32})$/i;

function receiptOf(form: URLSearchParams, sid: string, status: string, url: string): Receipt {
  const code = form.get('ErrorCode');
  const fault = faultOf(`twilio_${code}`);
  const suppress = fault ? SUPPRESSIONS[fault.kind] : undefined;
  const outcome = Object.hasOwn(OUTCOMES, status) ? OUTCOMES[status]! : 'noted';
  const to = form.get('To') ?? '';
  const ours = new URL(url).searchParams.get('message');
  return {
    provider: 'twilio',
    providerMessageId: sid,
    messageId: isId(ours) ? ours : null,
    outcome,
    type: status.slice(0, 60),
    key: `twilio:${status.slice(0, 60)}`,
    at: null,
    reason:
      outcome === 'failed'
        ? {
            code: code && /^[0-9]{1,6}$/.test(code) ? `twilio_${code}` : `twilio_${status}`,
            message: fault?.message ?? 'The phone network did not deliver this text.',
          }
        : null,
    suppress:
      outcome === 'failed' && suppress && /^\+[1-9][0-9]{6,14}$/.test(to)
        ? { channel: 'sms', address: to, reason: suppress }
        : null,
    detail: { errorCode: code && /^[0-9]{1,6}$/.test(code) ? Number(code) : null },
  };
}

const OUTCOMES: Readonly<Record<string, Receipt['outcome']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** What a text that could not arrive says about the number. */
const SUPPRESSIONS: Partial<Record<FaultKind, NonNullable<Receipt['suppress']>['reason']>> = {
  wrong_number: 'bounced',
  blocked: 'refused',
  stopped: 'unsubscribed',
};

/**
 * base64(HMAC-SHA1(auth token, address + sorted fields)). A field sent several times counts once per distinct value.
 * Bodies that are not forms are covered by a hash in the address. Behind a proxy the port may or may not be in the
 * address Twilio called, so both are tried.
 */
function isSigned({ body, headers, url }: Delivery, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64');
  const isForm = (headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded');
  if (!isForm) {
    const claimed = new URL(url).searchParams.get('bodySHA256');
    if (body.length > 0 && claimed !== createHash('sha256').update(body).digest('hex')) return false;
  }
  const fields = isForm ? signedFields(body) : '';
  let found = false;
  for (const secret of secrets) {
    for (const address of withAndWithoutPort(url)) {
      const expected = createHmac('sha1', secret)
        .update(address + fields, 'utf8')
        .digest();
      if (expected.length === given.length && timingSafeEqual(expected, given)) found = true;
    }
  }
  return found;
}

function signedFields(body: Buffer): string {
  const form = new URLSearchParams(body.toString('utf8'));
  return [...new Set(form.keys())]
    .sort()
    .map((key) =>
      [...new Set(form.getAll(key))]
        .sort()
        .map((value) => key + value)
        .join(''),
    )
    .join('');
}

function withAndWithoutPort(address: string): string[] {
  const { protocol, host, hostname, port } = new URL(address);
  const rest = address.slice(address.indexOf(host, protocol.length) + host.length);
  const standard = protocol === 'https:' ? '443' : '80';
  return [
    ...new Set([
      address,
      `${protocol}//${hostname}:${port || standard}${rest}`,
      `${protocol}//${hostname}${rest}`,
    ]),
  ];
}

function formOf(body: Buffer): URLSearchParams {
  try {
    return new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Problem('bad_request', 'The form is not valid UTF-8.');
  }
}
