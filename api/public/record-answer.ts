import {
  addPrivateNote,
  changeAnswer,
  type FeedbackAnswer,
  findAnswer,
  insertAnswer,
  insertFeedbackTimeline,
  markAsksAnswered,
  tellOwners,
} from '../../db/feedback.js';
import { findLinkContext, type LinkContext } from '../../db/link-context.js';
import {
  findLocationLinks,
  getPublicBusiness,
  type PublicBusiness,
  type ReviewLink,
} from '../../db/public-business.js';
import { insertEvents } from '../../db/inbox.js';
import { lockCustomer } from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import type { PublicToken } from '../../db/tokens.js';
import { newId } from '../../lib/ids.js';
import type { ApiDeps } from '../deps.js';
import { ownEvent } from '../../db/own-event.js';

export interface Answered {
  rating: number;
  comment: string;
}

type AnswerDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'>;

/** The links everybody is shown after answering: of the place, where it has its own, else of the business. */
export async function publicLinks(
  tx: BusinessTransaction,
  business: PublicBusiness,
  context: LinkContext,
): Promise<ReviewLink[]> {
  const { locationId } = context.enrollment ?? {};
  const ofPlace = locationId && isUuid(locationId) ? await findLocationLinks(tx, locationId) : [];
  return ofPlace.length > 0 ? ofPlace : business.reviewLinks;
}

const isUuid = (text: string) => /^[0-9a-f-]{36}$/i.test(text);

/**
 * Keep an answer, and all that follows from it, in one transaction: the event that wakes, ends or enrolls; the line in the
 * timeline; the ask marked answered; the owners told of a low score. The same answer again changes nothing; another one
 * replaces it. False when the customer is gone.
 */
export async function recordAnswer(
  token: PublicToken,
  answered: Answered,
  deps: AnswerDeps,
): Promise<boolean> {
  const { businessId } = token;
  await deps.keys.ensure(businessId);
  return withBusiness(deps.database, { businessId, actor: `customer:${token.customerId}` }, async (tx) => {
    await lockCustomer(tx, token.customerId);
    const context = await findLinkContext(tx, token);
    if (!context) return false;
    const business = await getPublicBusiness(tx);
    const previous = await findAnswer(tx, token.id);
    if (previous?.rating === answered.rating && previous.comment === answered.comment) return true;

    const links = await publicLinks(tx, business, context);
    const id = previous?.id ?? newId();
    if (previous) await changeAnswer(tx, { id, ...answered, publicLinksShown: links });
    else
      await insertAnswer(tx, { ...answered, ...answerContext(token, context), id, publicLinksShown: links });
    if (previous?.rating !== answered.rating)
      await announce(tx, id, answered, previous, token, context, deps);
    if (!previous) await markAsksAnswered(tx, token);
    if (answered.rating <= business.lowRating) await tellOfLowRating(tx, id, answered, context);
    return true;
  });
}

function answerContext(token: PublicToken, { message, enrollment }: LinkContext) {
  return {
    source: message?.channel ?? ('link' as const),
    tokenId: token.id,
    customerId: token.customerId,
    enrollmentId: enrollment?.id ?? null,
    messageId: message?.id ?? null,
    staffId: enrollment?.staff?.id ?? null,
    locationId: enrollment?.locationId ?? null,
    subject: enrollment?.subject ?? null,
  };
}

/** The rating as an event and as a line of the timeline. The words stay where they were written: in the feedback. */
async function announce(
  tx: BusinessTransaction,
  feedbackId: string,
  { rating, comment }: Answered,
  previous: FeedbackAnswer | null,
  token: PublicToken,
  { message, enrollment }: LinkContext,
  { keys, now }: AnswerDeps,
) {
  const event = await ownEvent(keys, tx.businessId, {
    type: 'feedback_received',
    customerId: token.customerId,
    subject: enrollment?.subject ?? null,
    depth: enrollment ? enrollment.depth + 1 : 0,
    occurredAt: now(),
    data: {
      rating,
      ...(previous && { previousRating: previous.rating }),
      feedbackId,
      hasComment: comment !== '',
      ...(message && { channel: message.channel, messageId: message.id }),
      ...(enrollment && { enrollmentId: enrollment.id, journeyId: enrollment.journeyId }),
    },
  });
  await insertEvents(tx, [event]);
  if (!enrollment) return;
  await insertFeedbackTimeline(tx, {
    id: newId(),
    enrollmentId: enrollment.id,
    journeyId: enrollment.journeyId,
    customerId: token.customerId,
    version: enrollment.version,
    stepId: message?.stepId ?? null,
    messageId: message?.id ?? null,
    eventId: event.id,
    feedbackId,
    reason: previous
      ? {
          code: 'rating_changed',
          message: `Changed the rating from ${previous.rating} to ${starsText(rating)}.`,
        }
      : { code: 'rated', message: `Gave ${starsText(rating)}.` },
  });
}

async function tellOfLowRating(
  tx: BusinessTransaction,
  feedbackId: string,
  { rating, comment }: Answered,
  { customer, message, enrollment }: LinkContext,
) {
  const who = customer.name ?? 'A customer';
  await tellOwners(tx, {
    key: `low_rating:${feedbackId}`,
    body: `${who} gave ${starsText(rating)}${comment === '' ? '.' : `: “${comment}”`}`,
    feedbackId,
    customerId: customer.id,
    enrollmentId: enrollment?.id ?? null,
    stepId: message?.stepId ?? null,
  });
}

/** Keep what was said in private, and tell the owners. False when there is no answer yet to say it about. */
export async function recordPrivateNote(
  token: PublicToken,
  { note, wantsCall }: { note: string; wantsCall: boolean },
  deps: AnswerDeps,
): Promise<boolean> {
  const { businessId } = token;
  return withBusiness(deps.database, { businessId, actor: `customer:${token.customerId}` }, async (tx) => {
    await lockCustomer(tx, token.customerId);
    const answer = await findAnswer(tx, token.id);
    const context = await findLinkContext(tx, token);
    if (!answer || !context) return false;
    if (answer.privateNote === note && answer.wantsCall === wantsCall) return true;
    await addPrivateNote(tx, { id: answer.id, note, wantsCall });
    if (note === '' && !wantsCall) return true;
    const who = context.customer.name ?? 'A customer';
    const call = wantsCall ? ' A call is welcome.' : '';
    await tellOwners(tx, {
      key: `private_note:${answer.id}:${wantsCall ? 'call' : 'note'}`,
      body: note === '' ? `${who} would like a call.` : `${who} wrote in private: “${note}”${call}`,
      feedbackId: answer.id,
      customerId: context.customer.id,
      enrollmentId: context.enrollment?.id ?? null,
      stepId: context.message?.stepId ?? null,
    });
    return true;
  });
}

const starsText = (stars: number): string => (stars === 1 ? '1 star' : `${stars} stars`);
