import { useTranslations } from 'use-intl';
import { isRefusal } from '../api/refusal.js';
import { Button } from '../ui/button.js';
import { useFaultSentence } from '../ui/fault.js';
import { EmptyState } from '../ui/page.js';

/** A page threw. A page that is missing on the server means a newer version runs there: loading again gets it. */
export function BrokenPage({ error }: { error: unknown }) {
  const t = useTranslations('shell.broken');
  const sentence = useFaultSentence();
  return (
    <EmptyState
      heading="h1"
      title={t('title')}
      action={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
    >
      {isRefusal(error) ? sentence(error) : t('text')}
    </EmptyState>
  );
}
