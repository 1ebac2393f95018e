import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.js';

/** Something to take elsewhere: an address, a secret. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations('shell');
  const [copied, setCopied] = useState(false);
  return (
    <div className="field">
      <span className="name">{label}</span>
      <div className="secretfield">
        <code>{value}</code>
        <Button
          small
          kind="quiet"
          icon={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          aria-label={`${t('copy')}: ${label}`}
          onClick={() => {
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
