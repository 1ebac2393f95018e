import { createTransport } from 'nodemailer';
import type { ChannelSettings, EmailSettings } from '../lib/channel-settings.js';
import type { Log } from '../lib/log.js';
import { createProviderHttp, type ProviderRequest } from '../lib/provider-http.js';

/** A note from Journeyman to somebody who signs in. */
export interface SystemEmail {
  to: string;
  subject: string;
  text: string;
}

/**
 * How the API itself writes to members: a password reset, an invitation. Never to a customer, whose messages go through
 * the ledger. Throws when the provider does not take it.
 *
 * With the built-in outbox nothing leaves, and a reset link in a log would be anybody's: the log only says that it was
 * not sent, and an invitation is handed over by whoever made it.
 */
export function systemEmailThrough(
  { email: settings }: ChannelSettings,
  log: Log,
): (email: SystemEmail) => Promise<void> {
  if (settings.provider === 'smtp') {
    const transport = createTransport({
      url: settings.url,
      connectionTimeout: 10_000,
      socketTimeout: 10_000,
    });
    return async (email) => void (await transport.sendMail({ from: settings.from, ...email }));
  }
  const post = settings.provider === 'outbox' ? null : posting(settings);
  if (!post) {
    return async () => {
      log.warn({ provider: settings.provider }, 'A system email was not sent: EMAIL_PROVIDER is the outbox');
    };
  }
  return async (email) => {
    const answer = await post(email);
    if (answer.outcome === 'answered' && answer.status === 200) return;
    const why = answer.outcome === 'answered' ? `status ${answer.status}` : answer.code;
    throw new Error(`${settings.provider} did not take a system email: ${why}`);
  };
}

/** One POST to the provider. Sources: Postmark documentation, "Email API"; Resend documentation, "Send Email". */
function posting(settings: Exclude<EmailSettings, { provider: 'smtp' | 'outbox' }>) {
  const { from } = settings;
  if (settings.provider === 'postmark') {
    const http = createProviderHttp(settings.apiUrl, { 'x-postmark-server-token': settings.token });
    return ({ to, subject, text }: SystemEmail) =>
      http.ask(
        request('/email', { From: from, To: to, Subject: subject, TextBody: text, TrackOpens: false }),
      );
  }
  const http = createProviderHttp(settings.apiUrl, { authorization: `Bearer ${settings.apiKey}` });
  return ({ to, subject, text }: SystemEmail) =>
    http.ask(request('/emails', { from, to: [to], subject, text }));
}

const request = (path: string, json: unknown): ProviderRequest => ({
  method: 'POST',
  path,
  json,
  timeoutMs: 10_000,
});
