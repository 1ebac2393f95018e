import { expect, test } from '@jest/globals';
import { createSmtp } from '../../../worker/channels/smtp.js';
import { startFakeProvider } from '../../support/fakes/fake-provider.js';
import {
  against,
  email,
  expectVerdicts,
  options,
  permanent,
  suppressing,
  temporary,
  unknown,
} from './behaviours.js';

const smtp = (url: string) => createSmtp({ url: url.replace('//', '//user:password@') });
type Point = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content';
const reply = (at: Point, line: string) => ({ do: 'reply', at, line }) as const;

test('an e-mail arrives at the mail server whole, under an id of its own', () =>
  against('smtp', smtp, async (provider, fake) => {
    const id = `<${email.metadata.messageId}@weiss.example>`;
    expect(await provider.send(email, options())).toEqual({ outcome: 'accepted', providerMessageId: id });
    const [mail] = fake.accepted;
    expect(mail).toMatchObject({ to: email.to, subject: email.subject, messageId: email.metadata.messageId });
    expect(mail!.headers).toMatchObject({
      'message-id': id,
      'reply-to': 'nora@weiss.example',
      'list-unsubscribe': '<https://weiss.example/u/abc>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
    expect(mail!.headers['from']).toContain('<hello@weiss.example>');
    expect(mail!.text.replaceAll('\r\n', '\n').trim()).toBe(email.text);
    expect(mail!.html!.replaceAll('\r\n', '\n').trim()).toBe(email.html);
  }));

test('each reply of a mail server is taken for what it means', () =>
  against('smtp', smtp, async (provider, fake) => {
    await expectVerdicts(provider, fake, email, [
      [reply('rcpt', '550 5.1.1 No such user here'), suppressing, 'smtp_550_5.1.1'],
      [reply('rcpt', '550 5.7.1 Not wanted'), permanent, 'smtp_550_5.7.1'],
      [reply('rcpt', '452 4.2.2 Mailbox full'), temporary, 'smtp_452_4.2.2'],
      [reply('rcpt', '451 Greylisted'), temporary, 'smtp_451'],
      [reply('mail', '550 Sender not allowed'), { ...temporary, retryAfterSeconds: 300 }],
      [reply('mail', '552 5.3.4 Too big'), permanent],
      [reply('data', '554 5.5.1 No'), permanent],
      [reply('data', '421 4.3.2 Closing'), temporary],
      [reply('content', '554 5.7.1 Spam'), permanent, 'smtp_554_5.7.1'],
      [reply('content', '451 4.3.0 Try again'), temporary],
      [reply('auth', '535 5.7.8 Wrong password'), temporary],
      [reply('connect', '554 5.7.1 Go away'), temporary],
      [{ do: 'reset' }, temporary],
      [{ do: 'silence' }, temporary, 'smtp_etimedout'],
    ]);
    expect(fake.accepted).toEqual([]);
  }));

test('a connection lost after the message was handed over is unknown', () =>
  against('smtp', smtp, async (provider, fake) => {
    await expectVerdicts(provider, fake, email, [
      [{ do: 'accept_then_reset' }, unknown],
      [{ do: 'accept_then_silence' }, unknown, 'smtp_etimedout'],
    ]);
    expect(fake.accepted).toHaveLength(2);
  }));

test('a wrong password is an operator’s fault, not a customer’s', () =>
  against('smtp', smtp, async (provider, fake) => {
    fake.behave(reply('auth', '535 5.7.8 Wrong password'));
    expect(await provider.send(email, options())).toMatchObject({
      ...temporary,
      retryAfterSeconds: 300,
      reason: { code: 'smtp_535_5.7.8' },
    });
  }));

test('after a refusal the next e-mail goes through, and twenty at once do too', () =>
  against('smtp', smtp, async (provider, fake) => {
    fake.behave((index) => (index === 0 ? reply('rcpt', '550 5.1.1 No such user') : { do: 'accept' }));
    expect(await provider.send(email, options())).toMatchObject(suppressing);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        provider.send({ ...email, metadata: { messageId: `m${n}` } }, { ...options(), timeoutMs: 5000 }),
      ),
    );
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
    for (let n = 0; n < 20; n++)
      expect(await provider.send(email, options())).toMatchObject({ outcome: 'accepted' });
    expect(fake.accepted).toHaveLength(40);
  }));

test('a mail server that goes away and comes back is found again', async () => {
  const fake = await startFakeProvider('smtp');
  const provider = smtp(fake.url);
  expect(await provider.send(email, options())).toMatchObject({ outcome: 'accepted' });
  await fake.close();
  expect(await provider.send(email, options())).toMatchObject(temporary);
  const again = await startFakeProvider('smtp', { port: Number(new URL(fake.url).port) });
  expect(await provider.send(email, options())).toMatchObject({ outcome: 'accepted' });
  provider.close!();
  await again.close();
});

test('nothing in a name or subject can add a header of its own', () =>
  against('smtp', smtp, async (provider, fake) => {
    const forged = 'Hi\r\nBcc: victim@example.com\r\n\r\nbody';
    await provider.send(
      { ...email, subject: forged, fromName: forged, headers: { 'X-A': forged } },
      options(),
    );
    expect(fake.accepted).toHaveLength(1);
    expect(Object.keys(fake.accepted[0]!.headers)).not.toContain('bcc');
  }));

test('no more connections are opened than allowed, and whoever waits too long may try again', () =>
  against(
    'smtp',
    (url) => createSmtp({ url, limits: { connections: 2, idleMs: 1000 } }),
    async (provider, fake) => {
      fake.behave({ do: 'accept', delayMs: 30 });
      const patient = { ...options(), timeoutMs: 5000 };
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => provider.send(email, patient)));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(8).fill('accepted'));
      expect(fake.mostAtOnce).toBe(2);

      fake.behave({ do: 'accept', delayMs: 300 });
      const busy = [provider.send(email, patient), provider.send(email, patient)];
      expect(await provider.send(email, { ...options(), timeoutMs: 20 })).toMatchObject({
        ...temporary,
        reason: { code: 'smtp_busy' },
      });
      expect((await Promise.all(busy)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    },
  ));

test('a kept connection that the server has meanwhile closed costs nobody an e-mail', () =>
  against('smtp', smtp, async (provider, fake) => {
    fake.behave((index) => (index === 1 ? { do: 'reset' } : { do: 'accept' }));
    expect(await provider.send(email, options())).toMatchObject({ outcome: 'accepted' });
    expect(await provider.send(email, options())).toMatchObject({ outcome: 'accepted' });
    expect(fake.accepted).toHaveLength(2);
    expect(fake.attempts).toBe(3);
  }));
