import type { Request, Response } from 'express';
import { findLinkContext, type LinkContext } from '../../db/link-context.js';
import { getPublicBusiness, type PublicBusiness } from '../../db/public-business.js';
import { withBusiness } from '../../db/tenant.js';
import { resolveToken, type PublicToken, type TokenPurpose } from '../../db/tokens.js';
import { hashToken, looksLikePublicToken } from '../../lib/tokens.js';
import type { Channel, Purpose } from '../../workflows/flow/purposes.js';
import type { ApiDeps } from '../deps.js';
import { languageFor, newNonce } from './send.js';
import type { Language } from './words.js';

/** Somebody has opened a link of a message: everything its pages need. */
export interface LinkVisit {
  request: Request;
  response: Response;
  token: PublicToken;
  business: PublicBusiness;
  link: LinkContext;
  language: Language;
  nonce: string;
  /** The path of the page, for its forms. */
  here: string;
}

/** The visit a link's token opens; null when it is unknown, of another purpose, or its customer is gone. It may be over. */
export async function openVisit(
  request: Request,
  response: Response,
  text: string,
  purpose: TokenPurpose,
  { database }: ApiDeps,
): Promise<LinkVisit | null> {
  const token = looksLikePublicToken(text) ? await resolveToken(database, hashToken(text)) : null;
  if (token?.purpose !== purpose) return null;
  const { business, link } = await withBusiness(database, { businessId: token.businessId }, async (tx) => ({
    business: await getPublicBusiness(tx),
    link: await findLinkContext(tx, token),
  }));
  return (
    link && {
      request,
      response,
      token,
      business,
      link,
      language: languageFor(request, link.customer.locale, business.locale),
      nonce: newNonce(),
      here: `/${PATHS[purpose]}/${text}`,
    }
  );
}

/** Where each kind of link begins: `/r/<token>`. */
export const PATHS: Readonly<Record<TokenPurpose, string>> = { rate: 'r', unsubscribe: 'u', why: 'why' };

/** The message the link stood in: a text without a purpose is about the service. Null when it is gone. */
export const messageOf = ({ message }: LinkContext): { channel: Channel; purpose: Purpose } | null =>
  message && { channel: message.channel, purpose: message.purpose ?? 'service' };
