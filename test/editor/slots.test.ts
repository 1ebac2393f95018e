import { expect, test } from '@jest/globals';
import { panAtEdge, slotUnder } from '../../editor/canvas/slots.js';

const board = { width: 1000, height: 800 };
const slots = [
  { key: 'first', place: 'first' as const, x: 0, y: 96 },
  { key: 'a/done', place: { stepId: 'a', exit: 'done' }, x: 0, y: 216 },
];

test('a carried step lands on the slot under the pointer, however far the journey is moved and zoomed', () => {
  const half = { x: 500, y: 20, zoom: 0.5 };
  expect(slotUnder(slots, { x: 500, y: 20 + 48 }, board, half)?.key).toBe('first');
  expect(slotUnder(slots, { x: 500 + 60, y: 20 + 108 }, board, half)?.key).toBe('a/done');
  expect(slotUnder(slots, { x: 500 + 70, y: 20 + 108 }, board, half)).toBeNull();
  expect(slotUnder(slots, { x: 500, y: 20 + 78 }, board, half)).toBeNull();
});

test('let go beside the canvas it lands nowhere, whatever lies there unseen', () => {
  const moved = { x: -20, y: 20, zoom: 1 };
  expect(slotUnder(slots, { x: 10, y: 116 }, board, moved)?.key).toBe('first');
  expect(slotUnder(slots, { x: -10, y: 116 }, board, moved)).toBeNull();
});

test('near an edge the journey comes along, in the middle it stays', () => {
  expect(panAtEdge({ x: 500, y: 400 }, board)).toBeNull();
  expect(panAtEdge({ x: 500, y: 790 }, board)!.y).toBeLessThan(0);
  expect(panAtEdge({ x: 5, y: 400 }, board)!.x).toBeGreaterThan(0);
});
