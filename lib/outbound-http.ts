import { lookup as systemLookup } from 'node:dns';
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { exchange } from './http-exchange.js';

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface OutboundRules {
  /**
   * Single private addresses opened for tests, as `host:port` (the OUTBOUND_ALLOW setting). These, and
   * only these, may be http and may use any port.
   */
  allow?: readonly string[];
  timeoutMs?: number;
  ports?: readonly number[];
  /** How names become addresses. Every answer is checked, whoever gives it. */
  lookup?: LookupFunction;
}

/**
 * `answered`: whatever the status. `refused`: we did not try, and never will with this address.
 * `failed`: it may work later; `mayHaveArrived` says whether the other side may have acted on it.
 */
export type OutboundResult = OutboundAnswer<string> | OutboundFault;

export interface OutboundAnswer<Body> {
  outcome: 'answered';
  status: number;
  headers: IncomingHttpHeaders;
  body: Body;
  truncated: boolean;
}

export type OutboundFault =
  | { outcome: 'refused'; code: 'bad_url' | 'forbidden_url' | 'forbidden_address'; message: string }
  | {
      outcome: 'failed';
      code: 'timeout' | 'name_not_found' | 'connection';
      message: string;
      mayHaveArrived: boolean;
    };

export const OUTBOUND_TIMEOUT_MS = 15_000;
export const OUTBOUND_BODY_BYTES = 64 * 1024;

/**
 * Ask an address that a customer of ours gave us, without lending them our place in the network.
 *
 * https and ports 443 and 8443 only, no redirects, no credentials in the URL; the connection is made
 * only to public addresses, checked in the lookup that the connection itself uses, so that a name cannot
 * answer differently the second time. At most 64 KB of the answer are kept. Never throws.
 */
export async function askOutside(
  request: OutboundRequest,
  rules: OutboundRules = {},
): Promise<OutboundResult> {
  const answer = await fetchOutside(request, { ...rules, mostBytes: OUTBOUND_BODY_BYTES });
  return answer.outcome === 'answered' ? { ...answer, body: answer.body.toString('utf8') } : answer;
}

/** The same, for an answer that is no text: at most `mostBytes` of it are kept, as they came. */
export async function fetchOutside(
  request: OutboundRequest,
  { mostBytes, ...rules }: OutboundRules & { mostBytes: number },
): Promise<OutboundAnswer<Buffer> | OutboundFault> {
  const checked = checkUrl(request.url, rules);
  if ('outcome' in checked) return checked;
  const { url, opened } = checked;
  const { method, headers, body } = request;
  const answer = await exchange(url, {
    method,
    headers: { 'accept-encoding': 'identity', ...headers },
    ...(body !== undefined && { body }),
    timeoutMs: rules.timeoutMs ?? OUTBOUND_TIMEOUT_MS,
    maxBodyBytes: mostBytes,
    ...(!opened && { agent: filteringAgent, lookup: guardLookup(rules.lookup ?? systemLookup) }),
  });
  if (answer.outcome === 'answered') return answer;

  const { code, message, connected } = answer;
  // The filtering agent is the second wall; its errors have no code of their own.
  if (code === FORBIDDEN_ADDRESS || /is not allowed\. Because/.test(message)) return privateAddress();
  if (code === 'ETIMEDOUT') return failed('timeout', 'The address did not answer in time.', connected);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed(
      'name_not_found',
      'The name of the address does not exist or cannot be looked up now.',
      false,
    );
  return failed('connection', `The connection failed (${code}).`, connected);
}

type Refusal = Extract<OutboundFault, { outcome: 'refused' }>;

function checkUrl(text: string, rules: OutboundRules): { url: URL; opened: boolean } | Refusal {
  if (!URL.canParse(text))
    return { outcome: 'refused', code: 'bad_url', message: 'This is not a web address.' };
  const url = new URL(text);
  if (url.username || url.password) return forbidden('The address must not hold a user name or password.');
  if (rules.allow?.includes(`${url.hostname}:${portOf(url)}`) && /^https?:$/.test(url.protocol))
    return { url, opened: true };
  if (url.protocol !== 'https:') return forbidden('The address must begin with https://.');
  const ports = rules.ports ?? [443, 8443];
  if (!ports.includes(portOf(url))) return forbidden(`The address must use port ${ports.join(' or ')}.`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && isForbiddenAddress(host)) return privateAddress();
  return { url, opened: false };
}

const portOf = (url: URL) => Number(url.port || (url.protocol === 'http:' ? 80 : 443));

function forbidden(message: string): Refusal {
  return { outcome: 'refused', code: 'forbidden_url', message };
}

function privateAddress(): Refusal {
  return {
    outcome: 'refused',
    code: 'forbidden_address',
    message: 'The address leads into a private network.',
  };
}

function failed(
  code: 'timeout' | 'name_not_found' | 'connection',
  message: string,
  mayHaveArrived: boolean,
): OutboundFault {
  return { outcome: 'failed', code, message, mayHaveArrived };
}

/** A new connection each time: a kept one would be reused without passing the guard again. */
const filteringAgent = new RequestFilteringHttpsAgent({ keepAlive: false });

const FORBIDDEN_ADDRESS = 'EFORBIDDENADDRESS';

/** Answers as `lookup` does, unless any of the addresses is one we must not reach. */
function guardLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      const addresses = Array.isArray(address) ? address.map((found) => found.address) : [address];
      if (addresses.some(isForbiddenAddress)) {
        return callback(
          Object.assign(new Error('A private address.'), { code: FORBIDDEN_ADDRESS }),
          address,
          family,
        );
      }
      callback(null, address, family);
    });
  };
}

/**
 * Is this anything but an ordinary public address? From the IANA special-purpose registries: IPv4 by
 * list; IPv6 everything outside 2000::/3, and the ranges within it that embed or stand for another
 * address. Also the address at which Azure serves metadata to its machines, which looks public.
 */
export function isForbiddenAddress(address: string): boolean {
  if (isIPv6(address)) return !globalUnicast.check(address, 'ipv6') || special.check(address, 'ipv6');
  return !isIP(address) || special.check(address, 'ipv4');
}

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const special = new BlockList();
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]) {
  const [network, bits] = range.split('/') as [string, string];
  special.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
}
