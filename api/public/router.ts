import { Router, type NextFunction, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import {
  findAnswer,
  findBusiness,
  findLinkContext,
  findOwnerName,
  type LinkContext,
  type PublicBusiness,
  type Purpose,
} from '../../db/feedback.js';
import { latestConsents, readCustomer } from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { resolveToken, type PublicToken, type TokenPurpose } from '../../db/tokens.js';
import { Problem } from '../../lib/problem.js';
import { hashToken, looksLikePublicToken } from '../../lib/tokens.js';
import type { ApiDeps } from '../deps.js';
import { isDatabaseAway } from '../problem-handler.js';
import { dayOf, dayWithWeekday } from './dates.js';
import { ratingOf, readForm, writtenText } from './form.js';
import { linkRoutes } from './link-router.js';
import { expiredPage } from './plain-page.js';
import { askPage, thanksPage, type AskPage } from './rate-page.js';
import { qrRoutes } from './q-router.js';
import { publicLinks, recordAnswer, recordPrivateNote } from './record-answer.js';
import { languageFor, newNonce, queryText, send, sendPlain, setHeaders } from './send.js';
import { choicesOf, refusedWith, setPermission } from './set-permission.js';
import { stopPage, type Channel } from './stop-page.js';
import { whyPage } from './why-page.js';
import { isLanguage, words, type Language } from './words.js';

/** Words of a customer, at most. */
const MOST_CHARACTERS = 2000;

/**
 * The pages customers open from a message, without signing in: `/r/<token>` rate, `/u/<token>` stop messages,
 * `/why/<token>` why they came. Plain HTML, no script. GET and HEAD change nothing, because mail scanners open links.
 */
export function publicRoutes(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  const perToken = new RateLimiterMemory({ points: 60, duration: 60 });

  /** A page for the holder of a link of this purpose; everybody else is told that it leads nowhere. */
  function page(purpose: TokenPurpose, show: (visit: Visit) => Promise<void>, { neverExpires = false } = {}) {
    return async (request: Request, response: Response) => {
      const text = (request.params as { token: string }).token;
      await perToken.consume(hashToken(text).toString('hex')).catch(refuseFlood);
      // Mail providers unsubscribe many people from few addresses; only the link itself is counted then.
      if (request.method !== 'POST') await deps.limits.publicPage(request.ip ?? '');
      const token = looksLikePublicToken(text) ? await resolveToken(deps.database, hashToken(text)) : null;
      if (!token || token.purpose !== purpose) return sendPlain(request, response, 404, 'unknown');
      const context = await withBusiness(deps.database, { businessId: token.businessId }, async (tx) => ({
        business: await findBusiness(tx),
        link: await findLinkContext(tx, token),
      }));
      if (!context.link) return sendPlain(request, response, 404, 'unknown');
      const visit: Visit = {
        request,
        response,
        token,
        business: context.business,
        link: context.link,
        language: languageFor(request, context.link.customer.locale, context.business.locale),
        nonce: newNonce(),
        here: `/${PATHS[purpose]}/${text}`,
      };
      if (!neverExpires && token.expiresAt && token.expiresAt <= deps.now()) {
        return send(response, 410, visit.nonce, expiredPage(visit));
      }
      await show(visit);
    };
  }

  router
    .route('/r/:token')
    .get(page('rate', (visit) => showRating(visit, deps)))
    .post(page('rate', (visit) => takeRating(visit, deps)))
    .all(onlyGetAndPost);
  for (const [path, purpose] of [
    ['/u/:token', 'unsubscribe'],
    ['/r/:token/stop', 'rate'],
    ['/why/:token/stop', 'why'],
  ] as const) {
    router
      .route(path)
      .get(page(purpose, (visit) => showChoices(atStop(visit, path), deps), { neverExpires: true }))
      .post(page(purpose, (visit) => takePress(atStop(visit, path), deps), { neverExpires: true }))
      .all(onlyGetAndPost);
  }
  router
    .route('/why/:token')
    .get(page('why', (visit) => showWhy(visit, deps)))
    .all((_request: Request, response: Response) => {
      response.set('allow', 'GET, HEAD');
      throw new Problem('method_not_allowed', 'This page can only be read.');
    });

  router.use(qrRoutes(deps));
  router.use(linkRoutes(deps));

  router.use(['/r', '/u', '/why'], (request: Request, response: Response) =>
    sendPlain(request, response, 404, 'unknown'),
  );
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent || !/^\/(?:r|u|why|q|l)(?:\/|$)/.test(request.path)) return next(error);
    if (error instanceof Problem && error.code === 'rate_limited') {
      response.set('retry-after', String(error.retryAfterSeconds ?? 60));
      return sendPlain(request, response, 429, 'limited');
    }
    if (isDatabaseAway(error)) {
      response.set('retry-after', '5');
      return sendPlain(request, response, 503, 'away');
    }
    next(error);
  });
  return router;
}

