import { PNG } from 'pngjs';
import type { CodeColours } from './code-colours.js';
import { fitLogo } from '../logo.js';
import { QUIET, runsOf, type Matrix } from './matrix.js';
import {
  grid,
  heightOf,
  inset,
  isTooWide,
  MM,
  onPaper,
  part,
  write,
  type Box,
  type Doc,
  type Paper,
} from './paper.js';
import { printWords, type PrintLanguage } from './words.js';

export const FORMATS = ['poster', 'tent', 'stickers', 'cards'] as const;
export type Format = (typeof FORMATS)[number];

/** What is printed, and on what. */
export interface Sheet {
  format: Format;
  paper: Paper;
  language: PrintLanguage;
  business: string;
  purpose: 'rate' | 'contact';
  /** The owner's own words instead of ours. */
  heading: string | null;
  /** What the code stands for: a place, a person, “Table 12”. */
  standsFor: string | null;
  matrix: Matrix;
  colours: CodeColours;
  /** PNG or JPEG. */
  logo: { picture: Buffer; width: number; height: number } | null;
  /** Without `https://`, as people type it. */
  address: string;
}

const INK = '#1d2622';
const MUTED = '#56605a';
const WHITE = '#ffffff';
const GUIDE = '#a9b0ab';
const STAR = 'M12 3.2l2.8 5.7 6.3.9-4.6 4.4 1.1 6.3-5.6-3-5.6 3 1.1-6.3-4.6-4.4 6.3-.9z';

/** A page to print: one poster, a tent to fold, or a sheet of stickers or business cards to cut. */
export function drawPdf(sheet: Sheet, now: Date): Promise<Buffer> {
  const title = `${sheet.business}: ${sheet.standsFor ?? headingOf(sheet)}`;
  return onPaper(sheet.paper, { title, author: sheet.business, now }, (doc, page) =>
    LAYOUTS[sheet.format](doc, page, sheet),
  );
}

type Layout = (doc: Doc, page: Box, sheet: Sheet) => void;

const LAYOUTS: Record<Format, Layout> = { poster, tent, stickers, cards };

function poster(doc: Doc, page: Box, sheet: Sheet): void {
  drawPanel(doc, part(page, [0, 0, 1, 0.42]), sheet, { heading: 62, words: 20, edge: 46 });
  drawCode(doc, part(page, [0.1, 0.455, 0.8, 0.505]), sheet, { words: 20 });
}

/** Two faces head to head, so that the sheet stands folded in the middle. */
function tent(doc: Doc, page: Box, sheet: Sheet): void {
  const whole = inset(page, 14 * MM);
  const upper = part(whole, [0, 0, 1, 0.5]);
  const lower = part(whole, [0, 0.5, 1, 0.5]);
  doc.save();
  doc.rotate(180, { origin: [upper.x + upper.width / 2, upper.y + upper.height / 2] });
  tentFace(doc, upper, sheet);
  doc.restore();
  tentFace(doc, lower, sheet);
  cropMarks(doc, whole);
  doc.save().dash(4, { space: 4 }).lineWidth(0.6).strokeColor(GUIDE);
  doc
    .moveTo(whole.x, lower.y)
    .lineTo(whole.x + whole.width, lower.y)
    .stroke()
    .undash()
    .restore();
  const beside = { x: whole.x + whole.width + 4, y: lower.y - 5, width: 12 * MM, height: 12 };
  write(doc, printWords[sheet.language].fold, beside, { face: 'text', size: 8, colour: MUTED });
}

function tentFace(doc: Doc, face: Box, sheet: Sheet): void {
  drawPanel(doc, part(face, [0, 0, 0.42, 1]), sheet, { heading: 40, words: 13, edge: 26 });
  drawCode(doc, inset(part(face, [0.42, 0, 0.58, 1]), 22), sheet, { words: 14 });
}

