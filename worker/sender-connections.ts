import { randomBytes } from 'node:crypto';
import * as senders from '../db/sender-connections.js';
import { withBusiness, type Database } from '../db/tenant.js';
import type { BusinessKeys } from '../lib/business-keys.js';
import type { ChannelSettings } from '../lib/channel-settings.js';
import { newId } from '../lib/ids.js';

/** By channel, the connection through which a provider tells what became of messages; null when nothing leaves. */
export interface SenderConnections {
  of(businessId: string): Promise<{ email: string | null; sms: string | null }>;
}

interface Sender {
  source: 'twilio' | 'postmark' | 'resend';
  name: string;
  from: string;
  /** What signs the provider's calls; null when the provider decides it and the owner enters it. */
  secret: string | null;
}

/**
 * Senders from the settings serve every business; each business gets one connection for them, so that receipts and
 * replies come in by its own door. Made when a business first sends, and kept up with the settings.
 */
export function createSenderConnections(
  settings: ChannelSettings,
  { database, keys }: { database: Database; keys: BusinessKeys },
): SenderConnections {
  const email = emailSender(settings);
  const sms = smsSender(settings);
  const known = new Map<string, Promise<{ email: string | null; sms: string | null }>>();

  async function connect(businessId: string) {
    const [emailId, smsId] = [await ensure(businessId, email), await ensure(businessId, sms)];
    return { email: emailId, sms: smsId };
  }

  async function ensure(businessId: string, sender: Sender | null): Promise<string | null> {
    if (!sender) return null;
    await keys.ensure(businessId);
    return withBusiness(database, { businessId }, async (tx) => {
      await tx.run(senders.lockSender, [businessId, sender.source]);
      const [found] = await tx.run(senders.findSender, [businessId, sender.source]);
      const id =
        found?.id ??
        (await tx.run(senders.insertSender, [businessId, sender.source, sender.name, sender.from]))[0]!.id;
      if (found && found.account_ref !== sender.from)
        tx.last(senders.changeSender, [businessId, id, sender.from]);
      if (await needsSecret(businessId, found, sender)) {
        const secretId = newId();
        const secret = sender.secret ?? randomBytes(24).toString('base64url');
        const sealed = await keys.seal(businessId, secret, {
          table: 'secrets',
          rowId: secretId,
          kind: 'signing',
        });
        tx.last(senders.insertSenderSecret, [businessId, secretId, id, sealed]);
      }
      return id;
    });
  }

  async function needsSecret(
    businessId: string,
    found: senders.SenderConnection | undefined,
    sender: Sender,
  ) {
    if (!found?.sealed) return true;
    if (sender.secret === null) return false;
    const place = { table: 'secrets', rowId: found.secret_id!, kind: found.kind! };
    return (await keys.open(businessId, found.sealed, place)).toString('utf8') !== sender.secret;
  }

  return {
    of(businessId) {
      const ready = known.get(businessId) ?? connect(businessId);
      known.set(businessId, ready);
      ready.catch(() => known.delete(businessId));
      return ready;
    },
  };
}

/** Postmark signs nothing: its calls carry a password of ours. Resend's secret is shown by Resend, to be entered. */
function emailSender({ email }: ChannelSettings): Sender | null {
  if (email.provider === 'postmark')
    return { source: 'postmark', name: 'Postmark', from: email.from, secret: null };
  if (email.provider === 'resend')
    return { source: 'resend', name: 'Resend', from: email.from, secret: null };
  return null;
}

function smsSender({ sms }: ChannelSettings): Sender | null {
  return sms.provider === 'twilio'
    ? { source: 'twilio', name: 'Twilio', from: sms.from, secret: sms.authToken }
    : null;
}
