import { useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../api/client.js';
import { clearShelves } from '../api/kept.js';
import { me } from '../api/queries.js';
import { chooseBusiness } from '../api/session.js';
import { Button, Segmented, SelectField } from '../ui/index.js';
import { useLanguage } from '../words/language.js';
import { LANGUAGE_NAMES, LANGUAGES } from '../words/words.js';

const SCHEMES = ['light', 'dark', 'auto'] as const;

/** Business, language, appearance, the way out. */
export function AccountChoices() {
  const t = useTranslations('shell.account');
  const { data } = useQuery(me);
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className="stack" style={{ gap: 16 }}>
      {data && data.businesses.length > 1 && (
        <SelectField
          label={t('business')}
          value={data.businessId}
          onChange={(event) => goTo(event.target.value)}
        >
          {data.businesses.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <Choice name={t('language')}>
        <Segmented
          label={t('language')}
          value={language}
          onChange={choose}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
      </Choice>
      <Choice name={t('appearance')}>
        <Segmented
          label={t('appearance')}
          value={colorScheme}
          onChange={setColorScheme}
          options={SCHEMES.map((value) => ({ value, label: t(value) }))}
        />
      </Choice>
      <Button icon={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>
        {t('signOut')}
      </Button>
    </div>
  );
}

const Choice = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="field">
    <span className="name" aria-hidden="true">
      {name}
    </span>
    {children}
  </div>
);

function goTo(businessId: string) {
  chooseBusiness(businessId);
  location.assign('/');
}

/** What somebody typed and did not send is theirs: it goes with them. */
export async function signOut(): Promise<void> {
  await auth('/sign-out', {}).catch(() => undefined);
  clearShelves();
  location.assign('/sign-in');
}
