import type { ChannelSettings } from '../../lib/channel-settings.js';
import { createOutbox } from './outbox.js';
import { createPostmark } from './postmark.js';
import type { OutgoingEmail, OutgoingSms, Provider } from './provider.js';
import { createResend } from './resend.js';
import { createSmtp } from './smtp.js';
import { createTwilio } from './twilio.js';

export interface Providers {
  email: Provider<OutgoingEmail>;
  sms: Provider<OutgoingSms>;
  /** The provider of a ledger row, or null when the settings have changed since. */
  byName(channel: 'email' | 'sms', name: string): Provider<OutgoingEmail> | Provider<OutgoingSms> | null;
  close(): void;
}

/** Who carries messages here. `now` is for reading dates in Retry-After. */
export function createProviders(
  { email: emailSettings, sms: smsSettings }: ChannelSettings,
  now: () => Date,
): Providers {
  const email = createEmailProvider(emailSettings, now);
  const sms = createSmsProvider(smsSettings, now);
  const outboxes = { email: createOutbox('email'), sms: createOutbox('sms') };
  return {
    email,
    sms,
    byName: (channel, name) =>
      [channel === 'email' ? email : sms, outboxes[channel]].find((provider) => provider.name === name) ??
      null,
    close() {
      email.close?.();
      sms.close?.();
    },
  };
}

function createEmailProvider(settings: ChannelSettings['email'], now: () => Date): Provider<OutgoingEmail> {
  switch (settings.provider) {
    case 'outbox':
      return createOutbox('email');
    case 'smtp':
      return createSmtp(settings);
    case 'postmark':
      return createPostmark({ ...settings, now });
    case 'resend':
      return createResend({ ...settings, now });
  }
}

function createSmsProvider(settings: ChannelSettings['sms'], now: () => Date): Provider<OutgoingSms> {
  switch (settings.provider) {
    case 'outbox':
      return createOutbox('sms');
    case 'twilio':
      return createTwilio({ ...settings, now });
  }
}
