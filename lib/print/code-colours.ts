import { BLACK, contrast, hexOf, isColour, rgbOf, shadeUntil, WHITE } from '../colour.js';

const USUAL = '#1d2622';
/** Cheap cameras and dim rooms need more than text does; ISO/IEC 15415 grades a code by this difference. */
const ENOUGH_TO_SCAN = 7;
/** WCAG 2.2, 1.4.3: white words on the panel beside the code. */
const ENOUGH_TO_READ = 4.5;

export interface CodeColours {
  /** The owner's own; null when they have chosen none. */
  chosen: string | null;
  /** The dark squares, on white: 7:1 or better. */
  ink: string;
  /** Behind white words: 4.5:1 or better. */
  panel: string;
  /** The owner's colour was too light to be scanned and was darkened. */
  darkened: boolean;
}

/** The colours a code is printed in: the owner's, made dark enough for phones to tell it from paper. */
export function codeColours(accent: string | null): CodeColours {
  const chosen = isColour(accent) ? accent.toLowerCase() : null;
  const wanted = rgbOf(chosen ?? USUAL);
  const ink = hexOf(shadeUntil(wanted, BLACK, (shade) => contrast(shade, WHITE) >= ENOUGH_TO_SCAN));
  const panel = hexOf(shadeUntil(wanted, BLACK, (shade) => contrast(shade, WHITE) >= ENOUGH_TO_READ));
  return { chosen, ink, panel, darkened: chosen !== null && ink !== chosen };
}
