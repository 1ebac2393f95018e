import { useEffect, useState } from 'react';
import { useLocale } from 'use-intl';

const unchanged = (english: string): string => english;

/**
 * Says in the language of the app what the flow says in English: changes between two drafts, faults of a setting. The
 * sentences are fetched when the first of them is needed in another language than English.
 */
export function useOwnSentences(): (english: string) => string {
  const locale = useLocale();
  const [loaded, setLoaded] = useState({ say: unchanged });
  useEffect(() => {
    let wanted = true;
    if (locale === 'en') setLoaded({ say: unchanged });
    else {
      void import('../../workflows/flow/words/in-language.js').then(({ inLanguage }) => {
        if (wanted) setLoaded({ say: inLanguage(locale) });
      });
    }
    return () => void (wanted = false);
  }, [locale]);
  return loaded.say;
}
