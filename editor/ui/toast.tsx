import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { create } from 'zustand';
import { Button, IconButton } from './button.js';

interface Toast {
  id: number;
  text: string;
  act?: { label: string; run: () => void };
}

const useToasts = create<{ shown: Toast[] }>(() => ({ shown: [] }));
let last = 0;

/** Says what was done; `act` offers to take it back. Stays 8 s, 14 with an act. */
export function toast(text: string, act?: Toast['act']) {
  const id = ++last;
  useToasts.setState(({ shown }) => ({
    shown: [...shown.slice(-2), act ? { id, text, act } : { id, text }],
  }));
  setTimeout(() => dismiss(id), act ? 14_000 : 8_000);
}

const dismiss = (id: number) =>
  useToasts.setState(({ shown }) => ({ shown: shown.filter((each) => each.id !== id) }));

export function Toasts() {
  const t = useTranslations('shell');
  const { shown } = useToasts();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, act }) => (
        <div key={id} className="toast">
          <span className="grow">{text}</span>
          {act && (
            <Button
              small
              onClick={() => {
                act.run();
                dismiss(id);
              }}
            >
              {act.label}
            </Button>
          )}
          <IconButton small label={t('close')} onClick={() => dismiss(id)}>
            <IconX size={18} aria-hidden />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
