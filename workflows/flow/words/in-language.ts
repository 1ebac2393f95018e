import { EVENT_LABELS } from '../event-labels.js';
import { EVENT_WORDS } from './events.js';
import { FIELD_WORDS } from './fields.js';
import { REASONS } from '../reasons.js';
import { REASON_WORDS } from './reasons.js';
import { FLOW_SENTENCES } from './sentences.js';

/** The same in Spanish and in French. */
export type Translated = readonly [es: string, fr: string];

/**
 * English sentences with their translations. The English is the key, as in gettext: a sentence is written once, where
 * it is known what to do about the fault, and no code has to be kept in step with it. `{0}` stands for what is filled in
 * and stays as it is (a name somebody gave); `{0*}` for words of ours (a field, a span, another sentence), which are
 * translated in their turn. Translations may change the order.
 */
export type Sentences = Readonly<Record<string, Translated>>;

/** A sentence of ours in another language; what nobody has translated, or no machine wrote, stays as it is. */
export type InLanguage = (english: string) => string;

const LANGUAGES = ['es', 'fr'] as const;

/** `es` of `es-MX`; null for English and for languages the product is not written in. */
export function writtenLanguage(tag: string): (typeof LANGUAGES)[number] | null {
  const [language] = tag.toLowerCase().split(/[-_]/);
  return LANGUAGES.find((one) => one === language) ?? null;
}

/** How to say our sentences in the language of `tag`; `more` are sentences of the caller's own. */
export function inLanguage(tag: string, more: Sentences = {}): InLanguage {
  const language = writtenLanguage(tag);
  if (language === null) return (english) => english;
  const index = LANGUAGES.indexOf(language);
  const { exact, patterns } = compiled(more, index);

  function said(english: string, depth = 0): string {
    const known = exact.get(english);
    if (known !== undefined) return known;
    if (depth > MOST_NESTED || english.length > LONGEST) return english;
    const span = spanIn(english, index) ?? momentIn(english, index);
    if (span !== null) return span;
    for (const { shape, slots, text, fixed, rank } of patterns) {
      const match = shape.exec(english);
      if (!match || (isJoin(rank) && !match.slice(1).every(isWhole))) continue;
      const parts = new Map(slots.map(({ name, ours }, at) => [name, filled(match[at + 1] ?? '', ours)]));
      // “{0*} and {1*}” fits much that is not ours: then the words in its blanks must be known too.
      const sure = !isJoin(rank) && (depth > 0 || fixed >= SURELY_OURS);
      if (!sure && slots.some(({ name, ours }, at) => ours && parts.get(name) === match[at + 1])) continue;
      return text.replace(SLOT, (_, name: string) => parts.get(name) ?? '');
    }
    return listed(english, depth) ?? english;

    function filled(part: string, ours: boolean): string {
      return ours ? said(part, depth + 1) : part;
    }
  }

  /** “the text, the subject”: a list when every part of it is known. */
  function listed(english: string, depth: number): string | null {
    const parts = english.split(', ');
    if (parts.length < 2) return null;
    const all = parts.map((part) => said(part, depth + 1));
    return all.every((one, at) => one !== parts[at]) ? all.join(', ') : null;
  }

  return (english) => said(english);
}

const SLOT = /\{(\d)\*?\}/g;
const MOST_NESTED = 6;
const LONGEST = 2000;
/** Letters of its own that make a pattern unmistakable. */
const SURELY_OURS = 12;

interface Pattern {
  shape: RegExp;
  slots: { name: string; ours: boolean }[];
  text: string;
  /** How many letters of its own it has. */
  fixed: number;
  /** Sentences first, then what joins two parts, then the parts. */
  rank: number;
}
interface Compiled {
  exact: Map<string, string>;
  /** Those with most words of their own first: they say most surely what they are. */
  patterns: Pattern[];
}

const made = new WeakMap<Sentences, Compiled[]>();

function compiled(more: Sentences, index: number): Compiled {
  const kept = made.get(more) ?? [];
  const found = kept[index];
  if (found) return found;
  const exact = new Map<string, string>();
  const patterns: Pattern[] = [];
  for (const [type, words] of Object.entries(EVENT_WORDS))
    exact.set(EVENT_LABELS[type as keyof typeof EVENT_WORDS], words[index]!);
  for (const [english, words] of Object.entries({ ...FIELD_WORDS, ...FLOW_SENTENCES, ...more })) {
    const text = words[index]!;
    if (english.search(SLOT) < 0) exact.set(english, text);
    else patterns.push(patternOf(english, text));
  }
  for (const [code, words] of Object.entries(REASON_WORDS) as [keyof typeof REASONS, Translated][]) {
    const [english, text] = numbered(REASONS[code], words[index]!);
    if (english === REASONS[code]) exact.set(english, text);
    else patterns.push(patternOf(english, text));
  }
  patterns.sort((a, b) => a.rank - b.rank || b.fixed - a.fixed);
  kept[index] = { exact, patterns };
  made.set(more, kept);
  return kept[index];
}

