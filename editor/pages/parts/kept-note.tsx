import { useTranslations } from 'use-intl';
import { Button } from '../../ui/index.js';

/** A form that opens with what was typed at another time says so, and offers to begin anew. */
export function KeptNote({ shown, forget }: { shown: boolean; forget: () => void }) {
  const t = useTranslations('shell');
  if (!shown) return null;
  return (
    <div className="row wrap" role="status">
      <span className="t13 muted grow">{t('kept')}</span>
      <Button small kind="quiet" onClick={forget}>
        {t('startOver')}
      </Button>
    </div>
  );
}
