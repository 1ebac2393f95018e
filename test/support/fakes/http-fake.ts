import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AcceptedMessage, Behaviour, FakeProvider, FakeProviderOptions } from './fake-provider.js';

export interface Incoming {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export interface WireFormat {
  /** Does this request send a message, or only ask something? */
  sends(request: Incoming): boolean;
  /** What the provider says before even looking: wrong key, unreadable body. */
  refuses?(request: Incoming): Answer | null;
  /** The key was used before: what is said instead of taking the message again. */
  remembers?(request: Incoming): Answer | null;
  accept(request: Incoming, id: string): { message: AcceptedMessage; answer: Answer };
  /** Any other request, such as a search. */
  ask?(request: Incoming, accepted: AcceptedMessage[]): Answer;
}

/** A fake provider over raw node:http, cheap enough to stand in a benchmark. */
export async function startHttpFake(
  format: WireFormat,
  { behaving = { do: 'accept' }, port = 0, accepted = [] }: FakeProviderOptions,
): Promise<FakeProvider> {
  let current = behaving;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const incoming: Incoming = {
        method: request.method ?? '',
        url: new URL(request.url ?? '/', 'http://fake'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      const answer = ({ status, body, headers }: Answer) => {
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...headers,
        });
        response.end(text);
      };
      if (!format.sends(incoming))
        return answer(format.ask?.(incoming, accepted) ?? { status: 404, body: {} });

      const behaviour = typeof current === 'function' ? current(fake.attempts) : current;
      fake.attempts += 1;
      const reset = () => void request.socket.resetAndDestroy();
      if (behaviour.do === 'answer') return answer({ ...behaviour, body: behaviour.body ?? {} });
      if (behaviour.do === 'reset') return reset();
      if (behaviour.do === 'silence') return;

      const refusal = format.refuses?.(incoming) ?? format.remembers?.(incoming);
      if (refusal) return respond(behaviour, () => answer(refusal), reset);
      const taken = format.accept(incoming, `fake-${port}-${accepted.length + 1}`);
      accepted.push(taken.message);
      respond(behaviour, () => answer(taken.answer), reset);
    });
  });
  let open = 0;
  server.on('connection', (socket) => {
    fake.mostAtOnce = Math.max(fake.mostAtOnce, ++open);
    socket.on('close', () => (open -= 1));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const fake: FakeProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    attempts: 0,
    mostAtOnce: 0,
    behave: (next) => void (current = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function respond(behaviour: Behaviour, answer: () => void, reset: () => void): void {
  if (behaviour.do === 'accept_then_silence') return;
  if (behaviour.do === 'accept_then_reset') return reset();
  if (behaviour.do === 'accept' && behaviour.delayMs) setTimeout(answer, behaviour.delayMs);
  else answer();
}
