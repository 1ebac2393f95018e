import { inflateSync } from 'node:zlib';

/** A picture in grey: one byte each, 0 black to 255 white, and the same as RGBA for whoever reads codes. */
export interface Raster {
  width: number;
  height: number;
  grey: Uint8Array;
}

type Matrix = [number, number, number, number, number, number];

/**
 * Paints the filled rectangles of a PDF's only page, in order, each in the colour of its moment: all a code consists of.
 * Knows the operators `q Q cm re f scn` of ISO 32000; text and lines are passed over.
 */
export function rasterisePdf(pdf: Buffer, perPoint = 2): Raster {
  const [width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))!.slice(1).map(Number) as [number, number]; // prettier-ignore
  const canvas = blank(Math.round(width * perPoint), Math.round(height * perPoint));
  let at: Matrix = [1, 0, 0, 1, 0, 0];
  let colour = 0;
  const kept: { at: Matrix; colour: number }[] = [];
  let rectangles: [number, number, number, number][] = [];
  const operands: number[] = [];
  for (const word of contentOf(pdf).split(/\s+/)) {
    const number = Number(word);
    if (word !== '' && !Number.isNaN(number)) {
      operands.push(number);
      continue;
    }
    if (word === 'q') kept.push({ at, colour });
    if (word === 'Q') ({ at, colour } = kept.pop()!);
    if (word === 'cm') at = times(operands.slice(-6) as Matrix, at);
    if (word === 're') rectangles.push(operands.slice(-4) as [number, number, number, number]);
    if (word === 'scn') colour = greyOf(operands.slice(-3));
    if (word === 'f') for (const each of rectangles) fill(canvas, each, at, colour, height, perPoint);
    if (/^(f|S|s|n|B)$/.test(word)) rectangles = [];
    operands.length = 0;
  }
  return canvas;
}

/** What jsQR takes. */
export function rgbaOf({ grey }: Raster): Uint8ClampedArray {
  const data = new Uint8ClampedArray(grey.length * 4);
  grey.forEach((value, place) => data.set([value, value, value, 255], place * 4));
  return data;
}

/** A part of a picture, given in shares of it; turned upside down if asked. */
export function cut(
  { width, height, grey }: Raster,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Raster {
  const [x0, x1] = [Math.floor(left * width), Math.floor(right * width)];
  const [y0, y1] = [Math.floor(top * height), Math.floor(bottom * height)];
  const out = blank(x1 - x0, y1 - y0);
  for (let y = y0; y < y1; y++)
    out.grey.set(grey.subarray(y * width + x0, y * width + x1), (y - y0) * out.width);
  return out;
}

const blank = (width: number, height: number): Raster => ({
  width,
  height,
  grey: new Uint8Array(width * height).fill(255),
});

/** The longest deflated stream: the page's drawing. */
function contentOf(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: word }) => {
    if (text.slice(index - 3, index) === 'end') return [];
    const from = index + word.length;
    try {
      return [inflateSync(pdf.subarray(from, text.indexOf('endstream', from))).toString('latin1')];
    } catch {
      return [];
    }
  });
  return streams.find((each) => each.includes(' re\n')) ?? '';
}

const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[1] * n[2],
  m[0] * n[1] + m[1] * n[3],
  m[2] * n[0] + m[3] * n[2],
  m[2] * n[1] + m[3] * n[3],
  m[4] * n[0] + m[5] * n[2] + n[4],
  m[4] * n[1] + m[5] * n[3] + n[5],
];

const greyOf = (rgb: number[]): number =>
  Math.round(255 * (0.299 * rgb[0]! + 0.587 * rgb[1]! + 0.114 * rgb[2]!));

function fill(
  { width, height, grey }: Raster,
  [x, y, w, h]: [number, number, number, number],
  m: Matrix,
  colour: number,
  pageHeight: number,
  perPoint: number,
): void {
  const corner = (cx: number, cy: number) => [
    (m[0] * cx + m[2] * cy + m[4]) * perPoint,
    (pageHeight - (m[1] * cx + m[3] * cy + m[5])) * perPoint,
  ];
  const [ax, ay] = corner(x, y) as [number, number];
  const [bx, by] = corner(x + w, y + h) as [number, number];
  for (let row = Math.round(Math.min(ay, by)); row < Math.min(height, Math.round(Math.max(ay, by))); row++) {
    const from = row * width + Math.max(0, Math.round(Math.min(ax, bx)));
    const until = row * width + Math.min(width, Math.round(Math.max(ax, bx)));
    if (row >= 0 && until > from) grey.fill(colour, from, until);
  }
}
