import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
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

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`; nodemailer's options as query parameters. */
  url: string;
  /** Connections kept open for the next message, and for how long. */
  keep?: { connections: number; idleMs: number };
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
  keep = { connections: 5, idleMs: 10_000 },
}: SmtpOptions): Provider<OutgoingEmail> {
  const { auth, ...settings } = parseConnectionUrl(url);
  const idle: { connection: SMTPConnection; timer: NodeJS.Timeout }[] = [];

  function takeIdle(): SMTPConnection | undefined {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (isUsable(kept.connection)) return kept.connection;
    }
    return undefined;
  }

  function giveBack(connection: SMTPConnection): void {
    if (!isUsable(connection) || idle.length >= keep.connections) return connection.quit();
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((kept) => kept.connection === connection),
        1,
      );
      connection.quit();
    }, keep.idleMs);
    timer.unref();
    idle.push({ connection, timer });
  }

  return {
    name: 'smtp',
    channel: 'email',
    takesIdempotencyKey: false,

    async send(message, { timeoutMs }) {
      const progress = { handedOver: false };
      const messageId = `<${message.metadata.messageId}@${addressOf(message.from).split('@').at(-1)}>`;
      const bytes = await compose(message, messageId);
      const kept = takeIdle();
      const connection = kept ?? newConnection(settings);
      try {
        await withDeadline(timeoutMs, connection, async () => {
          if (!kept) await open(connection, auth);
          await deliver(connection, { from: addressOf(message.from), to: [message.to] }, bytes, progress);
        });
        giveBack(connection);
        return accepted(messageId);
      } catch (error) {
        const fault = error as SmtpFault;
        if (fault.responseCode && isUsable(connection)) connection.quit();
        else connection.close();
        return classify(fault, progress.handedOver);
      }
    },

    close() {
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer);
        connection.close();
      }
    },
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

function newConnection(settings: object): SMTPConnection {
  const connection = new SMTPConnection({ ...settings, logger: false });
  // An idle connection that breaks is nobody's loss; without a listener it would be an uncaught error.
  connection.on('error', () => {});
  return connection;
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

function isUsable(connection: SMTPConnection): boolean {
  const { _socket: socket, _destroyed: destroyed } = connection as unknown as {
    _socket?: { writable: boolean; destroyed: boolean };
    _destroyed?: boolean;
  };
  return !destroyed && socket !== undefined && !socket.destroyed && socket.writable;
}
