import { expect, test } from '@jest/globals';
import { channelSettings } from '../../../lib/channel-settings.js';
import { createProviders } from '../../../worker/channels/providers.js';
import { email, now, options, sms } from './behaviours.js';

test('until a provider is set, messages stay in the app and count as sent', async () => {
  const providers = createProviders(channelSettings({}), now);
  expect(await providers.email.send(email, options())).toEqual({
    outcome: 'accepted',
    providerMessageId: null,
  });
  expect(await providers.sms.send(sms, options())).toEqual({ outcome: 'accepted', providerMessageId: null });
  expect(providers.email.keepsMessagesInApp).toBe(true);
});

test('a message already begun finds its provider by name, also after the setting went back to the outbox', () => {
  const providers = createProviders(
    channelSettings({
      EMAIL_PROVIDER: 'resend',
      RESEND_API_KEY: 'k',
      EMAIL_FROM: 'a@b.c',
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: 'AC12345678',
      TWILIO_AUTH_TOKEN: 't',
      TWILIO_FROM: '+14155550100',
    }),
    now,
  );
  expect(providers.byName('email', 'resend')).toBe(providers.email);
  expect(providers.byName('sms', 'twilio')).toBe(providers.sms);
  expect(providers.byName('email', 'outbox')?.name).toBe('outbox');
  expect(providers.byName('email', 'twilio')).toBeNull();
  providers.close();
});
