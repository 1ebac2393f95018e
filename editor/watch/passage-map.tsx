import { IconAlertTriangle, IconCheck, IconHourglass, IconFlag } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Draft } from '../../workflows/flow/draft.js';
import { exitText } from '../canvas/card.js';
import { isPillItem, ItemTile } from '../canvas/face.js';
import { layout, type Box, type Drawn } from '../canvas/layout.js';
import { textOf } from '../canvas/view.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { stepIn } from '../draft/places.js';
import { ENTRY, itemsOf, treeOf, type Item } from '../draft/tree.js';
import { useWhen } from '../ui/index.js';
import type { Visit } from './visits.js';
import { useWatchWords } from './words/index.js';

const EDGE = 28;
const MARGIN = 150;
const NO_ISSUES = new Map<string, never[]>();
const SIGNS = { done: IconCheck, not_done: IconAlertTriangle, here: IconHourglass, ended: IconFlag } as const;

/** One customer's way on the journey as it was when they came in: what was travelled is lit, with its times. */
export function PassageMap({ flow, visits }: { flow: Draft; visits: readonly Visit[] }) {
  const words = useCanvasWords();
  const { t } = useWatchWords();
  const when = useWhen();
  const board = useRef<HTMLDivElement>(null);
  const { drawn, items } = useMemo(() => {
    const tree = treeOf(flow);
    return { drawn: layout(tree), items: itemsOf(tree) };
  }, [flow]);
  const lit = useMemo(() => litWires(drawn, visits), [drawn, visits]);
  const last = new Map(visits.map((visit) => [visit.stepId, visit]));
  const here = visits.at(-1)?.stepId;

  useEffect(() => {
    const found = board.current;
    const box = here === undefined ? undefined : drawn.boxes.get(here);
    if (found && box)
      found.scrollTo({
        left: box.x - drawn.left + MARGIN - found.clientWidth / 2,
        top: box.top + EDGE - found.clientHeight / 2,
      });
  }, [drawn, here]);

  const left = (x: number) => x - drawn.left + MARGIN;
  return (
    <div ref={board} className="wt-board" tabIndex={0} role="region" aria-label={t('map')}>
      <div
        className="wt-sheet"
        style={{ width: drawn.right - drawn.left + 2 * MARGIN, height: drawn.bottom + 2 * EDGE }}
      >
        <svg className="jc-wires" style={{ transform: `translate(${left(0)}px, ${EDGE}px)` }} aria-hidden>
          {drawn.wires.map(({ key, path }) => (
            <path key={key} d={path} className={lit.has(path) ? 'wt-lit' : ''} />
          ))}
        </svg>
        {drawn.exits.map(({ stepId, exits, x, y }) => {
          const step = stepIn(flow, stepId);
          return (
            step && (
              <div key={`${stepId}/${exits[0]}`} className="wt-at" style={{ left: left(x), top: y + EDGE }}>
                <span className="jc-exit">
                  {exits.map((exit) => exitText(step, exit, words)).join(' · ')}
                </span>
              </div>
            )
          );
        })}
        {items.map((item) => {
          const box = drawn.boxes.get(item.id);
          if (!box) return null;
          const visit = last.get(item.id);
          const how = item.id === ENTRY ? 'done' : visit?.how;
          const Sign = how && SIGNS[how];
          return (
            <div key={item.id} className="wt-at" style={{ left: left(box.x), top: box.top + EDGE }}>
              <Card item={item} flow={flow} how={how} />
              {visit && Sign && (
                <span className={`wt-tick num ${box.x > 0 ? 'right' : 'left'} ${visit.how}`}>
                  <Sign size={13} stroke={2} aria-hidden />
                  {when.moment(visit.left ?? visit.arrived)}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Card({ item, flow, how }: { item: Item; flow: Draft; how: Visit['how'] | undefined }) {
  const words = useCanvasWords();
  const { title, detail } = textOf(item, { flow, words, issues: NO_ISSUES });
  const pill = isPillItem(item);
  return (
    <div className={`jc-node wt-node${pill ? ' jc-pill' : ''} ${how ? `wt-${how}` : 'wt-ahead'}`}>
      <ItemTile item={item} entry={flow.entry} />
      <div className="jc-words">
        <div className="jc-tt">{title}</div>
        {!pill && detail && <div className="jc-dd">{detail}</div>}
      </div>
    </div>
  );
}

/** The lines between steps that were gone one after the other. A jump has no line of its own. */
function litWires({ boxes, wires }: Drawn, visits: readonly Visit[]): ReadonlySet<string> {
  const lit = new Set<string>();
  const ids = [ENTRY, ...visits.map(({ stepId }) => stepId)];
  ids.slice(1).forEach((id, at) => {
    const [a, b] = [boxes.get(ids[at]!), boxes.get(id)];
    const wire = a && b && wires.find(({ path }) => leads(path, a, b));
    if (wire) lit.add(wire.path);
  });
  return lit;
}

/** Does a line run from the bottom centre of one box to the top centre of the other? */
function leads(path: string, from: Box, to: Box): boolean {
  if (!path.startsWith(`M${from.x} ${from.top + from.height}V`) || !path.endsWith(`V${to.top}`)) return false;
  const across = /H-?[\d.]+Q(-?[\d.]+) /.exec(path);
  return (across ? Number(across[1]) : from.x) === to.x;
}
