import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { Refusal } from '../api/refusal.js';
import { Button } from './button.js';

/** What happened and what to do, in the reader's language, for anything that was thrown. */
export function useFaultSentence(): (error: unknown) => string {
  const t = useTranslations('shell');
  return (error) => {
    if (!(error instanceof Refusal)) return t('faults.unknown');
    const key = `faults.${error.code}` as 'faults.offline';
    return t.has(key) ? t(key) : error.detail;
  };
}

/** A refusal where it happened; what was typed stays in the form beside it. */
export function FaultNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTranslations('shell');
  const sentence = useFaultSentence();
  if (!error) return null;
  return (
    <div className="notebox tone-bad" role="alert">
      <IconAlertCircle size={20} className="icon" aria-hidden />
      <div className="grow">
        {sentence(error)}
        {error instanceof Refusal && error.faults.length > 0 && (
          <ul>
            {error.faults.map(({ path, message }) => (
              <li key={path + message}>{message}</li>
            ))}
          </ul>
        )}
      </div>
      {retry && (
        <Button small onClick={retry}>
          {t('tryAgain')}
        </Button>
      )}
    </div>
  );
}
