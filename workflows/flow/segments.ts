/** How a text travels: which alphabet, in how many parts, and what forces the expensive one. */
export interface Segments {
  encoding: 'GSM-7' | 'UCS-2';
  /** Parts it is sent and charged as; 0 for an empty text. */
  parts: number;
  /** Units used: septets, or UTF-16 code units. */
  units: number;
  /** Units that still fit into the last part. */
  left: number;
  /** Every different character outside the cheap alphabet, in order, with a cheap one that says the same. */
  costly: { character: string; instead: string | null }[];
}

/** Source: 3GPP TS 23.038, GSM 7-bit default alphabet and its extension table (those count two). */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const UNITS = new Map<string, number>([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENSION].map((character) => [character, 2] as const),
]);

const CHEAPER: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '…': '...',
  '•': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\t': ' ',
  á: 'à',
  í: 'ì',
  ó: 'ò',
  ú: 'ù',
  ç: 'Ç',
  '`': "'",
  '´': "'",
  '×': 'x',
};

/** How many texts this is, and why. Long ones lose seven units a part to the header that joins them. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const costly = [...new Set(characters.filter((character) => !UNITS.has(character)))].map((character) => ({
    character,
    instead: CHEAPER[character] ?? null,
  }));
  if (costly.length === 0) {
    return {
      encoding: 'GSM-7',
      ...packed(
        characters.map((one) => UNITS.get(one) ?? 1),
        160,
        153,
      ),
      costly,
    };
  }
  return {
    encoding: 'UCS-2',
    ...packed(
      characters.map((one) => one.length),
      70,
      67,
    ),
    costly,
  };
}

/** Fills parts in order; a character of two units is never torn apart. */
function packed(
  units: number[],
  single: number,
  joined: number,
): { parts: number; units: number; left: number } {
  const total = units.reduce((sum, unit) => sum + unit, 0);
  if (total === 0) return { parts: 0, units: 0, left: single };
  if (total <= single) return { parts: 1, units: total, left: single - total };
  let parts = 1;
  let used = 0;
  for (const unit of units) {
    if (used + unit > joined) {
      parts += 1;
      used = 0;
    }
    used += unit;
  }
  return { parts, units: total, left: joined - used };
}

/** “’ makes this 2 texts instead of 1: write ' instead.”, or null when nothing can be saved. */
export function explainSegments(text: string): string | null {
  const { encoding, parts, costly } = segmentsOf(text);
  if (encoding === 'GSM-7') return null;
  const plain = [...text]
    .map((character) => (UNITS.has(character) ? character : (CHEAPER[character] ?? 'x')))
    .join('');
  const cheap = segmentsOf(plain).parts;
  if (cheap >= parts) return null;
  const named = costly.slice(0, 3).map(({ character }) => `“${character}”`);
  const verb = costly.length === 1 ? 'makes' : 'make';
  const cures = costly.filter(({ instead }) => instead !== null);
  const cure =
    cures.length === costly.length && costly.length === 1
      ? `write “${costly[0]?.instead ?? ''}” instead`
      : 'leave out or replace what a plain phone cannot show';
  return `${named.join(', ')} ${verb} this ${parts} texts instead of ${cheap}: ${cure}.`;
}
