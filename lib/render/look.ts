import type { CSSProperties } from 'react';

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
  quiet: CSSProperties;
}

const INK = '#1f2328';
const QUIET = '#59636e';
export const FONTS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** `accent` is the business's colour, `#rrggbb`; anything else is our own. */
export function lookOf(accent: string | null | undefined): Look {
  const colour = accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent : '#0b57d0';
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
      color: readableOn(colour),
      borderRadius: '6px',
      padding: '12px 20px',
      fontSize: '16px',
      fontWeight: 600,
    },
    quiet: { margin: '0 0 8px', fontSize: '13px', lineHeight: '20px', color: QUIET },
  };
}

/** White or ink, whichever stands out more from the colour (WCAG relative luminance). */
function readableOn(colour: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? INK : '#ffffff';
}
