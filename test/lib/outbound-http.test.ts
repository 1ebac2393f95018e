import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type LookupFunction,
  type Server,
} from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exchange } from '../../lib/http-exchange.js';
import { askOutside, isForbiddenAddress, OUTBOUND_BODY_BYTES } from '../../lib/outbound-http.js';

let connections = 0;
let inside: Server;
let port = 0;

/** A machine inside our network that nobody outside may reach: it counts who knocks. */
beforeAll(async () => {
  inside = createTcpServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.destroy();
  });
  await new Promise<void>((resolve) => inside.listen(0, '::', resolve));
  port = (inside.address() as AddressInfo).port;
});
afterAll(() => void inside.close());

/** Ways of writing addresses that lead to this machine or into a private network. */
const hosts = [
  '127.0.0.1', '127.0.0.2', '127.1', '127.0.1', '127.255.255.254', '0', '0.0.0.0', '0x0', '00', '0.0', '2130706433', '0x7f000001', '0x7F.1',
  '017700000001', '0177.0.0.1', '0177.0.0.01', '0x7f.0x0.0x0.0x1', '0x7f.0.1', '127.0x1', '00000177.1', '127.0.0.1.', '2130706434',
  '①②⑦.⓪.⓪.①', '127。0。0。1', '１２７.0.0.1', '%31%32%37.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', 'ⓛocalhost', 'lo%63alhost',
  '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:0:0]', '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]', '[fe80::1]',
  '[fc00::1]', '[fd12:3456::1]', '[fec0::1]', '[ff02::1]', '[100::1]', '[2001:db8::1]', '[3fff::1]', '[5f00::1]', '[::ffff:10.0.0.1]',
  '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.1.254', '169.254.169.254', '2852039166', '0xA9FEA9FE',
  '0251.0376.0251.0376', '[::ffff:169.254.169.254]', '[fd00:ec2::254]', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192',
  '198.18.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
]; // prettier-ignore

test('no way of writing a loopback or private address reaches the inside', async () => {
  const before = connections;
  for (const host of hosts) {
    const result = await askOutside(
      { method: 'POST', url: `https://${host}:${port}/`, body: '{}' },
      { ports: [port], timeoutMs: 2000 },
    );
    // Some machines do not know the name `localhost.`, which is as good as refusing it.
    const unknownName = result.outcome === 'failed' && result.code === 'name_not_found';
    expect([host, unknownName ? 'refused' : result.outcome]).toEqual([host, 'refused']);
  }
  expect(connections - before).toBe(0);
  expect(hosts.length).toBeGreaterThanOrEqual(60);
}, 60_000);

test('without the guard, many of them would have reached it', async () => {
  let reached = 0;
  for (const host of hosts.slice(0, 37)) {
    const before = connections;
    if (!URL.canParse(`http://${host}:${port}/`)) continue;
    await exchange(new URL(`http://${host}:${port}/`), { method: 'GET', timeoutMs: 300, maxBodyBytes: 1 });
    if (connections > before) reached += 1;
  }
  expect(reached).toBeGreaterThanOrEqual(16);
}, 60_000);

