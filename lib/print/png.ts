import { PNG } from 'pngjs';
import { rgbOf, type Rgb } from '../colour.js';
import { eachDot, LETTER_HEIGHT, LETTER_WIDTH } from './letters.js';
import { QUIET, type Matrix } from './matrix.js';
import type { Drawing } from './svg.js';

const TEXT_INK: Rgb = [29, 38, 34];

/** A code as PNG with its address under it, at most `size` pixels wide: every module is the same whole number of pixels. */
export function drawPng({ matrix, ink, address }: Drawing, size: number): Buffer {
  const modules = matrix.length + 2 * QUIET;
  const scale = Math.max(1, Math.floor(size / modules));
  const width = modules * scale;
  const dot = Math.max(1, Math.floor((width - 2 * scale) / (address.length * LETTER_WIDTH)));
  const letters = address.length * LETTER_WIDTH * dot;
  const picture = new PNG({ width, height: width + LETTER_HEIGHT * dot + scale });
  picture.data.fill(255);
  const fill = (x: number, y: number, side: number, colour: Rgb) => square(picture, x, y, side, colour);
  drawMatrix(matrix, (x, y) => fill((x + QUIET) * scale, (y + QUIET) * scale, scale, rgbOf(ink)));
  const left = Math.floor((width - letters) / 2);
  eachDot(address, (x, y) => fill(left + x * dot, width - scale + y * dot, dot, TEXT_INK));
  return PNG.sync.write(picture, { colorType: 2 });
}

function drawMatrix(matrix: Matrix, dark: (x: number, y: number) => void): void {
  matrix.forEach((row, y) => row.forEach((isDark, x) => isDark && dark(x, y)));
}

/** A filled square, as far as it is within the picture. */
function square({ data, width, height }: PNG, left: number, top: number, side: number, colour: Rgb): void {
  for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, left + side); x++) {
      const at = (y * width + x) * 4;
      [data[at], data[at + 1], data[at + 2]] = colour;
    }
  }
}
