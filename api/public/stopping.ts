import { readCustomer } from '../../db/suppressions.js';
import { withBusiness } from '../../db/tenant.js';
import { CHANNELS, PURPOSES, type Channel, type Purpose } from '../../workflows/flow/purposes.js';
import type { ApiDeps } from '../deps.js';
import { readForm } from './form.js';
import { messageOf, PATHS, type LinkVisit } from './link-visit.js';
import { queryText, seeOther, send, sendPlain } from './send.js';
import { choicesOf, refusedWith, setPermission } from './set-permission.js';
import { stopPage } from './stop-page.js';
import { words } from './words.js';

/** What somebody gets from this business, each with a button that stops or allows it. */
export async function showChoices(visit: LinkVisit, deps: ApiDeps): Promise<void> {
  const done = queryText(visit.request, 'done');
  await sendChoices(visit, deps, 200, {
    done: done === 'stopped' || done === 'allowedAgain' ? done : null,
    wrong: false,
  });
}

/** One button pressed: on the page, or “Unsubscribe” in a mail program. */
export async function takePress(visit: LinkVisit, deps: ApiDeps): Promise<void> {
  const { request, response, token, link } = visit;
  const form = await readForm(request);
  if (form.get('List-Unsubscribe') === 'One-Click') {
    const about = messageOf(link);
    const channel = about?.channel ?? 'email';
    const purposes = refusedWith(about?.purpose ?? null);
    const press = { channel, purposes, allow: false, via: 'one_click', evidence: ONE_CLICK } as const;
    await setPermission(token, press, deps);
    return sendChoices(visit, deps, 200, { done: 'stopped', wrong: false });
  }
  const channel = form.get('channel');
  const purpose = form.get('purpose');
  if (!isChannel(channel) || !isPurpose(purpose))
    return sendChoices(visit, deps, 422, { done: null, wrong: true });
  const allow = form.get('allow') === 'yes';
  const evidence = evidenceOf(visit, { channel, purpose, allow, first: form.get('first') === 'yes' });
  const press = { channel, purposes: [purpose], allow, via: 'preferences_page', evidence } as const;
  if (!(await setPermission(token, press, deps))) return sendPlain(request, response, 404, 'unknown');
  seeOther(visit, { done: allow ? 'allowedAgain' : 'stopped' });
}

async function sendChoices(
  visit: LinkVisit,
  { database }: ApiDeps,
  status: number,
  said: { done: 'stopped' | 'allowedAgain' | null; wrong: boolean },
): Promise<void> {
  const { token, link, request, response, nonce } = visit;
  const about = messageOf(link);
  const choices = await withBusiness(database, { businessId: token.businessId }, async (tx) => {
    const customer = await readCustomer(tx, token.customerId);
    return customer && choicesOf(tx, customer, about?.channel ?? null);
  });
  if (!choices) return sendPlain(request, response, 404, 'unknown');
  send(response, status, nonce, stopPage({ ...visit, about, choices, ...said }));
}

const ONE_CLICK = 'Pressed “Unsubscribe” in the mail program (one-click, RFC 8058).';

/** The button as it stood there, and the page it stood on; not whose link it was. */
function evidenceOf(
  { token, language }: LinkVisit,
  { channel, purpose, allow, first }: { channel: Channel; purpose: Purpose; allow: boolean; first: boolean },
): string {
  const { stop } = words[language];
  const button =
    first && !allow
      ? stop.stopThese(channel, purpose)
      : `${allow ? stop.allow : stop.stop}: ${stop.kind(channel, purpose)}`;
  const page = token.purpose === 'unsubscribe' ? '/u' : `/${PATHS[token.purpose]}/…/stop`;
  return `Pressed “${button}” on the page ${page} (${language}).`;
}

const isChannel = (text: string | null): text is Channel => CHANNELS.some((each) => each === text);
const isPurpose = (text: string | null): text is Purpose => PURPOSES.some((each) => each === text);
