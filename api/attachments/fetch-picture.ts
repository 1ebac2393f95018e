import { fetchOutside, type OutboundAnswer } from '../../lib/outbound-http.js';
import { exchange } from '../../lib/http-exchange.js';
import { Problem } from '../../lib/problem.js';
import type { ApiDeps } from '../deps.js';
import { fewAtOnce } from './few-at-once.js';
import { findOpenConnection } from '../sources/connections.js';
import { pictureType, type PictureType } from './picture-type.js';
import type { MediaReference } from '../sources/source.js';

/** What Twilio lets one message of pictures weigh. */
export const MOST_PICTURE_BYTES = 5 * 1024 * 1024;

const TWILIO = 'https://api.twilio.com';
const TIMEOUT_MS = 10_000;
/** To Twilio's store, and from one of its stores to another. */
const MOST_REDIRECTS = 3;

/** Each is held in memory while it passes through. */
const inTurn = fewAtOnce(8, 200);

/**
 * A picture somebody texted, from Twilio, which keeps it until it is deleted there. Asked for as the account it was sent
 * to, with the secret of the connection it came in by: whoever signs texts with a secret of their own making sees
 * nothing of anybody else's. Throws a `Problem` that says why there is none and what to do.
 *
 * Source: Twilio documentation, "Media subresource": Basic authentication, then a redirect to a signed address on
 * another host, which must not be told the credentials.
 */
export async function fetchPicture(
  { place }: MediaReference,
  message: { connectionId: string | null },
  deps: ApiDeps,
): Promise<{ mediaType: PictureType; bytes: Buffer }> {
  const door = message.connectionId ? await findOpenConnection(message.connectionId, deps) : null;
  if (!place || !door)
    throw new Problem('gone', 'This picture can no longer be fetched. Ask the customer to send it again.');
  const bytes = await inTurn(() => download(place, door.secrets, deps));
  const mediaType = pictureType(bytes);
  if (!mediaType)
    throw new Problem(
      'unsupported_media_type',
      'This file is no picture that can be shown here. Ask the customer for a photo.',
    );
  return { mediaType, bytes };
}

async function download(
  { account, message, file }: NonNullable<MediaReference['place']>,
  secrets: readonly string[],
  { config }: ApiDeps,
): Promise<Buffer> {
  const { sms } = config.channels;
  const base = new URL(sms.provider === 'twilio' ? sms.apiUrl : TWILIO);
  const path = `/2010-04-01/Accounts/${account}/Messages/${message}/Media/${file}`;
  const url = new URL(base.pathname.replace(/\/+$/, '') + path, base);
  // Two are live while one is being replaced.
  for (const secret of secrets) {
    const authorization = `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`;
    const answer = await exchange(url, {
      method: 'GET',
      headers: { authorization, accept: 'image/*', 'accept-encoding': 'identity' },
      timeoutMs: TIMEOUT_MS,
      maxBodyBytes: MOST_PICTURE_BYTES,
    });
    if (answer.outcome === 'failed') throw unanswered();
    if (answer.status === 401 || answer.status === 403) continue;
    return follow(answer, url, config.outboundAllow);
  }
  throw new Problem(
    'unavailable',
    'Twilio does not accept our password for this picture. Look at the auth token under Connections.',
  );
}

type Answered = OutboundAnswer<Buffer>;

async function follow(first: Answered, from: URL, allow: readonly string[]): Promise<Buffer> {
  let [answer, url] = [first, from];
  for (let left = MOST_REDIRECTS; isRedirect(answer); left--) {
    const { location } = answer.headers;
    if (left === 0 || !location || !URL.canParse(location, url.href)) throw unanswered();
    url = new URL(location, url);
    if (!isStoreOfTwilio(url) && !allow.includes(url.host)) throw unanswered();
    const next = await fetchOutside(
      { method: 'GET', url: url.href, headers: { accept: 'image/*' } },
      { mostBytes: MOST_PICTURE_BYTES, timeoutMs: TIMEOUT_MS, ports: [443], allow },
    );
    if (next.outcome !== 'answered') throw unanswered();
    answer = next;
  }
  if (answer.status === 404 || answer.status === 410)
    throw new Problem('gone', 'Twilio no longer has this picture. Ask the customer to send it again.');
  if (answer.status !== 200) throw unanswered();
  if (answer.truncated)
    throw new Problem('too_large', 'This picture is larger than 5 MB. Ask the customer for a smaller one.');
  return answer.body;
}

const isRedirect = ({ status }: Answered) => [301, 302, 303, 307, 308].includes(status);

/** Where Twilio keeps media: its own delivery network, and for accounts that do not ask for passwords, one bucket. */
const isStoreOfTwilio = ({ protocol, hostname, pathname }: URL): boolean =>
  protocol === 'https:' &&
  (hostname.endsWith('.twiliocdn.com') ||
    (hostname === 's3-external-1.amazonaws.com' && pathname.startsWith('/media.twiliocdn.com/')));

const unanswered = () =>
  new Problem('unavailable', 'Twilio did not hand this picture over. Try again in a minute.');
