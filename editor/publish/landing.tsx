import { IconArrowRight, IconFlag, IconUserPlus } from '@tabler/icons-react';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { cardText } from '../canvas/card.js';
import { KindTile, Tile } from '../canvas/icons.js';
import { useCanvasWords, type Words } from '../canvas/words/index.js';
import { stepIn } from '../draft/places.js';
import { Segmented } from '../ui/index.js';
import type { Act, Group } from './api.js';
import { usePublishWords } from './words/index.js';

/** What the owner has chosen for the people of a step: nothing said means that they finish where they are. */
export type Choices = Readonly<Record<string, { act: Act; to?: string }>>;

export const keyOf = ({ stepId }: Pick<Group, 'stepId'>): string => stepId ?? '';

/** What becomes of a group. Whoever is being written to just now finishes that, whatever was chosen for their step. */
export function actOf(group: Group, choices: Choices): Act {
  const chosen = choices[keyOf(group)]?.act ?? 'finish';
  return group.options.includes(chosen) ? chosen : 'finish';
}

export const targetOf = (group: Group, choices: Choices): string | null =>
  choices[keyOf(group)]?.to ?? group.to;

/** The wishes as the API takes them: one for each step. */
export function wishesOf(groups: readonly Group[], choices: Choices) {
  const wishes = new Map<string | null, { stepId: string | null; do: Act; to?: string }>();
  for (const group of groups) {
    const act = choices[keyOf(group)]?.act ?? 'finish';
    const to = targetOf(group, choices);
    if (act === 'finish' || actOf(group, choices) !== act) continue;
    wishes.set(group.stepId, {
      stepId: group.stepId,
      do: act,
      ...(act === 'move' && to !== null && { to }),
    });
  }
  return [...wishes.values()];
}

/** Who is waiting where, and where they land. */
export function Landing({
  groups,
  before,
  after,
  live,
  choices,
  onChange,
}: {
  groups: readonly Group[];
  before: Draft;
  after: Draft;
  live: number;
  choices: Choices;
  onChange: (choices: Choices) => void;
}) {
  const words = useCanvasWords();
  const { t } = usePublishWords();
  return (
    <ul className="pb-land">
      {groups.map((group) => {
        const from = stepIn(before, group.stepId) ?? stepIn(after, group.stepId);
        const fromTitle = group.stepId === null ? t('land.arrived') : titleOf(from, words, t('land.gone'));
        const act = actOf(group, choices);
        const target = targetOf(group, choices);
        const stays = stepIn(after, group.stepId) !== null || group.stepId === null;
        return (
          <li key={`${group.stepId ?? ''}/${group.state}`}>
            <span className="n">{group.count}</span>
            <Cell
              step={from}
              title={fromTitle}
              detail={
                stays
                  ? t('land.state', { state: group.state })
                  : `${t('land.removed')} · ${t('land.state', { state: group.state })}`
              }
            />
            <IconArrowRight className="pb-arrow" size={18} stroke={1.75} aria-hidden />
            {act === 'end' ? (
              <Cell step={null} title={t('land.stop')} detail={t('land.toEnd')} />
            ) : act === 'finish' ? (
              <Cell step={from} title={fromTitle} detail={t('land.toFinish', { version: live })} />
            ) : (
              <Cell
                step={stepIn(after, target)}
                title={titleOf(stepIn(after, target), words, t('land.choose'))}
                detail={t('land.toMove', {
                  kept: target === group.stepId && from?.kind === 'wait' ? 'yes' : 'no',
                })}
              />
            )}
            <Segmented
              small
              label={t('land.act', { count: group.count, step: fromTitle })}
              value={act}
              options={(['move', 'finish', 'end'] as const)
                .filter((one) => group.options.includes(one))
                .map((one) => ({ value: one, label: t(`land.${one}`, { version: live }) }))}
              onChange={(next) =>
                onChange({ ...choices, [keyOf(group)]: { ...choices[keyOf(group)], act: next } })
              }
            />
            {act === 'move' && group.to === null && (
              <span className="pb-where">
                <select
                  className="input"
                  aria-label={t('land.where')}
                  value={target ?? ''}
                  onChange={({ target: { value } }) =>
                    onChange({ ...choices, [keyOf(group)]: { act: 'move', ...(value && { to: value }) } })
                  }
                >
                  <option value="">{t('land.choose')}</option>
                  {after.steps.map((step) => {
                    const { title, detail } = cardText(step, words);
                    return (
                      <option key={step.id} value={step.id}>
                        {detail ? `${title}: ${detail}` : title}
                      </option>
                    );
                  })}
                </select>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Cell({ step, title, detail }: { step: DraftStep | null; title: string; detail: string }) {
  return (
    <span className="pb-cell">
      {step ? (
        <KindTile kind={step.kind} size={28} />
      ) : (
        <Tile picture={title ? IconFlag : IconUserPlus} tint="end" size={28} />
      )}
      <span>
        <b>{title}</b>
        <small>{detail}</small>
      </span>
    </span>
  );
}

const titleOf = (step: DraftStep | null, words: Words, otherwise: string): string =>
  step ? cardText(step, words).title : otherwise;
