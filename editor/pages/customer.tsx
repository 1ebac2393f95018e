import {
  IconCheck,
  IconFlag,
  IconHandStop,
  IconHourglass,
  IconMail,
  IconMessage2,
  IconMoon,
  IconPencil,
  IconRoute,
  IconStar,
} from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Answer, type Shape } from '../api/client.js';
import { journeys as journeysQuery, useMay } from '../api/queries.js';
import {
  Avatar,
  Button,
  ButtonLink,
  Card,
  FaultNote,
  Loading,
  Pill,
  Tile,
  useTitle,
  useWhen,
  type TileKind,
  type Tone,
} from '../ui/index.js';
import { Answered } from './customers/answered.js';
import { CameInto } from './customers/came-into.js';
import { Conversation } from './parts/conversation.js';
import { CustomerForm } from './parts/customer-form.js';
import { EventTile } from './parts/event-tile.js';
import { useEventName, useSubjectName } from './parts/event-words.js';
import { Permission } from './parts/permission.js';
import { Hands } from '../watch/hands.js';
import { useWatchWords } from '../watch/words/index.js';
import './customers.css';

type Customer = Answer<'getCustomer'>;
type Moment = Shape<'CustomerMoment'>;
type Message = Shape<'Message'>;
type Enrollment = Shape<'Enrollment'>;

/** One person's story: what is next first, then everything that happened, with its reason. */
export default function CustomerPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const customer = useQuery({
    queryKey: ['customers', id],
    queryFn: () => answer(api.GET('/customers/{id}', { params: { path: { id } } })),
  });
  const inside = useQuery({
    queryKey: ['enrollments', { customerId: id }],
    queryFn: () => answer(api.GET('/enrollments', { params: { query: { customerId: id, limit: 200 } } })),
    refetchInterval: 15_000,
  });
  if (customer.isPending) return <Loading />;
  if (!customer.data) {
    return (
      <div className="page">
        <FaultNote error={customer.error} retry={() => void customer.refetch()} />
      </div>
    );
  }
  return <Story customer={customer.data} enrollments={inside.data?.items ?? []} />;
}

function Story({ customer, enrollments }: { customer: Customer; enrollments: Enrollment[] }) {
  const t = useTranslations('customers');
  const name = customer.name ?? t('unnamed');
  useTitle(name);
  const mayRead = useMay('messages:read');
  const mayWrite = useMay('customers:write');
  const [changing, setChanging] = useState(false);
  const active = enrollments.filter(({ status }) => status === 'active');
  return (
    <div className="page">
      <p className="t13 muted" style={{ marginBottom: 12 }}>
        <Link to="/customers" className="inline">
          {t('back')}
        </Link>
      </p>
      <header>
        <Avatar name={name} />
        <div className="grow">
          <h1 className="voice">{name}</h1>
          <p>{[customer.phone, customer.email, customer.timezone].filter(Boolean).join(' · ')}</p>
        </div>
        <div className="row wrap">
          {customer.tags.map((tag) => (
            <Pill key={tag}>{tag}</Pill>
          ))}
          {mayWrite && (
            <Button icon={<IconPencil size={18} aria-hidden />} onClick={() => setChanging(true)}>
              {t('form.change')}
            </Button>
          )}
          {mayRead && customer.phone && (
            <ButtonLink
              kind="primary"
              to={`/conversations/${customer.id}`}
              icon={<IconMessage2 size={18} aria-hidden />}
            >
              {t('text')}
            </ButtonLink>
          )}
        </div>
      </header>
      {changing && (
        <CustomerForm
          customer={customer}
          onClose={() => setChanging(false)}
          onDone={() => setChanging(false)}
        />
      )}
      <div className="story">
        <Card>
          <NextBar active={active} />
          <Moments customerId={customer.id} />
        </Card>
        <div className="side">
          {active.map((one) => (
            <Hands key={one.id} enrollment={one} />
          ))}
          <Journeys enrollments={enrollments} />
          <Talk customerId={customer.id} name={customer.firstName ?? name.split(/\s+/)[0]!} />
          <Permission customer={customer} />
        </div>
      </div>
    </div>
  );
}

