import {
  findLocationLinks,
  getPublicBusiness,
  type PublicBusiness,
  type ReviewLink,
} from '../../../db/public-business.js';
import { insertEvents } from '../../../db/inbox.js';
import { insertNotices } from '../../../db/notices.js';
import { ownEvent } from '../../../db/own-event.js';
import {
  addToQrAnswer,
  findQrAnswer,
  keepQrAnswer,
  openCode,
  type OpenedCode,
  type QrAnswer,
} from '../../../db/qr-codes.js';
import { meetAtCode } from '../../../db/qr-people.js';
import { withBusiness, type BusinessTransaction } from '../../../db/tenant.js';
import { newId } from '../../../lib/ids.js';
import type { ApiDeps } from '../../deps.js';

type ScanDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'>;

/** Which code, and on which visit to its page. */
export interface AtCode {
  businessId: string;
  codeId: string;
  visitId: string;
}

export interface Reach {
  email: string | null;
  phone: string | null;
}

/** The links everybody is shown: of the place, where it has its own, else of the business. Never asked of the rating. */
export async function linksAtCode(
  tx: BusinessTransaction,
  business: PublicBusiness,
  code: OpenedCode,
): Promise<ReviewLink[]> {
  const ofPlace = code.locationId ? await findLocationLinks(tx, code.locationId) : [];
  return ofPlace.length > 0 ? ofPlace : business.reviewLinks;
}

/** Keep a rating nobody has put a name to, and tell the owners of a low one. The same visit again changes its answer. */
export function recordRating(
  at: AtCode,
  { rating, comment }: { rating: number; comment: string },
  deps: ScanDeps,
): Promise<void> {
  return inCode(at, deps, async (tx, code) => {
    const business = await getPublicBusiness(tx);
    const linksShown = await linksAtCode(tx, business, code);
    const before = await findQrAnswer(tx, at.visitId);
    const id = before?.id ?? newId();
    await keepQrAnswer(tx, { id, rating, comment, visitId: at.visitId, codeId: code.id, linksShown });
    if (before?.customerId && before.rating !== rating)
      await announceRating(
        tx,
        { ...before, rating, comment },
        before.customerId,
        code,
        at,
        deps,
        before.rating,
      );
    if (rating > business.lowRating) return;
    const words = comment === '' ? '.' : `: “${comment}”`;
    const stars = rating === 1 ? '1 star' : `${rating} stars`;
    await tell(tx, `low_rating:${id}`, `Somebody gave ${stars} at “${code.label}”${words}`, id, null);
  });
}

/** Keep what was said in private, and a number to call if there is one. */
export function recordNote(
  at: AtCode,
  { note, phone, language }: { note: string; phone: string | null; language: string },
  deps: ScanDeps,
): Promise<void> {
  return inCode(at, deps, async (tx, code) => {
    const answer = await findQrAnswer(tx, at.visitId);
    if (!answer) return;
    const customerId = phone
      ? await meetAtCode(tx, {
          id: newId(), name: null, email: null, phone, locale: language, eventId: newId(), consent: null,
        }) // prettier-ignore
      : null;
    await addToQrAnswer(tx, answer.id, {
      note,
      ...(phone && { wantsCall: true }),
      ...(customerId && { customerId }),
    });
    if (customerId && !answer.customerId) await announceRating(tx, answer, customerId, code, at, deps);
    const call = phone ? ' A call is welcome.' : '';
    const said = note === '' ? `Somebody at “${code.label}” would like a call.` : `Somebody at “${code.label}” wrote in private: “${note}”${call}`; // prettier-ignore
    await tell(tx, `private_note:${answer.id}:${phone ? 'call' : 'note'}`, said, answer.id, customerId);
  });
}

/**
 * Somebody says who they are and agrees, in the very words the page showed: a customer with a consent on record, and the
 * scan enters the inbox as an event that may begin a journey.
 */
export function recordContact(
  at: AtCode,
  said: Reach & { name: string | null; language: string; wording: string },
  deps: ScanDeps,
): Promise<void> {
  return inCode(at, deps, async (tx, code) => {
    const answer = await findQrAnswer(tx, at.visitId);
    const event = await ownEvent(deps.keys, at.businessId, {
      type: 'qr_scanned',
      customerId: null,
      subject: subjectOf(code),
      depth: 0,
      occurredAt: deps.now(),
      dedupeKey: `qr_scanned:${at.visitId}`,
      // Not the rating: a scan must not decide by it who is asked for a public review.
      data: factsOf(code),
    });
    const channel = said.email ? ('email' as const) : ('sms' as const);
    const customerId = await meetAtCode(tx, {
      ...said,
      id: newId(),
      locale: said.language,
      eventId: event.id,
      consent: {
        channel,
        at: deps.now(),
        evidence: `Ticked on the page of code ${code.code} (${said.language}): “${said.wording}”`,
      },
    });
    if (!customerId) return;
    await insertEvents(tx, [{ ...event, customerId, journeyId: code.journeyId }]);
    if (!answer || answer.customerId === customerId) return;
    await addToQrAnswer(tx, answer.id, { customerId });
    await announceRating(tx, answer, customerId, code, at, deps);
  });
}

/** One transaction at a code that still leads somewhere. */
async function inCode(
  { businessId, codeId }: AtCode,
  deps: ScanDeps,
  work: (tx: BusinessTransaction, code: OpenedCode) => Promise<void>,
): Promise<void> {
  await deps.keys.ensure(businessId);
  await withBusiness(deps.database, { businessId, actor: `code:${codeId}` }, async (tx) => {
    const code = await openCode(tx, codeId);
    if (code) await work(tx, code);
  });
}

/** A rating counts for journeys once it is known whose it is. */
async function announceRating(
  tx: BusinessTransaction,
  answer: QrAnswer,
  customerId: string,
  code: OpenedCode,
  { visitId }: AtCode,
  { keys, now }: ScanDeps,
  previousRating?: number,
): Promise<void> {
  const event = await ownEvent(keys, tx.businessId, {
    type: 'feedback_received',
    customerId,
    subject: subjectOf(code),
    depth: 0,
    occurredAt: now(),
    ...(previousRating === undefined && { dedupeKey: `feedback:${visitId}` }),
    data: {
      rating: answer.rating,
      ...(previousRating !== undefined && { previousRating }),
      feedbackId: answer.id,
      hasComment: answer.comment !== '',
      channel: 'qr',
      ...factsOf(code),
    },
  });
  await insertEvents(tx, [event]);
}

const subjectOf = ({ kind, reference }: OpenedCode) =>
  kind === 'invoice' && reference ? { kind: 'invoice', id: reference } : null;

const factsOf = (code: OpenedCode): Record<string, unknown> => ({
  code: code.code,
  qrCodeId: code.id,
  label: code.label,
  kind: code.kind,
  ...(code.kind === 'table' && { table: code.reference }),
  ...(code.staffName && { staffName: code.staffName }),
  ...(code.locationName && { locationName: code.locationName }),
});

async function tell(
  tx: BusinessTransaction,
  key: string,
  body: string,
  feedbackId: string,
  customerId: string | null,
): Promise<void> {
  await tx.run(insertNotices, [
    tx.businessId,
    'owner',
    key,
    'low_rating',
    body,
    null,
    customerId,
    null,
    feedbackId,
  ]);
}