const PATHS: Readonly<Record<TokenPurpose, string>> = { rate: 'r', unsubscribe: 'u', why: 'why' };

/** Everything the page of one link needs. */
interface Visit {
  request: Request;
  response: Response;
  token: PublicToken;
  business: PublicBusiness;
  link: LinkContext;
  language: Language;
  nonce: string;
  here: string;
}

const atStop = (visit: Visit, path: string): Visit =>
  path.endsWith('/stop') ? { ...visit, here: `${visit.here}/stop` } : visit;

async function showRating(visit: Visit, deps: ApiDeps): Promise<void> {
  const { request, response, nonce } = visit;
  const { answer, links, ownerName } = await readAnswer(visit, deps);
  if (!answer || request.query['change'] === '1') {
    const starInMail = ratingOf(queryText(request, 's'));
    return send(
      response,
      200,
      nonce,
      askPage({
        ...rateFrame(visit),
        rating: starInMail ?? answer?.rating ?? null,
        comment: answer?.comment ?? '',
        problem: null,
      }),
    );
  }
  const date = dayOf(answer.at, visit.language, visit.business);
  send(
    response,
    200,
    nonce,
    thanksPage({ ...rateFrame(visit), answer, date, links, ownerName, noteProblem: false }),
  );
}

async function readAnswer({ token, business, link }: Visit, { database }: ApiDeps) {
  return withBusiness(database, { businessId: token.businessId }, async (tx) => ({
    answer: await findAnswer(tx, token.id),
    links: await publicLinks(tx, business, link),
    ownerName: await findOwnerName(tx),
  }));
}

async function takeRating(visit: Visit, deps: ApiDeps): Promise<void> {
  const { request, response, nonce, token } = visit;
  const form = await readForm(request);
  if (!form.has('rating') && (form.has('note') || form.has('wantsCall'))) return takeNote(visit, form, deps);
  const rating = ratingOf(form.get('rating'));
  const comment = writtenText(form, 'comment');
  const problem = rating === null ? 'chooseStars' : comment.length > MOST_CHARACTERS ? 'tooLong' : null;
  if (problem) {
    const frame = {
      ...rateFrame(visit),
      rating,
      comment: comment.slice(0, MOST_CHARACTERS),
      problem,
    } as const;
    return send(response, 422, nonce, askPage(frame));
  }
  const kept = await recordAnswer(token, { rating: rating!, comment }, deps);
  if (!kept) return sendPlain(request, response, 404, 'unknown');
  seeOther(response, visit);
}

async function takeNote(visit: Visit, form: URLSearchParams, deps: ApiDeps): Promise<void> {
  const { response, nonce, token } = visit;
  const note = writtenText(form, 'note');
  const { answer, links, ownerName } = await readAnswer(visit, deps);
  if (answer && note.length <= MOST_CHARACTERS) {
    await recordPrivateNote(token, { note, wantsCall: form.get('wantsCall') === 'yes' }, deps);
    return seeOther(response, visit);
  }
  // A note belongs to a rating: ask for that first, and keep what was written.
  if (!answer) {
    const comment = note.slice(0, MOST_CHARACTERS);
    return send(
      response,
      422,
      nonce,
      askPage({ ...rateFrame(visit), rating: null, comment, problem: 'chooseStars' }),
    );
  }
  const date = dayOf(answer.at, visit.language, visit.business);
  const typed = { ...answer, privateNote: note.slice(0, MOST_CHARACTERS) };
  send(
    response,
    422,
    nonce,
    thanksPage({ ...rateFrame(visit), answer: typed, date, links, ownerName, noteProblem: true }),
  );
}

