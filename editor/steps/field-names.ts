import { fieldLabel, type Field } from '../../workflows/flow/fields.js';
import { FIELD_WORDS } from '../../workflows/flow/words/fields.js';

/**
 * What owners call a field, in the language of the app; fields nobody has named keep their own words.
 * `fields` are those known here: one path may mean the start of a job in one journey, of a reservation in another.
 */
export function fieldName(path: string, locale: string, fields: readonly Field[] = []): string {
  const english = fields.find((one) => one.path === path)?.label ?? fieldLabel(path);
  const [es, fr] = FIELD_WORDS[english] ?? [];
  return (locale.startsWith('es') ? es : locale.startsWith('fr') ? fr : undefined) ?? english;
}
