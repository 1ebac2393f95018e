import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  ViewportPortal,
  useReactFlow,
  useStore as useFlowStore,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { IconArrowGuide, IconArrowsMaximize, IconKeyboard, IconMinus, IconPlus } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { dayOf } from '../draft/elapsed.js';
import { placeKey, stepIn } from '../draft/places.js';
import { ENTRY, itemsOf, treeOf, type Item } from '../draft/tree.js';
import { linesOf } from '../draft/ways.js';
import { Button } from '../ui/index.js';
import { useWatchWords } from '../watch/words/index.js';
import { exitText } from './card.js';
import { onJourneyKey } from './keyboard.js';
import { CARD, layout, type Drawn, type Gap } from './layout.js';
import { moveAmongSlots } from './slots.js';
import { StepCard } from './step-card.js';
import { StepMenu } from './step-menu.js';
import { gapLabel, shareOf, textOf, titleOf, useDesk, useView, type View } from './view.js';

type StepNode = Node<{ item: Item; onDragStart: (item: Item, event: React.PointerEvent) => void }, 'step'>;

const nodeTypes = {
  step: memo(function FlowStep({ data }: NodeProps<StepNode>) {
    return <StepCard item={data.item} onDragStart={data.onDragStart} />;
  }),
};

const TOP = 28;
/** Smaller than this, a card shows its picture and its name, large. */
const FAR = 0.5;
const MENU = { width: 300, height: 470 };

interface BoardProps {
  showKeys: () => void;
  /** Drawn in the journey's own coordinates: beneath its steps, and over them. */
  overlay?: ((drawn: Drawn, layer: 'under' | 'over') => React.ReactNode) | undefined;
}

export function Canvas(props: BoardProps) {
  return (
    <ReactFlowProvider>
      <Board {...props} />
    </ReactFlowProvider>
  );
}

