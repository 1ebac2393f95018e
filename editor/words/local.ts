import { useMemo } from 'react';
import { createTranslator, useLocale } from 'use-intl';
import { LANGUAGES, type Language, type Words } from './words.js';

/** Any key of a catalogue, checked by the compiler: `card.title`. */
type Path<T, Before extends string = ''> = {
  [Key in keyof T & string]: T[Key] extends string ? `${Before}${Key}` : Path<T[Key], `${Before}${Key}.`>;
}[keyof T & string];

export interface LocalWords<Original> {
  locale: Language;
  t: (key: Path<Original>, values?: Record<string, string | number>) => string;
  /** Is there such a key? For names that come from the server. */
  has: (key: string) => boolean;
}

/** Words that only one page needs travel with that page: a hook for them, in the language of the app. */
export function localWords<Original extends object>(catalogues: {
  en: Original;
  es: Words<Original>;
  fr: Words<Original>;
}): () => LocalWords<Original> {
  return function useLocalWords() {
    const chosen = useLocale();
    return useMemo(() => {
      const locale = LANGUAGES.find((one) => one === chosen) ?? 'en';
      const translate = createTranslator({ locale, messages: catalogues[locale] as never });
      return {
        locale,
        t: translate as unknown as LocalWords<Original>['t'],
        has: (key) => (translate as unknown as { has: (key: string) => boolean }).has(key),
      };
    }, [chosen]);
  };
}
