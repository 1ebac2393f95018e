import { textsFor } from './languages.js';
import type { SettingsOf } from './steps/index.js';

/** What a rating request says when its owner wrote nothing: whole sentences, one version a language. */
const OURS: Readonly<Record<string, { subject: string; body: string }>> = {
  en: {
    subject: 'How did we do?',
    body: "Hello {{ customer.firstName | default: 'there' }}, how did we do? Your answer takes a minute: {{ ratingLink }}\n\n{{ business.name }}",
  },
  es: {
    subject: '¿Qué tal lo hicimos?',
    body: 'Hola{% if customer.firstName %} {{ customer.firstName }}{% endif %}: ¿qué tal lo hicimos? Responder lleva un minuto: {{ ratingLink }}\n\n{{ business.name }}',
  },
  fr: {
    subject: 'Comment avons-nous travaillé ?',
    body: 'Bonjour{% if customer.firstName %} {{ customer.firstName }}{% endif %}, comment avons-nous travaillé ? Une minute suffit pour répondre : {{ ratingLink }}\n\n{{ business.name }}',
  },
};

/** The words of a rating request: the owner’s, in the customer’s language if there are any, else ours. */
export function reviewWording(
  settings: Pick<SettingsOf<'review_request'>, 'subject' | 'body' | 'languages'>,
  locale: string | null | undefined,
  businessLocale?: string | null,
): { subject: string; body: string } {
  const own = textsFor(settings, locale);
  const ours = [own.body === undefined ? locale : null, businessLocale, 'en']
    .map((one) => OURS[(one ?? '').slice(0, 2).toLowerCase()])
    .find((one) => one !== undefined);
  return { subject: own.subject ?? ours?.subject ?? '', body: own.body ?? ours?.body ?? '' };
}

/** Does this template show the link by which the customer answers? */
export const ASKS = /\b(ratingLink|reviewLink)\b/;

/** An ask nobody can answer is none: the link is added where the words have forgotten it. */
export const answerable = <T extends { body: string }>(wording: T): T =>
  ASKS.test(wording.body) ? wording : { ...wording, body: `${wording.body}\n\n{{ ratingLink }}` };
