import { placeKey, type Place } from '../draft/places.js';
import { endId, ENTRY, type Run } from '../draft/tree.js';
import { linesOf } from '../draft/ways.js';

/** Sizes in whole pixels, so that the ends of lines meet. They are those of the tokens. */
export const CARD = { width: 264, height: 72 };
export const PILL_HEIGHT = 40;
const GAP_X = 40;
const GAP_Y = 48;
const BRANCH = 108;
const STEM = 18;
const CORNER = 10;
const EXIT_PILL = 46;
const BRANCH_PLUS = 83;
const LOOSE_GAP = 120;
const HALF = CARD.width / 2;

export interface Box {
  id: string;
  /** Centre of the column. */
  x: number;
  top: number;
  height: number;
}

/** A gap in a line, where a step can be put. */
export interface Gap {
  key: string;
  place: Place;
  x: number;
  y: number;
}

export interface ExitPill {
  stepId: string;
  exits: string[];
  x: number;
  y: number;
}

export interface Drawn {
  boxes: Map<string, Box>;
  gaps: Gap[];
  wires: { key: string; path: string }[];
  exits: ExitPill[];
  /** Sides on which a box has room for a word in the margin. */
  room: Map<string, 'left' | 'right'>;
  left: number;
  right: number;
  bottom: number;
}

/** Kinds drawn as a pill on the line, not as a card. */
export const isPill = (kind: string): boolean => kind === 'wait' || kind === 'go_to';

interface Extent {
  left: number;
  right: number;
  /** Column of each arm, counted from the column of the run. */
  arms: { at: number; extent: Extent }[];
}

/** How far a run reaches to both sides of its column: arms side by side, in the order they are written. */
function extentOf(run: Run): Extent {
  if (run.end.as !== 'fork') return { left: HALF, right: HALF, arms: [] };
  let at = 0;
  const arms = run.end.arms.map((arm, index, all) => {
    const extent = extentOf(arm.run);
    if (index > 0 && all[index - 1]) at += extent.left + GAP_X;
    const placed = { at, extent };
    at += extent.right;
    return placed;
  });
  const first = arms[0];
  const last = arms.at(-1);
  if (!first || !last) return { left: HALF, right: HALF, arms: [] };
  const axis = Math.round((first.at + last.at) / 2);
  return {
    left: Math.max(HALF, axis - first.at + first.extent.left),
    right: Math.max(HALF, last.at - axis + last.extent.right),
    arms: arms.map(({ at: column, extent }) => ({ at: column - axis, extent })),
  };
}

/** Where everything stands. Time grows with the number of steps; nothing depends on how it was drawn before. */
export function layout({ main, loose }: { main: Run; loose: Run[] }): Drawn {
  const drawn: Drawn = {
    boxes: new Map(),
    gaps: [],
    wires: [],
    exits: [],
    room: new Map(),
    left: -HALF,
    right: HALF,
    bottom: CARD.height,
  };
  const put = (id: string, x: number, top: number, height: number) => {
    drawn.boxes.set(id, { id, x, top, height });
    drawn.bottom = Math.max(drawn.bottom, top + height);
    drawn.left = Math.min(drawn.left, x - HALF);
    drawn.right = Math.max(drawn.right, x + HALF);
    return top + height;
  };
  const straight = (x: number, from: number, to: number, key: string) =>
    drawn.wires.push({ key, path: `M${x} ${from}V${to}` });
  const gap = (place: Place, x: number, y: number) => drawn.gaps.push({ key: placeKey(place), place, x, y });

  /** `above` is where the line from above ends; null for a run nothing leads to. */
  function drawRun(run: Run, extent: Extent, x: number, top: number, above: number | null): void {
    let y = top;
    let from = above;
    let place = run.place;
    const arrive = (key: string) => {
      if (from !== null) {
        straight(x, from, y, key);
        gap(place, x, from + (y - from) / 2);
      }
    };
    for (const [index, step] of run.steps.entries()) {
      if (index > 0 || above !== null) arrive(step.id);
      from = put(step.id, x, y, isPill(step.kind) ? PILL_HEIGHT : CARD.height);
      const [line] = linesOf(step);
      place = { stepId: step.id, exit: line?.exits[0] ?? '' };
      y = from + GAP_Y;
    }
    const { end } = run;
    if (end.as === 'finish' || end.as === 'join') {
      arrive(endId(end.place));
      put(endId(end.place), x, y, PILL_HEIGHT);
    } else if (end.as === 'fork' && from !== null) {
      drawArms(end.arms, extent, x, from);
    }
  }

  function drawArms(
    arms: Extract<Run['end'], { as: 'fork' }>['arms'],
    extent: Extent,
    x: number,
    from: number,
  ) {
    arms.forEach((arm, index) => {
      const column = extent.arms[index];
      if (!column) return;
      const armX = x + column.at;
      const top = from + BRANCH;
      const place: Place = { stepId: arm.stepId, exit: arm.exits[0] ?? '' };
      drawn.wires.push({ key: placeKey(place), path: elbow(x, from, armX, top) });
      drawn.exits.push({ stepId: arm.stepId, exits: arm.exits, x: armX, y: from + EXIT_PILL });
      gap(place, armX, from + BRANCH_PLUS);
      drawRun(arm.run, column.extent, armX, top, null);
    });
  }

  const bottom = put(ENTRY, 0, 0, CARD.height);
  const extent = extentOf(main);
  drawRun(main, extent, 0, bottom + GAP_Y, bottom);
  let right = Math.max(drawn.right, extent.right);
  for (const run of loose) {
    const reach = extentOf(run);
    const x = Math.round(right + LOOSE_GAP + reach.left);
    drawRun(run, reach, x, 0, null);
    right = x + reach.right;
  }
  findRoom(drawn);
  return drawn;
}

/** From the bottom of a step to the top of an arm: down, across with round corners, down. */
function elbow(x: number, from: number, to: number, top: number): string {
  if (to === x) return `M${x} ${from}V${top}`;
  const across = from + STEM;
  const turn = to > x ? CORNER : -CORNER;
  return `M${x} ${from}V${across - CORNER}Q${x} ${across} ${x + turn} ${across}H${to - turn}Q${to} ${across} ${to} ${across + CORNER}V${top}`;
}

const LABEL = 84;

/** Words stand in the margin on the outer side of a step, if no other step is in the way. */
function findRoom({ boxes, room }: Drawn): void {
  const all = [...boxes.values()];
  for (const box of all) {
    const side = box.x > 0 ? 'right' : 'left';
    const [from, to] =
      side === 'right' ? [box.x + HALF, box.x + HALF + LABEL] : [box.x - HALF - LABEL, box.x - HALF];
    const blocked = nearby(all, box).some(
      (other) => other.id !== box.id && other.x + HALF > from && other.x - HALF < to,
    );
    if (!blocked) room.set(box.id, side);
  }
}

const nearby = (boxes: Box[], box: Box): Box[] =>
  boxes.filter((other) => other.top < box.top + box.height && other.top + other.height > box.top);
