import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import type { Issue } from '../../workflows/flow/issues.js';
import type { History } from '../draft/history.js';
import { stepIn, type Place } from '../draft/places.js';
import { ENTRY, type Item } from '../draft/tree.js';
import { linesOf } from '../draft/ways.js';
import type { Journey } from './api.js';
import { cardText, entryText, exitText } from './card.js';
import type { Desk, DeskState } from './desk.js';
import type { Words } from './words/index.js';

/** Who is where, ready to be looked up. */
export interface Numbers {
  shown: boolean;
  here(id: string): number;
  passed(stepId: string, exits: readonly string[]): number;
  started: number;
}

export function numbersOf(journey: Journey | undefined, flow: Draft): Numbers {
  const active = new Map(journey?.counts.active.map(({ stepId, count }) => [stepId, count]));
  const passed = new Map<string, number>();
  const left = new Map<string, number>();
  for (const { stepId, exit, count } of journey?.counts.passed ?? []) {
    passed.set(`${stepId}/${exit}`, (passed.get(`${stepId}/${exit}`) ?? 0) + count);
    left.set(stepId, (left.get(stepId) ?? 0) + count);
  }
  const first = flow.first ?? '';
  return {
    shown: journey !== undefined && journey.liveVersion !== null,
    here: (id) => active.get(id === ENTRY ? null : id) ?? 0,
    passed: (stepId, exits) => exits.reduce((sum, exit) => sum + (passed.get(`${stepId}/${exit}`) ?? 0), 0),
    started: (active.get(null) ?? 0) + (active.get(first) ?? 0) + (left.get(first) ?? 0),
  };
}

/** What is wrong, by the item it is shown on. What is about nothing in particular stands under ''. */
export function issuesByItem(issues: readonly Issue[], flow: Draft): Map<string, Issue[]> {
  const found = new Map<string, Issue[]>();
  for (const issue of issues) {
    const index = /^steps\.(\d+)/.exec(issue.path ?? '')?.[1];
    const id =
      issue.stepId ??
      (index === undefined ? undefined : flow.steps[Number(index)]?.id) ??
      (issue.path?.startsWith('entry') || issue.code === 'missing_entry'
        ? ENTRY
        : issue.path?.startsWith('rules')
          ? 'rules'
          : '');
    const key = id === ENTRY || id === 'rules' || stepIn(flow, id) ? id : '';
    found.set(key, [...(found.get(key) ?? []), issue]);
  }
  return found;
}

/** What a number on the journey counts. */
export type Behind =
  | { as: 'here'; stepId: string }
  | { as: 'went'; stepId: string; exits: readonly string[] }
  | { as: 'started' };

export interface View {
  words: Words;
  desk: Desk;
  history: History;
  flow: Draft;
  numbers: Numbers;
  issues: Map<string, Issue[]>;
  elapsed: Map<string, number | null>;
  name: string;
  showPeople: (behind: Behind) => void;
}

const ViewContext = createContext<View | null>(null);

export const ViewProvider = ({ view, children }: { view: View; children: ReactNode }) => (
  <ViewContext value={view}>{children}</ViewContext>
);

export function useView(): View {
  const view = useContext(ViewContext);
  if (!view) throw new Error('There is no journey around this part of the editor');
  return view;
}

export const useDesk = <T,>(pick: (state: DeskState) => T): T => useStore(useView().desk.state, pick);

/** The words on an item’s card, with the sentence of its fault in place of the detail. */
export function textOf(item: Item, { flow, words, issues }: Pick<View, 'flow' | 'words' | 'issues'>) {
  const { t } = words;
  const wrong = issues.get(item.id) ?? [];
  const error = wrong.find(({ level }) => level === 'error');
  const warning = wrong.find(({ level }) => level === 'warning');
  const said =
    item.as === 'entry'
      ? entryText(flow.entry, words)
      : item.as === 'finish'
        ? { title: t('card.finish'), detail: '' }
        : item.as === 'join'
          ? { title: t('card.goTo', { step: titleOf(stepIn(flow, item.to), words) }), detail: '' }
          : jumpText(item.step, flow, words);
  return { ...said, error, warning };
}

/** “Go to: Ask for a rating” for a jump; the card’s own words for every other step. */
function jumpText(step: DraftStep | null, flow: Draft, words: Words) {
  if (!step) return { title: '', detail: '' };
  const said = cardText(step, words);
  if (step.kind !== 'go_to') return said;
  const target = stepIn(flow, typeof step.settings.step === 'string' ? step.settings.step : null);
  return target ? { ...said, title: words.t('card.goTo', { step: titleOf(target, words) }) } : said;
}

export const titleOf = (step: DraftStep | null, words: Words): string =>
  step ? cardText(step, words).title : '…';

/** “Add a step after Send a text”. */
export function gapLabel(place: Place, { flow, words }: View): string {
  if (place === 'first') return words.t('addFirst');
  const step = stepIn(flow, place.stepId);
  const title = titleOf(step, words);
  const fork = step && linesOf(step).length > 1;
  return words.t('addAfter', { step: fork ? `${title}: ${exitText(step, place.exit, words)}` : title });
}

/** All that a screen reader says about a step. */
export function labelOf(item: Item, view: View): string {
  const { words, numbers, elapsed } = view;
  const { t } = words;
  const { title, detail, error } = textOf(item, view);
  const day = elapsed.get(item.id);
  const here = numbers.here(item.id);
  const parent = item.place !== null && item.place !== 'first' ? stepIn(view.flow, item.place.stepId) : null;
  const arm =
    parent && item.place !== null && item.place !== 'first' && linesOf(parent).length > 1
      ? t('labelArm', { exit: exitText(parent, item.place.exit, words) })
      : '';
  return [
    arm,
    title,
    detail,
    error ? t('labelFix', { message: error.message }) : '',
    here > 0 ? t('labelPeople', { count: here }) : '',
    typeof day === 'number' ? t('labelDay', { day: Math.floor(day / 86_400_000) }) : '',
  ]
    .filter(Boolean)
    .map((part) => part.replace(/[.]$/, ''))
    .join('. ');
}

/** The share of everybody who went on from a step by some ways out; null when nobody has. */
export function shareOf(step: DraftStep, exits: readonly string[], numbers: Numbers): number | null {
  const all = numbers.passed(step.id, Object.keys(step.exits));
  return all === 0 ? null : numbers.passed(step.id, exits) / all;
}
