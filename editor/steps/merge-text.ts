/** A detail written into a text: `{{ customer.firstName | default: 'there' }}`. */
export interface Chip {
  from: number;
  to: number;
  path: string;
  /** What is written when it is not known; null when nothing is said about that. */
  fallback: string | null;
}

const OUTPUT = /\{\{-?\s*([A-Za-z][\w-]*(?:\.[\w-]+)*)\s*((?:\|[^{}]*)?)-?\}\}/g;
const DEFAULT = /\|\s*default:\s*(?:'([^']*)'|"([^"]*)")/;

/** Every detail in a text, in order. What is no plain detail (conditions, calculations) stays code. */
export function chipsIn(text: string): Chip[] {
  return [...text.matchAll(OUTPUT)].map((match) => {
    const fallback = DEFAULT.exec(match[2] ?? '');
    return {
      from: match.index,
      to: match.index + match[0].length,
      path: match[1] ?? '',
      fallback: fallback ? (fallback[1] ?? fallback[2] ?? '') : null,
    };
  });
}

/** The text with another fallback wherever the detail stands; an empty one takes it away. */
export function withFallback(text: string, path: string, fallback: string): string {
  // A quote inside would end the literal (the typographic one says the same), and a backslash would take its end away.
  const quoted = fallback.replaceAll("'", '’').replace(/[{}|\\]/g, '');
  return text.replace(OUTPUT, (whole, named: string, filters: string) => {
    if (named !== path) return whole;
    const others = filters.replace(DEFAULT, '').trim();
    const own = quoted.trim() === '' ? '' : ` | default: '${quoted}'`;
    return `{{ ${path}${own}${others ? ` ${others}` : ''} }}`;
  });
}

/** How a detail is written when it is picked: dates and money in the customer's way. */
export function written(path: string, type: string, known: readonly { path: string }[]): string {
  const currency = known.some((one) => one.path === 'event.data.currency') ? ': event.data.currency' : '';
  if (type === 'cents') return `{{ ${path} | money${currency} }}`;
  if (type === 'date') return `{{ ${path} | date: '%d/%m/%Y' }}`;
  if (type === 'instant') return `{{ ${path} | date: '%d/%m/%Y %H:%M' }}`;
  if (type === 'list') return `{{ ${path} | join: ', ' }}`;
  return `{{ ${path} }}`;
}
