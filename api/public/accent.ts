import { BLACK, contrast, hexOf, isColour, rgbOf, shadeUntil, WHITE } from '../../lib/colour.js';

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
  const chosen = rgbOf(isColour(colour) ? colour : USUAL);
  const readableOn = (ground: string) => (shade: Parameters<typeof contrast>[0]) =>
    contrast(shade, rgbOf(ground)) >= ENOUGH;
  return {
    button: hexOf(shadeUntil(chosen, BLACK, (shade) => contrast(shade, WHITE) >= ENOUGH)),
    light: hexOf(shadeUntil(chosen, BLACK, readableOn(GROUND.light))),
    dark: hexOf(shadeUntil(chosen, WHITE, readableOn(GROUND.dark))),
  };
}

/** The ratio of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio". */
export function contrastRatio(one: string, other: string): number {
  return contrast(rgbOf(one), rgbOf(other));
}
