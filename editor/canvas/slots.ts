import type { Desk } from './desk.js';
import { CARD, type Gap } from './layout.js';

/** Where something may land: as wide as a card, on the middle of its gap. canvas.css draws it in this size. */
const SLOT = { width: CARD.width, height: 36 };
/** So close to an edge, in pixels, a drag takes the journey along, at so many pixels a frame. */
const EDGE = 40;
const PACE = 12;

interface Point {
  x: number;
  y: number;
}
interface Area {
  width: number;
  height: number;
}

/** The slot under a point of the canvas, given in pixels from its corner; none outside the canvas. */
export function slotUnder(
  slots: readonly Gap[],
  at: Point,
  area: Area,
  { x, y, zoom }: Point & { zoom: number },
): Gap | null {
  if (at.x < 0 || at.y < 0 || at.x > area.width || at.y > area.height) return null;
  const across = (at.x - x) / zoom;
  const down = (at.y - y) / zoom;
  return (
    slots.find(
      (slot) => Math.abs(slot.x - across) <= SLOT.width / 2 && Math.abs(slot.y - down) <= SLOT.height / 2,
    ) ?? null
  );
}

/** How the journey moves in this frame because the pointer is near an edge; null when it is not. */
export function panAtEdge({ x, y }: Point, { width, height }: Area): Point | null {
  const towards = (at: number, size: number) => (at < EDGE ? PACE : at > size - EDGE ? -PACE : 0);
  const pan = { x: towards(x, width), y: towards(y, height) };
  return pan.x === 0 && pan.y === 0 ? null : pan;
}

/** Arrow keys walk from slot to slot while something is being placed. */
export function moveAmongSlots(event: React.KeyboardEvent, desk: Desk): boolean {
  if (!desk.state.getState().placing || !event.key.startsWith('Arrow')) return false;
  const slots = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-slot]')];
  const here = slots.indexOf(document.activeElement as HTMLElement);
  const forward = event.key === 'ArrowDown' || event.key === 'ArrowRight';
  const next = slots[(here + (forward ? 1 : -1) + slots.length) % slots.length];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return true;
}
