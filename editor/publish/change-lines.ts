import { describeStep } from '../../workflows/flow/describe.js';
import { diff, type Change } from '../../workflows/flow/diff.js';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { cardText, entryText, exitText } from '../canvas/card.js';
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

/**
 * What makes `after` different from `before`, in the order of the journey; `say` puts what the flow says in the reader's
 * language.
 */
export function changeLines(before: Draft, after: Draft, words: Words, t: Say, say: OwnSay): ChangeLine[] {
  return diff(before, after).changes.map((change) => lineOf(change, before, after, words, t, say));
}

type OwnSay = (english: string) => string;

function lineOf(change: Change, before: Draft, after: Draft, words: Words, t: Say, say: OwnSay): ChangeLine {
  switch (change.change) {
    case 'rules':
      return { mark: 'changed', sentence: say(change.sentence), itemId: null };
    case 'entry': {
      const [was, is] = [before.entry, after.entry].map((entry) => entryText(entry, words).title);
      const sentence =
        was === is ? say(change.sentence) : t('changes.entry', { before: was ?? '', after: is ?? '' });
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
      return {
        mark: 'changed',
        sentence: settingText(was, is, change, words, t, say),
        itemId: change.stepId,
      };
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
  { settings, sentence }: Extract<Change, { change: 'changed' }>,
  words: Words,
  t: Say,
  say: OwnSay,
): string {
  const [before, after] = [stepText(was, words, t), stepText(is, words, t)];
  const paths = [...new Set(settings.map(({ path }) => path.split('.')[0] ?? ''))];
  const writes = paths.some((path) => ['body', 'subject', 'languages'].includes(path));
  if (before !== after && !writes) return t('changes.became', { before, after });
  // What does not stand on the card, such as what is checked: the flow says it whole.
  if (!writes && describeStep(was) !== describeStep(is)) return say(sentence);
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
