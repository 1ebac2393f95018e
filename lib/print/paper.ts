import PDFDocument from 'pdfkit';
import { outlineOf, type Face, type Outline } from './typeface.js';

export type Doc = PDFKit.PDFDocument;

/** In points (1/72 inch) from the top left of the page. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const PAPERS = { a4: [595.28, 841.89], letter: [612, 792] } as const;
export type Paper = keyof typeof PAPERS;

export const MM = 72 / 25.4;

export interface Lettering {
  face: Face;
  /** Points at most; a text too long for its box is set smaller, down to a half. */
  size: number;
  colour: string;
  align?: 'left' | 'center';
}

/** One page of PDF, as bytes. */
export async function onPaper(
  paper: Paper,
  { title, author, now }: { title: string; author: string; now: Date },
  draw: (doc: Doc, page: Box) => void,
): Promise<Buffer> {
  const [width, height] = PAPERS[paper];
  const doc = new PDFDocument({
    size: [width, height],
    margin: 0,
    info: { Title: title, Author: author, CreationDate: now },
  });
  const pieces: Buffer[] = [];
  const whole = new Promise<Buffer>((done, failed) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece));
    doc.on('end', () => done(Buffer.concat(pieces)));
    doc.on('error', failed);
  });
  draw(doc, { x: 0, y: 0, width, height });
  doc.end();
  return whole;
}

/** Writes a text into a box from its top; returns how high it came out. */
export function write(
  doc: Doc,
  text: string,
  box: Box,
  { face, colour, align, ...wanted }: Lettering,
): number {
  let { size } = wanted;
  const isTooLarge = () =>
    heightOf(doc, text, { face, size }, box.width) > box.height + 0.01 ||
    isTooWide(doc, text, { face, size }, box.width);
  while (isTooLarge() && size > wanted.size / 2) size *= 0.94;
  const tall = LINE[face] * size;
  const lines = cutOff(linesOf(doc, text, { face, size }, box.width), Math.floor((box.height + 0.01) / tall));
  lines.forEach((line, place) => {
    const outline = outlined(doc, line, face);
    const left = align === 'center' ? (box.width - outline.width * size) / 2 : 0;
    draw(doc, outline, { x: box.x + left, y: box.y + place * tall + tall * 0.76, size, colour });
  });
  return lines.length * tall;
}

/** How high a text comes out in lines of this width. */
export function heightOf(doc: Doc, text: string, set: Set, width: number): number {
  return linesOf(doc, text, set, width).length * LINE[set.face] * set.size;
}

/** Is there a word that no line of this width can hold? */
export function isTooWide(doc: Doc, text: string, { face, size }: Set, width: number): boolean {
  return text.split(SPACES).some((word) => outlined(doc, word, face).width * size > width);
}

type Set = Pick<Lettering, 'face' | 'size'>;

/** From one line to the next, in ems. */
const LINE: Record<Face, number> = { voice: 1.14, text: 1.24, strong: 1.24 };
/** Not the hard space, which keeps its neighbours together. */
const SPACES = /[ \t\r\n]+/;

function linesOf(doc: Doc, text: string, { face, size }: Set, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(SPACES).filter(Boolean)) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      const fits = lines.length > 0 && outlined(doc, longer, face).width * size <= width;
      if (fits) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

/** As many lines as there is room for, at least one; the last says when there was more. */
function cutOff(lines: string[], most: number): string[] {
  const kept = lines.slice(0, Math.max(1, most));
  return kept.length < lines.length ? [...kept.slice(0, -1), `${kept.at(-1)}…`] : kept;
}

const known = new WeakMap<Doc, Map<string, Outline>>();

/** Each stretch of text is outlined once for a document, however often it is measured and drawn. */
function outlined(doc: Doc, text: string, face: Face): Outline {
  const all = known.get(doc) ?? new Map<string, Outline>();
  known.set(doc, all);
  const key = `${face} ${text}`;
  const made = all.get(key) ?? outlineOf(text, face);
  all.set(key, made);
  return made;
}

function draw(
  doc: Doc,
  { letters, weight }: Outline,
  at: { x: number; y: number; size: number; colour: string },
): void {
  for (const { path, x, y } of letters) {
    doc.save().translate(at.x + x * at.size, at.y - y * at.size);
    doc.scale(at.size, -at.size).path(path);
    if (weight > 0) doc.lineWidth(weight).lineJoin('round').fillAndStroke(at.colour, at.colour);
    else doc.fill(at.colour);
    doc.restore();
  }
}

/** A part of a box, given in shares of it. */
export function part(box: Box, [left, top, width, height]: readonly [number, number, number, number]): Box {
  return {
    x: box.x + left * box.width,
    y: box.y + top * box.height,
    width: width * box.width,
    height: height * box.height,
  };
}

export function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by };
}

/** Equal boxes of one size, as many as fit between the margins, centred on the page. */
export function grid(page: Box, { width, height }: { width: number; height: number }, gap: number): Box[] {
  const across = Math.floor((page.width - 2 * 8 * MM + gap) / (width + gap));
  const down = Math.floor((page.height - 2 * 8 * MM + gap) / (height + gap));
  const left = (page.width - across * width - (across - 1) * gap) / 2;
  const top = (page.height - down * height - (down - 1) * gap) / 2;
  return Array.from({ length: across * down }, (_, place) => ({
    x: left + (place % across) * (width + gap),
    y: top + Math.floor(place / across) * (height + gap),
    width,
    height,
  }));
}