function rateFrame({
  language,
  nonce,
  here,
  business,
  link,
}: Visit): Omit<AskPage, 'rating' | 'comment' | 'problem'> {
  const { enrollment, customer } = link;
  const at = enrollment?.eventAt ? new Date(enrollment.eventAt) : null;
  return {
    language,
    nonce,
    here,
    business,
    firstName: firstName(customer),
    visit: {
      service: enrollment?.service ?? null,
      staff: business.nameStaff ? (enrollment?.staff?.name ?? null) : null,
      date: at && !Number.isNaN(at.getTime()) ? dayWithWeekday(at, language, business) : null,
    },
  };
}

/** The given name if known, else the first word of the name: as much as a page may say. */
function firstName({ givenName, name }: LinkContext['customer']): string | null {
  return givenName?.trim() || name?.trim().split(/\s+/)[0] || null;
}

async function showChoices(visit: Visit, deps: ApiDeps): Promise<void> {
  const done = queryText(visit.request, 'done');
  await sendChoices(visit, deps, 200, {
    done: done === 'stopped' || done === 'allowedAgain' ? done : null,
    wrong: false,
  });
}

async function sendChoices(
  visit: Visit,
  { database }: ApiDeps,
  status: number,
  said: { done: 'stopped' | 'allowedAgain' | null; wrong: boolean },
): Promise<void> {
  const { token, link, request, response, nonce } = visit;
  const about = messageKind(link);
  const choices = await withBusiness(database, { businessId: token.businessId }, async (tx) => {
    const customer = await readCustomer(tx, token.customerId);
    return customer && choicesOf(tx, customer, about?.channel ?? null);
  });
  if (!choices) return sendPlain(request, response, 404, 'unknown');
  send(response, status, nonce, stopPage({ ...visit, about, choices, ...said }));
}

async function takePress(visit: Visit, deps: ApiDeps): Promise<void> {
  const { request, response, token, link } = visit;
  const form = await readForm(request);
  if (form.get('List-Unsubscribe') === 'One-Click') {
    const about = messageKind(link);
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
  seeOther(response, visit, allow ? 'allowedAgain' : 'stopped');
}

const ONE_CLICK = 'Pressed “Unsubscribe” in the mail program (one-click, RFC 8058).';

/** The button as it stood there, and the page it stood on; not whose link it was. */
function evidenceOf(
  { token, language }: Visit,
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

const isChannel = (text: string | null): text is Channel => text === 'email' || text === 'sms';
const isPurpose = (text: string | null): text is Purpose =>
  text === 'service' || text === 'review' || text === 'marketing';

const messageKind = ({ message }: LinkContext) =>
  message ? { channel: message.channel, purpose: message.purpose ?? ('service' as const) } : null;

async function showWhy(visit: Visit, { database }: ApiDeps): Promise<void> {
  const { token, link, language, business, response, nonce } = visit;
  const message = messageKind(link);
  const consent = await withBusiness(database, { businessId: token.businessId }, (tx) =>
    consentFor(tx, token, message),
  );
  const { eventType, eventAt } = link.enrollment ?? {};
  const html = whyPage({
    ...visit,
    event:
      eventType && eventAt ? { type: eventType, date: dayOf(new Date(eventAt), language, business) } : null,
    message,
    consent: consent && { granted: consent.granted, date: dayOf(consent.at, language, business) },
  });
  send(response, 200, nonce, html);
}

async function consentFor(
  tx: BusinessTransaction,
  { customerId }: PublicToken,
  message: { channel: Channel; purpose: Purpose } | null,
) {
  if (!message) return null;
  const consents = await latestConsents(tx, customerId);
  return consents.find((one) => one.channel === message.channel && one.purpose === message.purpose) ?? null;
}

/** Answer a form so that Back and reload are harmless. */
function seeOther(response: Response, { request, here }: Visit, done?: string): void {
  const query = new URLSearchParams();
  const lang = queryText(request, 'lang');
  if (isLanguage(lang)) query.set('lang', lang);
  if (done) query.set('done', done);
  const text = query.toString();
  setHeaders(response, newNonce());
  response
    .status(303)
    .set('location', text ? `${here}?${text}` : here)
    .end();
}

function refuseFlood(): never {
  throw new Problem('rate_limited', 'This link was opened very often just now.', { retryAfterSeconds: 60 });
}

function onlyGetAndPost(_request: Request, response: Response): void {
  response.set('allow', 'GET, HEAD, POST');
  throw new Problem('method_not_allowed', 'This page can be read, and answered.');
}