function stickers(doc: Doc, page: Box, sheet: Sheet): void {
  for (const cell of grid(page, { width: 60 * MM, height: 64 * MM }, 2 * MM)) {
    outline(doc, cell);
    doc.rect(cell.x, cell.y, cell.width, 11 * MM).fill(sheet.colours.panel);
    write(
      doc,
      headingOf(sheet),
      { x: cell.x + 8, y: cell.y + 9.5, width: cell.width - 16, height: 16 },
      { face: 'voice', size: 14, colour: WHITE, align: 'center' },
    );
    drawCode(doc, part(cell, [0.06, 0.19, 0.88, 0.79]), sheet, { words: 8, brief: true });
  }
}

/** 85 × 55 mm, or 3.5 × 2 inches where paper is Letter: each place's own size of a business card. */
function cards(doc: Doc, page: Box, sheet: Sheet): void {
  const size = sheet.paper === 'a4' ? { width: 85 * MM, height: 55 * MM } : { width: 252, height: 144 };
  for (const cell of grid(page, size, 0)) {
    drawPanel(doc, part(cell, [0, 0, 0.44, 1]), sheet, { heading: 19, words: 7.5, edge: 11 });
    drawCode(doc, inset(part(cell, [0.44, 0, 0.56, 1]), 6), sheet, { words: 7.5, brief: true });
    outline(doc, cell);
  }
}

/** Whose code it is and what it asks, in white on the owner's colour. */
function drawPanel(
  doc: Doc,
  box: Box,
  sheet: Sheet,
  { heading, words, edge }: { heading: number; words: number; edge: number },
): void {
  doc.rect(box.x, box.y, box.width, box.height).fill(sheet.colours.panel);
  const inner = inset(box, edge);
  // Where the panel is wide, the logo stands beside the name, else above it.
  const isWide = inner.width > inner.height;
  const logo = drawLogo(doc, inner, sheet, words);
  const nameRoom = inner.height * 0.2;
  const left = isWide ? logo.width : 0;
  const taken = isWide ? Math.max(0, logo.height - nameRoom) : logo.height;
  write(
    doc,
    sheet.business,
    {
      x: inner.x + left,
      y: inner.y + (isWide ? logo.height * 0.2 : logo.height),
      width: inner.width - left,
      height: nameRoom,
    },
    { face: 'voice', size: words * 1.25, colour: WHITE },
  );
  const below = printWords[sheet.language].below[sheet.purpose];
  const lettering = { face: 'text', size: words, colour: WHITE } as const;
  const belowHeight = Math.min(inner.height * 0.36, heightOf(doc, below, lettering, inner.width) + 1);
  const bottom = inner.y + inner.height;
  write(doc, below, { ...inner, y: bottom - belowHeight, height: belowHeight }, lettering);
  const star = sheet.purpose === 'rate' ? words * 1.5 : 0;
  if (star) drawStars(doc, inner.x, bottom - belowHeight - star * 1.6, star);
  const room = inner.height * 0.78 - taken - belowHeight - star * 2;
  const box2 = { x: inner.x, y: bottom - belowHeight - star * 2.1 - room, width: inner.width, height: room };
  writeAtFoot(doc, headingOf(sheet), box2, heading);
}

/** The logo on white, whatever its colours are; how much room it took with the space after it, none without one. */
function drawLogo(doc: Doc, at: Box, { logo }: Sheet, words: number): { width: number; height: number } {
  if (!logo) return { width: 0, height: 0 };
  const edge = words * 0.35;
  const { width, height } = fitLogo(logo, { width: at.width * 0.5, height: words * 2.6 });
  doc.roundedRect(at.x, at.y, width + 2 * edge, height + 2 * edge, edge).fill(WHITE);
  doc.image(plain(logo.picture), at.x + edge, at.y + edge, { width, height });
  return { width: width + 2 * edge + words * 0.8, height: height + 2 * edge + words * 0.6 };
}

/** A PNG in the one form that every PDF reader and pdfkit agree on: eight bits, not interlaced. */
const plain = (picture: Buffer): Buffer =>
  picture[0] === 0x89 ? PNG.sync.write(PNG.sync.read(picture)) : picture;

