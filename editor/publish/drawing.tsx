import { IconMinus, IconPencil, IconPlus, type Icon } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { exitText } from '../canvas/card.js';
import { isPillItem, ItemTile } from '../canvas/face.js';
import { layout } from '../canvas/layout.js';
import { textOf } from '../canvas/view.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { stepIn } from '../draft/places.js';
import { itemsOf, treeOf, type Item } from '../draft/tree.js';
import type { Mark, Marked } from './marked.js';
import { usePublishWords } from './words/index.js';

const PICTURES: Readonly<Record<Mark, Icon>> = { added: IconPlus, changed: IconPencil, removed: IconMinus };
const EDGE = 28;
const NO_ISSUES = new Map<string, never[]>();

/** The round sign of a change, as it stands before its sentence and on its step. */
export function MarkSign({ mark, size = 14 }: { mark: Mark; size?: number }) {
  const Picture = PICTURES[mark];
  return (
    <span className={`pb-sign pb-${mark}`}>
      <Picture size={size} stroke={2} aria-hidden />
    </span>
  );
}

/** A journey to look at and not to edit, with what is new, changed and gone marked on it. */
export function Drawing({ marked, shown }: { marked: Marked; shown?: { itemId: string } | null }) {
  const words = useCanvasWords();
  const { t } = usePublishWords();
  const { flow, marks } = marked;
  const board = useRef<HTMLDivElement>(null);
  const { drawn, items } = useMemo(() => {
    const tree = treeOf(flow);
    return { drawn: layout(tree), items: itemsOf(tree) };
  }, [flow]);
  const first = useMemo(() => items.find(({ id }) => marks.has(id))?.id ?? null, [items, marks]);
  const target = shown?.itemId ?? first;

  useEffect(() => {
    const found = board.current;
    const box = target === null ? undefined : drawn.boxes.get(target);
    if (!found || !box) return;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches || !shown;
    found.scrollTo({
      left: box.x - drawn.left + EDGE - found.clientWidth / 2,
      top: box.top + EDGE - found.clientHeight / 2 + box.height / 2,
      behavior: still ? 'auto' : 'smooth',
    });
  }, [drawn, target, shown]);

  const style = (item: Item) => {
    const box = drawn.boxes.get(item.id)!;
    return { left: box.x - drawn.left + EDGE, top: box.top + EDGE };
  };
  return (
    <div
      ref={board}
      className="pb-board"
      // A region that scrolls is reached by the keyboard, or it could not be scrolled by it.
      tabIndex={0}
      role="region"
      aria-label={t('changes.drawing')}
    >
      <div
        className="pb-sheet"
        style={{ width: drawn.right - drawn.left + 2 * EDGE, height: drawn.bottom + 2 * EDGE }}
      >
        <svg
          className="jc-wires"
          style={{ transform: `translate(${EDGE - drawn.left}px, ${EDGE}px)` }}
          aria-hidden
        >
          {drawn.wires.map(({ key, path }) => (
            <path key={key} d={path} />
          ))}
        </svg>
        {drawn.exits.map(({ stepId, exits, x, y }) => {
          const step = stepIn(flow, stepId);
          return (
            step && (
              <div
                key={`${stepId}/${exits[0]}`}
                className="pb-at"
                style={{ left: x - drawn.left + EDGE, top: y + EDGE }}
              >
                <span className="jc-exit">
                  {exits.map((exit) => exitText(step, exit, words)).join(' · ')}
                </span>
              </div>
            )
          );
        })}
        {items
          .filter(({ id }) => drawn.boxes.has(id))
          .map((item) => (
            <div key={item.id} className="pb-at" style={style(item)}>
              <Card item={item} marked={marked} pointed={shown?.itemId === item.id} />
            </div>
          ))}
      </div>
    </div>
  );
}

function Card({ item, marked: { flow, marks }, pointed }: { item: Item; marked: Marked; pointed: boolean }) {
  const words = useCanvasWords();
  const { t } = usePublishWords();
  const mark = marks.get(item.id);
  const { title, detail } = textOf(item, { flow, words, issues: NO_ISSUES });
  const pill = isPillItem(item);
  return (
    <div
      className={`jc-node pb-node${pill ? ' jc-pill' : ''}${mark ? ` pb-${mark}` : ''}${pointed ? ' pb-pointed' : ''}`}
      data-item={item.id}
      data-mark={mark}
    >
      <ItemTile item={item} entry={flow.entry} />
      <div className="jc-words">
        <div className="jc-tt">{title}</div>
        {!pill && detail && <div className="jc-dd">{detail}</div>}
      </div>
      {mark && (
        <span className={`jc-tab pb-tab pb-${mark}`}>
          <MarkGlyph mark={mark} />
          {t(`mark.${mark}`)}
        </span>
      )}
    </div>
  );
}

function MarkGlyph({ mark }: { mark: Mark }) {
  const Picture = PICTURES[mark];
  return <Picture size={12} stroke={2.25} aria-hidden />;
}
