import { expect, test } from '@jest/globals';
import { createPostmark } from '../../../worker/channels/postmark.js';
import { startFakeProvider } from '../../support/fakes/fake-provider.js';
import {
  against,
  email,
  expectVerdicts,
  now,
  options,
  permanent,
  suppressing,
  temporary,
  unknown,
} from './behaviours.js';

const postmark = (apiUrl: string) => createPostmark({ token: 't', apiUrl, now });
const refusal = (status: number, ErrorCode: number) =>
  ({ do: 'answer', status, body: { ErrorCode, Message: 'no' } }) as const;

test('an e-mail arrives at Postmark whole, with our id to find it by', () =>
  against('postmark', postmark, async (provider, fake) => {
    expect(await provider.send(email, options())).toEqual({
      outcome: 'accepted',
      providerMessageId: fake.accepted[0]!.id,
    });
    expect(fake.accepted[0]).toMatchObject({
      to: 'ana@example.com',
      from: '"Weiss “Plumbing”, Ltd" <hello@weiss.example>',
      subject: email.subject,
      text: email.text,
      html: email.html,
      headers: email.headers,
      messageId: email.metadata.messageId,
      raw: { ReplyTo: 'nora@weiss.example' },
    });
  }));

test('each answer of Postmark is taken for what it means', () =>
  against('postmark', postmark, async (provider, fake) => {
    await expectVerdicts(provider, fake, email, [
      [refusal(422, 406), suppressing, 'postmark_406'],
      [refusal(422, 300), permanent, 'postmark_300'],
      [refusal(422, 400), { ...temporary, retryAfterSeconds: 300 }, 'postmark_400'],
      [refusal(422, 9999), permanent, 'postmark_9999'],
      [refusal(401, 10), { ...temporary, retryAfterSeconds: 300 }, 'postmark_10'],
      [{ do: 'answer', status: 413, body: 'too big' }, permanent, 'http_413'],
      [
        { do: 'answer', status: 429, headers: { 'retry-after': '17' } },
        { ...temporary, retryAfterSeconds: 17 },
        'http_429',
      ],
      [
        { do: 'answer', status: 503, headers: { 'retry-after': 'Sat, 21 Nov 2026 12:01:00 GMT' } },
        { ...temporary, retryAfterSeconds: 60 },
      ],
      [{ do: 'answer', status: 503 }, temporary, 'http_503'],
      [{ do: 'answer', status: 500, body: '<html>' }, unknown, 'http_500'],
      [{ do: 'answer', status: 504 }, unknown, 'http_504'],
      [{ do: 'answer', status: 302, headers: { location: '/elsewhere' } }, unknown, 'http_302'],
      [{ do: 'answer', status: 200, body: 'not json' }, unknown, 'http_200'],
      [{ do: 'silence' }, unknown, 'ETIMEDOUT'],
      [{ do: 'reset' }, unknown, 'ECONNRESET'],
    ]);
    expect(fake.accepted).toEqual([]);
  }));

test('a message Postmark took without saying so is unknown, and the search finds it', () =>
  against('postmark', postmark, async (provider, fake) => {
    const query = {
      messageId: email.metadata.messageId,
      to: email.to,
      from: email.from,
      sentAfter: now().toISOString(),
    };
    expect(await provider.lookUp!(query)).toEqual({ outcome: 'not_found' });
    await expectVerdicts(provider, fake, email, [
      [{ do: 'accept_then_silence' }, unknown],
      [{ do: 'accept_then_reset' }, unknown],
    ]);
    expect(await provider.lookUp!(query)).toEqual({
      outcome: 'found',
      providerMessageId: fake.accepted[0]!.id,
      status: 'Sent',
    });
    expect(await provider.lookUp!({ ...query, messageId: 'another' })).toEqual({ outcome: 'not_found' });
    await fake.close();
    expect(await provider.lookUp!(query)).toMatchObject({ outcome: 'failed' });
  }));

test('when Postmark cannot be reached nothing was sent, and it may be tried again', async () => {
  const fake = await startFakeProvider('postmark');
  await fake.close();
  expect(await postmark(fake.url).send(email, options())).toMatchObject({
    ...temporary,
    reason: { code: 'ECONNREFUSED' },
  });
  expect(
    await postmark('http://nowhere.invalid').send(email, { ...options(), timeoutMs: 5000 }),
  ).toMatchObject({ outcome: 'refused', permanent: false });
});

test('an address Postmark cannot read is refused for good', () =>
  against('postmark', postmark, async (provider) => {
    expect(await provider.send({ ...email, to: 'nobody' }, options())).toMatchObject(permanent);
  }));
