import { expect, test } from '@jest/globals';
import { channelSettings } from '../../lib/channel-settings.js';

test('with nothing set, everything stays in the app', () => {
  expect(channelSettings({ EMAIL_PROVIDER: '', SMS_PROVIDER: '' })).toMatchObject({
    email: { provider: 'outbox' },
    sms: { provider: 'outbox' },
  });
});

test('each provider’s settings are read, and its address can be replaced', () => {
  expect(
    channelSettings({
      EMAIL_PROVIDER: 'smtp',
      SMTP_URL: 'smtps://u:p@mail.example.com:465',
      EMAIL_FROM: 'Weiss <hello@example.com>',
    }).email,
  ).toEqual({ provider: 'smtp', from: 'Weiss <hello@example.com>', url: 'smtps://u:p@mail.example.com:465' });
  expect(
    channelSettings({ EMAIL_PROVIDER: 'postmark', POSTMARK_TOKEN: 't', EMAIL_FROM: 'a@b.c' }).email,
  ).toEqual({
    provider: 'postmark',
    from: 'a@b.c',
    token: 't',
    apiUrl: 'https://api.postmarkapp.com',
  });
  expect(
    channelSettings({
      EMAIL_PROVIDER: 'resend',
      RESEND_API_KEY: 'k',
      EMAIL_FROM: 'a@b.c',
      RESEND_API_URL: 'http://127.0.0.1:9',
    }).email,
  ).toMatchObject({ apiKey: 'k', apiUrl: 'http://127.0.0.1:9' });
  expect(
    channelSettings({
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: 'AC12345678',
      TWILIO_AUTH_TOKEN: 't',
      TWILIO_FROM: '+14155550100',
    }).sms,
  ).toEqual({
    provider: 'twilio',
    from: '+14155550100',
    accountSid: 'AC12345678',
    authToken: 't',
    apiUrl: 'https://api.twilio.com',
  });
});

test('every missing or malformed setting is named at once, and no secret is shown', () => {
  let message = '';
  try {
    channelSettings({
      EMAIL_PROVIDER: 'postmark',
      EMAIL_FROM: 'me\r\nBcc: you@x.y',
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: 'wrong-canary',
      TWILIO_FROM: 'Weiss',
    });
  } catch (error) {
    message = (error as Error).message;
  }
  for (const name of [
    'POSTMARK_TOKEN',
    'EMAIL_FROM',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_FROM',
  ])
    expect(message).toContain(`${name}: `);
  expect(message.split('\n')).toHaveLength(5);
  expect(message).not.toContain('canary');
  expect(() => channelSettings({ EMAIL_PROVIDER: 'carrier-pigeon' })).toThrow(
    'EMAIL_PROVIDER: must be outbox, smtp, postmark or resend',
  );
  expect(() => channelSettings({ SMS_PROVIDER: 'pigeon' })).toThrow('SMS_PROVIDER: must be outbox or twilio');
});