/** The heading stands on the foot of its box, so that what follows always follows closely. */
function writeAtFoot(doc: Doc, text: string, box: Box, size: number): void {
  const lettering = { face: 'voice', size, colour: WHITE } as const;
  let fitted = size;
  const height = (width: number) => heightOf(doc, text, { face: 'voice', size: fitted }, width);
  const tooWide = (width: number) => isTooWide(doc, text, { face: 'voice', size: fitted }, width);
  while ((height(box.width) > box.height || tooWide(box.width)) && fitted > size / 3) fitted *= 0.95;
  const tall = Math.min(height(box.width), box.height);
  // Lines of like length: as narrow as they can be without becoming more.
  let width = box.width;
  while (width > 1 && height(width * 0.97) <= tall && !tooWide(width * 0.97)) width *= 0.97;
  write(
    doc,
    text,
    { ...box, width, y: box.y + box.height - tall, height: tall + 1 },
    { ...lettering, size: fitted },
  );
}

/** The code as large as its box allows, and under it what to do and what to type instead. */
function drawCode(
  doc: Doc,
  box: Box,
  sheet: Sheet,
  { words, brief = false }: { words: number; brief?: boolean },
): void {
  const { point, orGoTo } = printWords[sheet.language];
  const lines = brief ? 2.9 : 4.6;
  const side = Math.min(box.width, box.height - lines * words);
  const left = box.x + (box.width - side) / 2;
  const top = box.y + (box.height - side - lines * words) / 2;
  drawMatrix(doc, sheet, { x: left, y: top, width: side, height: side });
  const below = { x: box.x, y: top + side + (brief ? 0 : words * 0.3), width: box.width };
  if (brief) {
    const under = sheet.standsFor ? `${sheet.address}\n${sheet.standsFor}` : sheet.address;
    write(
      doc,
      under,
      { ...below, height: words * 2.6 },
      { face: 'text', size: words, colour: INK, align: 'center' },
    );
    return;
  }
  const first = write(doc, point, { ...below, height: words * 1.5 }, {
    face: 'strong', size: words, colour: INK, align: 'center',
  }); // prettier-ignore
  const under = [orGoTo(sheet.address), sheet.standsFor].filter(Boolean).join('\n');
  write(doc, under, { ...below, y: below.y + first + words * 0.2, height: words * 2.6 }, {
    face: 'text', size: words * 0.82, colour: MUTED, align: 'center',
  }); // prettier-ignore
}

function drawMatrix(doc: Doc, { matrix, colours }: Sheet, box: Box): void {
  const module = box.width / (matrix.length + 2 * QUIET);
  doc.rect(box.x, box.y, box.width, box.height).fill(WHITE);
  for (const { x, y, width } of runsOf(matrix))
    doc.rect(box.x + (x + QUIET) * module, box.y + (y + QUIET) * module, width * module, module);
  doc.fill(colours.ink);
}

function drawStars(doc: Doc, x: number, y: number, side: number): void {
  for (let star = 0; star < 5; star++) {
    doc
      .save()
      .translate(x + star * side * 1.18, y)
      .scale(side / 24);
    doc.path(STAR).lineWidth(1.5).lineJoin('round').strokeColor('#ffe2b8').stroke().restore();
  }
}

/** Where to cut. */
function outline(doc: Doc, { x, y, width, height }: Box): void {
  doc.rect(x, y, width, height).lineWidth(0.4).strokeColor(GUIDE).stroke();
}

function cropMarks(doc: Doc, { x, y, width, height }: Box): void {
  doc.lineWidth(0.5).strokeColor(GUIDE);
  for (const [cornerX, out] of [[x, -1], [x + width, 1]] as const) {
    for (const [cornerY, up] of [[y, -1], [y + height, 1]] as const) {
      doc.moveTo(cornerX + out * 6, cornerY).lineTo(cornerX + out * 22, cornerY).stroke();
      doc.moveTo(cornerX, cornerY + up * 6).lineTo(cornerX, cornerY + up * 22).stroke();
    }
  } // prettier-ignore
}

const headingOf = ({ heading, language, purpose }: Sheet): string =>
  heading ?? printWords[language].heading[purpose];
