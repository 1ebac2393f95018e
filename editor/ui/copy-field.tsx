import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.js';

/** Something to take elsewhere: an address, a secret. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations('shell');
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  return (
    <div className="field">
      <span className="name">{label}</span>
      <div className="secretfield">
        <code ref={shown}>{value}</code>
        <Button
          small
          kind="quiet"
          icon={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          aria-label={`${t('copy')}: ${label}`}
          onClick={() => {
            // Over plain http there is no clipboard: what is marked can still be copied with the keyboard.
            if (!navigator.clipboard) return getSelection()?.selectAllChildren(shown.current!);
            void navigator.clipboard.writeText(value).then(() => {
              setCopied(true);
              setTimeout(() => setCopied(false), 2000);
            });
          }}
        >
          <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
        </Button>
      </div>
    </div>
  );
}
