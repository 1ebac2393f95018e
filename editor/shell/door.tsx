import './frame.css';
import { useMantineColorScheme } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useTitle } from '../ui/page.js';
import { useLanguage } from '../words/language.js';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../words/words.js';
import { Mark } from './mark.js';

/** The frame of pages for people who are not signed in: one card in the middle, the language below. */
export function Door({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  const t = useTranslations('shell.account');
  const { language, choose } = useLanguage();
  const id = useId();
  useMantineColorScheme();
  useTitle(title);
  return (
    <div className="door">
      <main>
        <div className="mark voice">
          <Mark />
          <span>Journeyman</span>
        </div>
        <div className="card">
          <h1 className="voice">{title}</h1>
          {intro && <p className="muted">{intro}</p>}
          {children}
        </div>
        <div className="row" style={{ justifyContent: 'center', marginTop: 20 }}>
          <label htmlFor={id} className="t13 muted">
            {t('language')}
          </label>
          <select
            id={id}
            className="input"
            style={{ width: 'auto' }}
            value={language}
            onChange={(event) => choose(event.target.value as Language)}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </select>
        </div>
      </main>
    </div>
  );
}
