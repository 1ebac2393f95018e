import { IconCheck, IconMinus, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
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
  toast,
  useWhen,
  type Tone,
} from '../ui/index.js';
import { EventData } from './parts/event-data.js';
import { EventTile } from './parts/event-tile.js';
import { useEventName, useSubjectName } from './parts/event-words.js';
import { filterOf, InboxRow, type Filter, type Listed, type Status } from './parts/inbox-row.js';
import { SearchBox, useSearched } from './parts/search-box.js';
import './customers.css';

const STATUSES = ['received', 'matched', 'ignored', 'dead'] as const;

/** What came in, and for each event one verdict per journey: what it started, and why it did nothing elsewhere. */
export default function Inbox() {
  const t = useTranslations('inbox');
  const { eventId } = useParams({ strict: false }) as { eventId?: string };
  const { status } = useSearch({ strict: false }) as Filter;
  const search = useSearched();
  const navigate = useNavigate();
  const find = useCallback(
    (wanted: string) => void navigate({ to: '/inbox', search: filterOf(status, wanted), replace: true }),
    [navigate, status],
  );
  const events = useInfiniteQuery({
    queryKey: ['events', 'list', status ?? '', search],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/events', {
          params: { query: { ...filterOf(status, search), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 15_000,
  });
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  const first = useFirstOf(items, `${status ?? ''} ${search}`);
  const open = eventId ?? first;
  const found = search !== '' || status !== undefined;
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        <SelectField
          label={t('filter')}
          value={status ?? ''}
          onChange={({ target }) =>
            void navigate({ to: '/inbox', search: filterOf(target.value as Status | '', search) })
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
      <SearchBox label={t('search')} search={search} onSearch={find} />
      <FaultNote error={events.error} retry={() => void events.refetch()} />
      {events.isPending && <Loading />}
      {events.isSuccess && items.length === 0 && found && <p className="muted">{t('notFound')}</p>}
      {events.isSuccess && items.length === 0 && !found && (
        <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>
      )}
      {items.length > 0 && (
        <div className={`card inbox ${eventId ? 'one' : ''}`}>
          <div className="came">
            <ol>
              {items.map((event) => (
                <li key={event.id}>
                  <InboxRow event={event} current={event.id === open} />
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
            {open ? (
              <OneEvent id={open} listed={items.find(({ id }) => id === open)} />
            ) : (
              <p className="muted top">{t('choose')}</p>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

/**
 * What is open beside the list before anything was chosen: what was newest when the list was first seen, so that nothing
 * jumps when more comes in. Nothing on a phone, where the list has the screen to itself.
 */
function useFirstOf(items: Listed[], list: string): string | undefined {
  const [seen, setSeen] = useState<{ list: string; id: string }>();
  const newest = items[0]?.id;
  if (newest && seen?.list !== list) setSeen({ list, id: newest });
  const [isWide] = useState(() => window.matchMedia('(min-width: 901px)').matches);
  return isWide && seen?.list === list ? seen.id : undefined;
}

/** One event whole; `listed` is what the list says of it, where it is there. */
function OneEvent({ id, listed }: { id: string; listed: Listed | undefined }) {
  const t = useTranslations('inbox');
  const event = useQuery({
    queryKey: ['events', id],
    queryFn: () => answer(api.GET('/events/{id}', { params: { path: { id } } })),
  });
  if (event.isPending) return <Loading />;
  if (!event.data) return <FaultNote error={event.error} retry={() => void event.refetch()} />;
  const told = event.data.customer?.['name'];
  const name = listed?.customerName ?? (typeof told === 'string' ? told : null);
  return (
    <>
      <Head event={event.data} name={name} />
      <Facts event={event.data} name={name} />
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

function Head({ event, name }: { event: Answer<'getEvent'>; name: string | null }) {
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
  return (
    <div className="top">
      <EventTile type={event.type} />
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

function Facts({ event, name }: { event: Answer<'getEvent'>; name: string | null }) {
  const t = useTranslations('inbox');
  const subjectName = useSubjectName();
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
          <dd className="label">{event.subject ? subjectName(event.subject) : '–'}</dd>
        </div>
        <div>
          <dt className="muted">{t('customer')}</dt>
          <dd className="label">
            {event.customerId ? (
              <Link to={`/customers/${event.customerId}`}>{name ?? t('path')}</Link>
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
