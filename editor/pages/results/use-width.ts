import { useLayoutEffect, useRef, useState } from 'react';

/** How wide an element is drawn, in CSS pixels, so that a chart is drawn at its size and its words are never shrunk. */
export function useWidth<E extends HTMLElement>(): [React.RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const at = element.current;
    if (!at) return;
    const seen = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    seen.observe(at);
    return () => seen.disconnect();
  }, []);
  return [element, width];
}
