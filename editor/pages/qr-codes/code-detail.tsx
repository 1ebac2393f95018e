import { IconAlertCircle, IconDownload, IconPencil } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api, type Shape } from '../../api/client.js';
import { business, useMay } from '../../api/queries.js';
import {
  Button,
  Card,
  CopyField,
  FaultNote,
  SelectField,
  toast,
  useFaultSentence,
  useWhen,
} from '../../ui/index.js';
import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../../words/words.js';
import { Confirm } from '../parts/confirm.js';
import { CodeForm } from './code-form.js';
import { codeFile, saveFile } from './code-file.js';
import { Scans } from './scans.js';
import { useStandsFor } from './stands-for.js';
import { useCodeWords } from './words/index.js';

type Code = Shape<'QrCode'>;
const FORMATS = ['poster', 'tent', 'stickers', 'cards'] as const;
const PAPERS = ['a4', 'letter'] as const;

/** One code: what it looks like, what it stands for, its print and what came of it. */
export function CodeDetail({ code, onGone }: { code: Code; onGone: () => void }) {
  return (
    <>
      <Lead code={code} onGone={onGone} />
      <Print code={code} />
      <Scans id={code.id} />
    </>
  );
}

function Lead({ code, onGone }: { code: Code; onGone: () => void }) {
  const { t } = useCodeWords();
  const standsFor = useStandsFor();
  const client = useQueryClient();
  const sentence = useFaultSentence();
  const when = useWhen();
  const may = useMay('qr_codes:write');
  const [changing, setChanging] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { id, label } = code;
  const changed = () => client.invalidateQueries({ queryKey: ['qr-codes'] });
  const turn = useMutation({
    mutationFn: (active: boolean) =>
      answer(api.PATCH('/qr-codes/{id}', { params: { path: { id } }, body: { active } })),
    onSuccess: ({ active }) => {
      void changed();
      toast(t(active ? 'switchedOn' : 'switchedOff', { label }));
    },
    onError: (error) => toast(sentence(error)),
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/qr-codes/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      setRemoving(false);
      void changed();
      toast(t('removed', { label }));
      onGone();
    },
  });
  return (
    <Card title={label}>
      <div className="lead">
        <Preview code={code} />
        <div className="stack" style={{ gap: 14 }}>
          <p>
            <span className="strong">{standsFor(code)}</span>
            <br />
            <span className="muted">{t(`purposes.${code.purpose}`)}</span>
            {code.expiresAt && (
              <>
                <br />
                <span className="muted">
                  {t(new Date(code.expiresAt) < new Date() ? 'over' : 'until', {
                    when: when.day(lastInstant(code.expiresAt)),
                  })}
                </span>
              </>
            )}
          </p>
          <CopyField label={t('address')} value={code.url} />
          {code.colours.darkened && <p className="t13 muted">{t('darkened')}</p>}
          {may && (
            <div className="acts">
              <Button icon={<IconPencil size={18} aria-hidden />} onClick={() => setChanging(true)}>
                {t('change')}
              </Button>
              <Button busy={turn.isPending} onClick={() => turn.mutate(!code.active)}>
                {t(code.active ? 'switchOff' : 'switchOn')}
              </Button>
              <Button kind="danger" onClick={() => setRemoving(true)}>
                {t('remove')}
              </Button>
            </div>
          )}
        </div>
      </div>
      {changing && (
        <CodeForm code={code} onClose={() => setChanging(false)} onDone={() => setChanging(false)} />
      )}
      {removing && (
        <Confirm
          title={t('removeTitle', { label })}
          act={t('remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setRemoving(false)}
        >
          <p>{t('removeText')}</p>
        </Confirm>
      )}
    </Card>
  );
}

/** A code that ends at midnight has its last day before it. */
const lastInstant = (expiresAt: string): Date => new Date(new Date(expiresAt).getTime() - 1);

/** The drawing itself, as it is downloaded. */
function Preview({ code }: { code: Code }) {
  const { t } = useCodeWords();
  const { data, error } = useQuery({
    queryKey: ['qr-codes', code.id, 'svg', code.colours.ink],
    queryFn: () => codeFile(code.id, 'svg'),
    staleTime: Infinity,
  });
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (error) return <FaultNote error={error} />;
  return (
    <div className="paper">
      {address ? (
        <img src={address} width="200" height="210" alt={t('preview', { address: code.url })} />
      ) : (
        <div style={{ height: 210 }} />
      )}
    </div>
  );
}

function Print({ code }: { code: Code }) {
  const { t, locale } = useCodeWords();
  const home = useQuery(business).data;
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('poster');
  const [paper, setPaper] = useState<(typeof PAPERS)[number]>();
  const [language, setLanguage] = useState<Language>();
  // Letter is the paper of the Americas that write English or share their printers.
  const usualPaper = ['US', 'CA', 'MX'].includes(home?.country ?? '') ? 'letter' : 'a4';
  const usualLanguage = LANGUAGES.find((each) => home?.locale.startsWith(each)) ?? locale;
  const chosen = { paper: paper ?? usualPaper, language: language ?? usualLanguage };
  const download = useMutation({
    mutationFn: async (kind: 'svg' | 'png' | 'pdf') => {
      const query = { svg: '', png: '?size=2048', pdf: `?${new URLSearchParams({ format, ...chosen })}` }[
        kind
      ];
      const name = kind === 'pdf' ? `${code.label} ${t(`formats.${format}`)}` : code.label;
      saveFile(await codeFile(code.id, kind + query), `${fileName(name)}.${kind}`);
    },
  });
  const busy = (kind: string) => download.isPending && download.variables === kind;
  return (
    <Card title={t('print')}>
      <div className="body stack" style={{ gap: 14 }}>
        <div className="prints">
          <SelectField
            label={t('format')}
            value={format}
            onChange={(event) => setFormat(event.target.value as typeof format)}
          >
            {FORMATS.map((each) => (
              <option key={each} value={each}>
                {t(`formats.${each}`)}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t('paper')}
            value={chosen.paper}
            onChange={(event) => setPaper(event.target.value as (typeof PAPERS)[number])}
          >
            {PAPERS.map((each) => (
              <option key={each} value={each}>
                {t(`papers.${each}`)}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t('language')}
            value={chosen.language}
            onChange={(event) => setLanguage(event.target.value as Language)}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </SelectField>
        </div>
        {code.leftOut.length > 0 && (
          <p className="notebox tone-warn" role="note">
            <IconAlertCircle size={20} className="icon" aria-hidden />
            <span className="grow">{t('leftOut', { signs: listed(code.leftOut) })}</span>
          </p>
        )}
        <div className="acts">
          <Button
            kind="primary"
            icon={<IconDownload size={18} aria-hidden />}
            busy={busy('pdf')}
            onClick={() => download.mutate('pdf')}
          >
            {t('pdf')}
          </Button>
          <Button busy={busy('png')} onClick={() => download.mutate('png')}>
            {t('picture')}
          </Button>
          <Button busy={busy('svg')} onClick={() => download.mutate('svg')}>
            {t('drawing')}
          </Button>
        </div>
        <FaultNote error={download.error} />
      </div>
    </Card>
  );
}

/** In one line, and told apart from the sentence around them whichever way they are written. */
const listed = (signs: readonly string[]): string =>
  `\u2068${signs.slice(0, 12).join(' ')}${signs.length > 12 ? ' …' : ''}\u2069`;

/** A name every system takes. */
const fileName = (text: string): string =>
  text
    .replace(/[\\/:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
