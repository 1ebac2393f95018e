import type { useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { CARD, type Drawn, type Gap } from './layout.js';
import { useDesk, type View } from './view.js';

const TOP = 28;

/** Opens at the start of the journey, in full size. */
export function useOpeningView(
  board: React.RefObject<HTMLDivElement | null>,
  setViewport: ReturnType<typeof useReactFlow>['setViewport'],
) {
  useEffect(() => {
    const width = board.current?.clientWidth ?? 0;
    void setViewport({ x: Math.round(width / 2), y: TOP, zoom: 1 });
  }, [board, setViewport]);
}

/** Takes the keyboard to the focused step and the step into view, clear of panel and edges. */
export function useKeptInView(
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
export function useFocusedSlot(board: React.RefObject<HTMLDivElement | null>, gaps: Gap[], { desk }: View) {
  const placing = useDesk((state) => state.placing);
  useEffect(() => {
    if (!placing) return;
    const { focused } = desk.state.getState();
    const fits = desk.landing();
    const fitting = gaps.filter(({ place }) => fits(place));
    const own = fitting.find(({ place }) => place !== 'first' && place.stepId === focused);
    const key = (own ?? fitting[0])?.key;
    if (key)
      board.current
        ?.querySelector<HTMLElement>(`[data-slot="${CSS.escape(key)}"]`)
        ?.focus({ preventScroll: true });
  }, [board, placing, gaps, desk]);
}
