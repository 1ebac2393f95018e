import './qr-codes/qr-codes.css';
import { IconArrowLeft, IconPlus, IconQrcode } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, type Shape } from '../api/client.js';
import { useMay } from '../api/queries.js';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  Pill,
  Tile,
  useWhen,
} from '../ui/index.js';
import { More, usePages } from './parts/more.js';
import { CodeDetail } from './qr-codes/code-detail.js';
import { CodeForm } from './qr-codes/code-form.js';
import { useStandsFor } from './qr-codes/stands-for.js';
import { useCodeWords } from './qr-codes/words/index.js';

type Code = Shape<'QrCode'>;

/** Printed codes: which there are, what each stands for, its print and its scans. `?id=` chooses one. */
export default function QrCodes() {
  const { t } = useCodeWords();
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: string };
  const may = useMay('qr_codes:write');
  const [making, setMaking] = useState(false);
  const list = usePages(['qr-codes', 'list'], (cursor) =>
    answer(api.GET('/qr-codes', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })),
  );
  const chosen = list.items?.find((each) => each.id === id);
  const shown = chosen ?? list.items?.[0];
  const choose = (code: Code) => void navigate({ to: '/qr-codes', search: { id: code.id } });
  const make = may && (
    <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('make')}
    </Button>
  );
  return (
    <Page title={t('title')} intro={t('intro')} actions={list.items?.length ? make : undefined}>
      {list.error ? (
        <FaultNote error={list.error} retry={() => void list.refetch()} />
      ) : !list.items ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <div className="card">
          <EmptyState title={t('empty')} action={make}>
            {t('emptyText')}
          </EmptyState>
        </div>
      ) : (
        <div className="codes" data-chosen={chosen !== undefined}>
          <Card title={t('list')} className="all">
            <ul>
              {list.items.map((each) => (
                <One key={each.id} code={each} current={each.id === shown?.id} />
              ))}
            </ul>
            <More list={list} />
          </Card>
          <div className="chosen">
            <div className="backlink">
              <ButtonLink to="/qr-codes" icon={<IconArrowLeft size={18} aria-hidden />}>
                {t('back')}
              </ButtonLink>
            </div>
            {shown && (
              <CodeDetail
                key={shown.id}
                code={shown}
                onGone={() => void navigate({ to: '/qr-codes', search: {} })}
              />
            )}
          </div>
        </div>
      )}
      {making && (
        <CodeForm
          onClose={() => setMaking(false)}
          onDone={(made) => {
            setMaking(false);
            choose(made);
          }}
        />
      )}
    </Page>
  );
}

function One({ code, current }: { code: Code; current: boolean }) {
  const { t, locale } = useCodeWords();
  const standsFor = useStandsFor();
  const { day } = useWhen();
  const rating = code.averageRating?.toLocaleString(locale, { maximumFractionDigits: 1 });
  const isOver = code.expiresAt !== null && new Date(code.expiresAt) < new Date();
  return (
    <li>
      <Link to="/qr-codes" search={{ id: code.id } as never} className={current ? 'one current' : 'one'}>
        <Tile kind="ask">
          <IconQrcode size={20} stroke={1.75} />
        </Tile>
        <span className="grow">
          <span className="row wrap" style={{ gap: '2px 8px' }}>
            <span className="label">{code.label}</span>
            {!code.active && <Pill tone="warn">{t('off')}</Pill>}
            {code.active && isOver && <Pill tone="warn">{t('over', { when: day(code.expiresAt!) })}</Pill>}
          </span>
          <span className="stack t13 muted num">
            <span>{standsFor(code)}</span>
            <span>
              {t('scansLately', { count: code.scansLast30Days })}, {t('answers', { count: code.answers })}
              {rating && `, ${t('average', { rating })}`}
            </span>
          </span>
        </span>
      </Link>
    </li>
  );
}
