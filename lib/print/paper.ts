import PDFDocument from 'pdfkit';

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
  font: 'Times-Bold' | 'Helvetica' | 'Helvetica-Bold';
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
export function write(doc: Doc, text: string, box: Box, lettering: Lettering): number {
  const said = printable(text);
  if (said === '') return 0;
  const { width } = box;
  let { size } = lettering;
  const tooLarge = () => {
    doc.font(lettering.font).fontSize(size);
    return (
      doc.heightOfString(said, { width }) > box.height ||
      said.split(/\s+/).some((word) => doc.widthOfString(word) > width)
    );
  };
  while (tooLarge() && size > lettering.size / 2) size *= 0.94;
  doc.fillColor(lettering.colour);
  doc.text(said, box.x, box.y, {
    width,
    height: box.height,
    align: lettering.align ?? 'left',
    ellipsis: true,
  });
  return doc.heightOfString(said, { width });
}

/** The standard fonts of PDF write Western European; what they cannot write is left out rather than shown as boxes. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u202f\u2009]/g, '\u00a0')
    .replace(
      /[^\n\x20-\x7e\u00a0-\u00ff\u2018-\u201e\u2013\u2014\u2026\u20ac\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u2122\u2022]/g,
      '',
    )
    .replace(/ {2,}/g, ' ')
    .trim();
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
