import { findAnswer } from '../../db/feedback.js';
import type { LinkContext } from '../../db/link-context.js';
import { findOwnerName } from '../../db/public-business.js';
import { withBusiness } from '../../db/tenant.js';
import type { ApiDeps } from '../deps.js';
import { dayOf, dayWithWeekday } from './dates.js';
import { MOST_CHARACTERS, ratingOf, readForm, writtenText } from './form.js';
import type { LinkVisit } from './link-visit.js';
import { askPage, thanksPage, type AskPage } from './rate-page.js';
import { publicLinks, recordAnswer, recordPrivateNote } from './record-answer.js';
import { queryText, seeOther, send, sendPlain } from './send.js';

/** The question with its stars; who has answered is thanked, and may change their mind. */
export async function showRating(visit: LinkVisit, deps: ApiDeps): Promise<void> {
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

/** A rating with its words; or, sent from the page of thanks, a note to the business alone. */
export async function takeRating(visit: LinkVisit, deps: ApiDeps): Promise<void> {
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
  seeOther(visit);
}

async function takeNote(visit: LinkVisit, form: URLSearchParams, deps: ApiDeps): Promise<void> {
  const { response, nonce, token } = visit;
  const note = writtenText(form, 'note');
  const { answer, links, ownerName } = await readAnswer(visit, deps);
  if (answer && note.length <= MOST_CHARACTERS) {
    await recordPrivateNote(token, { note, wantsCall: form.get('wantsCall') === 'yes' }, deps);
    return seeOther(visit);
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

async function readAnswer({ token, business, link }: LinkVisit, { database }: ApiDeps) {
  return withBusiness(database, { businessId: token.businessId }, async (tx) => ({
    answer: await findAnswer(tx, token.id),
    links: await publicLinks(tx, business, link),
    ownerName: await findOwnerName(tx),
  }));
}

function rateFrame({
  language,
  nonce,
  here,
  business,
  link,
}: LinkVisit): Omit<AskPage, 'rating' | 'comment' | 'problem'> {
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
