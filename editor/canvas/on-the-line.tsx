import { IconArrowGuide, IconPlus } from '@tabler/icons-react';
import { memo } from 'react';
import { dayOf } from '../draft/elapsed.js';
import { placeKey, stepIn } from '../draft/places.js';
import { ENTRY, type Item } from '../draft/tree.js';
import { linesOf } from '../draft/ways.js';
import { useWatchWords } from '../watch/words/index.js';
import { exitText } from './card.js';
import { CARD, type Drawn, type Gap } from './layout.js';
import { gapLabel, shareOf, titleOf, useDesk, useView } from './view.js';

/** The names of the ways out of a fork, each with how many took it. */
export const Exits = memo(function Exits({ drawn }: { drawn: Drawn }) {
  const { flow, words, numbers, showPeople } = useView();
  const { t } = useWatchWords();
  const focused = useDesk((state) => state.focused);
  return drawn.exits.map(({ stepId, exits, x, y }) => {
    const step = stepIn(flow, stepId);
    if (!step) return null;
    const share = numbers.shown ? shareOf(step, exits, numbers) : null;
    return (
      <div key={`${stepId}/${exits[0]}`} className="jc-at" style={{ transform: `translate(${x}px, ${y}px)` }}>
        <span className="jc-exit">
          {exits.map((exit) => exitText(step, exit, words)).join(' · ')}
          {share !== null && (
            <button
              type="button"
              className="jc-went nopan"
              tabIndex={focused === stepId ? 0 : -1}
              aria-label={t('people.show', {
                count: numbers.passed(stepId, exits),
                way: exits.map((exit) => exitText(step, exit, words)).join(' · '),
              })}
              onClick={() => showPeople({ as: 'went', stepId, exits })}
            >
              {count(numbers.passed(stepId, exits), words.locale)} ·{' '}
              {new Intl.NumberFormat(words.locale, { style: 'percent' }).format(share)}
            </button>
          )}
        </span>
      </div>
    );
  });
});

/** The “+” on every line. While a step looks for its place they stay, out of sight: making them anew takes longer. */
export const Gaps = memo(function Gaps({ gaps }: { gaps: Gap[] }) {
  return gaps.map((gap) => <Plus key={gap.key} gap={gap} />);
});

/** A “+”, with how many went that way beside it. */
const Plus = memo(function Plus({ gap: { key, place, x, y } }: { gap: Gap }) {
  const view = useView();
  const { desk, words, flow, numbers, showPeople } = view;
  const { t } = useWatchWords();
  const owner = place === 'first' ? ENTRY : place.stepId;
  const reachable = useDesk((state) => state.focused === owner);
  const open = useDesk((state) => state.menu !== null && placeKey(state.menu.place) === key);
  const step = place === 'first' ? null : stepIn(flow, place.stepId);
  const lines = step ? linesOf(step) : [];
  const exits = lines.length === 1 ? (lines[0]?.exits ?? []) : [];
  const passed = place === 'first' ? numbers.started : numbers.passed(place.stepId, exits);
  return (
    <div className="jc-at jc-gap" style={{ transform: `translate(${x}px, ${y}px)` }}>
      <button
        type="button"
        className={`jc-plus nopan${open ? ' jc-open' : ''}`}
        data-gap={key}
        tabIndex={reachable ? 0 : -1}
        aria-label={gapLabel(place, view)}
        aria-haspopup="listbox"
        aria-expanded={open}
        onClick={() => desk.openMenu(place)}
      >
        <IconPlus size={14} stroke={2} aria-hidden />
      </button>
      {numbers.shown && (passed > 0 || place === 'first') && (
        <button
          type="button"
          className="jc-lab jc-passed nopan"
          tabIndex={reachable ? 0 : -1}
          aria-label={
            place === 'first'
              ? t('people.showStarted', { count: passed })
              : t('people.showPassed', { count: passed, step: titleOf(step, words) })
          }
          onClick={() =>
            showPeople(place === 'first' ? { as: 'started' } : { as: 'went', stepId: place.stepId, exits })
          }
        >
          {words.t(place === 'first' ? 'started' : 'passed', { count: passed })}
        </button>
      )}
    </div>
  );
});

/** Where the thing being moved or pasted may land. */
export function Slots({ gaps }: { gaps: Gap[] }) {
  const view = useView();
  const { desk, words } = view;
  const how = useDesk((state) => state.placing?.how);
  if (!how) return null;
  const fits = desk.landing();
  return gaps
    .filter(({ place }) => fits(place))
    .map(({ key, place, x, y }) => (
      <div key={key} className="jc-at" style={{ transform: `translate(${x}px, ${y}px)` }}>
        <button
          type="button"
          className="jc-slot nopan"
          data-slot={key}
          aria-label={`${words.t(how === 'move' ? 'moveHere' : 'pasteHere')}: ${gapLabel(place, view)}`}
          onClick={() => desk.put(place)}
        >
          <IconArrowGuide size={18} stroke={1.75} aria-hidden />
          {words.t(how === 'move' ? 'moveHere' : 'pasteHere')}
        </button>
      </div>
    ));
}

/** “Day 2” beside a step, where the day is another than just above. */
export const Margins = memo(function Margins({ items, drawn }: { items: Item[]; drawn: Drawn }) {
  const { elapsed, words } = useView();
  const shown = items.flatMap((item) => {
    const box = drawn.boxes.get(item.id);
    const side = drawn.room.get(item.id);
    const now = item.as === 'entry' ? 0 : elapsed.get(item.id);
    if (!box || !side || item.as === 'finish' || item.as === 'join' || item.step?.kind === 'wait') return [];
    if (now === null || now === undefined) return [];
    const before = item.up === 'entry' ? 0 : item.up === null ? null : elapsed.get(item.up);
    const day = dayOf(now);
    const inArm =
      item.place !== null &&
      item.place !== 'first' &&
      drawn.exits.some((exit) => exit.x === box.x && exit.y < box.top && box.top - exit.y < 80);
    if (item.as !== 'entry' && !inArm && typeof before === 'number' && dayOf(before) === day) return [];
    const text =
      inArm && typeof before === 'number' && dayOf(before) === day
        ? words.t('sameDay')
        : words.t('day', { day });
    return [{ id: item.id, text, side, box }];
  });
  return shown.map(({ id, text, side, box }) => (
    <div
      key={id}
      className="jc-at"
      style={{
        transform: `translate(${side === 'left' ? box.x - CARD.width / 2 - 16 : box.x + CARD.width / 2 + 16}px, ${box.top + box.height / 2}px)`,
      }}
      aria-hidden
    >
      <span className={`jc-lab jc-day-${side}`}>{text}</span>
    </div>
  ));
});

const count = (n: number, locale: string): string => new Intl.NumberFormat(locale).format(n);
