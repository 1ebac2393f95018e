import { useTranslations } from 'use-intl';
import { Button } from '../../ui/index.js';

/** The two ways out of a dialog that is a form. */
export function FormButtons({ act, busy, onCancel }: { act: string; busy: boolean; onCancel: () => void }) {
  const t = useTranslations('shell');
  return (
    <>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <Button kind="primary" type="submit" busy={busy}>
        {act}
      </Button>
    </>
  );
}
