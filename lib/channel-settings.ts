import { z } from 'zod';
import type { Environment } from './temporal-connection.js';

/**
 * Who carries our messages, from the environment: EMAIL_PROVIDER and SMS_PROVIDER, and the settings that
 * the chosen provider needs. Settings of providers that were not chosen are not looked at.
 */
export type EmailSettings =
  | { provider: 'outbox'; from: string }
  | { provider: 'smtp'; from: string; url: string }
  | { provider: 'postmark'; from: string; token: string; apiUrl: string }
  | { provider: 'resend'; from: string; apiKey: string; apiUrl: string };

export type SmsSettings =
  | { provider: 'outbox'; from: string }
  | { provider: 'twilio'; from: string; accountSid: string; authToken: string; apiUrl: string };

export interface ChannelSettings {
  email: EmailSettings;
  sms: SmsSettings;
}

/** Throws one `Error` that names every missing or malformed setting, a line each. */
export function channelSettings(env: Environment): ChannelSettings {
  const email = emailSettings.safeParse({
    ...present(env),
    EMAIL_PROVIDER: env['EMAIL_PROVIDER'] || 'outbox',
  });
  const sms = smsSettings.safeParse({ ...present(env), SMS_PROVIDER: env['SMS_PROVIDER'] || 'outbox' });
  if (email.success && sms.success) return { email: email.data, sms: sms.data };
  const issues = [...(email.error?.issues ?? []), ...(sms.error?.issues ?? [])];
  throw new Error(issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

const address = z
  .string('give the address that messages come from, such as hello@example.com')
  .regex(
    /^(?:[^<>@\r\n]{1,100}<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
    'must be an email address, with or without a name before it',
  );
const key = (what: string) => z.string(`give ${what}`).min(1);
const baseUrl = (standard: string) =>
  z.url({ protocol: /^https?$/, error: 'must be a web address' }).default(standard);

const emailSettings = z.discriminatedUnion(
  'EMAIL_PROVIDER',
  [
    z
      .object({
        EMAIL_PROVIDER: z.literal('outbox'),
        EMAIL_FROM: address.default('outbox@journeyman.invalid'),
      })
      .transform((env): EmailSettings => ({ provider: 'outbox', from: env.EMAIL_FROM })),
    z
      .object({
        EMAIL_PROVIDER: z.literal('smtp'),
        EMAIL_FROM: address,
        SMTP_URL: z.url({
          protocol: /^smtps?$/,
          error: 'must be like smtp://user:password@mail.example.com:587',
        }),
      })
      .transform((env): EmailSettings => ({ provider: 'smtp', from: env.EMAIL_FROM, url: env.SMTP_URL })),
    z
      .object({
        EMAIL_PROVIDER: z.literal('postmark'),
        EMAIL_FROM: address,
        POSTMARK_TOKEN: key('the server token of Postmark'),
        POSTMARK_API_URL: baseUrl('https://api.postmarkapp.com'),
      })
      .transform((env): EmailSettings => ({
        provider: 'postmark',
        from: env.EMAIL_FROM,
        token: env.POSTMARK_TOKEN,
        apiUrl: env.POSTMARK_API_URL,
      })),
    z
      .object({
        EMAIL_PROVIDER: z.literal('resend'),
        EMAIL_FROM: address,
        RESEND_API_KEY: key('the API key of Resend'),
        RESEND_API_URL: baseUrl('https://api.resend.com'),
      })
      .transform((env): EmailSettings => ({
        provider: 'resend',
        from: env.EMAIL_FROM,
        apiKey: env.RESEND_API_KEY,
        apiUrl: env.RESEND_API_URL,
      })),
  ],
  'must be outbox, smtp, postmark or resend',
);

const smsSettings = z.discriminatedUnion(
  'SMS_PROVIDER',
  [
    z
      .object({ SMS_PROVIDER: z.literal('outbox'), TWILIO_FROM: z.string().default('+15005550006') })
      .transform((env): SmsSettings => ({ provider: 'outbox', from: env.TWILIO_FROM })),
    z
      .object({
        SMS_PROVIDER: z.literal('twilio'),
        TWILIO_ACCOUNT_SID: key('the account SID of Twilio').regex(
          /^AC[0-9a-zA-Z]{8,64}$/,
          'must begin with AC',
        ),
        TWILIO_AUTH_TOKEN: key('the auth token of Twilio'),
        TWILIO_FROM: z
          .string('give the number that texts come from, such as +14155550100')
          .regex(
            /^(\+[1-9]\d{6,14}|\d{5,6}|MG[0-9a-f]{32})$/,
            'must be a number such as +14155550100, a short code, or a Messaging Service (MG…)',
          ),
        TWILIO_API_URL: baseUrl('https://api.twilio.com'),
      })
      .transform((env): SmsSettings => ({
        provider: 'twilio',
        from: env.TWILIO_FROM,
        accountSid: env.TWILIO_ACCOUNT_SID,
        authToken: env.TWILIO_AUTH_TOKEN,
        apiUrl: env.TWILIO_API_URL,
      })),
  ],
  'must be outbox or twilio',
);

/** Empty means absent, as people expect of `NAME= npm start`. */
function present(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
