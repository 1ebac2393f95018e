import type { CSSProperties } from 'react';
import { BLACK, contrast, hexOf, isColour, rgbOf, shadeUntil, WHITE } from '../colour.js';

/** The styles of an e-mail: inline, because mail programs drop style sheets; kept plain, because they also reshape. */
export interface Look {
  accent: string;
  text: CSSProperties;
  heading(depth: number): CSSProperties;
  list: CSSProperties;
  quote: CSSProperties;
  code: CSSProperties;
  rule: CSSProperties;
  table: CSSProperties;
  cell: CSSProperties;
  picture: CSSProperties;
  link: CSSProperties;
  button: CSSProperties;
  /** The colour of links for mail programs that let the reader choose darkness. */
  linkByNight: string;
  quiet: CSSProperties;
}

const INK = '#1f2328';
const QUIET = '#59636e';
export const FONTS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

export const CARD_BY_NIGHT = '#1c1c1e';
const USUAL = '#0b57d0';
/** WCAG 2.2, 1.4.3: text of ordinary size. */
const ENOUGH = 4.5;

/**
 * `accent` is the business's colour, `#rrggbb`, darkened by day and lightened by night until it can be read; anything
 * else is our own.
 */
export function lookOf(accent: string | null | undefined): Look {
  const chosen = rgbOf(isColour(accent ?? null) ? accent! : USUAL);
  const readableOn = (ground: typeof WHITE) => (shade: typeof WHITE) => contrast(shade, ground) >= ENOUGH;
  const colour = hexOf(shadeUntil(chosen, BLACK, readableOn(WHITE)));
  return {
    accent: colour,
    text: { margin: '0 0 16px', fontSize: '16px', lineHeight: '24px', color: INK },
    heading: (depth) => ({
      margin: '0 0 12px',
      fontSize: depth === 1 ? '24px' : depth === 2 ? '20px' : '17px',
      lineHeight: '1.3',
      color: INK,
    }),
    list: { margin: '0 0 16px', padding: '0 24px', fontSize: '16px', lineHeight: '24px', color: INK },
    quote: { margin: '0 0 16px', padding: '0 16px', borderInlineStart: '3px solid #d0d7de' },
    code: { margin: '0 0 16px', whiteSpace: 'pre-wrap', fontSize: '14px', color: INK },
    rule: { margin: '24px 0', borderColor: '#d0d7de' },
    table: { margin: '0 0 16px', borderCollapse: 'collapse' },
    cell: { padding: '6px 12px', border: '1px solid #d0d7de', fontSize: '15px', color: INK },
    picture: { maxWidth: '100%', height: 'auto' },
    link: { color: colour, textDecoration: 'underline' },
    button: {
      backgroundColor: colour,
      color: '#ffffff',
      borderRadius: '6px',
      padding: '12px 20px',
      fontSize: '16px',
      fontWeight: 600,
    },
    linkByNight: hexOf(shadeUntil(chosen, WHITE, readableOn(rgbOf(CARD_BY_NIGHT)))),
    quiet: { margin: '0 0 8px', fontSize: '13px', lineHeight: '20px', color: QUIET },
  };
}
