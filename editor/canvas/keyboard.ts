import type { Item } from '../draft/tree.js';
import type { Place } from '../draft/places.js';
import { linesOf } from '../draft/ways.js';
import type { Desk } from './desk.js';

/** The place right after an item, where “A” adds. */
export function placeAfter(item: Item | undefined): Place | null {
  if (!item) return null;
  if (item.as === 'entry') return 'first';
  if (item.as !== 'step' || !item.step) return item.place;
  const [line] = linesOf(item.step);
  return line?.exits[0] ? { stepId: item.step.id, exit: line.exits[0] } : null;
}

/** The key map of the journey; both views share it. Gives true when the key was one of ours. */
export function onJourneyKey(
  event: KeyboardEvent | React.KeyboardEvent,
  { desk, items, showKeys }: { desk: Desk; items: readonly Item[]; showKeys: () => void },
): boolean {
  const { focused, placing } = desk.state.getState();
  const item = items.find(({ id }) => id === focused);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const command = event.ctrlKey || event.metaKey;
  const stepId = item?.as === 'step' ? item.id : null;

  if (placing) {
    if (key !== 'Escape') return false;
    desk.cancelPlacing();
    return true;
  }
  if (command) {
    if (key === 'd' && stepId) desk.duplicate(stepId);
    else return false;
    return true;
  }
  if (event.altKey) return false;
  const neighbour = {
    ArrowUp: item?.up,
    ArrowDown: item?.down,
    ArrowLeft: item?.left,
    ArrowRight: item?.right,
  }[key];
  if (key.startsWith('Arrow')) {
    if (neighbour) desk.focus(neighbour);
    return true;
  }
  switch (key) {
    case 'Home':
      if (items[0]) desk.focus(items[0].id);
      return true;
    case 'End': {
      const last = items.at(-1);
      if (last) desk.focus(last.id);
      return true;
    }
    case 'a': {
      const place = placeAfter(item);
      if (place) desk.openMenu(place);
      return place !== null;
    }
    case 'm':
      if (stepId) desk.startMove(stepId);
      return stepId !== null;
    case 'Delete':
    case 'Backspace':
      if (stepId) desk.askRemove(stepId);
      else if (item?.as === 'join' && item.place) desk.leadTo(item.place, null);
      return true;
    case 'Escape':
      desk.state.setState({ open: null });
      return true;
    case '?':
      showKeys();
      return true;
    default:
      return false;
  }
}

/** Is the person typing somewhere that has an undo and a clipboard of its own? */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
