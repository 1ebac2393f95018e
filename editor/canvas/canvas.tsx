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
import { IconKeyboard } from '@tabler/icons-react';
import { memo, useMemo, useRef } from 'react';
import { placeKey } from '../draft/places.js';
import { ENTRY, itemsOf, treeOf, type Item } from '../draft/tree.js';
import { Button } from '../ui/index.js';
import { useDragging } from './carry.js';
import { useFocusedSlot, useKeptInView, useOpeningView } from './in-view.js';
import { onJourneyKey } from './keyboard.js';
import { CARD, layout, type Drawn } from './layout.js';
import { Exits, Gaps, Margins, Slots } from './on-the-line.js';
import { moveAmongSlots } from './slots.js';
import { StepCard } from './step-card.js';
import { StepMenu } from './step-menu.js';
import { useDesk, useView } from './view.js';
import { Zoom } from './zoom.js';

type StepNode = Node<{ item: Item; onDragStart: (item: Item, event: React.PointerEvent) => void }, 'step'>;

const nodeTypes = {
  step: memo(function FlowStep({ data }: NodeProps<StepNode>) {
    return <StepCard item={data.item} onDragStart={data.onDragStart} />;
  }),
};

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
  const { drawn, items } = useMemo(() => {
    const tree = treeOf(flow);
    return { drawn: layout(tree), items: itemsOf(tree) };
  }, [flow]);
  const flowTexts = useMemo(
    () => ({
      'node.a11yDescription.default': words.t('flow.step'),
      'edge.a11yDescription.default': words.t('flow.line'),
    }),
    [words],
  );
  const { ghost, onDragStart } = useDragging(view, drawn.gaps, board);
  const nodes = useStableNodes(items, drawn, onDragStart);
  const flowView = useReactFlow();
  const menu = useDesk((state) => state.menu);
  const placing = useDesk((state) => state.placing !== null);

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
        ariaLabelConfig={flowTexts}
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
          <Gaps gaps={drawn.gaps} />
          {placing && <Slots gaps={drawn.gaps} />}
          <Margins items={items} drawn={drawn} />
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
