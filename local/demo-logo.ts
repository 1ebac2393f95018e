import { PNG } from 'pngjs';
import { readPicture, type Picture } from '../lib/picture.js';

const SIDE = 160;
/** Each pixel is the mean of so many by so many points, so that edges are smooth. */
const POINTS = 4;
const BLUE = [0x1d, 0x5c, 0x8a];
const WHITE = [255, 255, 255];

/** The sign of the demo business: a white drop on a rounded blue square. */
export function demoLogo(): Picture {
  const picture = new PNG({ width: SIDE, height: SIDE });
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) paint(picture, x, y);
  const read = readPicture(PNG.sync.write(picture, { deflateLevel: 9 }), SIDE);
  if (!read || 'tooWide' in read) throw new Error('The logo of the demo cannot be drawn');
  return read;
}

function paint({ data }: PNG, x: number, y: number): void {
  let [inSquare, inDrop] = [0, 0];
  for (let point = 0; point < POINTS * POINTS; point++) {
    const across = (x + ((point % POINTS) + 0.5) / POINTS) / SIDE;
    const down = (y + (Math.floor(point / POINTS) + 0.5) / POINTS) / SIDE;
    if (isInSquare(across, down)) inSquare += 1;
    if (isInDrop(across, down)) inDrop += 1;
  }
  const share = inSquare === 0 ? 0 : inDrop / inSquare;
  const at = (y * SIDE + x) * 4;
  for (let part = 0; part < 3; part++)
    data[at + part] = Math.round(BLUE[part]! + (WHITE[part]! - BLUE[part]!) * share);
  data[at + 3] = Math.round((255 * inSquare) / (POINTS * POINTS));
}

const CORNER = 0.24;

function isInSquare(x: number, y: number): boolean {
  const past = (at: number) => Math.max(0, Math.abs(at - 0.5) - (0.5 - CORNER));
  return Math.hypot(past(x), past(y)) <= CORNER;
}

/** A circle below, and above it the two tangents that meet in a point. */
function isInDrop(x: number, y: number): boolean {
  const [radius, middle, tip] = [0.24, 0.6, 0.16];
  if (Math.hypot(x - 0.5, y - middle) <= radius) return true;
  const reach = Math.asin(radius / (middle - tip));
  const touch = middle - radius * Math.sin(reach);
  return y >= tip && y <= touch && Math.abs(x - 0.5) <= (y - tip) * Math.tan(reach);
}
