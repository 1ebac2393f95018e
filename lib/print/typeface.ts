import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The voice for titles and names, the plain hand for the rest, and that same hand when it must stand out. */
export type Face = 'voice' | 'text' | 'strong';

/** A stretch of one line as outlines, one em high: y grows upwards from the line the letters stand on. */
export interface Outline {
  /** SVG path data of every letter, each with how far along the line it stands. */
  letters: readonly { path: string; x: number; y: number }[];
  /** Ems. */
  width: number;
  /** How much heavier the letters are drawn than they are cut, in ems. */
  weight: number;
}

/**
 * A text of one line in letters that are drawn rather than set: a printer needs no font for them, and the files that
 * browsers get serve for paper, too. They hold Latin of every country, Greek and Cyrillic; what they lack is left out
 * rather than shown as boxes, and `signsWithout` names it.
 */
export function outlineOf(text: string, face: Face): Outline {
  const weight = WEIGHTS[face];
  const letters: { path: string; x: number; y: number }[] = [];
  let width = 0;
  for (const { font, text: stretch } of stretches(printable(text), face)) {
    const em = font.unitsPerEm;
    const { glyphs, positions } = font.layout(stretch, ['kern', 'liga', 'lnum']);
    glyphs.forEach((glyph, place) => {
      const { xAdvance, xOffset, yOffset } = positions[place]!;
      const path = scaled(glyph.path.commands, 1 / em);
      if (path) letters.push({ path, x: width + xOffset / em, y: yOffset / em });
      width += xAdvance / em + weight / 3;
    });
  }
  return { letters, width, weight };
}

/** The signs of a text, as people see them and each once, that a face has no letters for: print leaves them out. */
export function signsWithout(text: string, face: Face): string[] {
  const without = new Set<string>();
  for (const { segment } of signs.segment(printable(text))) {
    if ([...segment].some((letter) => !isUnseen(letter) && !fontFor(letter.codePointAt(0)!, face)))
      without.add(segment);
  }
  return [...without];
}

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Spaces, line ends, and what only says how its neighbours are shown: nobody misses them. */
const isUnseen = (letter: string): boolean => /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]$/u.test(letter);

const SCRIPTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'];
/** Greek of many accents is only in the plain hand. */
const FAMILIES: Record<Face, readonly string[]> = {
  voice: ['vollkorn', 'inter'],
  text: ['inter'],
  strong: ['inter'],
};
const WEIGHTS: Record<Face, number> = { voice: 0.028, text: 0, strong: 0.03 };

/** Each is read when the first letter needs it: most texts need one. */
function* fontsOf(face: Face): Generator<Font> {
  for (const family of FAMILIES[face]) {
    for (const script of SCRIPTS) {
      if (family !== 'vollkorn' || script !== 'greek-ext') yield fontOf(family, script);
    }
  }
}

const read = new Map<string, Font>();
const files = createRequire(import.meta.url);
/** Asked for rather than imported: fontkit ships no types. */
const { create } = files('fontkit') as { create: (file: Buffer) => Font };

/** What we use of fontkit 2. */
interface Font {
  unitsPerEm: number;
  hasGlyphForCodePoint(code: number): boolean;
  layout(
    text: string,
    features: string[],
  ): {
    glyphs: { path: { commands: PathCommand[] } }[];
    positions: { xAdvance: number; xOffset: number; yOffset: number }[];
  };
}

interface PathCommand {
  command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
  args: number[];
}

function fontOf(family: string, script: string): Font {
  const name = `@fontsource-variable/${family}/files/${family}-${script}-wght-normal.woff2`;
  const known = read.get(name);
  if (known) return known;
  const font = create(readFileSync(files.resolve(name)));
  read.set(name, font);
  return font;
}

/** A text in pieces of one font each: a letter stays with the font before it where that has it. */
function stretches(text: string, face: Face): { font: Font; text: string }[] {
  const pieces: { font: Font; text: string }[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    const last = pieces.at(-1);
    if (last?.font.hasGlyphForCodePoint(code)) {
      last.text += letter;
      continue;
    }
    const font = fontFor(code, face);
    if (font) pieces.push({ font, text: letter });
  }
  return pieces;
}

function fontFor(code: number, face: Face): Font | undefined {
  for (const font of fontsOf(face)) if (font.hasGlyphForCodePoint(code)) return font;
  return undefined;
}

/** Narrow spaces are in few fonts; a hard one is in all. */
const printable = (text: string): string => text.normalize('NFC').replace(/[\u202f\u2009]/g, '\u00a0');

const SIGNS = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
} as const;

function scaled(commands: readonly PathCommand[], by: number): string {
  return commands
    .map(({ command, args }) => SIGNS[command] + args.map((arg) => Number((arg * by).toFixed(3))).join(' '))
    .join('');
}
