import { expect, test } from '@jest/globals';
import { createTwilio } from '../../../worker/channels/twilio.js';
import {
  against,
  expectVerdicts,
  now,
  options,
  permanent,
  sms,
  suppressing,
  temporary,
  unknown,
} from './behaviours.js';

const twilio = (apiUrl: string) => createTwilio({ accountSid: 'AC12345678', authToken: 't', apiUrl, now });
const refusal = (status: number, code: number) =>
  ({ do: 'answer', status, body: { code, message: 'no', status } }) as const;

test('a text arrives at Twilio with its number, words and call-back', () =>
  against('twilio', twilio, async (provider, fake) => {
    expect(await provider.send(sms, options())).toEqual({
      outcome: 'accepted',
      providerMessageId: fake.accepted[0]!.id,
    });
    expect(fake.accepted[0]!.raw).toEqual({
      To: sms.to,
      From: sms.from,
      Body: sms.text,
      StatusCallback: sms.statusCallback,
    });
    await provider.send({ ...sms, from: 'MG0123456789abcdef0123456789abcdef' }, options());
    expect(fake.accepted[1]!.raw).toMatchObject({
      MessagingServiceSid: 'MG0123456789abcdef0123456789abcdef',
    });
  }));

test('each answer of Twilio is taken for what it means', () =>
  against('twilio', twilio, async (provider, fake) => {
    await expectVerdicts(provider, fake, sms, [
      [refusal(400, 21610), suppressing, 'twilio_21610'],
      [refusal(400, 21211), permanent, 'twilio_21211'],
      [refusal(403, 21408), permanent, 'twilio_21408'],
      [refusal(400, 21614), permanent],
      [refusal(400, 21617), permanent],
      [refusal(400, 21635), permanent],
      [refusal(400, 30003), { ...temporary, retryAfterSeconds: 3600 }],
      [refusal(400, 30004), permanent],
      [refusal(400, 30005), permanent],
      [refusal(400, 30006), permanent],
      [refusal(400, 30007), permanent],
      [refusal(400, 99999), permanent, 'twilio_99999'],
      [refusal(401, 20003), { ...temporary, retryAfterSeconds: 300 }],
      [refusal(400, 30034), temporary],
      [refusal(429, 20429), temporary, 'twilio_20429'],
      [
        { ...refusal(429, 20429), headers: { 'retry-after': '9' } },
        { ...temporary, retryAfterSeconds: 9 },
      ],
      [refusal(400, 21611), { ...temporary, retryAfterSeconds: 600 }],
      [refusal(503, 20503), temporary],
      [refusal(500, 20500), unknown, 'twilio_20500'],
      [{ do: 'answer', status: 502, body: 'bad gateway' }, unknown],
      [{ do: 'answer', status: 201, body: {} }, unknown],
      [{ do: 'silence' }, unknown, 'ETIMEDOUT'],
      [{ do: 'reset' }, unknown],
    ]);
    expect(fake.accepted).toEqual([]);
  }));

test('a text Twilio took without saying so is unknown, and is found by number, day and words', () =>
  against('twilio', twilio, async (provider, fake) => {
    const query = {
      messageId: 'm',
      to: sms.to,
      from: sms.from,
      sentAfter: new Date().toISOString(),
      text: sms.text,
    };
    await provider.send({ ...sms, text: 'Another text' }, options());
    expect(await provider.lookUp!(query)).toEqual({ outcome: 'not_found' });
    await expectVerdicts(provider, fake, sms, [[{ do: 'accept_then_reset' }, unknown]]);
    expect(await provider.lookUp!(query)).toEqual({
      outcome: 'found',
      providerMessageId: fake.accepted[1]!.id,
      status: 'sent',
    });
    expect(await provider.lookUp!({ ...query, to: '+34600999888' })).toEqual({ outcome: 'not_found' });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await provider.lookUp!({ ...query, sentAfter: tomorrow })).toEqual({ outcome: 'not_found' });
    expect(
      await provider.lookUp!({ messageId: 'm', to: sms.to, from: sms.from, sentAfter: query.sentAfter }),
    ).toEqual({ outcome: 'not_found' });
  }));

test('a number that is none is refused for good', () =>
  against('twilio', twilio, async (provider) => {
    expect(await provider.send({ ...sms, to: '12' }, options())).toMatchObject({
      ...permanent,
      reason: { code: 'twilio_21211' },
    });
  }));
