import type { FakeProvider } from './fake-provider.js';

/* The environment of a business that sends through a stand-in. */

export const throughPostmark = ({ url }: FakeProvider) => ({
  EMAIL_PROVIDER: 'postmark',
  POSTMARK_TOKEN: 'token',
  POSTMARK_API_URL: url,
  EMAIL_FROM: 'marta@example.com',
});

export const throughResend = ({ url }: FakeProvider) => ({
  EMAIL_PROVIDER: 'resend',
  RESEND_API_KEY: 're_test',
  RESEND_API_URL: url,
  EMAIL_FROM: 'marta@example.com',
});

/** The number customers are texted from, and answer to. */
export const TWILIO_NUMBER = '+14155550100';
/** Signs what Twilio reports. */
export const TWILIO_TOKEN = 'secret';

export const throughTwilio = ({ url }: FakeProvider) => ({
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
  TWILIO_AUTH_TOKEN: TWILIO_TOKEN,
  TWILIO_FROM: TWILIO_NUMBER,
  TWILIO_API_URL: url,
});
