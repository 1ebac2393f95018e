import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Twilio has at one of its addresses of media, or what it does instead. */
export type Kept = Buffer | 'deleted' | 'silence' | { redirect: string } | { status: number };

export interface FakeTwilioMedia {
  /** For `TWILIO_API_URL`. */
  url: string;
  /** `host:port` of the store it redirects to, for `OUTBOUND_ALLOW`. */
  store: string;
  /** Everything asked, as `host path`, with `+password` where one came along. */
  asked: string[];
  /** Puts something there, and answers the address that Twilio's webhook would name. */
  keep(what: Kept): { message: string; file: string; mediaUrl: string };
  close(): Promise<void>;
}

/**
 * Twilio's Media resource, and the store behind it: 401 without the account's password, then 307 to a signed address of
 * another host, which like Amazon's refuses whoever shows it a password besides.
 */
export async function startFakeTwilioMedia({
  account,
  authToken,
}: {
  account: string;
  authToken: string;
}): Promise<FakeTwilioMedia> {
  const kept = new Map<string, Kept>();
  const asked: string[] = [];
  const note = ({ headers, url }: IncomingMessage, who: string) =>
    asked.push(`${who} ${url}${headers.authorization ? ' +password' : ''}`);
  const right = `Basic ${Buffer.from(`${account}:${authToken}`).toString('base64')}`;

  const api = await listen((request, response) => {
    note(request, 'api');
    const said = (status: number, code: number, message: string) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(
          JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }),
        );
    if (request.headers.authorization !== right) return said(401, 20003, 'Authenticate');
    const what = kept.get(request.url ?? '');
    if (!what || what === 'deleted') return said(404, 20404, 'The requested resource was not found');
    if (what === 'silence') return request.socket.destroy();
    if ('status' in what) return said(what.status, 20500, 'Something failed');
    const location =
      'redirect' in what
        ? what.redirect
        : `${storeUrl}/${account}/${nameOf(request.url!)}?Expires=1&Signature=s~-`;
    response.writeHead(307, { location, 'content-type': 'application/xml' }).end();
  });

  const store = await listen((request, response) => {
    note(request, 'store');
    if (request.headers.authorization)
      return response
        .writeHead(400)
        .end('<Code>InvalidArgument</Code><Message>Only one auth mechanism allowed');
    const there = [...kept].find(([path]) => request.url!.includes(nameOf(path)))?.[1];
    // The store knows no type better than what it was once told.
    response.writeHead(there ? 200 : 404, { 'content-type': 'text/html' }).end(there ?? 'AccessDenied');
  });
  const storeUrl = urlOf(store);

  return {
    url: urlOf(api),
    store: new URL(storeUrl).host,
    asked,
    keep(what) {
      const id = () => randomBytes(16).toString('hex');
      const [message, file] = [`MM${id()}`, `ME${id()}`];
      const path = `/2010-04-01/Accounts/${account}/Messages/${message}/Media/${file}`;
      kept.set(path, what);
      return { message, file, mediaUrl: `https://api.twilio.com${path}` };
    },
    async close() {
      for (const server of [api, store]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

const nameOf = (path: string) => createHash('sha256').update(path).digest('hex');

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Server> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
