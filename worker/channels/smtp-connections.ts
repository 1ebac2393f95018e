import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

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
  /** After anything else. `politely` says QUIT first. */
  discard(connection: SMTPConnection, politely: boolean): void;
  /** A fresh connection in place of one that turned out to be dead. */
  replace(connection: SMTPConnection): SMTPConnection;
  close(): void;
}

export function createSmtpConnections(options: SMTPConnectionOptions, limits: SmtpLimits): SmtpConnections {
  const idle: { connection: SMTPConnection; timer: NodeJS.Timeout }[] = [];
  const waiting: ((mayGo: boolean) => void)[] = [];
  let taken = 0;

  function takeIdle(): SMTPConnection | undefined {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (isAlive(kept.connection)) return kept.connection;
    }
    return undefined;
  }

  function waitForTurn(waitMs: number): Promise<boolean> {
    if (taken < limits.connections) {
      taken += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(go), 1);
        resolve(false);
      }, waitMs);
      const go = (mayGo: boolean) => {
        clearTimeout(timer);
        resolve(mayGo);
      };
      waiting.push(go);
    });
  }

  /** The turn goes to whoever waits longest. */
  function release(): void {
    const next = waiting.shift();
    if (next) next(true);
    else taken -= 1;
  }

  function end(connection: SMTPConnection, politely: boolean): void {
    if (politely && isAlive(connection)) connection.quit();
    else connection.close();
  }

  return {
    async take(waitMs) {
      if (!(await waitForTurn(waitMs))) return null;
      const kept = takeIdle();
      return { connection: kept ?? newConnection(options), isNew: kept === undefined };
    },

    giveBack(connection) {
      if (isAlive(connection)) {
        const timer = setTimeout(() => {
          idle.splice(
            idle.findIndex((kept) => kept.connection === connection),
            1,
          );
          end(connection, true);
        }, limits.idleMs);
        timer.unref();
        idle.push({ connection, timer });
      }
      release();
    },

    discard(connection, politely) {
      end(connection, politely);
      release();
    },

    replace(connection) {
      end(connection, false);
      return newConnection(options);
    },

    close() {
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer);
        connection.close();
      }
      for (const go of waiting.splice(0)) go(false);
    },
  };
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
