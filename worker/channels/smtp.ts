import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { addressOf, mailboxOf } from './mailbox.js';
import {
  accepted,
  later,
  OPERATOR_RETRY_SECONDS,
  permanently,
  unknown,
  type OutgoingEmail,
  type Provider,
  type SendOutcome,
} from './provider.js';
import { createSmtpConnections, type SmtpLimits } from './smtp-connections.js';

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`; nodemailer's options as query parameters. */
  url: string;
  limits?: SmtpLimits;
}

/**
 * E-mail by any SMTP server.
 *
 * nodemailer's connection rather than its pooled transport, which reports a connection lost while
 * greeting and one lost after the message was handed over as the same error. Until the final dot has
 * gone out the server cannot have taken the message (RFC 5321 §4.1.1.4); after it, silence is `unknown`.
 */
export function createSmtp({
  url,
  limits = { connections: 10, idleMs: 10_000 },
}: SmtpOptions): Provider<OutgoingEmail> {
  const { auth, ...settings } = parseConnectionUrl(url);
  const connections = createSmtpConnections(settings, limits);

  return {
    name: 'smtp',
    channel: 'email',
    takesIdempotencyKey: false,

    async send(message, { timeoutMs }) {
      const until = Date.now() + timeoutMs;
      const messageId = `<${message.metadata.messageId}@${addressOf(message.from).split('@').at(-1)}>`;
      const envelope = { from: addressOf(message.from), to: [message.to] };
      const bytes = await compose(message, messageId);
      const taken = await connections.take(timeoutMs);
      if (!taken) return later('smtp_busy', 'All connections to the mail server are in use.');

      let { connection, isNew } = taken;
      for (;;) {
        const progress = { handedOver: false };
        try {
          await withDeadline(until - Date.now(), connection, async () => {
            if (isNew) await open(connection, auth);
            await deliver(connection, envelope, bytes, progress);
          });
          connections.giveBack(connection);
          return accepted(messageId);
        } catch (error) {
          const fault = error as SmtpFault;
          if (isNew || fault.responseCode || progress.handedOver || Date.now() >= until) {
            if (fault.responseCode) connections.quit(connection);
            else connections.cutOff(connection);
            return classify(fault, progress.handedOver);
          }
          // A kept connection had died meanwhile: nothing was handed over, so begin again on a new one.
          connection = connections.replace(connection);
          isNew = true;
        }
      }
    },

    close: () => connections.close(),
  };
}

interface SmtpFault extends Error {
  code?: string;
  /** The SMTP command in flight, `CONN` before the first. */
  command?: string;
  response?: string;
  responseCode?: number;
}

function classify(
  { responseCode, response = '', command = '', code = 'error' }: SmtpFault,
  handedOver: boolean,
): SendOutcome {
  if (!responseCode) {
    const name = `smtp_${code.toLowerCase()}`;
    return handedOver
      ? unknown(name, 'The mail server went silent after taking the message; it may have been sent.')
      : later(name, 'The mail server could not be reached.');
  }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const name = `smtp_${responseCode}${enhanced ? `_${enhanced}` : ''}`;
  if (responseCode < 500) return later(name, 'The mail server asks us to come back later.');
  if (/^(RCPT TO|DATA)$/.test(command) || responseCode === 552) {
    return permanently(name, 'The mail server refused this message.', {
      suppress: noSuchMailbox.has(enhanced ?? ''),
    });
  }
  return later(
    name,
    'The mail server does not accept mail from us. An operator must look at the settings.',
    OPERATOR_RETRY_SECONDS,
  );
}

/** Bad mailbox, bad domain, bad syntax, null MX (RFC 3463 §3.2, RFC 7505 §4): the address itself is wrong. */
const noSuchMailbox = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.10']);

function compose(message: OutgoingEmail, messageId: string): Promise<Buffer> {
  const { to, from, fromName, replyTo, subject, html, text, headers } = message;
  return new MailComposer({
    from: mailboxOf(from, fromName),
    to,
    ...(replyTo && { replyTo }),
    subject,
    html,
    text,
    headers,
    messageId,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

function open(
  connection: SMTPConnection,
  auth: ReturnType<typeof parseConnectionUrl>['auth'],
): Promise<void> {
  return watching(connection, (done) => {
    connection.connect((error) => {
      if (error || !auth || !connection.allowsAuth) return done(error);
      connection.login(auth, done);
    });
  });
}

function deliver(
  connection: SMTPConnection,
  envelope: { from: string; to: string[] },
  bytes: Buffer,
  progress: { handedOver: boolean },
): Promise<void> {
  return watching(connection, (done) => {
    // Read only once the server has said 354; at its end the final dot goes out.
    const content = Readable.from([bytes]);
    content.once('end', () => (progress.handedOver = true));
    connection.send(envelope, content, done);
  });
}

/** Some faults come through a command's callback, others only as events of the connection. */
function watching(
  connection: SMTPConnection,
  act: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const ended = () => settle(new Error('The mail server closed the connection.'));
    const settle = (error?: Error | null) => {
      connection.off('error', settle).off('end', ended);
      if (error) reject(error);
      else resolve();
    };
    connection.on('error', settle).on('end', ended);
    act(settle);
  });
}

async function withDeadline(
  timeoutMs: number,
  connection: SMTPConnection,
  work: () => Promise<void>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('The mail server did not answer in time.'), { code: 'ETIMEDOUT' }));
      connection.close();
    }, timeoutMs);
  });
  try {
    await Promise.race([work(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
