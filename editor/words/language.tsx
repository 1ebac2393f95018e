import { useEffect, useState, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { create } from 'zustand';
import { askIn } from '../api/client.js';
import { queryClient } from '../api/queries.js';
import type { en } from './en/index.js';
import { LANGUAGES, type Language } from './words.js';

const STORED = 'journeyman.language';

const catalogues: Record<Language, () => Promise<typeof en>> = {
  en: async () => (await import('./en/index.js')).en,
  es: async () => (await import('./es/index.js')).es as typeof en,
  fr: async () => (await import('./fr/index.js')).fr as typeof en,
};

export const useLanguage = create<{ language: Language; choose: (language: Language) => void }>((set) => ({
  language: firstChoice(),
  choose: (language) => {
    localStorage.setItem(STORED, language);
    set({ language });
  },
}));

// What was chosen in another tab is chosen here too.
addEventListener('storage', ({ key }) => {
  if (key === STORED) useLanguage.setState({ language: firstChoice() });
});

/** The words of the chosen language around the app; the last language stays until the next has arrived. */
export function InChosenLanguage({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const [loaded, setLoaded] = useState<{ language: Language; words: typeof en }>();
  useEffect(() => {
    let wanted = true;
    void catalogues[language]().then((words) => {
      if (!wanted) return;
      const changed = document.documentElement.lang !== language;
      document.documentElement.lang = language;
      askIn(language);
      setLoaded({ language, words });
      // What the server said in the last language is asked for again in this one.
      if (changed) void queryClient.invalidateQueries();
    });
    return () => void (wanted = false);
  }, [language]);
  if (!loaded) return null;
  return (
    <IntlProvider
      locale={loaded.language}
      messages={loaded.words}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </IntlProvider>
  );
}

function firstChoice(): Language {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return (
    LANGUAGES.find((language) => language === wanted.find((each) => LANGUAGES.some((one) => one === each))) ??
    'en'
  );
}
