import './imports.css';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { answer, api, type Shape } from '../../api/client.js';
import { Button, ButtonLink, Card, FaultNote, Segmented, SelectField } from '../../ui/index.js';
import { EventColumn, EventsExample } from './events.js';
import { useImportWords } from './words/index.js';

type Preview = Shape<'ImportPreview'>;
type Field = NonNullable<Preview['columns'][number]['field']>;
type Fault = Preview['rejected'][number];
type Kind = Shape<'Import'>['of'];
interface File {
  name: string;
  csv: string;
}

const FIELDS = [
  'externalId', 'name', 'firstName', 'lastName', 'email', 'phone', 'locale', 'timezone', 'country', 'tags',
  'emailMarketing', 'smsMarketing', 'consentSource',
] as const satisfies readonly Field[]; // prettier-ignore
const MOST_BYTES = 1_000_000;
const SHOWN_FAULTS = 50;

/** A file, what it would do, and the press that does it. Nothing changes before that press. */
export function ImportCard() {
  const { t } = useImportWords();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<Kind>('customers');
  const [file, setFile] = useState<File>();
  const [trouble, setTrouble] = useState<'tooLarge' | 'unreadable'>();
  const look = useMutation({
    mutationFn: ({ kind, of, columns }: { kind: Kind; of: File; columns?: (Field | null)[] }) =>
      answer(
        api.POST('/imports', {
          body: {
            of: kind,
            csv: of.csv,
            fileName: of.name,
            badRows: 'skip',
            dryRun: true,
            ...(columns && { columns }),
          },
        }),
      ) as Promise<Preview>,
  });
  const bring = useMutation({
    mutationFn: ({ of, columns, skip }: { of: File; columns: (Field | null)[]; skip: boolean }) =>
      answer(
        api.POST('/imports', {
          body: {
            of: kind,
            csv: of.csv,
            fileName: of.name,
            // What columns of events mean is told by their headings.
            ...(kind === 'customers' && { columns }),
            badRows: skip ? 'skip' : 'refuse',
            dryRun: false,
          },
        }),
      ) as Promise<Shape<'Import'>>,
    onSuccess: () => {
      setFile(undefined);
      look.reset();
      void client.invalidateQueries({ queryKey: ['customers'] });
      void client.invalidateQueries({ queryKey: ['events'] });
    },
  });
  const open = async (chosen: globalThis.File | undefined) => {
    if (!chosen) return;
    setTrouble(undefined);
    bring.reset();
    look.reset();
    if (chosen.size > MOST_BYTES) return setTrouble('tooLarge');
    try {
      const of = { name: chosen.name, csv: textOf(await chosen.arrayBuffer()) };
      setFile(of);
      look.mutate({ kind, of });
    } catch {
      setTrouble('unreadable');
    }
  };
  const choose = (next: Kind) => {
    setKind(next);
    bring.reset();
    if (file) look.mutate({ kind: next, of: file });
  };
  return (
    <Card title={t('title')}>
      <div className="body stack imports" style={{ gap: 14 }}>
        <div>
          <Segmented
            label={t('inside')}
            value={kind}
            onChange={choose}
            options={(['customers', 'events'] as const).map((value) => ({
              value,
              label: t(`kinds.${value}`),
            }))}
          />
        </div>
        <p className="muted">{t(kind === 'events' ? 'eventsText' : 'text')}</p>
        {kind === 'events' && <EventsExample />}
        <div className="row wrap">
          <Button
            icon={<IconUpload size={18} aria-hidden />}
            busy={look.isPending}
            onClick={() => chooser.current?.click()}
          >
            {t(file ? 'another' : 'choose')}
          </Button>
          <span role="status" className="muted">
            {look.isPending ? t('reading') : file?.name}
          </span>
          <input
            ref={chooser}
            type="file"
            accept=".csv,text/csv,text/plain"
            aria-label={t('choose')}
            hidden
            onChange={(event) => {
              void open(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
        {trouble && (
          <p role="alert" className="bad">
            {t(trouble)}
          </p>
        )}
        <FaultNote error={look.error ?? bring.error} />
        {file && look.data && (
          <Look
            kind={kind}
            preview={look.data}
            busy={bring.isPending}
            onColumns={(columns) => look.mutate({ kind, of: file, columns })}
            onBring={(columns, skip) => bring.mutate({ of: file, columns, skip })}
          />
        )}
        {bring.data && <Done done={bring.data} />}
      </div>
    </Card>
  );
}

/** Spreadsheets write UTF-8 or, older ones, Windows-1252. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function Look({
  kind,
  preview,
  busy,
  onColumns,
  onBring,
}: {
  kind: Kind;
  preview: Preview;
  busy: boolean;
  onColumns: (columns: (Field | null)[]) => void;
  onBring: (columns: (Field | null)[], skip: boolean) => void;
}) {
  const { t } = useImportWords();
  const columns = preview.columns.map(({ field }) => field);
  const good = preview.created + preview.updated;
  const bad = new Set(preview.rejected.map(({ line }) => line)).size;
  return (
    <>
      <div className="tablewrap" role="group" tabIndex={0} aria-label={t('columns')}>
        <table className="plain num">
          <thead>
            <tr>
              {preview.columns.map(({ heading, field, path }, at) => (
                <th key={at} scope="col" style={{ minWidth: 150 }}>
                  {kind === 'events' ? (
                    <EventColumn heading={heading} path={path ?? null} />
                  ) : (
                    <SelectField
                      label={heading}
                      aria-label={t('means', { heading })}
                      value={field ?? ''}
                      onChange={({ target: { value } }) =>
                        onColumns(
                          columns.map((each, index) => (index === at ? ((value || null) as Field) : each)),
                        )
                      }
                    >
                      <option value="">{t('leave')}</option>
                      {FIELDS.filter((each) => each === field || !columns.includes(each)).map((each) => (
                        <option key={each} value={each}>
                          {t(`fields.${each}`)}
                        </option>
                      ))}
                    </SelectField>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.sample.map((cells, row) => (
              <tr key={row}>
                {preview.columns.map(({ field, path }, at) => (
                  <td key={at} className={(field ?? path) ? '' : 'quiet'}>
                    {cells[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="label num" role="status">
        {kind === 'events'
          ? t('eventsWould', { count: good })
          : t('would', { created: preview.created, updated: preview.updated })}
      </p>
      {bad > 0 && (
        <div className="stack" style={{ gap: 6 }}>
          <h3 className="strong warn">{t('faults', { count: bad })}</h3>
          <p className="t13 muted">{t('faultsText')}</p>
          <Faults faults={preview.rejected} />
        </div>
      )}
      <div>
        {good === 0 ? (
          <p className="muted">{t('none')}</p>
        ) : (
          <Button kind="primary" busy={busy} onClick={() => onBring(columns, bad > 0)}>
            {t(bad > 0 ? 'goSome' : kind === 'events' ? 'eventsGo' : 'go', { count: good })}
          </Button>
        )}
      </div>
    </>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useImportWords();
  return (
    <div className="tablewrap">
      <table className="plain num">
        <thead>
          <tr>
            <th scope="col">{t('line')}</th>
            <th scope="col">{t('column')}</th>
            <th scope="col">{t('what')}</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, SHOWN_FAULTS).map(({ line, column, message }, at) => (
            <tr key={at}>
              <td>{line}</td>
              <td>{column ?? '–'}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.length > SHOWN_FAULTS && (
        <p className="t13 muted">{t('more', { count: faults.length - SHOWN_FAULTS })}</p>
      )}
    </div>
  );
}

function Done({ done }: { done: Shape<'Import'> }) {
  const { t } = useImportWords();
  const left = new Set(done.rejected.map(({ line }) => line)).size;
  return (
    <div className="stack" style={{ gap: 10, alignItems: 'flex-start' }} role="status">
      <p className="good label">
        {t(done.of === 'events' ? 'eventsDone' : 'done', { created: done.created, updated: done.updated })}
      </p>
      {done.refusalsKept > 0 && <p>{t('kept', { count: done.refusalsKept })}</p>}
      {left > 0 && (
        <>
          <p className="warn">{t('left', { count: left })}</p>
          <Faults faults={done.rejected} />
        </>
      )}
      {done.of === 'events' ? (
        <ButtonLink to="/inbox">{t('eventsSee')}</ButtonLink>
      ) : (
        <ButtonLink to="/customers">{t('see')}</ButtonLink>
      )}
    </div>
  );
}