/** What comes next, with its hour. */
function NextBar({ active }: { active: Enrollment[] }) {
  const t = useTranslations('customers');
  const when = useWhen();
  const [next] = [...active].sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'));
  return (
    <div className="nextbar">
      <Tile kind={next ? 'wait' : 'end'}>{next ? <IconHourglass size={20} /> : <IconFlag size={20} />}</Tile>
      <div>
        <div className="strong">
          {!next
            ? t('next.none')
            : next.pausedAt
              ? t('next.onHold')
              : next.dueAt
                ? t('next.until', { when: when.moment(next.dueAt) })
                : t('next.in', { journey: next.journeyName })}
        </div>
        {!next && <div className="t13">{t('next.noneText')}</div>}
        {next && (next.pausedAt || next.dueAt) && (
          <div className="t13">{t('next.in', { journey: next.journeyName })}</div>
        )}
      </div>
    </div>
  );
}

function Moments({ customerId }: { customerId: string }) {
  const t = useTranslations('customers');
  const when = useWhen();
  const moments = useInfiniteQuery({
    queryKey: ['customers', customerId, 'timeline'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/customers/{id}/timeline', {
          params: {
            path: { id: customerId },
            query: { limit: 100, ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 15_000,
  });
  const messages = useQuery({
    queryKey: ['messages', { customerId }],
    queryFn: () => answer(api.GET('/messages', { params: { query: { customerId, limit: 200 } } })),
    refetchInterval: 15_000,
  });
  const mayReadFeedback = useMay('feedback:read');
  const answers = useQuery({
    queryKey: ['feedback', { customerId }],
    queryFn: () => answer(api.GET('/feedback', { params: { query: { customerId, limit: 200 } } })),
    enabled: mayReadFeedback,
    refetchInterval: 15_000,
  });
  const given = new Map(answers.data?.items.map((one) => [one.id, one]));
  const { data: journeys } = useQuery(journeysQuery);
  const names = new Map(journeys?.items.map((one) => [one.id, one.name]));
  const texts = new Map(messages.data?.items.map((one) => [one.id, one]));
  // A message says itself that it went; the step behind it need not repeat that.
  const items = (moments.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ type, exit }) => !(type === 'step' && exit === 'sent'),
  );
  const days = groupByDay(items, (moment) => when.day(moment.at));
  return (
    <div className="moments">
      <h2 className="sr">{t('story')}</h2>
      <FaultNote error={moments.error} retry={() => void moments.refetch()} />
      {moments.isPending && <Loading />}
      {moments.isSuccess && items.length === 0 && <p className="muted">{t('empty')}</p>}
      {days.map(([day, ofDay]) => (
        <section key={day}>
          <h3 className="strong">{day}</h3>
          <ol>
            {ofDay.map((moment) => (
              <li key={moment.id} className="moment">
                <span className="muted t13 num">{when.time(moment.at)}</span>
                {moment.type === 'received' ? (
                  <EventTile type={moment.eventType ?? ''} size={28} />
                ) : (
                  <Tile kind={tileOf(moment)} size={28}>
                    {iconOf(moment, moment.messageId ? texts.get(moment.messageId) : undefined)}
                  </Tile>
                )}
                <MomentWords
                  moment={moment}
                  journey={names.get(moment.journeyId ?? '') ?? ''}
                  message={moment.messageId ? texts.get(moment.messageId) : undefined}
                  feedback={moment.feedbackId ? given.get(moment.feedbackId) : undefined}
                />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {moments.hasNextPage && (
        <Button busy={moments.isFetchingNextPage} onClick={() => void moments.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}

function MomentWords({
  moment,
  journey,
  message,
  feedback,
}: {
  moment: Moment;
  journey: string;
  message: Message | undefined;
  feedback: Shape<'Feedback'> | undefined;
}) {
  const t = useTranslations('customers');
  const nameOf = useEventName();
  const subjectName = useSubjectName();
  if (moment.type === 'received') {
    return (
      <div>
        <div className="label">{nameOf(moment.eventType ?? '')}</div>
        {moment.subject && <div className="muted t13">{subjectName(moment.subject)}</div>}
      </div>
    );
  }
  if (moment.type === 'enrolled') return <CameInto moment={moment} journey={journey} />;
  if (moment.type === 'feedback' && feedback) return <Answered feedback={feedback} />;
  if (moment.type === 'consent' && moment.consent) {
    const { channel, purpose, granted } = moment.consent;
    return (
      <div>
        <div className="label">{t('moments.consent')}</div>
        <div className="muted t13">
          {t(`channels.${channel}`)} {t(`purposes.${purpose}`)}: {t(granted ? 'yes' : 'no')}
        </div>
      </div>
    );
  }
  if (moment.type === 'message' && message)
    return <Quote message={message} reason={moment.reason?.message ?? null} />;
  const known = t.has(`moments.${moment.type}` as 'moments.step');
  return (
    <div>
      <div className="label">
        {known ? t(`moments.${moment.type}` as 'moments.enrolled', { journey }) : moment.type}
      </div>
      {moment.reason && <div className="muted t13">{moment.reason.message}</div>}
    </div>
  );
}

const TONES: Record<Message['status'], Tone> = {
  held: 'warn',
  sending: 'plain',
  sent: 'good',
  delivered: 'good',
  failed: 'bad',
  unknown: 'warn',
  skipped: 'plain',
  received: 'plain',
};

function Quote({ message, reason }: { message: Message; reason: string | null }) {
  const t = useTranslations('customers');
  const quiet = message.status === 'sent' || message.status === 'delivered';
  return (
    <div className="quote">
      <div className="row">
        <span className="label clip">{message.subject ?? t(`channels.${message.channel}`)}</span>
        <Pill tone={TONES[message.status]}>{t(`statuses.${message.status}`)}</Pill>
      </div>
      {message.text && <p className="muted t13 lines2">{message.text}</p>}
      {!quiet && reason && <p className="t13">{reason}</p>}
    </div>
  );
}

function tileOf({ type }: Moment): TileKind {
  if (type === 'message') return 'message';
  if (type === 'enrolled') return 'start';
  if (type === 'feedback') return 'ask';
  if (type === 'waiting' || type === 'held') return 'wait';
  if (type === 'listening' || type === 'event') return 'check';
  if (type === 'control' || type === 'moved') return 'team';
  return type === 'ended' ? 'end' : 'change';
}

function iconOf({ type }: Moment, message: Message | undefined): ReactNode {
  const size = 16;
  if (type === 'message')
    return message?.channel === 'sms' ? <IconMessage2 size={size} /> : <IconMail size={size} />;
  if (type === 'enrolled') return <IconRoute size={size} />;
  if (type === 'feedback') return <IconStar size={size} />;
  if (type === 'held') return <IconMoon size={size} />;
  if (type === 'waiting' || type === 'listening') return <IconHourglass size={size} />;
  if (type === 'control' || type === 'moved') return <IconHandStop size={size} />;
  return type === 'ended' ? <IconFlag size={size} /> : <IconCheck size={size} />;
}

function groupByDay(moments: Moment[], dayOf: (moment: Moment) => string): [string, Moment[]][] {
  const days = new Map<string, Moment[]>();
  for (const moment of moments) days.set(dayOf(moment), [...(days.get(dayOf(moment)) ?? []), moment]);
  return [...days];
}

/** Their texts and ours, where there are any; the whole of it is a page of its own. */
function Talk({ customerId, name }: { customerId: string; name: string }) {
  const t = useTranslations('conversations');
  const mayRead = useMay('messages:read');
  const { data } = useQuery({
    queryKey: ['messages', 'any', customerId],
    queryFn: () =>
      answer(api.GET('/messages', { params: { query: { customerId, channel: 'sms', limit: 1 } } })),
    enabled: mayRead,
  });
  if (!data?.items.length) return null;
  return (
    <Card
      title={t('card')}
      className="talkcard"
      aside={
        <Link to={`/conversations/${customerId}`} className="t13">
          {t('open')}
        </Link>
      }
    >
      <Conversation customerId={customerId} name={name} />
    </Card>
  );
}

function Journeys({ enrollments }: { enrollments: Enrollment[] }) {
  const { t: watch } = useWatchWords();
  const t = useTranslations('customers');
  const when = useWhen();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? enrollments : enrollments.slice(0, MOST_SHOWN);
  return (
    <Card title={t('journeys')}>
      {enrollments.length === 0 && <p className="muted inside">{t('noJourneys')}</p>}
      {shown.map((one) => (
        <div key={one.id} className="inside">
          <div className="row">
            <Link to={`/journeys/${one.journeyId}`} className="grow clip label">
              {one.journeyName}
            </Link>
            <Pill tone={one.status === 'active' ? 'brand' : one.status === 'failed' ? 'bad' : 'plain'}>
              {t(`state.${one.status}`)}
            </Pill>
          </div>
          <div className="muted t13">
            {when.day(one.startedAt)} ·{' '}
            <Link to={`/passages/${one.id}`} className="inline">
              {watch('onMap')}
            </Link>
          </div>
        </div>
      ))}
      {shown.length < enrollments.length && (
        <p className="inside">
          <Button small onClick={() => setIsWhole(true)}>
            {t('allJourneys', { count: enrollments.length })}
          </Button>
        </p>
      )}
    </Card>
  );
}

const MOST_SHOWN = 6;
