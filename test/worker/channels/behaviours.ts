import { expect } from '@jest/globals';
import type { OutgoingEmail, OutgoingSms, Provider, SendOutcome } from '../../../worker/channels/provider.js';
import {
  startFakeProvider,
  type Behaviour,
  type FakeKind,
  type FakeProvider,
} from '../../support/fakes/fake-provider.js';

export const now = () => new Date('2026-11-21T12:00:00Z');

export const email: OutgoingEmail = {
  to: 'ana@example.com',
  from: 'hello@weiss.example',
  fromName: 'Weiss “Plumbing”, Ltd',
  replyTo: 'nora@weiss.example',
  subject: 'Thank you, José – 5 € off?',
  html: '<p>Grüße</p>\n<p>.</p>',
  text: 'Grüße\n.\nBye',
  headers: {
    'List-Unsubscribe': '<https://weiss.example/u/abc>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  metadata: { messageId: '01997b0c-0000-7000-8000-00000000000a' },
};

export const sms: OutgoingSms = {
  to: '+34600111222',
  from: '+14155550100',
  text: 'All well with the boiler, José?',
  metadata: { messageId: '01997b0c-0000-7000-8000-00000000000b' },
  statusCallback: 'https://jm.example/hooks/twilio/c1',
};

export const options = (idempotencyKey = 'e1:thanks:1') => ({ idempotencyKey, timeoutMs: 400 });

/** A provider with its fake behind it, for the length of one test. */
export async function against<T>(
  kind: FakeKind,
  create: (url: string) => Provider<T>,
  use: (provider: Provider<T>, fake: FakeProvider) => Promise<void>,
): Promise<void> {
  const fake = await startFakeProvider(kind);
  const provider = create(fake.url);
  try {
    await use(provider, fake);
  } finally {
    provider.close?.();
    await fake.close();
  }
}

/** Each behaviour, the outcome it must be taken for, and how many messages reached the customer. */
export async function expectVerdicts<T>(
  provider: Provider<T>,
  fake: FakeProvider,
  message: T,
  cases: readonly (readonly [
    Behaviour,
    Partial<Extract<SendOutcome, { outcome: 'refused' }>> | { outcome: 'unknown' | 'accepted' },
    code?: string,
  ])[],
): Promise<void> {
  for (const [behaviour, expected, code] of cases) {
    fake.behave(behaviour);
    const outcome = await provider.send(message, options(JSON.stringify(behaviour)));
    expect([behaviour, outcome]).toEqual([behaviour, expect.objectContaining(expected)]);
    if (code) expect(outcome).toMatchObject({ reason: { code } });
    if ('reason' in outcome) {
      expect(outcome.reason.message).not.toMatch(/ana@|600111222/);
      expect(outcome.reason.message).toMatch(/^[A-Z].*\.$/);
    }
  }
}

export const permanent = { outcome: 'refused', permanent: true, suppress: false } as const;
export const suppressing = { outcome: 'refused', permanent: true, suppress: true } as const;
export const temporary = { outcome: 'refused', permanent: false, suppress: false } as const;
export const unknown = { outcome: 'unknown' } as const;
