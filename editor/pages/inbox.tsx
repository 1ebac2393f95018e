import { IconBolt, IconCheck, IconMinus, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, idempotencyKey, type Answer, type Shape } from '../api/client.js';
import { journeys as journeysQuery } from '../api/queries.js';
import {
  Button,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  Pill,
  SelectField,
  Tile,
  toast,
  useWhen,
  type Tone,
} from '../ui/index.js';
import { EventData } from './parts/event-data.js';
import './customers.css';

type Summary = Shape<'EventSummary'>;
type Status = Summary['status'];
const STATUSES = ['received', 'matched', 'ignored', 'dead'] as const;

/** What came in, and for each event one verdict per journey: what it started, and why it did nothing elsewhere. */
export default function Inbox() {
  const t = useTranslations('inbox');
  const { eventId } = useParams({ strict: false }) as { eventId?: string };
  const { status } = useSearch({ strict: false }) as { status?: Status };
  const navigate = useNavigate();
  const events = useInfiniteQuery({
    queryKey: ['events', 'list', status ?? ''],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/events', {
          params: { query: { ...(status && { status }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 15_000,
  });
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        <SelectField
          label={t('filter')}
          value={status ?? ''}
          onChange={({ target }) =>
            void navigate({ to: '/inbox', search: target.value ? { status: target.value } : {} })
          }
        >
          <option value="">{t('all')}</option>
          {STATUSES.map((one) => (
            <option key={one} value={one}>
              {t(`statuses.${one}`)}
            </option>
          ))}
        </SelectField>
      }
    >
      <FaultNote error={events.error} retry={() => void events.refetch()} />
      {events.isPending && <Loading />}
      {events.isSuccess && items.length === 0 && (
        <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>
      )}
      {items.length > 0 && (
        <div className={`card inbox ${eventId ? 'one' : ''}`}>
          <div className="came">
            <ol>
              {items.map((event) => (
                <li key={event.id}>
                  <Row event={event} current={event.id === eventId} />
                </li>
              ))}
            </ol>
            {events.hasNextPage && (
              <p style={{ padding: 12 }}>
                <Button small busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
                  {t('more')}
                </Button>
              </p>
            )}
          </div>
          <div className="detail">
            {eventId ? <OneEvent id={eventId} /> : <p className="muted top">{t('choose')}</p>}
          </div>
        </div>
      )}
    </Page>
  );
}

function useEventName() {
  const e = useTranslations('events');
  return (type: string) =>
    e.has(type as 'job_completed')
      ? e(type as 'job_completed')
      : type.replace(/^custom_/, '').replaceAll('_', ' ');
}

function Row({ event, current }: { event: Summary; current: boolean }) {
  const t = useTranslations('inbox');
  const when = useWhen();
  const nameOf = useEventName();
  const { status } = useSearch({ strict: false }) as { status?: Status };
  return (
    <Link to={`/inbox/${event.id}`} search={status ? { status } : {}} aria-current={current}>
      <Tile kind="start" size={28}>
        <IconBolt size={16} />
      </Tile>
      <span className="grow">
        <span className="row">
          <span className="label grow clip">{nameOf(event.type)}</span>
          <span className="muted t13 num">{when.moment(event.receivedAt)}</span>
        </span>
        <span className={`t13 block ${event.status === 'dead' ? 'bad' : 'muted'}`}>
          {event.subject ? `${event.subject.kind} ${event.subject.id} · ` : ''}
          {t(`statuses.${event.status}`)}
        </span>
      </span>
    </Link>
  );
}

function OneEvent({ id }: { id: string }) {
  const t = useTranslations('inbox');
  const event = useQuery({
    queryKey: ['events', id],
    queryFn: () => answer(api.GET('/events/{id}', { params: { path: { id } } })),
  });
  if (event.isPending) return <Loading />;
  if (!event.data) return <FaultNote error={event.error} retry={() => void event.refetch()} />;
  return (
    <>
      <Head event={event.data} />
      <Facts event={event.data} />
      {event.data.matches.length === 0 && (
        <p className="top muted">{event.data.note ?? t('nothingMatched')}</p>
      )}
      <ul>
        {event.data.matches.map((match) => (
          <Verdict key={match.id} match={match} customerId={event.data.customerId} />
        ))}
      </ul>
      <p className="muted t13 top">{t('never')}</p>
    </>
  );
}

function Head({ event }: { event: Answer<'getEvent'> }) {
  const t = useTranslations('inbox');
  const when = useWhen();
  const nameOf = useEventName();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const again = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const replay = await answer(
        api.POST('/events/{id}/replays', {
          params: { path: { id: event.id }, header: { 'Idempotency-Key': idempotencyKey() } },
        }),
      );
      toast(t('againDone'));
      await queries.invalidateQueries({ queryKey: ['events'] });
      await navigate({ to: `/inbox/${replay.id}` });
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  const name = typeof event.customer?.['name'] === 'string' ? event.customer['name'] : null;
  return (
    <div className="top">
      <Tile kind="start">
        <IconBolt size={20} />
      </Tile>
      <div className="grow">
        <h2 className="t18">
          {nameOf(event.type)}
          {name ? `: ${name}` : ''}
        </h2>
        <p className="muted t13">{when.moment(event.occurredAt)}</p>
        <FaultNote error={fault} />
      </div>
      <Button icon={<IconRefresh size={18} aria-hidden />} busy={busy} onClick={() => void again()}>
        {t('again')}
      </Button>
    </div>
  );
}

function Facts({ event }: { event: Answer<'getEvent'> }) {
  const t = useTranslations('inbox');
  const when = useWhen();
  const known = t.has(`sources.${event.source}` as 'sources.api');
  return (
    <>
      <dl className="facts t13">
        <div>
          <dt className="muted">{t('cameFrom')}</dt>
          <dd className="label">{known ? t(`sources.${event.source}` as 'sources.api') : event.source}</dd>
        </div>
        <div>
          <dt className="muted">{t('about')}</dt>
          <dd className="label">{event.subject ? `${event.subject.kind} ${event.subject.id}` : '–'}</dd>
        </div>
        <div>
          <dt className="muted">{t('customer')}</dt>
          <dd className="label">
            {event.customerId ? (
              <Link to={`/customers/${event.customerId}`}>
                {String(event.customer?.['name'] ?? t('path'))}
              </Link>
            ) : (
              t('nobody')
            )}
          </dd>
        </div>
        <div>
          <dt className="muted">{t('received')}</dt>
          <dd className="label num">{when.moment(event.receivedAt)}</dd>
        </div>
      </dl>
      {event.data && Object.keys(event.data).length > 0 && (
        <details className="top" style={{ display: 'block' }}>
          <summary className="label">{t('details')}</summary>
          <EventData type={event.type} data={event.data} />
        </details>
      )}
    </>
  );
}

const OUTCOME_TONES: Record<string, Tone> = { ignored: 'plain', ended: 'good', queued: 'warn' };

function Verdict({ match, customerId }: { match: Shape<'EventMatch'>; customerId: string | null }) {
  const t = useTranslations('inbox');
  const { data } = useQuery(journeysQuery);
  const journey = data?.items.find((one) => one.id === match.journeyId);
  const nothing = match.outcome === 'ignored';
  return (
    <li className="verdict">
      <div>
        <Pill
          tone={OUTCOME_TONES[match.outcome] ?? 'good'}
          icon={nothing ? <IconMinus size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />}
        >
          {t(`outcomes.${match.outcome}`)}
        </Pill>
      </div>
      <div>
        <div className="row">
          <span className="strong grow">{journey?.name ?? t('journeyGone')}</span>
          {match.enrollmentId && customerId ? (
            <Link to={`/customers/${customerId}`}>{t('path')}</Link>
          ) : (
            journey && <Link to={`/journeys/${match.journeyId}`}>{t('open')}</Link>
          )}
        </div>
        <p className={nothing ? 'muted' : ''}>{match.reason.message}</p>
        {match.checks.length > 0 && (
          <ul className="checks t13">
            {match.checks.map((check, index) => (
              <li key={index} className="row" style={{ gap: 4 }}>
                {check.passed ? (
                  <IconCheck size={16} className="icon good" aria-label="✓" />
                ) : (
                  <IconX size={16} className="icon bad" aria-label="✗" />
                )}
                <span className="muted">{check.label}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
