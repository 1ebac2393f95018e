import type { Request, Response } from 'express';
import { getPublicBusiness, type PublicBusiness, type ReviewLink } from '../../../db/public-business.js';
import { findQrAnswer, openCode, type OpenedCode, type QrAnswer } from '../../../db/qr-codes.js';
import { withBusiness } from '../../../db/tenant.js';
import type { ApiDeps } from '../../deps.js';
import { languageFor, newNonce } from '../send.js';
import type { Language } from '../words.js';
import { linksAtCode, type AtCode } from './record.js';
import { newVisit, readVisit, type Visit } from './visit.js';

/** One opening of a code's page, with everything its pages need. */
export interface Scan {
  request: Request;
  response: Response;
  businessId: string;
  business: PublicBusiness;
  code: OpenedCode;
  links: ReviewLink[];
  language: Language;
  nonce: string;
  /** `/q/<code>` */
  here: string;
  /** Signs the visits to the codes of this business. */
  key: Buffer;
}

/** Null when the code leads nowhere any more. */
export async function openScan(
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

/** A visit as its forms carry it: `text` is signed; `visit` is null when it has only just begun, or was not to be read. */
export interface ReadVisit {
  visit: Visit | null;
  text: string;
}

/** The first of these that is a visit to this code, or a new one to put into the form. */
export function visitOf(scan: Scan, texts: (string | null)[], { now }: Pick<ApiDeps, 'now'>): ReadVisit {
  for (const text of texts) {
    const visit = readVisit(scan.key, scan.code.id, text, now());
    if (visit && text) return { visit, text };
  }
  return { visit: null, text: freshVisit(scan, { now }) };
}

export const freshVisit = ({ key, code }: Scan, { now }: Pick<ApiDeps, 'now'>): string =>
  newVisit(key, code.id, now());

/** What was answered on this visit. */
export const answerOf = (
  { businessId }: Scan,
  visit: Visit,
  { database }: ApiDeps,
): Promise<QrAnswer | undefined> =>
  withBusiness(database, { businessId }, (tx) => findQrAnswer(tx, visit.id));

export const atCode = ({ businessId, code }: Scan, visit: Visit): AtCode => ({
  businessId,
  codeId: code.id,
  visitId: visit.id,
});
