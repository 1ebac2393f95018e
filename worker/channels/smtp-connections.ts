import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { createTurns } from '../turns.js';

export interface SmtpLimits {
  /** At once. Mail servers turn away whoever opens too many. */
  connections: number;
  /** How long one is kept for the next message. */
  idleMs: number;
}

/** The connections to one mail server: a limited number, kept for a while after use. */
export interface SmtpConnections {
  /** Waits for its turn; null when none came free in time. `isNew` still has to be opened. */
  take(waitMs: number): Promise<{ connection: SMTPConnection; isNew: boolean } | null>;
  /** After a message went well. */
  giveBack(connection: SMTPConnection): void;
  /** After the server has refused something: it is told QUIT. */
  quit(connection: SMTPConnection): void;
  /** After silence, or a line that broke. */
  cutOff(connection: SMTPConnection): void;
  /** A fresh connection in place of one that turned out to be dead. */
  replace(connection: SMTPConnection): SMTPConnection;
  close(): void;
}

export function createSmtpConnections(options: SMTPConnectionOptions, limits: SmtpLimits): SmtpConnections {
  const turns = createTurns(limits.connections);
  const idle: { connection: SMTPConnection; timer: NodeJS.Timeout }[] = [];

  return {
    async take(waitMs) {
      if (!(await turns.take(waitMs))) return null;
      const kept = takeIdle();
      return { connection: kept ?? newConnection(options), isNew: kept === undefined };
    },

    giveBack(connection) {
      if (isAlive(connection)) keep(connection);
      turns.release();
    },

    quit(connection) {
      sayQuit(connection);
      turns.release();
    },

    cutOff(connection) {
      connection.close();
      turns.release();
    },

    replace(connection) {
      connection.close();
      return newConnection(options);
    },

    close() {
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer);
        connection.close();
      }
      turns.close();
    },
  };

  function takeIdle(): SMTPConnection | undefined {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (isAlive(kept.connection)) return kept.connection;
    }
    return undefined;
  }

  function keep(connection: SMTPConnection): void {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((kept) => kept.connection === connection),
        1,
      );
      sayQuit(connection);
    }, limits.idleMs);
    timer.unref();
    idle.push({ connection, timer });
  }
}

function sayQuit(connection: SMTPConnection): void {
  if (isAlive(connection)) connection.quit();
  else connection.close();
}

function newConnection(options: SMTPConnectionOptions): SMTPConnection {
  const connection = new SMTPConnection({ ...options, logger: false });
  // An idle connection that breaks is nobody's loss; without a listener it would be an uncaught error.
  connection.on('error', () => {});
  return connection;
}

/** nodemailer has no question for this; the two fields are those it asks itself before a command. */
function isAlive(connection: SMTPConnection): boolean {
  const { _destroyed: destroyed, _socket: socket } = connection as unknown as {
    _destroyed?: boolean;
    _socket?: { writable: boolean; destroyed: boolean };
  };
  return !destroyed && socket !== undefined && !socket.destroyed && socket.writable;
}
