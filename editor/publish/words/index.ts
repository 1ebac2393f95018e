import { useMemo } from 'react';
import { createTranslator, useLocale } from 'use-intl';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type PublishTexts = Texts<typeof en>;

const CATALOGUES: Readonly<Record<string, PublishTexts>> = { en, es, fr };

type Path<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Path<T[K], `${P}${K}.`>;
}[keyof T & string];
export type PublishKey = Path<typeof en>;
export type Say = (key: PublishKey, values?: Record<string, string | number>) => string;

export function publishWords(locale: string): { locale: string; t: Say } {
  const language = locale.split('-')[0] ?? 'en';
  const t = createTranslator<typeof en>({
    locale: language as 'en',
    messages: (CATALOGUES[language] ?? en) as typeof en,
  });
  return { locale, t: t as unknown as Say };
}

/** The words of publishing and of versions; they load with them, not with the editor. */
export function usePublishWords(): { locale: string; t: Say } {
  const locale = useLocale();
  return useMemo(() => publishWords(locale), [locale]);
}
