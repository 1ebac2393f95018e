import { use, useMemo } from 'react';
import { createTranslator, useLocale } from 'use-intl';
import { en } from './en.js';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type CanvasTexts = Texts<typeof en>;

/** English is at hand, because it is what the keys are typed by; another language is fetched when it is chosen. */
const FETCHED: Readonly<Record<string, () => Promise<CanvasTexts>>> = {
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
};
const fetched = new Map<string, Promise<CanvasTexts>>();

function catalogueOf(language: string): Promise<CanvasTexts> | null {
  const fetch = FETCHED[language];
  if (!fetch) return null;
  // Without a line English does for now, and the next page asks again.
  const made =
    fetched.get(language) ??
    fetch().catch(() => {
      fetched.delete(language);
      return en;
    });
  fetched.set(language, made);
  return made;
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

/** Words of the editor in the language of the app: `t('bar.publish')`. Waits while they are being fetched. */
export function useCanvasWords(): Words {
  const locale = useLocale();
  const language = locale.split('-')[0] ?? 'en';
  const catalogue = catalogueOf(language);
  const messages = catalogue ? use(catalogue) : en;
  return useMemo(
    () => ({
      locale,
      t: createTranslator<typeof en>({
        locale: language as 'en',
        messages: messages as typeof en,
      }) as unknown as Translate,
    }),
    [locale, language, messages],
  );
}
