import type { Draft, DraftStep } from '../../../workflows/flow/draft.js';
import type { Language } from '../../words/words.js';

export type Trade = 'trades' | 'restaurant' | 'hotel' | 'shop';

/** The same words in every language of the app. */
export type Said = Readonly<Record<Language, string>>;
export const said = (en: string, es: string, fr: string): Said => ({ en, es, fr });

/** A journey ready to be taken over: its messages are written in the owner's language and carry the others. */
export interface Template {
  id: string;
  trade: Trade;
  name: Said;
  goal: Said;
  flow: (language: Language) => Draft;
}

type Settings = Record<string, unknown>;
type Text = { subject?: Said; body: Said };
const LANGUAGES: readonly Language[] = ['en', 'es', 'fr'];

/** Builds the steps of one journey in the owner's language. */
export function writing(language: Language) {
  const step = (
    id: string,
    kind: DraftStep['kind'],
    settings: Settings,
    exits: DraftStep['exits'],
  ): DraftStep => ({
    id,
    kind,
    settings,
    exits,
  });
  const words = ({ subject, body }: Text, purpose: string): Settings => ({
    purpose,
    ...(subject && { subject: subject[language] }),
    body: body[language],
    languages: Object.fromEntries(
      LANGUAGES.filter((other) => other !== language).map((other) => [
        other,
        { ...(subject && { subject: subject[other] }), body: body[other] },
      ]),
    ),
  });
  const both = (next: string | null) => ({ sent: next, undeliverable: next });
  return {
    step,
    /** One line of names: `pick({ en: 'paid', … })`. */
    pick: (words: Said) => words[language],
    sms: (id: string, body: Said, next: string | null, purpose = 'service') =>
      step(id, 'sms', words({ body }, purpose), both(next)),
    email: (id: string, subject: Said, body: Said, next: string | null, purpose = 'service') =>
      step(id, 'email', words({ subject, body }, purpose), both(next)),
    wait: (id: string, duration: string, next: string | null) =>
      step(id, 'wait', { duration }, { done: next }),
    /** Around a date of the event; people without that date, or past it, take the other way. */
    around: (
      id: string,
      field: string,
      offset: string,
      time: string,
      next: string | null,
      unknown: string | null,
    ) =>
      step(
        id,
        'wait',
        { until: { field, ...(offset && { offset }), time }, ifPast: 'unknown_date' },
        { done: next, unknown_date: unknown },
      ),
    ask: (id: string, next: string | null = null) =>
      step(id, 'review_request', { channels: ['sms', 'email'], remindAfter: 'P4D' }, both(next)),
    team: (id: string, body: Said, next: string | null = null) =>
      step(id, 'notify_team', { to: 'owner', body: body[language] }, { done: next }),
    journey: (type: string, steps: DraftStep[], rules: Settings = {}): Draft => ({
      entry: { on: 'event', type },
      first: steps[0]?.id ?? null,
      steps,
      rules,
    }),
  };
}

export const about = (...types: string[]) => types.map((type) => ({ type, same: 'subject' }));
