import { z } from 'zod';
import { isId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { verifyWebhook } from '../../lib/standard-webhooks.js';
import { parseJson } from '../read-json.js';
import { refused, type Receipt, type Source } from './source.js';

/**
 * Resend: what became of e-mails. Signed by Svix, whose scheme is Standard Webhooks under other header names.
 * Source: Resend documentation, "Webhooks: event types" and "Verify webhooks requests".
 */
export const resend: Source = {
  verify({ body, headers }, secrets, now) {
    const standard = {
      'webhook-id': headers['svix-id'],
      'webhook-timestamp': headers['svix-timestamp'],
      'webhook-signature': headers['svix-signature'],
    };
    const verification = verifyWebhook(body, standard, secrets, now);
    if (verification.verified) return { genuine: true, deliveryId: verification.id };
    return refused(
      verification.message.replaceAll('webhook-', 'svix-'),
      verification.code === 'stale' ? 'stale_timestamp' : 'bad_signature',
    );
  },

  translate({ body, headers }) {
    const kind = z.looseObject({ type: z.string() }).safeParse(parseJson(body));
    if (!kind.success) throw new Problem('bad_request', 'This is no event of Resend’s.');
    const { type } = kind.data;
    if (!Object.hasOwn(outcomes, type)) return {};
    const parsed = emailEvent.safeParse(kind.data);
    if (!parsed.success) throw new Problem('bad_request', 'This event of Resend’s names no email.');
    const { data, created_at: createdAt } = parsed.data;
    const outcome = outcomes[type]!;
    const isHard = type === 'email.bounced' && data.bounce?.type !== 'Transient';
    const address = data.to[0];
    return {
      receipts: [
        {
          provider: 'resend',
          providerMessageId: data.email_id,
          messageId: messageIdOf(data.tags),
          outcome,
          type: type.slice('email.'.length),
          key: `resend:${String(headers['svix-id'])}`,
          at: new Date(createdAt),
          reason: reasonOf(type, data),
          suppress:
            address && (isHard || type === 'email.complained')
              ? { channel: 'email', address, reason: isHard ? 'bounced' : 'complained' }
              : null,
          detail: { bounceType: data.bounce?.type ?? null, bounceSubType: data.bounce?.subType ?? null },
        },
      ],
    };
  },
};

const outcomes: Readonly<Record<string, Receipt['outcome']>> = {
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'noted',
  'email.bounced': 'failed',
  'email.failed': 'failed',
  'email.suppressed': 'failed',
  'email.complained': 'noted',
  'email.opened': 'noted',
  'email.clicked': 'noted',
};

const emailEvent = z.looseObject({
  created_at: z.iso.datetime({ offset: true }),
  data: z.looseObject({
    email_id: z.string().min(1).max(255),
    to: z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]),
    // An object in today's deliveries, a list of pairs in older ones.
    tags: z
      .union([
        z.record(z.string(), z.string()),
        z
          .array(z.object({ name: z.string(), value: z.string() }))
          .transform((tags): Record<string, string> =>
            Object.fromEntries(tags.map((tag) => [tag.name, tag.value])),
          ),
      ])
      .optional(),
    bounce: z.looseObject({ type: z.string().optional(), subType: z.string().optional() }).nullish(),
  }),
});

function messageIdOf(tags: Record<string, string> | undefined): string | null {
  const id = tags?.['messageId'];
  return isId(id) ? id : null;
}

function reasonOf(type: string, data: z.infer<typeof emailEvent>['data']): Receipt['reason'] {
  if (type === 'email.bounced') {
    return data.bounce?.type === 'Transient'
      ? { code: 'soft_bounce', message: 'The mailbox did not take the email this time.' }
      : { code: 'hard_bounce', message: 'The address does not exist or refuses all mail.' };
  }
  if (type === 'email.failed')
    return { code: 'provider_failed', message: 'Resend could not send this email.' };
  if (type === 'email.suppressed') {
    return { code: 'provider_suppressed', message: 'Resend no longer sends to this address.' };
  }
  return null;
}
