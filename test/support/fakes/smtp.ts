import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { AcceptedMessage, Behaviour, FakeProvider, FakeProviderOptions } from './fake-provider.js';

type ReplyPoint = Extract<Behaviour, { do: 'reply' }>['at'];

/** A small SMTP server (RFC 5321): EHLO, AUTH PLAIN, MAIL, RCPT, DATA, RSET, NOOP, QUIT. Takes mail for anybody. */
export async function startFakeSmtp({
  behaving = { do: 'accept' },
  port = 0,
  accepted = [],
}: FakeProviderOptions): Promise<FakeProvider> {
  let current = behaving;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    fake.mostAtOnce = Math.max(fake.mostAtOnce, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.setEncoding('utf8');
    converse(socket);
  });

  function converse(socket: Socket): void {
    let behaviour: Behaviour = peek();
    let from = '';
    let to: string[] = [];
    let content: string[] | null = null;
    let pending = '';

    /** Says `line`, or what this point is told to say instead. True when the conversation goes on as usual. */
    const say = (point: ReplyPoint | null, line: string): boolean => {
      const instead = behaviour.do === 'reply' && behaviour.at === point ? behaviour.line : null;
      socket.write(`${instead ?? line}\r\n`);
      return instead === null;
    };

    const onLine = (line: string): void => {
      if (content) return onContent(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO')
        socket.write('250-fake.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN\r\n');
      else if (verb === 'AUTH') say('auth', '235 2.7.0 Authentication successful');
      else if (verb === 'MAIL') {
        behaviour = peek();
        if (behaviour.do === 'reset') return countAnd(() => socket.resetAndDestroy());
        if (behaviour.do === 'silence') return countAnd(() => {});
        if (say('mail', '250 2.1.0 OK')) from = between(line);
        else fake.attempts += 1;
      } else if (verb === 'RCPT') {
        if (say('rcpt', '250 2.1.5 OK')) to.push(between(line));
        else fake.attempts += 1;
      } else if (verb === 'DATA') {
        if (say('data', '354 Go ahead')) content = [];
        else fake.attempts += 1;
      } else if (verb === 'RSET') {
        to = [];
        socket.write('250 2.0.0 OK\r\n');
      } else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
      else socket.write(verb === 'NOOP' ? '250 2.0.0 OK\r\n' : '502 5.5.1 Not implemented\r\n');
    };

    const onContent = (line: string): void => {
      if (line !== '.') return void content!.push(line.startsWith('.') ? line.slice(1) : line);
      fake.attempts += 1;
      const lines = content!;
      const recipients = to;
      [content, to] = [null, []];
      if (behaviour.do === 'reply' && behaviour.at === 'content')
        return void socket.write(`${behaviour.line}\r\n`);
      const id = `fake-${accepted.length + 1}`;
      accepted.push(...recipients.map((recipient) => read(id, from, recipient, lines)));
      if (behaviour.do === 'accept_then_silence') return;
      if (behaviour.do === 'accept_then_reset') return void socket.resetAndDestroy();
      const answer = () => void socket.write(`250 2.0.0 Queued as ${id}\r\n`);
      if (behaviour.do === 'accept' && behaviour.delayMs) setTimeout(answer, behaviour.delayMs);
      else answer();
    };

    const countAnd = (act: () => void): void => {
      fake.attempts += 1;
      act();
    };

    socket.on('data', (chunk: string) => {
      const lines = (pending + chunk).split('\r\n');
      pending = lines.pop()!;
      lines.forEach(onLine);
    });
    say('connect', '220 fake.example ESMTP');
  }

  const peek = (): Behaviour => (typeof current === 'function' ? current(fake.attempts) : current);

  const fake: FakeProvider = {
    url: '',
    accepted,
    attempts: 0,
    mostAtOnce: 0,
    behave: (next) => void (current = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  fake.url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

const between = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';

/** The mail as it would be kept in a mailbox: headers unfolded, parts decoded. */
function read(id: string, from: string, to: string, lines: string[]): AcceptedMessage {
  const { headers, body } = split(lines.join('\r\n'));
  const parts = partsOf(headers, body);
  const messageId = /^<([^@]+)@/.exec(headers['message-id'] ?? '')?.[1];
  return {
    id,
    at: Date.now(),
    to,
    from: headers['from'] ?? from,
    subject: decodeWords(headers['subject'] ?? ''),
    text: parts['text/plain'] ?? '',
    html: parts['text/html'] ?? '',
    headers,
    ...(messageId && { messageId }),
    raw: lines,
  };
}

function split(part: string): { headers: Record<string, string>; body: string } {
  const gap = part.indexOf('\r\n\r\n');
  const head = part.slice(0, gap).replace(/\r\n[ \t]+/g, ' ');
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  return { headers, body: part.slice(gap + 4) };
}

function partsOf(headers: Record<string, string>, body: string): Record<string, string> {
  const type = headers['content-type'] ?? 'text/plain';
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (!boundary)
    return { [type.split(';')[0]!]: decode(body, headers['content-transfer-encoding'] ?? '7bit') };
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, '')));
  return Object.assign({}, ...parts.map((part) => partsOf(part.headers, part.body))) as Record<
    string,
    string
  >;
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function decodeWords(subject: string): string {
  return subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, form: string, text: string) =>
      form.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decode(text.replaceAll('_', ' '), 'quoted-printable'),
    );
}
