import {
  IconAlertTriangle,
  IconArrowGuide,
  IconChevronRight,
  IconInfoCircle,
  IconPlus,
  IconUserFilled,
} from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { dayOf } from '../draft/elapsed.js';
import { placeKey, stepIn, type Place } from '../draft/places.js';
import { endId, ENTRY, itemsOf, treeOf, type Item, type Run } from '../draft/tree.js';
import { linesOf } from '../draft/ways.js';
import { moveAmongSlots } from './slots.js';
import { exitText } from './card.js';
import { EntryTile, FinishTile, JoinTile, KindTile } from './icons.js';
import { onJourneyKey } from './keyboard.js';
import { StepMenu } from './step-menu.js';
import { useWatchWords } from '../watch/words/index.js';
import { gapLabel, labelOf, shareOf, textOf, titleOf, useDesk, useView } from './view.js';

/** The same journey as lists within lists: for phones, for screen readers, and for reading in order. */
export function ListView({ showKeys, head }: { showKeys: () => void; head: React.ReactNode }) {
  const view = useView();
  const { flow, desk, words, name } = view;
  const list = useRef<HTMLDivElement>(null);
  const { tree, items } = useMemo(() => {
    const made = treeOf(flow);
    return { tree: made, items: itemsOf(made) };
  }, [flow]);
  const byId = useMemo(() => new Map(items.map((item) => [item.id, item])), [items]);
  const menu = useDesk((state) => state.menu);
  const placing = useDesk((state) => state.placing);
  const focused = useDesk((state) => state.focused);
  const takeFocus = useDesk((state) => state.takeFocus);
  const seen = useRef(takeFocus);

  useEffect(() => {
    if (seen.current === takeFocus) return;
    seen.current = takeFocus;
    const element = list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(focused)}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  }, [focused, takeFocus]);

  useEffect(() => {
    if (!placing) return;
    const slots = [...(list.current?.querySelectorAll<HTMLElement>('[data-slot]') ?? [])];
    const own = slots.find((slot) => slot.dataset.slot?.startsWith(`${desk.state.getState().focused}/`));
    (own ?? slots[0])?.focus();
  }, [placing, desk]);

  const entry = byId.get(ENTRY);
  return (
    <div
      ref={list}
      className="je-list"
      onKeyDown={(event) => {
        if (moveAmongSlots(event, desk)) return event.preventDefault();
        const onStep = event.target instanceof HTMLElement && event.target.dataset.item !== undefined;
        const plainKey = event.key === 'Escape' || event.key === '?';
        if ((onStep || plainKey) && onJourneyKey(event, { desk, items, showKeys })) event.preventDefault();
      }}
    >
      <div>
        {head}
        <ol aria-label={words.t('list.label', { name })}>
          {entry && (
            <li>
              <Row item={entry} />
            </li>
          )}
          <Steps run={tree.main} byId={byId} gapFirst />
        </ol>
        {tree.loose.map((run, index) => (
          <ol key={index} style={{ marginTop: 24 }}>
            <Steps run={run} byId={byId} />
          </ol>
        ))}
      </div>
      {menu && <StepMenu key={placeKey(menu.place)} place={menu.place} alone={menu.alone} />}
    </div>
  );
}

/** The steps of a run, each a list item with a gap before it. */
function Steps({ run, byId, gapFirst = false }: { run: Run; byId: Map<string, Item>; gapFirst?: boolean }) {
  const view = useView();
  const { flow, words, numbers, showPeople } = view;
  const { t } = useWatchWords();
  let place: Place = run.place;
  const rows: React.ReactNode[] = [];
  run.steps.forEach((step, index) => {
    if (index > 0 || gapFirst) rows.push(<Gap key={`+${placeKey(place)}`} place={place} />);
    const item = byId.get(step.id);
    const fork = run.end.as === 'fork' && index === run.steps.length - 1 ? run.end : null;
    rows.push(
      <li key={step.id}>
        {item && <Row item={item} />}
        {fork && (
          <ol aria-label={words.t('list.arms', { step: titleOf(step, words) })}>
            {fork.arms.map((arm) => {
              const owner = stepIn(flow, arm.stepId);
              const share = owner && numbers.shown ? shareOf(owner, arm.exits, numbers) : null;
              return (
                <li key={arm.exits[0]} className="je-arm">
                  <div className="je-armhd">
                    <svg width="16" height="40" viewBox="0 0 16 40" aria-hidden>
                      <path d="M1 0V26q0 10 10 10H15" />
                    </svg>
                    {owner && arm.exits.map((exit) => exitText(owner, exit, words)).join(' · ')}
                    {share !== null && (
                      <button
                        type="button"
                        className="jc-went"
                        aria-label={t('people.show', {
                          count: numbers.passed(arm.stepId, arm.exits),
                          way: arm.exits.map((exit) => owner && exitText(owner, exit, words)).join(' · '),
                        })}
                        onClick={() => showPeople({ as: 'went', stepId: arm.stepId, exits: arm.exits })}
                      >
                        {new Intl.NumberFormat(words.locale).format(numbers.passed(arm.stepId, arm.exits))} ·{' '}
                        {new Intl.NumberFormat(words.locale, { style: 'percent' }).format(share)}
                      </button>
                    )}
                  </div>
                  <ol>
                    <Steps run={arm.run} byId={byId} gapFirst />
                  </ol>
                </li>
              );
            })}
          </ol>
        )}
      </li>,
    );
    place = { stepId: step.id, exit: linesOf(step)[0]?.exits[0] ?? '' };
  });
  if (run.end.as === 'finish' || run.end.as === 'join') {
    const item = byId.get(endId(run.end.place));
    if (run.steps.length > 0 || gapFirst)
      rows.push(<Gap key={`+${placeKey(place)}`} place={run.end.place} />);
    rows.push(<li key="end">{item && <Row item={item} />}</li>);
  }
  return rows;
}

