import { segmentsOf } from '../../workflows/flow/segments.js';

/** The words around details and conditions; what stands inside braces is code and is left alone. */
const CODE = /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

/** The same text in signs every phone knows. Letters keep their accents: they belong to the language. */
export function withPlainSigns(text: string): string {
  const cures = new Map(
    segmentsOf(text)
      .costly.filter(({ character, instead }) => instead !== null && !/\p{L}/u.test(character))
      .map(({ character, instead }) => [character, instead ?? '']),
  );
  if (cures.size === 0) return text;
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : [...part].map((one) => cures.get(one) ?? one).join('')))
    .join('');
}
