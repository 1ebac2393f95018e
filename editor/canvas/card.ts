import { parseDuration } from '../../workflows/flow/duration.js';
import type { DraftStep } from '../../workflows/flow/draft.js';
import type { Draft } from '../../workflows/flow/draft.js';
import { eventLabel, isEventType } from './event-names.js';
import { fieldName } from '../steps/field-names.js';
import type { Words } from './words/index.js';

export interface CardText {
  title: string;
  detail: string;
}

type Loose = Record<string, unknown>;
const textOf = (made: unknown): string => (typeof made === 'string' ? made : '');
const listOf = (made: unknown): unknown[] => (Array.isArray(made) ? made : []);
const loose = (made: unknown): Loose => (typeof made === 'object' && made !== null ? (made as Loose) : {});

/** “2 days 3 hours” in the language of the app. */
export function spanText(text: unknown, { t }: Words): string {
  const span = parseDuration(textOf(text));
  if (!span) return '…';
  const hours = Math.floor(span.exactMillis / 3_600_000);
  const minutes = Math.floor((span.exactMillis % 3_600_000) / 60_000);
  const parts = [
    ['duration.years', span.years],
    ['duration.months', span.months],
    ['duration.weeks', span.weeks],
    ['duration.days', span.days],
    ['duration.hours', hours],
    ['duration.minutes', minutes],
  ] as const;
  const said = parts.filter(([, n]) => n > 0).map(([key, n]) => t(key, { n }));
  return said.length > 0 ? said.join(' ') : t('duration.none');
}

/** What stands on the card of a step: the verb, and one line of what exactly. */
export function cardText({ kind, settings }: Pick<DraftStep, 'kind' | 'settings'>, words: Words): CardText {
  const { t } = words;
  const title = t(`verb.${kind}`);
  switch (kind) {
    case 'wait':
      return { title: waitText(settings, words), detail: '' };
    case 'wait_for_event': {
      const [first] = listOf(settings.events).map(loose);
      const what = first ? eventLabel(textOf(first.type), words.locale) : '';
      const span = t('card.upTo', { span: spanText(settings.timeout, words) });
      return { title, detail: what ? `${what} · ${span}` : span };
    }
    case 'email':
      return { title, detail: plain(textOf(settings.subject), words.locale) || t('card.unwritten') };
    case 'sms':
      return { title, detail: plain(textOf(settings.body), words.locale) || t('card.unwritten') };
    case 'review_request': {
      const [first, second] = listOf(settings.channels);
      const both = second !== undefined;
      if (first === 'sms') return { title, detail: t(both ? 'card.textFirst' : 'card.textOnly') };
      if (first === 'email') return { title, detail: t(both ? 'card.emailFirst' : 'card.emailOnly') };
      return { title, detail: t('card.unset') };
    }
    case 'branch':
      return { title, detail: t('card.arms', { count: listOf(settings.arms).length }) };
    case 'split': {
      const arms = listOf(settings.arms).map(loose);
      const total = arms.reduce((sum, { weight }) => sum + (Number(weight) || 0), 0) || 1;
      const shares = arms.map(
        ({ name, weight }) => `${textOf(name)} ${Math.round(((Number(weight) || 0) / total) * 100)} %`,
      );
      return { title, detail: shares.join(' · ') };
    }
    case 'update_customer': {
      const added = listOf(settings.addTags).map(textOf).filter(Boolean);
      const removed = listOf(settings.removeTags).map(textOf).filter(Boolean);
      const set = Object.keys(loose(settings.set));
      const parts = [
        added.length > 0 ? t('card.tagged', { tags: added.join(', ') }) : '',
        removed.length > 0 ? t('card.untagged', { tags: removed.join(', ') }) : '',
        set.length > 0 ? t('card.remembers', { names: set.join(', ') }) : '',
      ].filter(Boolean);
      return { title, detail: parts.join(' · ') || t('card.unset') };
    }
    case 'webhook':
      return { title, detail: hostOf(textOf(settings.url)) || t('card.unset') };
    case 'notify_team': {
      const to = textOf(settings.to);
      return { title, detail: to ? t('card.role', { role: to }) : t('card.unset') };
    }
    case 'go_to':
      return { title, detail: t('card.atMost', { count: Number(settings.maxPasses) || 1 }) };
  }
}

function waitText(settings: Loose, words: Words): string {
  const { t } = words;
  if (settings.until === undefined) return t('card.waitFor', { span: spanText(settings.duration, words) });
  const until = loose(settings.until);
  if (until.field === undefined) {
    const day = textOf(until.weekday);
    const when = [day ? weekdayText(day, words.locale) : '', textOf(until.time)].filter(Boolean).join(' ');
    return t('card.waitUntil', { when: when || '…' });
  }
  return t('card.waitUntil', { when: aroundText(textOf(until.field), textOf(until.offset), words) });
}

function aroundText(field: string, offset: string, words: Words): string {
  const date = field ? fieldName(field, words.locale) : '…';
  const span = parseDuration(offset);
  if (!span) return date;
  const key = span.sign === -1 ? 'card.beforeDate' : 'card.afterDate';
  return words.t(key, { span: spanText(offset.replace('-', ''), words), date });
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function weekdayText(day: string, locale: string): string {
  const index = WEEKDAYS.indexOf(day.slice(0, 3).toLowerCase());
  if (index < 0) return day;
  // 1 January 2024 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + index),
  );
}

/** What begins the journey, for the first card. */
export function entryText(entry: Draft['entry'], words: Words): CardText {
  const { t } = words;
  const made = loose(entry);
  switch (made.on) {
    case 'event':
      return {
        title: isEventType(textOf(made.type))
          ? eventLabel(textOf(made.type), words.locale)
          : t('entry.choose'),
        detail: t(made.where ? 'entry.only' : 'entry.event'),
      };
    case 'date':
      return {
        title: aroundText(textOf(made.field), textOf(made.offset), words),
        detail: [t('entry.date'), made.every ? t('entry.everyYear') : ''].filter(Boolean).join(' · '),
      };
    case 'segment':
      return { title: t('entry.segment'), detail: t('entry.kicker') };
    case 'manual':
      return { title: t('entry.manual'), detail: t('entry.manualDetail') };
    default:
      return { title: t('entry.choose'), detail: t('entry.chooseDetail') };
  }
}

/** The name of a way out, in words. */
export function exitText(step: DraftStep, exit: string, words: Words): string {
  const { t } = words;
  if (exit === 'timed_out') return t('exit.timed_out', { span: spanText(step.settings.timeout, words) });
  if (exit === 'otherwise') return t('exit.otherwise');
  if (step.kind === 'branch' || step.kind === 'split' || step.kind === 'wait_for_event') {
    return exit.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase());
  }
  switch (exit) {
    case 'sent':
    case 'undeliverable':
    case 'done':
    case 'unknown_date':
    case 'accepted':
    case 'rejected':
    case 'exhausted':
      return t(`exit.${exit}`);
    default:
      return exit;
  }
}

/** Message text on one line, its fields as words in angle quotes. */
function plain(text: string, locale: string): string {
  return text
    .replace(/\{\{\s*([^}|]+?)\s*(\|[^}]*)?\}\}/g, (_, field: string) => `‹${fieldName(field, locale)}›`)
    .replace(/\{%[^%]*%\}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}
