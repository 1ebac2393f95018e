import type { Desk } from './desk.js';

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
