import { afterEach, expect, test } from '@jest/globals';
import { systemEmailThrough } from '../../api/system-email.js';
import { channelSettings } from '../../lib/channel-settings.js';
import { createLog } from '../../lib/log.js';
import { startFakeProvider, type FakeKind, type FakeProvider } from '../support/fakes/fake-provider.js';

let provider: FakeProvider | undefined;
afterEach(async () => {
  await provider?.close();
  provider = undefined;
});

const log = createLog({ name: 'api', level: 'silent' });
const reset = {
  to: 'ana@example.com',
  subject: 'Choose a new password',
  text: 'Here: https://x.example/reset',
};
const EMAIL_FROM = 'Journeyman <hello@acme.example>';

const environments: Record<Exclude<FakeKind, 'twilio'>, (url: string) => Record<string, string>> = {
  smtp: (url) => ({ SMTP_URL: url }),
  postmark: (url) => ({ POSTMARK_TOKEN: 'token', POSTMARK_API_URL: url }),
  resend: (url) => ({ RESEND_API_KEY: 're_key', RESEND_API_URL: url }),
};

for (const [kind, environment] of Object.entries(environments)) {
  test(`a member’s password reset goes out through ${kind}`, async () => {
    provider = await startFakeProvider(kind as FakeKind);
    const channels = channelSettings({ EMAIL_PROVIDER: kind, EMAIL_FROM, ...environment(provider.url) });
    await systemEmailThrough(channels, log)(reset);
    expect(provider.accepted).toHaveLength(1);
    expect(provider.accepted[0]).toMatchObject({ subject: reset.subject });
    expect(provider.accepted[0]!.to).toContain('ana@example.com');
    expect(provider.accepted[0]!.text).toContain('https://x.example/reset');
  });
}

test('a provider that refuses is reported, and with the outbox nothing leaves', async () => {
  provider = await startFakeProvider('postmark', { behaving: { do: 'answer', status: 401 } });
  const refusing = channelSettings({
    EMAIL_PROVIDER: 'postmark',
    EMAIL_FROM,
    ...environments.postmark(provider.url),
  });
  await expect(systemEmailThrough(refusing, log)(reset)).rejects.toThrow(
    'postmark did not take a system email: status 401',
  );
  await systemEmailThrough(channelSettings({}), log)(reset);
});
