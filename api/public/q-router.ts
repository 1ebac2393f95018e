import { Router, type NextFunction, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { getPublicBusiness, type PublicBusiness, type ReviewLink } from '../../db/public-business.js';
import {
  countScan,
  findQrAnswer,
  openCode,
  resolveQrCode,
  type OpenedCode,
  type QrAnswer,
} from '../../db/qr-codes.js';
import { withBusiness } from '../../db/tenant.js';
import { networkOf } from '../address-network.js';
import type { ApiDeps } from '../deps.js';
import { phoneOf, statedPerson } from '../sources/stated-person.js';
import { dayOf } from './dates.js';
import { MOST_CHARACTERS, ratingOf, readForm, writtenText } from './form.js';
import {
  NOTHING_TYPED,
  qrAskPage,
  qrContactPage,
  qrThanksPage,
  type QrProblem,
  type Typed,
} from './q-page.js';
import { qrWords } from './q-words.js';
import { linksAtCode, recordContact, recordNote, recordRating } from './record-scan.js';
import { onlyGetAndPost, refuseFlood } from './refusals.js';
import { languageFor, newNonce, queryText, seeOther, send, sendPlain } from './send.js';
import { newVisit, readVisit, type Visit } from './visit.js';
import { saysItIsAProgram } from './who-asks.js';
import type { Language } from './words.js';

const COOKIE = 'jm_visit';

/**
 * `/q/<code>`: what a printed code opens. A GET shows the question and counts one more scan of the day, and nothing of
 * whoever scanned; only what somebody sends from the page is kept. A code that is unknown, off, over or put away answers
 * with one and the same page, so that trying codes teaches nothing.
 */
export function qrRoutes(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  const misses = new RateLimiterMemory({ points: 30, duration: 600 });
  const answers = new RateLimiterMemory({ points: 30, duration: 60 });
  const perBusiness = new RateLimiterMemory({ points: 600, duration: 600 });

  const page = (show: (scan: Scan) => Promise<void>) => async (request: Request, response: Response) => {
    await deps.limits.publicPage(request.ip ?? '');
    const wanted = (request.params as { code: string }).code.toUpperCase();
    const found = /^[2-9A-HJKMNP-Z]{8}$/.test(wanted) ? await resolveQrCode(deps.database, wanted) : null;
    const scan = found && (await openScan(request, response, found, deps));
    if (scan) return show(scan);
    await misses.consume(networkOf(request.ip ?? '')).catch(refuseFlood);
    sendPlain(request, response, 404, 'code');
  };

  router
    .route('/q/:code')
    .get(page((scan) => showPage(scan, deps)))
    .post(
      page(async (scan) => {
        await answers.consume(`${scan.code.id}:${networkOf(scan.request.ip ?? '')}`).catch(refuseFlood);
        await perBusiness.consume(scan.businessId).catch(refuseFlood);
        await takeForm(scan, deps);
      }),
    )
    .all(onlyGetAndPost);
  router.use('/q', (request: Request, response: Response, next: NextFunction) => {
    if (request.path === '/' || request.path.split('/').length > 2)
      return sendPlain(request, response, 404, 'code');
    next();
  });
  return router;
}

/** One opening of a code's page, with everything its pages need. */
interface Scan {
  request: Request;
  response: Response;
  businessId: string;
  business: PublicBusiness;
  code: OpenedCode;
  links: ReviewLink[];
  language: Language;
  nonce: string;
  here: string;
  key: Buffer;
}

async function openScan(
  request: Request,
  response: Response,
  { businessId, id }: { businessId: string; id: string },
  deps: ApiDeps,
): Promise<Scan | null> {
  const key = await deps.keys.derive(businessId, 'visits to codes');
  const read = await withBusiness(deps.database, { businessId }, async (tx) => {
    const code = await openCode(tx, id);
    if (!code) return null;
    const business = await getPublicBusiness(tx);
    return { code, business, links: await linksAtCode(tx, business, code) };
  });
  return (
    read && {
      ...read,
      request,
      response,
      businessId,
      key,
      // Whoever stands there speaks what their phone does; the business's language comes after it.
      language: languageFor(request),
      nonce: newNonce(),
      here: `/q/${read.code.code}`,
    }
  );
}

async function showPage(scan: Scan, deps: ApiDeps): Promise<void> {
  const { request, code } = scan;
  const { visit, text } = visitOf(scan, [queryText(request, 'v'), cookieOf(request)], deps);
  const answer = visit && queryText(request, 'new') !== '1' ? await answerOf(scan, visit, deps) : undefined;
  if (isAScan(request)) {
    await withBusiness(deps.database, { businessId: scan.businessId }, async (tx) =>
      countScan(tx, code.id, deps.now()),
    );
  }
  if (code.purpose === 'contact') {
    const kept = queryText(request, 'done') === '1';
    return sendPage(scan, 200, qrContactPage({ ...frame(scan, fresh(scan, deps)), typed: NOTHING_TYPED, problem: null, kept })); // prettier-ignore
  }
  if (!answer) return sendPage(scan, 200, qrAskPage({ ...frame(scan, fresh(scan, deps)), typed: NOTHING_TYPED, problem: null })); // prettier-ignore
  if (queryText(request, 'change') === '1') {
    const typed = { ...NOTHING_TYPED, rating: answer.rating, comment: answer.comment };
    return sendPage(scan, 200, qrAskPage({ ...frame(scan, text), typed, problem: null }));
  }
  sendThanks(scan, 200, text, answer, NOTHING_TYPED, null);
}

/** Somebody has just come: not a preview, not a robot, and not another page of ours they turned to. */
function isAScan(request: Request): boolean {
  const cameFrom = request.get('sec-fetch-site');
  return !saysItIsAProgram(request) && Object.keys(request.query).length === 0 && cameFrom !== 'same-origin';
}

async function takeForm(scan: Scan, deps: ApiDeps): Promise<void> {
  const { request, response } = scan;
  const form = await readForm(request);
  // Only programs fill in what nobody sees: they are thanked, and nothing is kept.
  if (form.get('website')) return seeOther(scan);
  const { visit, text } = visitOf(scan, [form.get('v')], deps);
  if (form.has('contact')) return takeContact(scan, form, visit, text, deps);
  if (form.has('note')) return takeNote(scan, form, visit, text, deps);
  if (scan.code.purpose === 'contact') return takeContact(scan, form, visit, text, deps);

  const rating = ratingOf(form.get('rating'));
  const comment = writtenText(form, 'comment');
  const problem =
    rating === null
      ? 'chooseStars'
      : comment.length > MOST_CHARACTERS
        ? 'tooLong'
        : visit === null
          ? 'stale'
          : null;
  if (problem || !visit || rating === null) {
    const typed = { ...NOTHING_TYPED, rating, comment: comment.slice(0, MOST_CHARACTERS) };
    return sendPage(scan, 422, qrAskPage({ ...frame(scan, text), typed, problem: problem ?? 'stale' }));
  }
  await recordRating(at(scan, visit), { rating, comment }, deps);
  rememberVisit(response, scan, text, deps);
  seeOther(scan, { v: text });
}

async function takeNote(
  scan: Scan,
  form: URLSearchParams,
  visit: Visit | null,
  text: string,
  deps: ApiDeps,
): Promise<void> {
  const note = writtenText(form, 'note');
  const number = writtenText(form, 'phone').slice(0, 200);
  const phone = number === '' ? null : (phoneOf(number, scan.code.country) ?? null);
  const answer = visit && (await answerOf(scan, visit, deps));
  const typed = { ...NOTHING_TYPED, note: note.slice(0, MOST_CHARACTERS), phone: number };
  // A note belongs to a rating: ask for that first, and keep what was written.
  if (!visit || !answer) {
    const asked = { ...NOTHING_TYPED, comment: typed.note };
    const problem = visit ? 'chooseStars' : 'stale';
    return sendPage(scan, 422, qrAskPage({ ...frame(scan, text), typed: asked, problem }));
  }
  const problem =
    note.length > MOST_CHARACTERS ? 'tooLong' : number !== '' && phone === null ? 'numberHint' : null;
  if (problem) return sendThanks(scan, 422, text, answer, typed, { of: 'note', is: problem });
  if (note !== '' || phone) await recordNote(at(scan, visit), { note, phone, language: scan.language }, deps);
  seeOther(scan, { v: text });
}

async function takeContact(
  scan: Scan,
  form: URLSearchParams,
  visit: Visit | null,
  text: string,
  deps: ApiDeps,
): Promise<void> {
  const { code, business, language } = scan;
  const contact = writtenText(form, 'contact').slice(0, 200);
  const name = writtenText(form, 'name').slice(0, 200);
  const reach = reachOf(contact, code.country);
  const problem: QrProblem | null = !visit
    ? 'stale'
    : !reach
      ? 'needContact'
      : form.get('agree') !== 'yes'
        ? 'needAgree'
        : null;
  if (problem || !visit || !reach) {
    const typed = { ...NOTHING_TYPED, contact, name };
    const is = problem ?? 'stale';
    if (code.purpose === 'contact')
      return sendPage(scan, 422, qrContactPage({ ...frame(scan, text), typed, problem: is, kept: false }));
    const answer = visit && (await answerOf(scan, visit, deps));
    if (answer) return sendThanks(scan, 422, text, answer, typed, { of: 'contact', is });
    return sendPage(scan, 422, qrAskPage({ ...frame(scan, text), typed, problem: is }));
  }
  const wording = qrWords[language].agree(business.name, code.invitation);
  await recordContact(at(scan, visit), { ...reach, name: name || null, language, wording }, deps);
  seeOther(scan, code.purpose === 'contact' ? { done: '1' } : { v: text });
}

/** A number or an e-mail address, whichever somebody wrote. */
function reachOf(
  contact: string,
  country: string | null,
): { email: string | null; phone: string | null } | null {
  if (contact.includes('@')) {
    const email = statedPerson({ email: contact })?.['email'];
    return email ? { email, phone: null } : null;
  }
  const phone = phoneOf(contact, country);
  return phone ? { email: null, phone } : null;
}

const at = ({ businessId, code }: Scan, visit: Visit) => ({ businessId, codeId: code.id, visitId: visit.id });

/** The first of these that is a visit to this code, or a new one to put into the form. */
function visitOf(
  scan: Scan,
  texts: (string | null)[],
  { now }: Pick<ApiDeps, 'now'>,
): { visit: Visit | null; text: string } {
  for (const text of texts) {
    const visit = readVisit(scan.key, scan.code.id, text, now());
    if (visit && text) return { visit, text };
  }
  return { visit: null, text: fresh(scan, { now }) };
}

const fresh = ({ key, code }: Scan, { now }: Pick<ApiDeps, 'now'>): string => newVisit(key, code.id, now());

const answerOf = ({ businessId }: Scan, visit: Visit, { database }: ApiDeps): Promise<QrAnswer | undefined> =>
  withBusiness(database, { businessId }, (tx) => findQrAnswer(tx, visit.id));

const frame = ({ language, nonce, here, business, code }: Scan, visit: string) => ({
  language,
  nonce,
  here,
  business,
  code,
  visit,
});

function sendThanks(
  scan: Scan,
  status: number,
  visit: string,
  answer: QrAnswer,
  typed: Typed,
  problem: { of: 'note' | 'contact'; is: QrProblem } | null,
): void {
  const date = dayOf(answer.at, scan.language, scan.business);
  const html = qrThanksPage({ ...frame(scan, visit), answer, date, links: scan.links, typed, problem });
  sendPage(scan, status, html);
}

const sendPage = ({ response, nonce }: Scan, status: number, html: string): void =>
  send(response, status, nonce, html);

/**
 * Who has answered today is thanked again instead of asked again: a soft rule, kept by the phone itself in a cookie that
 * says which answer and not whose, and that nobody else is sent.
 */
function rememberVisit(response: Response, { here }: Scan, visit: string, { config }: ApiDeps): void {
  response.cookie(COOKIE, visit, {
    path: here,
    maxAge: 24 * 3_600_000,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
  });
}

const cookieOf = (request: Request): string | null =>
  /(?:^|;\s*)jm_visit=([A-Za-z0-9_-]{43})(?:;|$)/.exec(request.get('cookie') ?? '')?.[1] ?? null;