test('a name is judged by what it resolves to, at the moment of connecting', async () => {
  const answers =
    (...addresses: string[]): LookupFunction =>
    (_name, options, callback) => {
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (options.all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    };
  const before = connections;
  for (const addresses of [
    ['127.0.0.1'],
    ['::1'],
    ['93.184.216.34', '127.0.0.1'],
    ['169.254.169.254'],
    ['::ffff:127.0.0.1'],
    ['not an address'],
  ]) {
    const result = await askOutside(
      { method: 'GET', url: `https://rebind.example:${port}/` },
      { ports: [port], lookup: answers(...addresses), timeoutMs: 2000 },
    );
    expect(result).toMatchObject({ outcome: 'refused', code: 'forbidden_address' });
  }
  expect(connections - before).toBe(0);
});

test('only https to ports 443 and 8443, without a password, is tried', async () => {
  const nowhere: LookupFunction = (name, _options, callback) =>
    callback(Object.assign(new Error(name), { code: 'ENOTFOUND' }), '');
  const asked = (url: string) => askOutside({ method: 'GET', url }, { lookup: nowhere });
  for (const [url, fault] of [
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['gopher://example.com:443/', 'https'],
    ['javascript:alert(1)', 'https'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:80/', 'port'],
    ['https://user:pw@example.com/', 'password'],
    ['https://user@example.com/', 'password'],
    ['', 'web address'],
    ['example.com', 'web address'],
    ['https://', 'web address'],
    ['//example.com', 'web address'],
    ['https://exa mple.com', 'web address'],
    ['https://[::1', 'web address'],
    ['https://10.1.2.3/', 'private network'],
  ] as const) {
    expect([url, await asked(url)]).toEqual([
      url,
      expect.objectContaining({ outcome: 'refused', message: expect.stringContaining(fault) }),
    ]);
  }
  for (const url of ['https://example.com/hook?x=1', 'https://example.com:8443/']) {
    expect(await asked(url)).toMatchObject({ outcome: 'failed', code: 'name_not_found' });
  }
});

test('public addresses are public', () => {
  for (const address of [
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])
    expect(isForbiddenAddress(address)).toBe(false);
});

test('a single private address can be opened for tests, and a redirect from it is not followed', async () => {
  await serving(
    (_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end('moved'),
    async (address) => {
      const before = connections;
      expect(await askOutside({ method: 'GET', url: `http://${address}/` })).toMatchObject({
        outcome: 'refused',
      });
      expect(
        await askOutside({ method: 'GET', url: `http://${address}/` }, { allow: ['127.0.0.1:1'] }),
      ).toMatchObject({ outcome: 'refused' });
      expect(
        await askOutside({ method: 'GET', url: `http://${address}/` }, { allow: [address] }),
      ).toMatchObject({ outcome: 'answered', status: 302, body: 'moved' });
      expect(connections - before).toBe(0);
    },
  );
});

test('method, headers and body arrive as given, and the answer comes back', async () => {
  await serving(
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      response
        .writeHead(201, { 'x-answer': 'yes' })
        .end(`${request.method} ${request.headers['webhook-id']} ${Buffer.concat(chunks)}`);
    },
    async (address) => {
      const result = await askOutside(
        {
          method: 'POST',
          url: `http://${address}/hook`,
          headers: { 'webhook-id': 'e:s:1' },
          body: '{"año":1}',
        },
        { allow: [address] },
      );
      expect(result).toMatchObject({
        outcome: 'answered',
        status: 201,
        body: 'POST e:s:1 {"año":1}',
        truncated: false,
      });
    },
  );
});

test('an endless answer is cut at 64 KB', async () => {
  await serving(
    (_request, response) => {
      const pour = setInterval(() => response.write('x'.repeat(16_384)), 1);
      response.on('close', () => clearInterval(pour));
    },
    async (address) => {
      const result = await askOutside({ method: 'GET', url: `http://${address}/` }, { allow: [address] });
      expect(result).toMatchObject({ outcome: 'answered', truncated: true });
      expect(result.outcome === 'answered' && result.body.length).toBe(OUTBOUND_BODY_BYTES);
    },
  );
});

test('silence, a stalled body and a dropped connection are failures that may have arrived', async () => {
  for (const [behave, code] of [
    [() => {}, 'timeout'],
    [
      (_: IncomingMessage, response: ServerResponse) => void response.write('one byte, then nothing'),
      'timeout',
    ],
    [(request: IncomingMessage) => void request.socket.destroy(), 'connection'],
    [
      (_: IncomingMessage, response: ServerResponse) => {
        response.write('x');
        setTimeout(() => response.destroy(), 20);
      },
      'connection',
    ],
  ] as const) {
    await serving(behave, async (address) => {
      const result = await askOutside(
        { method: 'POST', url: `http://${address}/`, body: 'x' },
        { allow: [address], timeoutMs: 300 },
      );
      expect(result).toMatchObject({ outcome: 'failed', code, mayHaveArrived: true });
    });
  }
});

test('a closed port, an unknown name and a bad certificate are failures that cannot have arrived', async () => {
  const closed = await serving(
    () => {},
    async (address) => address,
  );
  expect(await askOutside({ method: 'POST', url: `http://${closed}/` }, { allow: [closed] })).toMatchObject({
    outcome: 'failed',
    code: 'connection',
    mayHaveArrived: false,
  });
  const unknown: LookupFunction = (_name, _options, callback) =>
    callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), '', 4);
  expect(
    await askOutside({ method: 'POST', url: 'https://nowhere.example/' }, { lookup: unknown }),
  ).toMatchObject({ outcome: 'failed', code: 'name_not_found', mayHaveArrived: false });
  const plain = await askOutside(
    { method: 'POST', url: `https://127.0.0.1:${port}/` },
    { allow: [`127.0.0.1:${port}`] },
  );
  expect(plain).toMatchObject({ outcome: 'failed', mayHaveArrived: false });
});

test('headers that cannot be sent are a failure, not a crash', async () => {
  const result = await askOutside({
    method: 'GET',
    url: 'https://example.com/',
    headers: { 'x-bad': 'a\r\nb: c' },
  });
  expect(result).toMatchObject({ outcome: 'failed', mayHaveArrived: false });
});

async function serving<T>(
  behave: (request: IncomingMessage, response: ServerResponse) => unknown,
  use: (address: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => void behave(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
