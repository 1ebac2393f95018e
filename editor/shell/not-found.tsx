import { useTranslations } from 'use-intl';
import { ButtonLink } from '../ui/button.js';
import { EmptyState, useTitle } from '../ui/page.js';

export function NotFound() {
  const t = useTranslations('shell.notFound');
  useTitle(t('title'));
  return (
    <main>
      <EmptyState heading="h1" title={t('title')} action={<ButtonLink to="/">{t('home')}</ButtonLink>}>
        {t('text')}
      </EmptyState>
    </main>
  );
}
