import type { NewToken } from '../../db/messages.js';
import { newId } from '../../lib/ids.js';
import { logoAt } from '../../lib/logo.js';
import { prepareEmail, unsubscribeHeaders, type FillEmail } from '../../lib/render/email.js';
import { renderSms } from '../../lib/render/sms.js';
import { newPublicToken } from '../../lib/tokens.js';
import type { Facts } from '../../workflows/flow/facts.js';
import { textsFor } from '../../workflows/flow/languages.js';
import { renderTemplate, type MessageLinks } from '../../workflows/flow/merge-fields.js';
import type { Channel } from '../../workflows/flow/purposes.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { answerable, ASKS, reviewWording } from '../../workflows/flow/review-wording.js';
import { segmentsOf } from '../../workflows/flow/segments.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import type { OutgoingEmail, OutgoingSms } from '../channels/provider.js';
import type { Case } from './case.js';
import type { PerformDeps } from './deps.js';
import { purposeOf, type MessageStep } from './message-attempt.js';
import { createShortLinks, type ShortLink } from './short-links.js';

/** A message as it will be sent, with the tokens its links carry. */
export interface Composed {
  outgoing: OutgoingEmail | OutgoingSms;
  tokens: NewToken[];
  /** Links to elsewhere that were replaced by our own, where the business counts clicks. */
  shortLinks: ShortLink[];
  language: string;
  segments: number | null;
}

/** E-mails read and laid out once; what is left for each person is filling in. */
export interface Templates {
  email(key: string, prepare: () => FillEmail<Filling>): FillEmail<Filling>;
}

interface Filling {
  facts: Facts;
  links: MessageLinks;
  now: string;
  zone: string;
  locale: string;
}

const MOST_TEMPLATES = 1000;
const RATING_DAYS = 60;

export function createTemplates(): Templates {
  const prepared = new Map<string, FillEmail<Filling>>();
  return {
    email(key, prepare) {
      const known = prepared.get(key);
      if (known) return known;
      const fill = prepare();
      if (prepared.size >= MOST_TEMPLATES) prepared.delete(prepared.keys().next().value!);
      prepared.set(key, fill);
      return fill;
    },
  };
}

/** Put a message together, or say why it must not be sent: a field that is missing, a template that cannot be used. */
export function compose(
  kase: Case,
  step: MessageStep,
  { channel }: { channel: Channel; reminder: boolean },
  messageId: string,
  deps: PerformDeps,
): Composed | { refused: Reason } {
  const { language, subject, body } = wordingOf(kase, step);
  const made = createLinks(kase, `${subject} ${body}`, channel, deps);
  const filling: Filling = {
    facts: kase.facts,
    links: made.links,
    now: kase.now,
    zone: zoneOf(kase.facts, deps.calendar),
    locale: language,
  };
  return channel === 'email'
    ? composeEmail(kase, step, { language, subject, body }, filling, made, messageId, deps)
    : composeSms(kase, step, { language, body }, filling, made, messageId, deps);
}

function composeEmail(
  kase: Case,
  step: MessageStep,
  wording: Wording,
  filling: Filling,
  { links, tokens }: Made,
  messageId: string,
  deps: PerformDeps,
): Composed | { refused: Reason } {
  const business = kase.facts.business as BusinessLook;
  const look = [business.name, business.postalAddress, business.logoUrl, business.accent].join('\u0000');
  const key = [kase.row.journey_id, kase.version, step.id, wording.language, look].join('\u0000');
  const fill = deps.templates.email(key, () =>
    prepareEmail(
      { ...wording, business: { ...business, logo: logoAt(deps.publicUrl, business.logoUrl) } },
      renderLiquid,
    ),
  );
  const filled = fill(filling, { why: links.whyLink!, unsubscribe: links.unsubscribeLink! });
  if (!('text' in filled)) return { refused: refusalOf(filled) };
  const short = shortLinksOf(kase, step, wording.body, links, deps);
  const sender = business.settings?.senders?.email;
  const replyTo = sender?.replyTo ?? business.email;
  return {
    outgoing: {
      to: kase.customer.email!,
      from: deps.senders.email,
      fromName: sender?.name ?? business.name,
      ...(replyTo && { replyTo }),
      ...filled,
      ...(short && { html: short.html(filled.html), text: short.text(filled.text) }),
      headers: unsubscribeHeaders(links.unsubscribeLink!),
      metadata: { messageId },
    },
    tokens,
    shortLinks: short?.all() ?? [],
    language: wording.language,
    segments: null,
  };
}

