import type { z } from 'zod';
import { getBusiness } from '../../db/businesses.js';
import { isOnTeam } from '../../db/members.js';
import {
  countTestMessages,
  findTestMessage,
  insertTestMessage,
  isSuppressed,
  type TestMessageRow,
} from '../../db/test-messages.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import * as contract from '../contract/test-messages.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found } from '../missing.js';
import { asSent, exampleLinks } from '../rehearsals/as-sent.js';

const AN_HOUR_MS = 3_600_000;
const AN_HOUR_AT_MOST = 20;

export const testMessageRoutes: Route[] = [
  handle(contract.sendTestMessage, async ({ caller, body, now }, deps) => {
    const { channel, purpose, language } = body;
    const { publicUrl, channels } = deps.config;
    if (channels[channel].provider === 'outbox') throw notConnected(channel);
    await deps.keys.ensure(caller.businessId);
    const row = await act(deps, caller, async (tx) => {
      const { to } = body;
      if (channel === 'email' && !(await isOnTeam(tx, to))) throw notOurs();
      if (await isSuppressed(tx, { channel, address: to })) throw stopped(channel);
      const { count, oldest } = await countTestMessages(tx, new Date(now.getTime() - AN_HOUR_MS));
      if (oldest && count >= AN_HOUR_AT_MOST) throw tooMany(oldest, now);

      const business = await getBusiness(tx);
      const dressed = asSent(
        {
          channel,
          purpose,
          language,
          to,
          subject: channel === 'email' ? marked(body.subject, language) : null,
          text: channel === 'email' ? body.body : marked(body.body, language),
          segments: 0,
        },
        business,
        exampleLinks(publicUrl, business),
        publicUrl,
      );
      const id = newId();
      const { subject, text, html } = dressed;
      const sender = (business.settings as { senders?: { email?: Sender } | null }).senders?.email;
      const replyTo = sender?.replyTo ?? business.email;
      const content = await deps.keys.seal(
        tx.businessId,
        JSON.stringify({
          to,
          text,
          ...(channel === 'email' && {
            subject,
            html,
            fromName: sender?.name ?? business.name,
            ...(replyTo && { replyTo }),
          }),
        }),
        { table: 'test_messages', rowId: id, kind: 'content' },
      );
      await insertTestMessage(tx, { id, channel, content });
      return found(await findTestMessage(tx, id), 'message');
    });
    return { status: 202, body: showTestMessage(row) };
  }),

  handle(contract.getTestMessage, async ({ caller, params }, deps) => {
    const row = await act(deps, caller, (tx) => findTestMessage(tx, params.id));
    return { status: 200, body: showTestMessage(found(row, 'message')) };
  }),
];

interface Sender {
  name?: string;
  replyTo?: string;
}

/** Nobody who finds it among their messages later takes it for a customer's. */
const marked = (words: string, language: string): string =>
  `[${language.toLowerCase().startsWith('es') ? 'Prueba' : 'Test'}] ${words}`;

function notOurs(): Problem {
  const message = 'A test goes to somebody of the team only. Give the address you sign in with.';
  return new Problem('invalid', message, { errors: [{ path: 'to', message }] });
}

const notConnected = (channel: 'email' | 'sms') =>
  new Problem(
    'conflict',
    channel === 'email'
      ? 'Emails do not leave yet: no email provider is connected, and customers’ messages are kept in the app. Connect one where Journeyman is run (EMAIL_PROVIDER), then try again.'
      : 'Texts do not leave yet: no provider for texts is connected, and customers’ messages are kept in the app. Connect one where Journeyman is run (SMS_PROVIDER), then try again.',
    { extras: { reason: 'not_connected' } },
  );

const stopped = (channel: 'email' | 'sms') =>
  new Problem(
    'may_not_send',
    channel === 'email'
      ? 'This address has unsubscribed from your messages, or refused them, so nothing is sent to it.'
      : 'This number has stopped your texts. Send START from it to the number they come from, then try again.',
    { extras: { reason: 'suppressed' } },
  );

function tooMany(oldest: Date, now: Date): Problem {
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest.getTime() + AN_HOUR_MS - now.getTime()) / 1000));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return new Problem(
    'rate_limited',
    `${AN_HOUR_AT_MOST} tests were sent within the hour, which is as many as may be. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    { retryAfterSeconds },
  );
}

const showTestMessage = (row: TestMessageRow): z.input<typeof contract.testMessage> => ({
  id: row.id,
  channel: row.channel,
  status: row.status,
  reason: row.reasonCode === null ? null : { code: row.reasonCode, message: row.reasonMessage ?? '' },
  createdAt: iso(row.createdAt),
  sentAt: isoOrNull(row.sentAt),
});