function Gap({ place }: { place: Place }) {
  const view = useView();
  const { desk, words } = view;
  const placing = useDesk((state) => state.placing);
  const open = useDesk((state) => state.menu !== null && placeKey(state.menu.place) === placeKey(place));
  return (
    <li className="je-add">
      {placing ? (
        desk.landing()(place) && (
          <button
            type="button"
            className="jc-slot"
            data-slot={placeKey(place)}
            onClick={() => desk.put(place)}
          >
            <IconArrowGuide size={18} stroke={1.75} aria-hidden />
            {words.t(placing.how === 'move' ? 'moveHere' : 'pasteHere')}
          </button>
        )
      ) : (
        <button
          type="button"
          className={`jc-plus${open ? ' jc-open' : ''}`}
          data-gap={placeKey(place)}
          aria-label={gapLabel(place, view)}
          aria-haspopup="listbox"
          aria-expanded={open}
          onClick={() => desk.openMenu(place)}
        >
          <IconPlus size={17} stroke={1.75} aria-hidden />
        </button>
      )}
    </li>
  );
}

function Row({ item }: { item: Item }) {
  const view = useView();
  const { desk, words, flow, numbers, elapsed, showPeople } = view;
  const { t } = useWatchWords();
  const open = useDesk((state) => state.open === item.id);
  const moving = useDesk((state) => state.placing?.how === 'move' && state.placing.stepId === item.id);
  const { title, detail, error, warning } = textOf(item, view);
  const here = item.as === 'step' || item.as === 'entry' ? numbers.here(item.id) : 0;
  const passed = item.step ? numbers.passed(item.step.id, Object.keys(item.step.exits)) : 0;
  const format = (n: number) => new Intl.NumberFormat(words.locale).format(n);
  const day = elapsed.get(item.id);
  const small =
    item.as === 'finish' && typeof day === 'number' ? words.t('day', { day: dayOf(day) }) : detail;
  return (
    <div className={`je-st${error ? ' jc-fix' : ''}${open ? ' jc-sel' : ''}${moving ? ' jc-moving' : ''}`}>
      <button
        type="button"
        className="jc-hit"
        data-item={item.id}
        aria-label={labelOf(item, view)}
        aria-current={open ? 'step' : undefined}
        onFocus={() => desk.state.setState({ focused: item.id })}
        onClick={() => {
          if (item.as === 'entry' || item.as === 'step') desk.openSettings(item.id);
          else if (item.as === 'join' && item.to) desk.focus(item.to);
          else if (item.place) desk.openMenu(item.place);
        }}
      />
      {item.as === 'entry' ? (
        <EntryTile entry={flow.entry} />
      ) : item.as === 'finish' ? (
        <FinishTile size={36} round={false} />
      ) : item.as === 'join' ? (
        <JoinTile size={36} round={false} />
      ) : item.step ? (
        <KindTile kind={item.step.kind} />
      ) : null}
      <div className="jc-words">
        <div aria-hidden>
          <div className="jc-tt">{title}</div>
          <div className={`jc-dd${error ? ' jc-warn' : ''}`}>
            {error?.message ?? warning?.message ?? small}
          </div>
        </div>
        {numbers.shown && (here > 0 || passed > 0 || item.as === 'entry') && (
          <div className="je-nums">
            {here > 0 && (
              <button
                type="button"
                className="jc-here"
                aria-label={words.t('hereAt', { count: here, step: title })}
                onClick={() =>
                  showPeople(item.id === ENTRY ? { as: 'started' } : { as: 'here', stepId: item.id })
                }
              >
                <IconUserFilled size={12} aria-hidden />
                {words.t('here', { count: format(here) })}
              </button>
            )}
            {item.as === 'entry' ? (
              <button
                type="button"
                className="jc-went"
                aria-label={t('people.showStarted', { count: numbers.started })}
                onClick={() => showPeople({ as: 'started' })}
              >
                {words.t('started', { count: numbers.started })}
              </button>
            ) : (
              item.step &&
              passed > 0 && (
                <button
                  type="button"
                  className="jc-went"
                  aria-label={t('people.showPassed', { count: passed, step: title })}
                  onClick={() =>
                    showPeople({ as: 'went', stepId: item.id, exits: Object.keys(item.step?.exits ?? {}) })
                  }
                >
                  {words.t('passed', { count: passed })}
                </button>
              )
            )}
          </div>
        )}
      </div>
      {error ? (
        <span className="jc-tabs" aria-hidden>
          <span className="jc-tab jc-fixtab">
            <IconAlertTriangle size={13} stroke={1.75} />
            {words.t('fix')}
          </span>
        </span>
      ) : warning ? (
        <span className="jc-tabs" aria-hidden>
          <span className="jc-tab jc-looktab">
            <IconInfoCircle size={13} stroke={1.75} />
            {words.t('look')}
          </span>
        </span>
      ) : null}
      {(item.as === 'entry' || item.as === 'step') && (
        <IconChevronRight size={18} stroke={1.75} color="var(--quiet)" aria-hidden />
      )}
    </div>
  );
}
