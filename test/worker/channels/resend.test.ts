import { expect, test } from '@jest/globals';
import { createResend } from '../../../worker/channels/resend.js';
import { against, email, expectVerdicts, now, options, permanent, temporary, unknown } from './behaviours.js';

const resend = (apiUrl: string) => createResend({ apiKey: 're_test', apiUrl, now });
const refusal = (status: number, name: string) =>
  ({ do: 'answer', status, body: { statusCode: status, name, message: 'no' } }) as const;

test('an e-mail arrives at Resend whole, under its key', () =>
  against('resend', resend, async (provider, fake) => {
    expect(await provider.send(email, options('e1:thanks:1'))).toEqual({
      outcome: 'accepted',
      providerMessageId: fake.accepted[0]!.id,
    });
    expect(fake.accepted[0]).toMatchObject({
      to: email.to,
      subject: email.subject,
      text: email.text,
      html: email.html,
      headers: email.headers,
      messageId: email.metadata.messageId,
      idempotencyKey: 'e1:thanks:1',
      raw: { reply_to: 'nora@weiss.example' },
    });
  }));

test('the same message sent twice under one key reaches the customer once', () =>
  against('resend', resend, async (provider, fake) => {
    fake.behave({ do: 'accept_then_silence' });
    expect(await provider.send(email, options('k'))).toMatchObject(unknown);
    fake.behave({ do: 'accept' });
    expect(await provider.send(email, options('k'))).toEqual({
      outcome: 'accepted',
      providerMessageId: fake.accepted[0]!.id,
    });
    expect(fake.accepted).toHaveLength(1);
    expect(await provider.send({ ...email, subject: 'Other bytes' }, options('k'))).toMatchObject({
      outcome: 'unknown',
      reason: { code: 'resend_invalid_idempotent_request' },
    });
    expect(fake.accepted).toHaveLength(1);
  }));

test('each answer of Resend is taken for what it means', () =>
  against('resend', resend, async (provider, fake) => {
    await expectVerdicts(provider, fake, email, [
      [refusal(422, 'validation_error'), permanent, 'resend_validation_error'],
      [refusal(400, 'validation_error'), permanent],
      [refusal(401, 'missing_api_key'), { ...temporary, retryAfterSeconds: 300 }],
      [refusal(403, 'invalid_api_key'), { ...temporary, retryAfterSeconds: 300 }, 'resend_invalid_api_key'],
      [refusal(404, 'not_found'), temporary],
      [refusal(409, 'concurrent_idempotent_requests'), unknown],
      [
        { ...refusal(429, 'rate_limit_exceeded'), headers: { 'retry-after': '2' } },
        { ...temporary, retryAfterSeconds: 2 },
      ],
      [refusal(429, 'daily_quota_exceeded'), temporary],
      [refusal(500, 'application_error'), unknown, 'resend_application_error'],
      [refusal(503, 'service_unavailable'), temporary],
      [{ do: 'answer', status: 200, body: { unexpected: true } }, unknown],
      [{ do: 'silence' }, unknown, 'ETIMEDOUT'],
      [{ do: 'reset' }, unknown],
    ]);
    expect(fake.accepted).toEqual([]);
  }));
