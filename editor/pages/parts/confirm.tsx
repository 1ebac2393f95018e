import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button, Dialog, FaultNote } from '../../ui/index.js';

/** Asks before something that cannot be taken back with one press; says what it does. */
export function Confirm({
  title,
  act,
  busy,
  error,
  ready = true,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  act: string;
  busy: boolean;
  error: unknown;
  ready?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('shell');
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="danger" busy={busy} disabled={!ready} onClick={onConfirm}>
            {act}
          </Button>
        </>
      }
    >
      {children}
      <FaultNote error={error} />
    </Dialog>
  );
}
