import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../api/client.js';
import { me } from '../api/queries.js';
import { chooseBusiness } from '../api/session.js';
import { Button, Segmented, SelectField } from '../ui/index.js';
import { useLanguage } from '../words/language.js';
import { LANGUAGE_NAMES, LANGUAGES } from '../words/words.js';

const SCHEMES = ['light', 'dark', 'auto'] as const;

/** Business, language, appearance, the way out: behind the name at the foot of the navigation. */
export function AccountMenu({ children }: { children: ReactNode }) {
  const t = useTranslations('shell.account');
  const { data } = useQuery(me);
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const tick = (on: boolean) => (on ? <IconCheck size={16} aria-hidden /> : <span style={{ width: 16 }} />);
  return (
    <Menu position="top-start" width={232} withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {data && data.businesses.length > 1 && (
          <>
            <Menu.Label>{t('business')}</Menu.Label>
            {data.businesses.map(({ id, name }) => (
              <Menu.Item key={id} leftSection={tick(id === data.businessId)} onClick={() => goTo(id)}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t('language')}</Menu.Label>
        {LANGUAGES.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            leftSection={tick(each === language)}
            onClick={() => choose(each)}
          >
            {LANGUAGE_NAMES[each]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('appearance')}</Menu.Label>
        {SCHEMES.map((each) => (
          <Menu.Item key={each} leftSection={tick(each === colorScheme)} onClick={() => setColorScheme(each)}>
            {t(each)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same choices, laid out for a phone. */
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
      <Segmented
        label={t('language')}
        value={language}
        onChange={choose}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <Segmented
        label={t('appearance')}
        value={colorScheme}
        onChange={setColorScheme}
        options={SCHEMES.map((value) => ({ value, label: t(value) }))}
      />
      <Button icon={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>
        {t('signOut')}
      </Button>
    </div>
  );
}

function goTo(businessId: string) {
  chooseBusiness(businessId);
  location.assign('/');
}

async function signOut() {
  await auth('/sign-out', {}).catch(() => undefined);
  location.assign('/sign-in');
}
