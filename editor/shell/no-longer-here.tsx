import { IconLogout } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { chosenBusiness, forgetBusiness } from '../api/session.js';
import { Button } from '../ui/button.js';
import { EmptyState, useTitle } from '../ui/page.js';
import { signOut } from './account.js';

/** Somebody took this person off the team while they were signed in: what happened, and where they may go. */
export function NoLongerHere({ business }: { business: string | undefined }) {
  const t = useTranslations('shell.noLongerHere');
  useTitle(t('title'));
  return (
    <main>
      <EmptyState
        heading="h1"
        title={business ? t('titleOf', { business }) : t('title')}
        action={
          <div className="row wrap" style={{ justifyContent: 'center' }}>
            {chosenBusiness() !== null && <Button onClick={elsewhere}>{t('elsewhere')}</Button>}
            <Button icon={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>
              {t('signOut')}
            </Button>
          </div>
        }
      >
        {t('text')}
      </EmptyState>
    </main>
  );
}

function elsewhere() {
  forgetBusiness();
  location.assign('/');
}
