import { diff, type Change } from '../../workflows/flow/diff.js';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { cardText, entryText, exitText, spanText } from '../canvas/card.js';
import type { Words } from '../canvas/words/index.js';
import { stepIn } from '../draft/places.js';
import { ENTRY } from '../draft/tree.js';
import type { Mark } from './marked.js';
import { en } from './words/en.js';
import type { PublishKey, Say } from './words/index.js';

/** One change, in the reader's language. */
export interface ChangeLine {
  mark: Mark;
  sentence: string;
  /** What of the drawing it is about; null: the journey as a whole. */
  itemId: string | null;
}

/** What makes `after` different from `before`, in the order of the journey. */
export function changeLines(before: Draft, after: Draft, words: Words, t: Say): ChangeLine[] {
  const lines: ChangeLine[] = [];
  for (const change of diff(before, after).changes) {
    const line = lineOf(change, before, after, words, t);
    if (line) lines.push(line);
  }
  for (const name of Object.keys(en.rule) as (keyof typeof en.rule)[]) {
    const [was, is] = [before.rules, after.rules].map((made) => (made as Record<string, unknown>)[name]);
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const rule = t(`rule.${name}`);
    const said = [was, is].map((value) => ruleText(name, value, words, t));
    const sentence =
      said[0] !== undefined && said[1] !== undefined
        ? t('changes.rulePair', { rule, before: said[0], after: said[1] })
        : t('changes.rule', { rule });
    lines.push({ mark: 'changed', sentence, itemId: null });
  }
  return lines;
}

function lineOf(change: Change, before: Draft, after: Draft, words: Words, t: Say): ChangeLine | null {
  switch (change.change) {
    case 'rules':
      // Told one by one, in the language of the reader.
      return null;
    case 'entry': {
      const [was, is] = [before.entry, after.entry].map((entry) => entryText(entry, words).title);
      const sentence =
        was === is ? t('changes.entrySet') : t('changes.entry', { before: was ?? '', after: is ?? '' });
      return { mark: 'changed', sentence, itemId: ENTRY };
    }
    case 'first':
      return {
        mark: 'changed',
        sentence: t('changes.first', { step: stepText(stepIn(after, after.first), words, t) }),
        itemId: after.first,
      };
    case 'added':
    case 'removed': {
      const step = stepIn(change.change === 'added' ? after : before, change.stepId);
      const kept = change.change === 'removed' && stepIn(after, change.stepId) !== null;
      return {
        mark: change.change,
        sentence: t(`changes.${change.change}`, { step: stepText(step, words, t) }),
        itemId: kept ? `${change.stepId}__gone` : change.stepId,
      };
    }
    case 'changed': {
      const [was, is] = [stepIn(before, change.stepId)!, stepIn(after, change.stepId)!];
      return { mark: 'changed', sentence: settingText(was, is, change, words, t), itemId: change.stepId };
    }
    case 'rerouted': {
      const step = stepIn(after, change.stepId)!;
      return {
        mark: 'changed',
        sentence: t('changes.rerouted', {
          step: stepText(step, words, t),
          exit: exitText(step, change.exit, words),
          before: targetText(stepIn(before, change.before), words, t),
          after: targetText(stepIn(after, change.after), words, t),
        }),
        itemId: change.stepId,
      };
    }
  }
}

/** “Wait 3 days is now Wait 1 day”; of texts, only which part has other words. */
function settingText(
  was: DraftStep,
  is: DraftStep,
  { settings }: Extract<Change, { change: 'changed' }>,
  words: Words,
  t: Say,
): string {
  const [before, after] = [stepText(was, words, t), stepText(is, words, t)];
  const paths = [...new Set(settings.map(({ path }) => path.split('.')[0] ?? ''))];
  const writes = paths.some((path) => ['body', 'subject', 'languages'].includes(path));
  if (before !== after && !writes) return t('changes.became', { before, after });
  const step = cardText(is, words).title;
  if (paths.length === 1 && paths[0] === 'body') return t('changes.says', { step });
  const names = [...new Set(paths.map((path) => t(partKey(path))))];
  const parts = new Intl.ListFormat(words.locale, { type: 'conjunction' }).format(names);
  return t('changes.set', { step, parts });
}

const partKey = (path: string): PublishKey =>
  Object.hasOwn(en.part, path) ? (`part.${path}` as PublishKey) : 'part.other';

function stepText(step: DraftStep | null, words: Words, t: Say): string {
  if (!step) return t('changes.end');
  const { title, detail } = cardText(step, words);
  const short = detail.length > 60 ? `${detail.slice(0, 59).trimEnd()}…` : detail;
  return short ? `${title}: ${short}` : title;
}

const targetText = (step: DraftStep | null, words: Words, t: Say): string =>
  step ? cardText(step, words).title : t('changes.end');

/** Rules that can be told in a word or two; undefined for the others. */
function ruleText(name: string, value: unknown, words: Words, t: Say): string | undefined {
  if (name !== 'quietHours' && name !== 'expireAfter') return undefined;
  if (value === undefined) return name === 'quietHours' ? t('changes.business') : t('changes.nobody');
  if (value === null) return t('changes.nobody');
  if (name === 'expireAfter') return spanText(value, words);
  const { from, until } = value as { from?: string; until?: string };
  return `${from ?? '…'}–${until ?? '…'}`;
}
