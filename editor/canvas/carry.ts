import { useReactFlow } from '@xyflow/react';
import { useCallback, useRef } from 'react';
import type { Item } from '../draft/tree.js';
import type { Gap } from './layout.js';
import { panAtEdge, slotUnder } from './slots.js';
import { textOf, type View } from './view.js';

/** A press becomes a drag after so many pixels. */
const STEADY = 6;

/**
 * Dragging a step shows where it may land; letting go elsewhere leaves everything as it was. Near an edge
 * of the canvas the journey moves along.
 *
 * Nothing is drawn by React while the pointer moves: what follows it is moved by hand, once a frame, and
 * the slot under it is worked out, because asking the browser would lay out two hundred steps again.
 */
export function useDragging(view: View, gaps: Gap[], board: React.RefObject<HTMLDivElement | null>) {
  const ghost = useRef<HTMLDivElement>(null);
  const { getViewport, setViewport } = useReactFlow();
  const latest = useRef({ view, gaps });
  latest.current = { view, gaps };

  const onDragStart = useCallback(
    (item: Item, event: React.PointerEvent) => {
      const element = board.current;
      const shown = ghost.current;
      if (event.button !== 0 || event.pointerType === 'touch' || !element || !shown) return;
      const { desk } = latest.current.view;
      const pressed = { x: event.clientX, y: event.clientY };
      let pointer = pressed;
      let area: DOMRect | null = null;
      let slots: Gap[] = [];
      let over: Gap | null = null;
      let frame = 0;

      const begin = () => {
        desk.startMove(item.id);
        const fits = desk.landing();
        slots = latest.current.gaps.filter(({ place }) => fits(place));
        area = element.getBoundingClientRect();
        shown.textContent = textOf(item, latest.current.view).title;
        shown.hidden = false;
        frame = requestAnimationFrame(follow);
      };
      const follow = () => {
        if (!area) return;
        const at = { x: pointer.x - area.left, y: pointer.y - area.top };
        shown.style.translate = `${at.x}px ${at.y}px`;
        const pan = panAtEdge(at, area);
        const viewport = getViewport();
        if (pan) void setViewport({ ...viewport, x: viewport.x + pan.x, y: viewport.y + pan.y });
        light(slotUnder(slots, at, area, viewport));
        frame = requestAnimationFrame(follow);
      };
      const light = (slot: Gap | null) => {
        if (slot === over) return;
        for (const each of [over, slot])
          if (each)
            element
              .querySelector(`[data-slot="${CSS.escape(each.key)}"]`)
              ?.classList.toggle('jc-over', each === slot);
        over = slot;
      };

      const onMove = (move: PointerEvent) => {
        pointer = { x: move.clientX, y: move.clientY };
        if (!area && Math.hypot(pointer.x - pressed.x, pointer.y - pressed.y) >= STEADY) begin();
      };
      const done = (put: boolean) => {
        window.removeEventListener('pointermove', onMove);
        window.removeEventListener('pointerup', onUp);
        window.removeEventListener('pointercancel', onCancel);
        window.removeEventListener('keydown', onKey, true);
        cancelAnimationFrame(frame);
        shown.hidden = true;
        if (!area) return;
        // The click that follows letting go is not one on the step.
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
        const at = { x: pointer.x - area.left, y: pointer.y - area.top };
        const slot = slotUnder(slots, at, area, getViewport());
        if (put && slot) desk.put(slot.place);
        else desk.cancelPlacing();
      };
      const onUp = (up: PointerEvent) => {
        pointer = { x: up.clientX, y: up.clientY };
        done(true);
      };
      const onCancel = () => done(false);
      const onKey = (key: KeyboardEvent) => {
        if (key.key === 'Escape') done(false);
      };
      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', onUp);
      window.addEventListener('pointercancel', onCancel);
      window.addEventListener('keydown', onKey, true);
    },
    [board, getViewport, setViewport],
  );
  return { ghost, onDragStart };
}

const swallow = (event: Event): void => {
  event.stopPropagation();
  event.preventDefault();
};
