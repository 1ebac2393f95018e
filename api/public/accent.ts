/** A colour as three numbers from 0 to 255. */
type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The ground of a page, by day and by night; style.ts writes the same. */
export const GROUND = { light: '#ffffff', dark: '#171b18' } as const;
const USUAL = '#1f4f7c';
/** WCAG 2.2, 1.4.3: text of ordinary size. */
const ENOUGH = 4.5;

export interface Accent {
  /** Behind white text. */
  button: string;
  /** As text on the page by day and by night. */
  light: string;
  dark: string;
}

/**
 * An owner's colour, darkened or lightened until it can be read: white on it, and it on the page, at 4.5:1 or better.
 * Anything that is no colour becomes a quiet blue.
 */
export function readableAccent(colour: string | null): Accent {
  const chosen = parse(colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : USUAL);
  const button = until(chosen, BLACK, (shade) => contrast(shade, WHITE) >= ENOUGH);
  return {
    button: hex(button),
    light: hex(until(chosen, BLACK, (shade) => contrast(shade, parse(GROUND.light)) >= ENOUGH)),
    dark: hex(until(chosen, WHITE, (shade) => contrast(shade, parse(GROUND.dark)) >= ENOUGH)),
  };
}

/** The ratio of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
export function contrastRatio(one: string, other: string): number {
  return contrast(parse(one), parse(other));
}

/** The nearest shade towards `end` that is good. `end` itself always is. */
function until(colour: Rgb, end: Rgb, isGood: (shade: Rgb) => boolean): Rgb {
  for (let step = 0; step < 50; step++) {
    const shade = colour.map((part, i) =>
      Math.round(part + ((end[i]! - part) * step) / 50),
    ) as unknown as Rgb;
    if (isGood(shade)) return shade;
  }
  return end;
}

function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const parse = (colour: string): Rgb =>
  [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;
const hex = (colour: Rgb): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
