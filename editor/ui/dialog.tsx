import { IconX } from '@tabler/icons-react';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './button.js';

/** Open while it is rendered. Escape and the cross call `onClose`; leave it out when there is only one way on. */
export function Dialog({
  title,
  wide = false,
  onClose,
  onSubmit,
  footer,
  children,
}: {
  title: string;
  wide?: boolean;
  onClose?: () => void;
  /** Makes the whole dialog a form; the footer then holds its submit button. */
  onSubmit?: () => void;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('shell');
  const dialog = useRef<HTMLDialogElement>(null);
  const titled = useId();
  const form = useId();
  // Closed while it is still on the page: only then the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${wide ? 'wide' : ''}`}
      aria-labelledby={titled}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header>
        <h2 id={titled} className="voice grow">
          {title}
        </h2>
        {onClose && (
          <IconButton label={t('close')} onClick={onClose}>
            <IconX size={20} aria-hidden />
          </IconButton>
        )}
      </header>
      {onSubmit ? (
        <form
          id={form}
          className="body"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {children}
          {footer && (
            <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
              {footer}
            </div>
          )}
        </form>
      ) : (
        <>
          <div className="body">{children}</div>
          {footer && <footer>{footer}</footer>}
        </>
      )}
    </dialog>
  );
}