function composeSms(
  kase: Case,
  step: MessageStep,
  { language, body }: Omit<Wording, 'subject'>,
  filling: Filling,
  { links, tokens }: Made,
  messageId: string,
  deps: PerformDeps,
): Composed | { refused: Reason } {
  const filled = renderSms(
    { body, language, optOut: purposeOf(step) === 'marketing' },
    filling,
    renderLiquid,
  );
  if (!('text' in filled)) return { refused: refusalOf(filled) };
  const short = shortLinksOf(kase, step, body, links, deps);
  const text = short ? short.text(filled.text) : filled.text;
  return {
    outgoing: {
      to: kase.customer.phone!,
      from: deps.senders.sms,
      text,
      metadata: { messageId },
      ...(kase.connections.sms && {
        statusCallback: `${deps.publicUrl}/hooks/twilio/${kase.connections.sms}?message=${messageId}`,
      }),
    },
    tokens,
    shortLinks: short?.all() ?? [],
    language,
    segments: segmentsOf(text).parts,
  };
}

interface Wording {
  language: string;
  subject: string;
  body: string;
}

interface BusinessLook {
  name: string;
  email?: string | null;
  postalAddress?: string | null;
  logoUrl?: string | null;
  accent?: string | null;
  settings?: { senders?: { email?: { name?: string; replyTo?: string } } | null };
}

/** The step's words in the customer's language, else its main ones; ours where an ask has none. As rehearsals say it. */
function wordingOf(kase: Case, step: MessageStep): Wording {
  const businessLocale = kase.facts.business.locale ?? null;
  const own = textsFor(step.settings, kase.customer.locale);
  const language = own.language ?? kase.customer.locale ?? businessLocale ?? 'en';
  if (step.kind !== 'review_request') return { language, subject: own.subject ?? '', body: own.body ?? '' };
  return { language, ...answerable(reviewWording(step.settings, kase.customer.locale, businessLocale)) };
}

/** The step says whether clicks are counted, else the business does; else they are not. */
function shortLinksOf(
  kase: Case,
  step: MessageStep,
  template: string,
  links: MessageLinks,
  deps: PerformDeps,
) {
  const { facts } = kase;
  const usual = (facts.business.settings as { trackLinks?: unknown } | undefined)?.trackLinks;
  const isWanted = step.settings.trackLinks ?? usual === true;
  return isWanted ? createShortLinks({ publicUrl: deps.publicUrl, template, facts, links }) : null;
}

interface Made {
  links: MessageLinks;
  tokens: NewToken[];
}

/** A token for every link the message shows; each is kept only as its hash. */
function createLinks(kase: Case, template: string, channel: Channel, deps: PerformDeps): Made {
  const tokens: NewToken[] = [];
  const link = (path: string, purpose: NewToken['purpose'], days: number | null) => {
    const { token, hash } = newPublicToken();
    tokens.push({ id: newId(), hash: hash.toString('hex'), purpose, expires_at: expiryOf(kase.now, days) });
    return `${deps.publicUrl}/${path}/${token}`;
  };
  const links: MessageLinks = {};
  if (ASKS.test(template)) links.ratingLink = link('r', 'rate', RATING_DAYS);
  if (channel === 'email' || template.includes('unsubscribeLink'))
    links.unsubscribeLink = link('u', 'unsubscribe', null);
  if (channel === 'email' || template.includes('whyLink')) links.whyLink = link('why', 'why', null);
  const [review] = (kase.facts.business.reviewLinks as { url: string }[] | undefined) ?? [];
  if (review) links.publicReviewLink = review.url;
  return { links, tokens };
}

const expiryOf = (now: string, days: number | null): string | null =>
  days === null ? null : new Date(Date.parse(now) + days * 86_400_000).toISOString();

const refusalOf = (unfilled: { missing: string } | { fault: string }): Reason =>
  'missing' in unfilled
    ? reason('missing_field', { field: unfilled.missing })
    : reason('template_error', { what: unfilled.fault });

const renderLiquid = (source: string, { facts, links, now, zone, locale }: Filling) =>
  renderTemplate(source, facts, { links, now, zone, locale });
