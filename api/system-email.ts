import { createTransport } from 'nodemailer';
import type { ChannelSettings } from '../lib/channel-settings.js';
import type { Log } from '../lib/log.js';

/** A note from Journeyman to somebody who signs in. */
export interface SystemEmail {
  to: string;
  subject: string;
  text: string;
}

/**
 * How the API itself writes to members. Only SMTP can do it without a business's sender; with any other provider the
 * log says that an e-mail was not sent, and an owner hands the link over by other means (invitations show it once).
 */
export function systemEmailThrough(
  channels: ChannelSettings,
  log: Log,
): (email: SystemEmail) => Promise<void> {
  const settings = channels.email;
  if (settings.provider !== 'smtp') {
    return async () => {
      log.warn({ provider: settings.provider }, 'A system e-mail was not sent: EMAIL_PROVIDER is not smtp');
    };
  }
  const transport = createTransport(settings.url);
  return async (email) => {
    await transport.sendMail({ from: settings.from, ...email });
  };
}
