import { IconCheck, IconPhone } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { useCustomer, useMay } from '../api/queries.js';
import { pages } from '../shell/routes.js';
import {
  Button,
  Dialog,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  Pill,
  Segmented,
  Stars,
  TextArea,
  toast,
  useWhen,
} from '../ui/index.js';
import { More, usePages } from './parts/more.js';
import { KeptNote } from './parts/kept-note.js';
import { useUnsent } from './parts/unsent.js';

type Feedback = Shape<'Feedback'>;
type Which = 'open' | 'done' | 'all';
const WHICH = ['open', 'done', 'all'] as const;

/**
 * What customers told us. First what waits for somebody, the unhappiest on top; the rest stands under “All”. `?show=`
 * chooses, `?id=` points at one, wherever it stands.
 */
export default function FeedbackPage() {
  const t = useTranslations('feedback');
  const navigate = useNavigate();
  const { show = 'open', id } = useSearch({ strict: false }) as { show?: Which; id?: string };
  const list = usePages(['feedback', 'list', show], (cursor) =>
    answer(
      api.GET('/feedback', {
        params: {
          query: {
            limit: 100,
            ...(show === 'open' && { toAnswer: 'true' as const }),
            ...(show === 'done' && { resolved: 'true' as const }),
            ...(cursor && { cursor }),
          },
        },
      }),
    ),
  );
  const [resolving, setResolving] = useState<Feedback>();
  const sorted =
    show === 'open'
      ? [...(list.items ?? [])].sort((a, b) => a.rating - b.rating || a.createdAt.localeCompare(b.createdAt))
      : (list.items ?? []);
  const elsewhere = usePointedAt(id, list.items);
  const ordered = elsewhere ? [elsewhere, ...sorted] : sorted;
  return (
    <Page title={t('title')} intro={t('intro')}>
      <div className="filters" style={{ marginBottom: 20 }}>
        <Segmented
          label={t('filter')}
          value={show}
          onChange={(next) =>
            void navigate({ to: '/feedback', search: next === 'open' ? {} : { show: next }, replace: true })
          }
          options={WHICH.map((value) => ({ value, label: t(value) }))}
        />
      </div>
      {list.error ? (
        <FaultNote error={list.error} retry={() => void list.refetch()} />
      ) : !list.items ? (
        <Loading />
      ) : ordered.length === 0 ? (
        <div className="card">
          <EmptyState title={show === 'open' ? t('noneOpen') : t('empty')}>
            {show === 'open' ? t('noneOpenText') : t('emptyText')}
          </EmptyState>
        </div>
      ) : (
        <ul className="stack" style={{ gap: 12 }}>
          {ordered.map((each) => (
            <One
              key={each.id}
              feedback={each}
              pointedAt={each.id === id}
              onResolve={() => setResolving(each)}
            />
          ))}
        </ul>
      )}
      <More list={list} />
      {resolving && (
        <Resolve
          feedback={resolving}
          onClose={() => setResolving(undefined)}
          onDone={() => {
            setResolving(undefined);
            // What the address pointed at is off the list now.
            if (resolving.id === id)
              void navigate({ to: '/feedback', search: show === 'open' ? {} : { show } });
          }}
        />
      )}
    </Page>
  );
}

/** What the address points at, when it does not stand in the list that is shown. */
function usePointedAt(id: string | undefined, shown: Feedback[] | undefined): Feedback | undefined {
  const isElsewhere = id !== undefined && shown !== undefined && !shown.some((each) => each.id === id);
  const { data } = useQuery({
    queryKey: ['feedback', 'one', id],
    queryFn: () => answer(api.GET('/feedback/{id}', { params: { path: { id: id! } } })),
    enabled: isElsewhere,
  });
  return isElsewhere ? data : undefined;
}

function One({
  feedback,
  pointedAt,
  onResolve,
}: {
  feedback: Feedback;
  pointedAt: boolean;
  onResolve: () => void;
}) {
  const t = useTranslations('feedback');
  const { moment, ago } = useWhen();
  const { data: customer } = useCustomer(feedback.customerId);
  const may = useMay('feedback:write');
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (pointedAt) place.current?.scrollIntoView({ block: 'center' });
  }, [pointedAt]);
  const name = customer?.name ?? t('somebody');
  return (
    <li
      ref={place}
      className="card"
      style={{ padding: '16px 18px', ...(pointedAt && { boxShadow: 'var(--ring-selected)' }) }}
    >
      <div className="row wrap">
        <Stars rating={feedback.rating} size={18} />
        <h2 className="strong">
          {feedback.customerId && '/customers/$id' in pages ? (
            <Link to={`/customers/${feedback.customerId}`}>{name}</Link>
          ) : (
            name
          )}
        </h2>
        {feedback.wantsCall && (
          <Pill tone="warn" icon={<IconPhone size={14} aria-hidden />}>
            {t('wantsCall')}
          </Pill>
        )}
        <span className="t13 muted num grow" style={{ flexBasis: '14em' }}>
          {moment(feedback.createdAt)}, {t(`sources.${feedback.source}`)}
        </span>
      </div>
      {feedback.comment && <p style={{ marginTop: 10, maxWidth: '60em' }}>“{feedback.comment}”</p>}
      {feedback.privateNote && (
        <p style={{ marginTop: 10, maxWidth: '60em' }}>
          <span className="t13 muted">{t('privateNote')}: </span>“{feedback.privateNote}”
        </p>
      )}
      {!feedback.comment && !feedback.privateNote && (
        <p className="muted" style={{ marginTop: 10 }}>
          {t('noWords')}
        </p>
      )}
      {feedback.resolution ? (
        <p className="t13 good row" style={{ marginTop: 12 }}>
          <IconCheck size={16} aria-hidden />
          <span>
            {t('resolved', { when: ago(feedback.resolution.at) })}
            {feedback.resolution.note && <span className="muted">: {feedback.resolution.note}</span>}
          </span>
        </p>
      ) : (
        <div className="row wrap" style={{ marginTop: 14 }}>
          {customer?.phone && (
            <a className="button small" href={`tel:${customer.phone}`}>
              {t('call', { phone: customer.phone })}
            </a>
          )}
          {customer?.email && (
            <a className="button small" href={`mailto:${customer.email}`}>
              {t('write')}
            </a>
          )}
          {may && (
            <Button small icon={<IconCheck size={16} aria-hidden />} onClick={onResolve}>
              {t('resolve')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function Resolve({
  feedback,
  onClose,
  onDone,
}: {
  feedback: Feedback;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations('feedback');
  const shell = useTranslations('shell');
  const client = useQueryClient();
  const { typed: note, type: setNote, forget, kept } = useUnsent(`feedback ${feedback.id}`, '');
  const resolve = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/feedback/{id}/resolution', {
          params: { path: { id: feedback.id } },
          body: { note: note.trim() || null },
        }),
      ),
    onSuccess: () => {
      forget();
      void client.invalidateQueries({ queryKey: ['feedback'] });
      toast(t('done1'));
      onDone();
    },
  });
  const cancel = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title={t('resolveTitle')}
      onClose={onClose}
      onSubmit={() => resolve.mutate()}
      footer={
        <>
          <Button onClick={cancel}>{shell('cancel')}</Button>
          <Button kind="primary" type="submit" busy={resolve.isPending}>
            {t('resolve')}
          </Button>
        </>
      }
    >
      <KeptNote shown={kept} forget={forget} />
      <TextArea
        autoFocus
        label={t('note')}
        hint={t('noteHint')}
        placeholder={t('noteExample')}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <FaultNote error={resolve.error} />
    </Dialog>
  );
}
