import { useMemo } from 'react';
import { createTranslator, useLocale } from 'use-intl';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type CanvasTexts = Texts<typeof en>;

const CATALOGUES: Readonly<Record<string, CanvasTexts>> = { en, es, fr };

/** Words of the editor in the language of the app: `t('bar.publish')`. */
export function wordsFor(locale: string) {
  const language = locale.split('-')[0] ?? 'en';
  return {
    locale,
    t: createTranslator<typeof en>({
      locale: language as 'en',
      messages: (CATALOGUES[language] ?? en) as typeof en,
    }) as unknown as Translate,
  };
}

/** Any key of the catalogue, checked by the compiler. */
type Path<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Path<T[K], `${P}${K}.`>;
}[keyof T & string];
export type WordKey = Path<typeof en>;
export type Translate = (key: WordKey, values?: Record<string, string | number>) => string;
export interface Words {
  locale: string;
  t: Translate;
}

export function useCanvasWords(): Words {
  const locale = useLocale();
  return useMemo(() => wordsFor(locale), [locale]);
}
