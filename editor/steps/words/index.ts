import { useMemo } from 'react';
import { createTranslator, useLocale } from 'use-intl';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type StepTexts = Texts<typeof en>;

const CATALOGUES: Readonly<Record<string, StepTexts>> = { en, es, fr };

type Path<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Path<T[K], `${P}${K}.`>;
}[keyof T & string];
export type StepWordKey = Path<typeof en>;
export type SayStep = (key: StepWordKey, values?: Record<string, string | number>) => string;

/** The words of step settings; they load with the editor, not with every page. */
export function useStepWords(): { locale: string; t: SayStep } {
  const locale = useLocale();
  return useMemo(() => {
    const language = locale.split('-')[0] ?? 'en';
    const t = createTranslator<typeof en>({
      locale: language as 'en',
      messages: (CATALOGUES[language] ?? en) as typeof en,
    });
    return { locale, t: t as unknown as SayStep };
  }, [locale]);
}
