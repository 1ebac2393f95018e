import { IconDownload } from '@tabler/icons-react';
import { isReserved } from '../../../workflows/flow/events.js';
import { eventChoices } from '../../canvas/event-names.js';
import { Button } from '../../ui/index.js';
import { saveFile } from '../qr-codes/code-file.js';
import type { en } from './words/en.js';
import { useImportWords } from './words/index.js';

/** The headings a file of events is understood by; anything else is kept under its own name. */
const HEADINGS = ['type', 'date', 'id', 'kind', 'number', 'name', 'email', 'phone'] as const;
const EXAMPLE = [
  'type,date,id,kind,number,name,email,phone,total cents',
  'job_completed,2026-06-20 15:04,e-1,job,8841,Ana Ruiz,ana@example.com,+34600111222,12500',
  'invoice_paid,2026-06-21,e-2,invoice,F-1,Ana Ruiz,ana@example.com,+34600111222,12500',
].join('\r\n');

/** What the heading must say, which words name what happened, and a file to begin from. */
export function EventsExample() {
  const { t, locale } = useImportWords();
  return (
    <details>
      <summary>{t('example.how')}</summary>
      <div className="stack" style={{ gap: 12, marginTop: 12 }}>
        <dl className="pairs">
          {HEADINGS.map((heading) => (
            <div key={heading}>
              <dt>
                <code>{heading}</code>
              </dt>
              <dd>{t(`example.${heading}`)}</dd>
            </div>
          ))}
        </dl>
        <p className="muted">{t('example.others')}</p>
        <p>{t('example.types')}</p>
        <dl className="pairs types">
          {eventChoices(locale)
            .filter(({ type }) => !isReserved(type))
            .map(({ type, label }) => (
              <div key={type}>
                <dt>
                  <code>{type}</code>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
        </dl>
        <p className="muted">{t('example.own')}</p>
        <div>
          <Button
            small
            icon={<IconDownload size={16} aria-hidden />}
            onClick={() => saveFile(new Blob([EXAMPLE], { type: 'text/csv' }), 'events.csv')}
          >
            {t('example.get')}
          </Button>
        </div>
      </div>
    </details>
  );
}

/** A heading of the file, and what is understood by it. `path` is where the API keeps it: `customer.email`, `data.total`. */
export function EventColumn({ heading, path }: { heading: string; path: string | null }) {
  const { t } = useImportWords();
  const [where = '', name = ''] = path?.split('.') ?? [];
  const said =
    path === null
      ? t('leave')
      : where === 'data'
        ? t('keptAs', { name })
        : where === 'customer'
          ? t('ofCustomer', { field: t(`fields.${name as keyof typeof en.fields}`) })
          : t(`paths.${path.replace('.', '_') as keyof typeof en.paths}`);
  return (
    <>
      <span className="heading label">{heading}</span>
      <span className="heading t12 muted">{said}</span>
    </>
  );
}
