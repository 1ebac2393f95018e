import './messages.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { useCustomer } from '../api/queries.js';
import { pages } from '../shell/routes.js';
import {
  ButtonLink,
  Dialog,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  Pill,
  Segmented,
  useWhen,
  type Tone,
} from '../ui/index.js';
import { More, usePages } from './parts/more.js';

type Message = Shape<'Message'>;
const STATUSES = [
  'held',
  'sending',
  'sent',
  'delivered',
  'failed',
  'unknown',
  'skipped',
  'received',
] as const;
const CHANNELS = ['email', 'sms'] as const;
type Filter = { status?: Message['status']; channel?: Message['channel']; id?: string };

const TONES: Partial<Record<Message['status'], Tone>> = {
  delivered: 'good',
  sent: 'good',
  received: 'brand',
  held: 'warn',
  unknown: 'warn',
  failed: 'bad',
};

/** Texts and e-mails in one place. `?status=`, `?channel=` filter; `?id=` opens one. */
export default function Messages() {
  const t = useTranslations('messages');
  const navigate = useNavigate();
  const search: Filter = useSearch({ strict: false });
  const { status, channel } = search;
  const list = usePages(['messages', 'list', status, channel], (cursor) =>
    answer(
      api.GET('/messages', {
        params: {
          query: {
            limit: 50,
            ...(status && { status }),
            ...(channel && { channel }),
            ...(cursor && { cursor }),
          },
        },
      }),
    ),
  );
  const go = (change: Filter) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: '/messages', search: next, replace: !change.id });
  };
  const head = (word: 'state' | 'customer' | 'what' | 'when') => <th scope="col">{t(`head.${word}`)}</th>;
  return (
    <Page title={t('title')} intro={t('intro')}>
      <div className="filters">
        <select
          className="input"
          aria-label={t('filterStatus')}
          value={status ?? ''}
          onChange={(event) => go({ status: event.target.value as Message['status'] })}
        >
          <option value="">{t('all')}</option>
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {t(`statuses.${each}`)}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label={t('filterChannel')}
          value={channel ?? ''}
          onChange={(event) => go({ channel: event.target.value as Message['channel'] })}
        >
          <option value="">{t('allChannels')}</option>
          {CHANNELS.map((each) => (
            <option key={each} value={each}>
              {t(`channels.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="card">
        {list.error ? (
          <FaultNote error={list.error} retry={() => void list.refetch()} />
        ) : !list.items ? (
          <Loading />
        ) : list.items.length === 0 ? (
          <EmptyState title={status || channel ? t('noneMatch') : t('empty')}>
            {status || channel ? undefined : t('emptyText')}
          </EmptyState>
        ) : (
          <div className="tablewrap">
            <table className="plain messages">
              <thead>
                <tr>
                  {head('customer')}
                  {head('state')}
                  {head('what')}
                  {head('when')}
                </tr>
              </thead>
              <tbody>
                {list.items.map((each) => (
                  <Row key={each.id} message={each} onOpen={() => go({ id: each.id })} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <More list={list} />
      </div>
      {search.id && <OneMessage id={search.id} onClose={() => go({ id: '' })} />}
    </Page>
  );
}

function Row({ message, onOpen }: { message: Message; onOpen: () => void }) {
  const t = useTranslations('messages');
  const { moment } = useWhen();
  const { data } = useCustomer(message.customerId);
  return (
    <tr>
      <td>
        <button type="button" className="open" onClick={onOpen}>
          {data?.name ?? message.to ?? message.from ?? '–'}
        </button>
      </td>
      <td>
        <Status status={message.status} />
      </td>
      <td>
        <div className="words clip">
          <span className="muted">{t(`channels.${message.channel}`)} · </span>
          {message.subject ?? message.text ?? t('gone')}
        </div>
        {message.reason && <div className="t12 muted">{message.reason.message}</div>}
      </td>
      <td className="num muted">{moment(message.sentAt ?? message.createdAt)}</td>
    </tr>
  );
}

function Status({ status }: { status: Message['status'] }) {
  const t = useTranslations('messages.statuses');
  return <Pill tone={TONES[status] ?? 'plain'}>{t(status)}</Pill>;
}

/** One message word for word, with what became of it and why. */
function OneMessage({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('messages');
  const { moment } = useWhen();
  const [view, setView] = useState<'email' | 'text'>('email');
  const { data, error } = useQuery({
    queryKey: ['messages', id],
    queryFn: () => answer(api.GET('/messages/{id}', { params: { path: { id } } })),
  });
  const customer = useCustomer(data?.customerId ?? null).data;
  return (
    <Dialog
      wide
      title={data?.subject ?? (data ? t('noSubject') : t('oneTitle'))}
      onClose={onClose}
      footer={
        data && (
          <>
            {data.journeyId && <ButtonLink to={`/journeys/${data.journeyId}`}>{t('openJourney')}</ButtonLink>}
            {'/customers/$id' in pages && (
              <ButtonLink to={`/customers/${data.customerId}`}>{t('openCustomer')}</ButtonLink>
            )}
          </>
        )
      }
    >
      {error ? <FaultNote error={error} /> : !data && <Loading />}
      {data && (
        <>
          <div className="row wrap">
            <Status status={data.status} />
            <span className="muted">{customer?.name}</span>
          </div>
          {data.reason && (
            <p>
              <span className="label">{t('why')}: </span>
              {data.reason.message}
            </p>
          )}
          <dl className="facts num">
            <Fact name={t('to')} value={data.to} />
            <Fact name={t('sender')} value={data.from} />
            <Fact name={t('made')} value={moment(data.createdAt)} />
            <Fact name={t('heldUntil')} value={data.heldUntil && moment(data.heldUntil)} />
            <Fact name={t('sentAt')} value={data.sentAt && moment(data.sentAt)} />
            <Fact name={t('deliveredAt')} value={data.deliveredAt && moment(data.deliveredAt)} />
            <Fact name={t('clicks')} value={data.clicks && t('clicked', data.clicks)} />
            <Fact name={t('size')} value={data.segments ? t('parts', { count: data.segments }) : null} />
          </dl>
          {data.html && (
            <Segmented
              small
              label={t('show')}
              value={view}
              onChange={setView}
              options={[
                { value: 'email', label: t('asEmail') },
                { value: 'text', label: t('asText') },
              ]}
            />
          )}
          {data.html && view === 'email' ? (
            // No script, no forms, no links out: only to be looked at.
            <iframe className="mailframe" sandbox="" title={t('preview')} srcDoc={data.html} />
          ) : (
            <div className="textbubble">{data.text ?? t('gone')}</div>
          )}
        </>
      )}
    </Dialog>
  );
}

const Fact = ({ name, value }: { name: string; value: string | null }) =>
  value && (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