/** React Flow moves and zooms; where things stand is ours, drawn anew from the flow each time. */
function Board({ showKeys, overlay }: BoardProps) {
  const view = useView();
  const { flow, desk, words, name } = view;
  const { t } = words;
  const board = useRef<HTMLDivElement>(null);
  const { tree, drawn, items } = useMemo(() => {
    const made = treeOf(flow);
    return { tree: made, drawn: layout(made), items: itemsOf(made) };
  }, [flow]);
  const { ghost, onDragStart } = useDragging(view, board);
  const nodes = useStableNodes(items, drawn, onDragStart);
  const flowView = useReactFlow();
  const menu = useDesk((state) => state.menu);
  const placing = useDesk((state) => state.placing);

  useOpeningView(board, flowView.setViewport);
  useKeptInView(board, drawn, flowView);
  useFocusedSlot(board, drawn.gaps, view);

  const far = useFlowStore(({ transform: [, , zoom] }) => zoom < FAR);
  const at = menu ? menuPlace(drawn, placeKey(menu.place), flowView.getViewport(), board.current) : undefined;
  return (
    <div
      ref={board}
      className={`jc-board${placing ? ' jc-placing' : ''}${far ? ' jc-far' : ''}`}
      role="group"
      aria-label={t('canvasLabel', { name })}
      onKeyDown={(event) => {
        if (moveAmongSlots(event, desk)) return event.preventDefault();
        const onStep = event.target instanceof HTMLElement && event.target.dataset.item !== undefined;
        const plainKey = event.key === 'Escape' || event.key === '?';
        if ((onStep || plainKey) && onJourneyKey(event, { desk, items, showKeys })) event.preventDefault();
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={NONE}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        minZoom={0.2}
        maxZoom={1.5}
        attributionPosition="bottom-right"
      >
        <Background
          variant={BackgroundVariant.Dots}
          gap={20}
          size={2}
          offset={6}
          color="var(--grid-dot)"
          bgColor="var(--canvas)"
        />
        <ViewportPortal>
          <Wires drawn={drawn} />
          {overlay?.(drawn, 'under')}
          <Exits drawn={drawn} />
          {placing ? <Slots gaps={drawn.gaps} /> : <Gaps gaps={drawn.gaps} />}
          <Margins items={items} drawn={drawn} tree={tree.main.place === 'first'} />
        </ViewportPortal>
        <Zoom />
      </ReactFlow>
      {overlay && <Over>{overlay(drawn, 'over')}</Over>}
      <button type="button" className="jc-float jc-keys" onClick={showKeys}>
        <IconKeyboard size={17} stroke={1.75} aria-hidden />
        {t('bar.keys')}
      </button>
      {menu && <StepMenu key={placeKey(menu.place)} place={menu.place} alone={menu.alone} at={at} />}
      <NothingYet />
      <div ref={ghost} className="jc-ghost" aria-hidden hidden />
    </div>
  );
}

/** Lies over the steps and moves with them. */
function Over({ children }: { children: React.ReactNode }) {
  const [x, y, zoom] = useFlowStore((state) => state.transform);
  return (
    <div
      className="jc-over-steps"
      style={{ transform: `translate(${x}px, ${y}px) scale(${zoom})` }}
      aria-hidden
    >
      {children}
    </div>
  );
}

const NONE: never[] = [];

/** A journey in which nothing happens says what to do first. */
function NothingYet() {
  const { flow, desk, words } = useView();
  const busy = useDesk(({ open, menu, placing }) => open !== null || menu !== null || placing !== null);
  if (flow.steps.length > 0 || busy) return null;
  return (
    <div className="jc-float jc-empty">
      <h2 className="voice t18">{words.t('empty.title')}</h2>
      <p className="muted">{words.t('empty.body')}</p>
      <Button
        kind="primary"
        onClick={() => (flow.entry === null ? desk.openSettings(ENTRY) : desk.openMenu('first'))}
      >
        {words.t(flow.entry === null ? 'entry.choose' : 'addFirst')}
      </Button>
    </div>
  );
}

/** The same object for a step that has neither changed nor moved: React Flow then leaves it alone. */
function useStableNodes(
  items: Item[],
  drawn: Drawn,
  onDragStart: StepNode['data']['onDragStart'],
): StepNode[] {
  const kept = useRef(new Map<string, StepNode>());
  return useMemo(() => {
    const next = new Map<string, StepNode>();
    for (const item of items) {
      const box = drawn.boxes.get(item.id);
      if (!box) continue;
      const before = kept.current.get(item.id);
      const x = box.x - CARD.width / 2;
      const same =
        before &&
        before.position.x === x &&
        before.position.y === box.top &&
        sameItem(before.data.item, item) &&
        before.data.onDragStart === onDragStart;
      next.set(
        item.id,
        same
          ? before
          : {
              id: item.id,
              type: 'step',
              position: { x, y: box.top },
              width: CARD.width,
              height: box.height,
              initialWidth: CARD.width,
              initialHeight: box.height,
              data: { item, onDragStart },
            },
      );
    }
    kept.current = next;
    return [...next.values()];
  }, [items, drawn, onDragStart]);
}

const sameItem = (a: Item, b: Item): boolean =>
  a.step === b.step && a.as === b.as && a.to === b.to && JSON.stringify(a.place) === JSON.stringify(b.place);

const Wires = memo(function Wires({ drawn }: { drawn: Drawn }) {
  return (
    <svg className="jc-wires" aria-hidden>
      {drawn.wires.map(({ key, path }) => (
        <path key={key} d={path} />
      ))}
    </svg>
  );
});

function Exits({ drawn }: { drawn: Drawn }) {
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
}

function Gaps({ gaps }: { gaps: Gap[] }) {
  const view = useView();
  const { desk, words, flow, numbers, showPeople } = view;
  const { t } = useWatchWords();
  const focused = useDesk((state) => state.focused);
  const menu = useDesk((state) => (state.menu ? placeKey(state.menu.place) : null));
  return gaps.map(({ key, place, x, y }) => {
    const owner = place === 'first' ? 'entry' : place.stepId;
    const step = place === 'first' ? null : stepIn(flow, place.stepId);
    const lines = step ? linesOf(step) : [];
    const passed =
      place === 'first'
        ? numbers.started
        : lines.length === 1
          ? numbers.passed(place.stepId, lines[0]?.exits ?? [])
          : 0;
    return (
      <div key={key} className="jc-at" style={{ transform: `translate(${x}px, ${y}px)` }}>
        <button
          type="button"
          className={`jc-plus nopan${menu === key ? ' jc-open' : ''}`}
          data-gap={key}
          tabIndex={owner === focused ? 0 : -1}
          aria-label={gapLabel(place, view)}
          aria-haspopup="listbox"
          aria-expanded={menu === key}
          onClick={() => desk.openMenu(place)}
        >
          <IconPlus size={14} stroke={2} aria-hidden />
        </button>
        {numbers.shown && (passed > 0 || place === 'first') && lines.length < 2 && (
          <button
            type="button"
            className="jc-lab jc-passed nopan"
            tabIndex={owner === focused ? 0 : -1}
            aria-label={
              place === 'first'
                ? t('people.showStarted', { count: passed })
                : t('people.showPassed', { count: passed, step: titleOf(step, words) })
            }
            onClick={() =>
              showPeople(
                place === 'first'
                  ? { as: 'started' }
                  : { as: 'went', stepId: place.stepId, exits: lines[0]?.exits ?? [] },
              )
            }
          >
            {words.t(place === 'first' ? 'started' : 'passed', { count: count(passed, words.locale) })}
          </button>
        )}
      </div>
    );
  });
}

/** Where the thing being moved or pasted may land. */
function Slots({ gaps }: { gaps: Gap[] }) {
  const view = useView();
  const { desk, words } = view;
  const how = useDesk((state) => state.placing?.how);
  return gaps
    .filter(({ place }) => desk.fits(place))
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
function Margins({ items, drawn }: { items: Item[]; drawn: Drawn; tree: boolean }) {
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
}

function Zoom() {
  const { words } = useView();
  const { t } = words;
  const zoom = useFlowStore((state) => state.transform[2]);
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  return (
    <div className="jc-float jc-zoom" role="group" aria-label={t('zoom.label')}>
      <button type="button" aria-label={t('zoom.out')} onClick={() => void zoomOut()}>
        <IconMinus size={16} stroke={1.75} aria-hidden />
      </button>
      <button
        type="button"
        className="jc-percent"
        aria-label={t('zoom.percent')}
        onClick={() => void zoomTo(1)}
      >
        {new Intl.NumberFormat(words.locale, { style: 'percent' }).format(zoom)}
      </button>
      <button type="button" aria-label={t('zoom.in')} onClick={() => void zoomIn()}>
        <IconPlus size={16} stroke={1.75} aria-hidden />
      </button>
      <span className="jc-v" />
      <button
        type="button"
        aria-label={t('zoom.fit')}
        onClick={() => void fitView({ padding: 0.08, maxZoom: 1 })}
      >
        <IconArrowsMaximize size={16} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}

/** Opens at the start of the journey, in full size. */
function useOpeningView(
  board: React.RefObject<HTMLDivElement | null>,
  setViewport: ReturnType<typeof useReactFlow>['setViewport'],
) {
  useEffect(() => {
    const width = board.current?.clientWidth ?? 0;
    void setViewport({ x: Math.round(width / 2), y: TOP, zoom: 1 });
  }, [board, setViewport]);
}

/** Takes the keyboard to the focused step and the step into view, clear of panel and edges. */
function useKeptInView(
  board: React.RefObject<HTMLDivElement | null>,
  drawn: Drawn,
  { getViewport, setViewport }: Pick<ReturnType<typeof useReactFlow>, 'getViewport' | 'setViewport'>,
) {
  const focused = useDesk((state) => state.focused);
  const open = useDesk((state) => state.open);
  const takeFocus = useDesk((state) => state.takeFocus);
  const seen = useRef(takeFocus);
  const placed = useRef(drawn);
  placed.current = drawn;

  useEffect(() => {
    const element = board.current;
    if (!element || seen.current === takeFocus) return;
    seen.current = takeFocus;
    // A step that has only just been added is drawn a moment later.
    let tries = 0;
    let frame = 0;
    const find = () => {
      const found = element.querySelector<HTMLElement>(`[data-item="${CSS.escape(focused)}"]`);
      if (found) found.focus({ preventScroll: true });
      else if (tries++ < 20) frame = requestAnimationFrame(find);
    };
    find();
    return () => cancelAnimationFrame(frame);
  }, [board, focused, takeFocus]);

  useEffect(() => {
    const element = board.current;
    const box = placed.current.boxes.get(focused);
    if (!element || !box) return;
    const frame = requestAnimationFrame(() => {
      const { x, y, zoom } = getViewport();
      const edge = 28;
      const [left, right] = [(box.x - CARD.width / 2) * zoom + x, (box.x + CARD.width / 2) * zoom + x];
      const [top, bottom] = [box.top * zoom + y, (box.top + box.height) * zoom + y];
      const { clientWidth: width, clientHeight: height } = element;
      const dx = left < edge ? edge - left : right > width - edge ? width - edge - right : 0;
      const dy = top < edge ? edge - top : bottom > height - 80 ? height - 80 - bottom : 0;
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: motion(240) });
    });
    return () => cancelAnimationFrame(frame);
  }, [board, focused, open, takeFocus, getViewport, setViewport]);
}

const motion = (millis: number): number =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : millis;

/** While something looks for its place the keyboard stands on the slots, at first on the nearest below. */
function useFocusedSlot(board: React.RefObject<HTMLDivElement | null>, gaps: Gap[], { desk }: View) {
  const placing = useDesk((state) => state.placing);
  useEffect(() => {
    if (!placing) return;
    const { focused } = desk.state.getState();
    const fitting = gaps.filter(({ place }) => desk.fits(place));
    const own = fitting.find(({ place }) => place !== 'first' && place.stepId === focused);
    const key = (own ?? fitting[0])?.key;
    if (key)
      board.current
        ?.querySelector<HTMLElement>(`[data-slot="${CSS.escape(key)}"]`)
        ?.focus({ preventScroll: true });
  }, [board, placing, gaps, desk]);
}

/** Dragging a step shows where it may land; letting go elsewhere leaves everything as it was. */
function useDragging(view: View, board: React.RefObject<HTMLDivElement | null>) {
  // Moved by hand: drawing the whole journey anew for every pixel would make it stutter.
  const ghost = useRef<HTMLDivElement>(null);
  const latest = useRef(view);
  latest.current = view;

  const onDragStart = useCallback(
    (item: Item, event: React.PointerEvent) => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const from = { x: event.clientX, y: event.clientY };
      const { desk } = latest.current;
      const { title } = textOf(item, latest.current);
      let under: Element | null = null;
      let dragging = false;

      const onMove = (move: PointerEvent) => {
        if (!dragging && Math.hypot(move.clientX - from.x, move.clientY - from.y) < 6) return;
        if (!dragging) {
          dragging = true;
          desk.startMove(item.id);
        }
        const area = board.current?.getBoundingClientRect();
        const shown = ghost.current;
        if (shown) {
          shown.hidden = false;
          shown.textContent = title;
          shown.style.translate = `${move.clientX - (area?.left ?? 0)}px ${move.clientY - (area?.top ?? 0)}px`;
        }
        under?.classList.remove('jc-over');
        under = document.elementFromPoint(move.clientX, move.clientY)?.closest('[data-slot]') ?? null;
        under?.classList.add('jc-over');
      };
      const done = (put: boolean) => {
        window.removeEventListener('pointermove', onMove);
        window.removeEventListener('pointerup', onUp);
        window.removeEventListener('keydown', onKey, true);
        if (ghost.current) ghost.current.hidden = true;
        if (!dragging) return;
        // The click that follows letting go is not one on the step.
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
        const key = under?.getAttribute('data-slot');
        const place = key === 'first' ? 'first' : key ? placeOf(key) : null;
        if (put && place) desk.put(place);
        else desk.cancelPlacing();
      };
      const onUp = () => done(true);
      const onKey = (key: KeyboardEvent) => {
        if (key.key === 'Escape') done(false);
      };
      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', onUp);
      window.addEventListener('keydown', onKey, true);
    },
    [board],
  );
  return { ghost, onDragStart };
}

const swallow = (event: Event): void => {
  event.stopPropagation();
  event.preventDefault();
};

function placeOf(key: string) {
  const cut = key.indexOf('/');
  return { stepId: key.slice(0, cut), exit: key.slice(cut + 1) };
}

/** Beside the “+” it belongs to, inside the canvas. */
function menuPlace(
  drawn: Drawn,
  key: string,
  { x, y, zoom }: { x: number; y: number; zoom: number },
  board: HTMLDivElement | null,
): { left: number; top: number } {
  const gap = drawn.gaps.find((one) => one.key === key);
  const width = board?.clientWidth ?? 0;
  const height = board?.clientHeight ?? 0;
  const at = gap ? { x: gap.x * zoom + x, y: gap.y * zoom + y } : { x: width / 2, y: height / 3 };
  const right = at.x + 24 + MENU.width < width ? at.x + 24 : at.x - 24 - MENU.width;
  return {
    left: Math.max(12, Math.min(right, width - MENU.width - 12)),
    top: Math.max(12, Math.min(at.y - 24, height - MENU.height - 12)),
  };
}

const count = (n: number, locale: string): string => new Intl.NumberFormat(locale).format(n);
