import { z } from 'zod';
import { isId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { sameSecret } from '../../lib/tokens.js';
import { parseJson } from '../read-json.js';
import { refused, type Receipt, type Source, type Translation } from './source.js';

/**
 * Postmark: what became of e-mails. It signs nothing, so its calls carry basic auth, with any name and the connection's
 * secret as the password. Source: Postmark developer documentation, "Webhooks".
 */
export const postmark: Source = {
  verify({ headers }, secrets) {
    const password = basicPassword(headers.authorization);
    // Every secret is compared, so that the time taken says nothing.
    const known = password !== null && secrets.map((secret) => sameSecret(secret, password)).includes(true);
    return known
      ? { genuine: true }
      : refused(
          'Give the address to Postmark with basic auth: any name, and the secret of this connection as password.',
        );
  },

  translate({ body }) {
    const kind = z.looseObject({ RecordType: z.string() }).safeParse(parseJson(body));
    if (!kind.success) throw new Problem('bad_request', 'This is no webhook of Postmark’s.');
    const translate = Object.hasOwn(translators, kind.data.RecordType)
      ? translators[kind.data.RecordType]
      : undefined;
    if (!translate) return {};
    const parsed = record.safeParse(kind.data);
    if (parsed.success && kind.data.RecordType === 'SubscriptionChange' && !namesMessage(parsed.data))
      return addressNotice(parsed.data);
    if (!parsed.success || !parsed.data.MessageID)
      throw new Problem('bad_request', 'This webhook of Postmark’s names no message.');
    const receipt = translate(parsed.data);
    return {
      receipts: [
        {
          provider: 'postmark',
          providerMessageId: parsed.data.MessageID,
          messageId: isId(parsed.data.Metadata?.['messageId']) ? parsed.data.Metadata['messageId'] : null,
          key: keyOf(parsed.data),
          ...receipt,
        },
      ],
    };
  },
};

const record = z.looseObject({
  RecordType: z.string(),
  // None where somebody changed the list by hand, and where an address was let in again.
  MessageID: z.string().min(1).max(255).nullish(),
  ID: z.number().optional(),
  Type: z.string().optional(),
  TypeCode: z.number().optional(),
  Email: z.string().optional(),
  Recipient: z.string().optional(),
  DeliveredAt: z.string().optional(),
  BouncedAt: z.string().optional(),
  ReceivedAt: z.string().optional(),
  ChangedAt: z.string().optional(),
  SuppressSending: z.boolean().optional(),
  SuppressionReason: z.string().nullish(),
  Origin: z.string().max(100).nullish(),
  Metadata: z.record(z.string(), z.string()).optional(),
});
type PostmarkRecord = z.infer<typeof record>;
type Said = Omit<Receipt, 'provider' | 'providerMessageId' | 'messageId' | 'key'>;

/** Bounces that say the address is no good; the others may pass. */
const HARD = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated']);
/** Nothing failed: an automatic reply, an address confirmed, an opt-out. */
const NOT_FAILURES = new Set(['AutoResponder', 'AddressChange', 'Subscribe', 'OpenRelayTest', 'Unsubscribe']);

const translators: Readonly<Record<string, (said: PostmarkRecord) => Said>> = {
  Delivery: (said) => ({
    outcome: 'delivered',
    type: 'delivered',
    at: instant(said.DeliveredAt),
    reason: null,
    suppress: null,
    detail: {},
  }),

  Bounce: (said) => {
    const type = said.Type ?? 'Unknown';
    const hard = HARD.has(type);
    const complained = type === 'SpamComplaint' || type === 'SpamNotification';
    const soft = { code: 'soft_bounce', message: 'The mailbox did not take the email.' };
    const gone = { code: 'hard_bounce', message: 'The address does not exist or refuses all mail.' };
    const failed = !NOT_FAILURES.has(type) && type !== 'Transient';
    return {
      outcome: failed ? 'failed' : 'noted',
      type: type === 'Transient' ? 'delayed' : 'bounced',
      at: instant(said.BouncedAt),
      reason: failed ? (hard ? gone : soft) : null,
      suppress: hard
        ? suppression(said, 'bounced')
        : complained
          ? suppression(said, 'complained')
          : type === 'Unsubscribe'
            ? suppression(said, 'unsubscribed')
            : null,
      detail: { bounceType: type, bounceCode: said.TypeCode ?? null },
    };
  },

  SpamComplaint: (said) => ({
    outcome: 'noted',
    type: 'complained',
    at: instant(said.BouncedAt),
    reason: null,
    suppress: suppression(said, 'complained'),
    detail: {},
  }),

  SubscriptionChange: (said) => ({
    outcome: 'noted',
    type: said.SuppressSending ? 'suppressed' : 'reactivated',
    at: instant(said.ChangedAt),
    reason: null,
    suppress: said.SuppressSending ? suppression(said, whySuppressed(said)) : null,
    detail: { suppressionReason: said.SuppressionReason ?? null },
  }),

  Open: (said) => noted('opened', said.ReceivedAt),
  Click: (said) => noted('clicked', said.ReceivedAt),
};

const NO_MESSAGE = '00000000-0000-0000-0000-000000000000';

/** A change of the list that came of one message, which can be found: a reactivation never does. */
const namesMessage = ({ MessageID, SuppressSending }: PostmarkRecord): boolean =>
  Boolean(MessageID) && MessageID !== NO_MESSAGE && SuppressSending === true;

function addressNotice(said: PostmarkRecord): Translation {
  const address = said.Email ?? said.Recipient;
  if (!address || said.SuppressSending === undefined) return {};
  return {
    addresses: [
      {
        provider: 'postmark',
        address,
        is: said.SuppressSending ? whySuppressed(said) : 'reopened',
        because: `postmark: ${said.SuppressSending ? 'suppressed' : 'reactivated'} (${said.SuppressionReason ?? 'no reason'}, ${said.Origin ?? 'nobody named'})`,
        at: instant(said.ChangedAt),
      },
    ],
  };
}

function whySuppressed({
  SuppressionReason: why,
}: PostmarkRecord): 'bounced' | 'complained' | 'unsubscribed' {
  return why === 'HardBounce' ? 'bounced' : why === 'SpamComplaint' ? 'complained' : 'unsubscribed';
}

const noted = (type: string, at: string | undefined): Said => ({
  outcome: 'noted',
  type,
  at: instant(at),
  reason: null,
  suppress: null,
  detail: {},
});

function suppression(
  said: PostmarkRecord,
  reason: 'bounced' | 'complained' | 'unsubscribed',
): Receipt['suppress'] {
  const address = said.Email ?? said.Recipient;
  return address ? { channel: 'email', address, reason } : null;
}

/** Postmark has no id of a delivery: what it says about which message, and when, tells one from another. */
function keyOf(said: PostmarkRecord): string {
  const at = said.DeliveredAt ?? said.BouncedAt ?? said.ChangedAt ?? said.ReceivedAt ?? '';
  return `postmark:${said.RecordType}:${said.ID ?? ''}:${said.Type ?? ''}:${at}`.slice(0, 255);
}

function instant(text: string | undefined): Date | null {
  const at = new Date(text ?? NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

function basicPassword(header: string | undefined): string | null {
  const match = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '');
  if (!match) return null;
  const credentials = Buffer.from(match[1]!, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return colon === -1 ? null : credentials.slice(colon + 1);
}