function patternOf(english: string, text: string): Pattern {
  const slots = [...english.matchAll(SLOT)].map(([whole, name = '']) => ({
    name,
    ours: whole.includes('*'),
  }));
  const between = english.split(/\{\d\*?\}/);
  const shape = new RegExp(
    `^${between.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('(.*?)')}$`,
    's',
  );
  return { shape, slots, text, fixed: between.join('').length, rank: rankOf(english) };
}

const JOINS = [
  '{0*} → {1*}',
  '{0*}; {1*}',
  '{0*}, or {1*}',
  '{0*}, and {1*}',
  '{0*} and {1*}',
  '{0*} or {1*}',
];
const isJoin = (rank: number): boolean => rank > 0 && rank <= JOINS.length;

function rankOf(english: string): number {
  const join = JOINS.indexOf(english);
  if (join >= 0) return join + 1;
  return english.startsWith('{') && !/[.?]$/.test(english) ? JOINS.length + 1 : 0;
}

/** A part that closes the brackets it opens. */
const isWhole = (part: string): boolean => part.split('(').length === part.split(')').length;

/** Blanks that are filled in with words of ours. */
const OURS: ReadonlySet<string> = new Set(['what', 'field', 'address', 'channel', 'purpose', 'until']);

/** The blanks of a reason have names; here they get numbers, in both languages alike. */
function numbered(english: string, text: string): [string, string] {
  const names = [...new Set([...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))];
  const number = (_: string, name: string) => `{${names.indexOf(name)}${OURS.has(name) ? '*' : ''}}`;
  return [english.replace(/\{(\w+)\}/g, number), text.replace(/\{(\w+)\}/g, number)];
}

const UNITS: Readonly<Record<string, readonly [one: Translated, many: Translated]>> = {
  year: [['año', 'an'], ['años', 'ans']],
  month: [['mes', 'mois'], ['meses', 'mois']],
  week: [['semana', 'semaine'], ['semanas', 'semaines']],
  day: [['día', 'jour'], ['días', 'jours']],
  hour: [['hora', 'heure'], ['horas', 'heures']],
  minute: [['minuto', 'minute'], ['minutos', 'minutes']],
  second: [['segundo', 'seconde'], ['segundos', 'secondes']],
}; // prettier-ignore

/** “2 days 3 hours”, as `describeDuration` writes it; null for everything else. */
function spanIn(english: string, index: number): string | null {
  if (
    !/^\d+(\.\d+)? (year|month|week|day|hour|minute|second)s?( \d+(\.\d+)? (year|month|week|day|hour|minute|second)s?)*$/.test(
      english,
    )
  )
    return null;
  return english.replace(/(\d+(?:\.\d+)?) ([a-z]+?)s?(?= |$)/g, (_, amount: string, unit: string) => {
    const words = UNITS[unit]?.[amount === '1' ? 0 : 1];
    return `${amount} ${words?.[index] ?? unit}`;
  });
}

const DAYS: Readonly<Record<string, Translated>> = {
  Monday: ['lunes', 'lundi'], Tuesday: ['martes', 'mardi'], Wednesday: ['miércoles', 'mercredi'],
  Thursday: ['jueves', 'jeudi'], Friday: ['viernes', 'vendredi'], Saturday: ['sábado', 'samedi'],
  Sunday: ['domingo', 'dimanche'],
}; // prettier-ignore
const MONTHS: Readonly<Record<string, Translated>> = {
  January: ['enero', 'janvier'], February: ['febrero', 'février'], March: ['marzo', 'mars'],
  April: ['abril', 'avril'], May: ['mayo', 'mai'], June: ['junio', 'juin'], July: ['julio', 'juillet'],
  August: ['agosto', 'août'], September: ['septiembre', 'septembre'], October: ['octubre', 'octobre'],
  November: ['noviembre', 'novembre'], December: ['diciembre', 'décembre'],
}; // prettier-ignore

/** “Saturday 21 November, 08:00”, as `clockWords` writes it; null for everything else. */
function momentIn(english: string, index: number): string | null {
  const [, weekday = '', day, month = '', time] =
    /^([A-Z]\w+) (\d{1,2}) ([A-Z]\w+), (\d\d:\d\d)$/.exec(english) ?? [];
  const [named, monthly] = [DAYS[weekday]?.[index], MONTHS[month]?.[index]];
  if (named === undefined || monthly === undefined) return null;
  return index === 0 ? `${named} ${day} de ${monthly}, ${time}` : `${named} ${day} ${monthly}, ${time}`;
}
