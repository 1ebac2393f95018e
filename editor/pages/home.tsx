import './home.css';
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronRight,
  IconMessage2,
  IconMessage2Question,
  IconMessageStar,
  IconMessageX,
  IconPlayerPause,
  IconPlugConnectedX,
  IconRoute,
  IconSpeakerphone,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import {
  business,
  draft,
  feedbackToAnswer,
  journeys,
  person,
  unreadConversations,
  useCustomer,
  useMay,
} from '../api/queries.js';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  FaultNote,
  Loading,
  Stars,
  Tile,
  useTitle,
  useWhen,
} from '../ui/index.js';
import { Sparkline } from '../ui/sparkline.js';
import { FIRST_STEPS, useFirstSteps } from './parts/first-run.js';
import { JourneyState, useEntrySentence } from './parts/journey-facts.js';
import { RouteStrip } from './parts/route-strip.js';
import { weeksAround } from './parts/weeks.js';

type Overview = Shape<'Overview'>;

/** Is it working, and what needs me? */
export default function Home() {
  const t = useTranslations('home');
  useTitle(t('title'));
  const { data } = useQuery(business);
  return data ? <Week zone={data.timezone} /> : <Loading lines={4} />;
}

function Week({ zone }: { zone: string }) {
  const [now] = useState(() => new Date());
  const weeks = weeksAround(now, zone);
  const may = useMay('reports:read');
  const overview = (from: Date, to: Date) => ({
    queryKey: ['reports', from.toISOString(), to.toISOString()],
    queryFn: () =>
      answer(
        api.GET('/reports/overview', {
          params: { query: { from: from.toISOString(), to: to.toISOString() } },
        }),
      ),
    enabled: may,
    staleTime: 60_000,
  });
  const week = useQuery(overview(weeks.monday, now));
  const before = useQuery(overview(weeks.lastMonday, weeks.byNowLastWeek));
  // The seven days of the small charts come in one answer, told by day.
  const days = useQuery(overview(weeks.days[0]!.from, now));
  return (
    <div className="page home">
      <Greeting from={weeks.monday} now={now} zone={zone} />
      <Sentence week={week.data} />
      {week.error && <FaultNote error={week.error} retry={() => void week.refetch()} />}
      <FirstRun />
      <div className="halves">
        <NeedsYou since={new Date(now.getTime() - 7 * 86_400_000)} />
        {week.data && (
          <Numbers week={week.data} before={before.data} days={days.data?.results.series ?? []} now={now} />
        )}
      </div>
      <Running />
    </div>
  );
}

/** The way back to the first steps, until a journey is live and has written to somebody. */
function FirstRun() {
  const t = useTranslations('home.start');
  const may = useMay('journeys:publish');
  const done = useFirstSteps();
  if (!may || !done || (done.publish && done.test)) return null;
  const left = FIRST_STEPS.filter((each) => !done[each]).length;
  return (
    <section className="card first">
      <Tile tone="brand">
        <IconRoute size={20} stroke={1.75} />
      </Tile>
      <div className="grow">
        <h2 className="strong">{t('title')}</h2>
        <p className="muted">{t('text', { count: left })}</p>
      </div>
      <ButtonLink kind="primary" to="/welcome">
        {t('go')}
      </ButtonLink>
    </section>
  );
}

function Greeting({ from, now, zone }: { from: Date; now: Date; zone: string }) {
  const t = useTranslations('home');
  const locale = useLocale();
  const { data } = useQuery(person);
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(now),
  );
  const part = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const day = (at: Date, month: boolean) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      ...(month && { month: 'long' }),
    }).format(at);
  return (
    <p className="muted num">
      {t(`hello.${part}`, { name: data?.name.split(' ')[0] ?? '' })}{' '}
      {now.getTime() - from.getTime() < 86_400_000
        ? day(now, true)
        : t('span', { from: day(from, false), to: day(now, true) })}
    </p>
  );
}

/** The week in one sentence. */
function Sentence({ week }: { week: Overview | undefined }) {
  const t = useTranslations('home.week');
  const one = useOneDecimal();
  const { data: all } = useQuery(journeys);
  const live = all?.items.some(({ status }) => status === 'live' || status === 'paused');
  if (!week || !all) return <h1 className="voice skeleton" style={{ height: 44 }} aria-busy="true" />;
  const { count, average, byRating } = week.feedback;
  const unhappy = byRating[1] + byRating[2] + byRating[3];
  const sent = sentOf(week);
  return (
    <h1 className="voice num">
      {count > 0 && average !== null
        ? `${t('answers', { count, average: one(average) })} ${unhappy > 0 ? t('unhappy', { count: unhappy }) : t('allHappy')}`
        : sent > 0
          ? t('sent', { count: sent })
          : live
            ? t('quiet', { count: week.enrollments.active })
            : t('empty')}
    </h1>
  );
}

const sentOf = ({ messages }: Overview) =>
  messages
    .filter(({ status }) => ['sent', 'delivered', 'unknown'].includes(status))
    .reduce((sum, { count }) => sum + count, 0);

function useOneDecimal() {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (value: number) => format.format(value);
}

interface Need {
  key: string;
  at: string;
  tone: 'bad' | 'warn';
  icon: ReactNode;
  title: ReactNode;
  text: ReactNode;
  act: { label: string; to: string; search?: Record<string, unknown> };
}

/** What waits for somebody, worst first, then oldest first. */
function NeedsYou({ since }: { since: Date }) {
  const t = useTranslations('home.needs');
  const { day } = useWhen();
  const needs = useNeeds(since);
  const [isWhole, setIsWhole] = useState(false);
  if (!needs) return <Card title={t('title')}>{<Loading />}</Card>;
  const oldest = needs.reduce((least, { at }) => (at < least ? at : least), needs[0]?.at ?? '');
  return (
    <Card
      className="needs"
      title={t('title')}
      aside={
        needs.length > 0 && (
          <span className="t13 muted num">{t('count', { count: needs.length, since: day(oldest) })}</span>
        )
      }
    >
      {needs.length === 0 ? (
        <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
      ) : (
        <ul>
          {(isWhole ? needs : needs.slice(0, MOST_SHOWN)).map(({ key, tone, icon, title, text, act }, at) => (
            <li key={key} className="row need">
              <Tile tone={tone}>{icon}</Tile>
              <div className="grow">
                <div className="strong">{title}</div>
                <div className="t13 muted lines2" style={{ marginTop: 1 }}>
                  {text}
                </div>
              </div>
              <ButtonLink
                kind={at === 0 ? 'primary' : 'plain'}
                to={act.to}
                {...(act.search && { search: act.search })}
              >
                {act.label}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
      {needs.length > MOST_SHOWN && !isWhole && (
        <p className="row wrap rest">
          <Button small onClick={() => setIsWhole(true)}>
            {t('all', { count: needs.length })}
          </Button>
          {needs.filter(isAboutFeedback).length > MOST_SHOWN && (
            <Link to="/feedback" className="t13 label">
              {t('allUnhappy', { count: needs.filter(isAboutFeedback).length })}
            </Link>
          )}
        </p>
      )}
    </Card>
  );
}

const MOST_SHOWN = 5;
const isAboutFeedback = ({ act }: Need) => act.to === '/feedback';

function useNeeds(since: Date): Need[] | undefined {
  const t = useTranslations('home.needs');
  const mayFeedback = useMay('feedback:read');
  const mayMessages = useMay('messages:read');
  const mayConnections = useMay('connections:read');
  const feedback = useQuery({ ...feedbackToAnswer, enabled: mayFeedback });
  const messages = (status: 'failed' | 'unknown') => ({
    queryKey: ['messages', 'home', status],
    queryFn: () => answer(api.GET('/messages', { params: { query: { status, limit: 50 } } })),
    enabled: mayMessages,
  });
  const unread = useQuery({ ...unreadConversations, enabled: mayMessages });
  const failed = useQuery(messages('failed'));
  const unknown = useQuery(messages('unknown'));
  const connections = useQuery({
    queryKey: ['connections', 'home'],
    queryFn: () => answer(api.GET('/connections', { params: { query: { limit: 50 } } })),
    enabled: mayConnections,
  });
  const all = useQuery(journeys);
  const notices = useNotices(t('notice'), t('look'));
  if ((mayFeedback && !feedback.data && !feedback.error) || !all.data) return undefined;

  const recent = (list: Shape<'Message'>[] | undefined) =>
    (list ?? []).filter(({ createdAt }) => new Date(createdAt) >= since);
  const group = (kind: 'failed' | 'unknown', list: Shape<'Message'>[], icon: ReactNode): Need[] =>
    list.length === 0
      ? []
      : [
          {
            key: kind,
            at: list.at(-1)!.createdAt,
            tone: 'warn',
            icon,
            title: t(kind, { count: list.length }),
            text: t(`${kind}Text`),
            act: { label: t('look'), to: '/messages', search: { status: kind } },
          },
        ];

  return [
    ...(feedback.data?.items ?? [])
      .filter(({ rating }) => rating <= 3)
      .sort((a, b) => a.rating - b.rating || a.createdAt.localeCompare(b.createdAt))
      .map((each): Need => ({
        key: each.id,
        at: each.createdAt,
        tone: 'bad',
        icon: <IconMessageStar size={20} stroke={1.75} />,
        title: <Gave feedback={each} />,
        text: <Words feedback={each} />,
        act: { label: t('reply'), to: '/feedback', search: { id: each.id } },
      })),
    ...(unread.data?.items ?? [])
      .map(({ customerId, customerName, phone, lastMessage }): Need => {
        const said = lastMessage?.direction === 'inbound' ? lastMessage.text : null;
        return {
          key: `texted-${customerId}`,
          at: lastMessage?.createdAt ?? since.toISOString(),
          tone: 'warn',
          icon: <IconMessage2 size={20} stroke={1.75} />,
          title: t('texted', { name: customerName ?? phone ?? t('somebody') }),
          text: said ? `“${said}”` : t('textedText'),
          act: { label: t('reply'), to: `/conversations/${customerId}` },
        };
      })
      .sort((a, b) => a.at.localeCompare(b.at)),
    ...(connections.data?.items ?? [])
      .filter(({ status }) => status === 'needs_attention')
      .map((each): Need => ({
        key: each.id,
        at: each.lastEventAt ?? each.createdAt,
        tone: 'warn',
        icon: <IconPlugConnectedX size={20} stroke={1.75} />,
        title: t('connection', { name: each.name }),
        text: each.statusReason ?? '',
        act: { label: t('look'), to: '/connections', search: { id: each.id } },
      })),
    ...group('unknown', recent(unknown.data?.items), <IconMessage2Question size={20} stroke={1.75} />),
    ...group('failed', recent(failed.data?.items), <IconMessageX size={20} stroke={1.75} />),
    ...all.data.items
      .filter(({ pause, inside }) => pause?.mode === 'hold_everyone' && inside > 0)
      .map((each): Need => ({
        key: each.id,
        at: each.pause!.at,
        tone: 'warn',
        icon: <IconPlayerPause size={20} stroke={1.75} />,
        title: t('held', { name: each.name }),
        text: t('heldText', { count: each.inside }),
        act: { label: t('look'), to: `/journeys/${each.id}` },
      })),
    ...notices,
  ];
}

/** Problems that journeys told the team and nobody has ticked off. */
function useNotices(title: string, look: string): Need[] {
  const { data } = useQuery({
    queryKey: ['notices', 'home'],
    queryFn: () => answer(api.GET('/notices', { params: { query: { done: 'false', limit: 20 } } })),
  });
  return (data?.items ?? [])
    .filter(({ kind }) => kind !== 'low_rating')
    .map((each) => ({
      key: each.id,
      at: each.createdAt,
      tone: 'warn' as const,
      icon: <IconSpeakerphone size={20} stroke={1.75} />,
      title,
      text: each.body,
      act: { label: look, to: each.customerId ? `/customers/${each.customerId}` : '/journeys' },
    }));
}

function Gave({ feedback }: { feedback: Shape<'Feedback'> }) {
  const t = useTranslations('home.needs');
  const { data } = useCustomer(feedback.customerId);
  return (
    <>
      {t('gave', { name: data?.name ?? t('somebody'), count: feedback.rating })}{' '}
      <Stars rating={feedback.rating} />
    </>
  );
}

function Words({ feedback }: { feedback: Shape<'Feedback'> }) {
  const t = useTranslations('home.needs');
  const { day } = useWhen();
  const said = feedback.privateNote || feedback.comment;
  return (
    <>
      {said ? `“${said}”` : t('noWords')} · {day(feedback.createdAt)}
    </>
  );
}

function Numbers({
  week,
  before,
  days,
  now,
}: {
  week: Overview;
  before: Overview | undefined;
  days: Overview['results']['series'];
  now: Date;
}) {
  const t = useTranslations('home.numbers');
  const one = useOneDecimal();
  const locale = useLocale();
  const today = new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(now);
  const average = week.feedback.average;
  const change = (difference: number | null, words: readonly ['more' | 'higher', 'fewer' | 'lower']) =>
    difference === null ? null : (
      <Change
        difference={difference}
        word={
          difference === 0
            ? t('same')
            : t(words[difference > 0 ? 0 : 1], { count: one(Math.abs(difference)) })
        }
        than={t('than', { day: today })}
      />
    );
  const chart = (values: (number | null)[]) => (
    <Sparkline
      values={values}
      label={t('chart', { values: values.map((value) => (value === null ? '–' : one(value))).join(', ') })}
    />
  );
  return (
    <section className="card" aria-label={t('label')}>
      <Figure
        name={t('sent')}
        value={one(sentOf(week))}
        of={t('messages')}
        chart={chart(days.map(({ sent }) => sent))}
        change={change(before ? sentOf(week) - sentOf(before) : null, ['more', 'fewer'])}
      />
      <Figure
        name={t('answered')}
        value={one(week.feedback.count)}
        of={t('customers', { count: week.feedback.count })}
        chart={chart(days.map(({ answers }) => answers))}
        change={change(before ? week.feedback.count - before.feedback.count : null, ['more', 'fewer'])}
      />
      <Figure
        name={t('average')}
        value={average === null ? '–' : one(average)}
        of={average === null ? t('noRating') : t('ofFive')}
        chart={chart(days.map(({ average: of }) => of))}
        change={change(
          average !== null && before?.feedback.average
            ? Math.round((average - before.feedback.average) * 10) / 10
            : null,
          ['higher', 'lower'],
        )}
      />
      <AsTable days={days} one={one} />
    </section>
  );
}

/** The numbers of the small charts, for whoever would rather read them. */
function AsTable({ days, one }: { days: Overview['results']['series']; one: (value: number) => string }) {
  const t = useTranslations('home.numbers');
  const locale = useLocale();
  const name = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
  });
  return (
    <div className="figure more">
      <details>
        <summary className="t13">{t('table')}</summary>
        <table className="plain num">
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col">{t('sent')}</th>
              <th scope="col">{t('answered')}</th>
              <th scope="col">{t('average')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ from, sent, answers, average }) => (
              <tr key={from}>
                <th scope="row">{name.format(new Date(`${from}T12:00:00Z`))}</th>
                <td>{one(sent)}</td>
                <td>{one(answers)}</td>
                <td>{average === null ? '–' : one(average)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <Link to="/results" className="t13 label">
        {t('results')}
      </Link>
    </div>
  );
}

const Figure = ({
  name,
  value,
  of,
  chart,
  change,
}: Record<'name' | 'value' | 'of', string> & Record<'chart' | 'change', ReactNode>) => (
  <div className="figure">
    <div className="row" style={{ justifyContent: 'space-between', alignItems: 'flex-start', minHeight: 34 }}>
      <h2 className="label muted">{name}</h2>
      {chart}
    </div>
    <div className="row num" style={{ alignItems: 'baseline', marginTop: 2 }}>
      <span className="big">{value}</span>
      <span className="t13 muted">{of}</span>
    </div>
    {change}
  </div>
);

const Change = ({ difference, word, than }: { difference: number; word: string; than: string }) => (
  <div className="row wrap t13 num" style={{ gap: 5, marginTop: 4 }}>
    <span
      className={`row strong ${difference > 0 ? 'good' : difference < 0 ? 'warn' : 'muted'}`}
      style={{ gap: 3 }}
    >
      {difference > 0 && <IconArrowUp size={15} aria-hidden />}
      {difference < 0 && <IconArrowDown size={15} aria-hidden />}
      {word}
    </span>
    <span className="muted">{than}</span>
  </div>
);

function Running() {
  const t = useTranslations('home.journeys');
  const { data } = useQuery(journeys);
  if (!data) return null;
  const running = data.items.filter(({ status }) => status === 'live' || status === 'paused');
  return (
    <Card
      className="running"
      title={t('title')}
      aside={
        data.items.length > 0 && (
          <Link to="/journeys" className="row label" style={{ gap: 4 }}>
            {t('all', { count: data.items.length })}
            <IconChevronRight size={16} aria-hidden />
          </Link>
        )
      }
    >
      {running.length === 0 ? (
        <EmptyState title={t('none')} action={<ButtonLink to="/journeys">{t('begin')}</ButtonLink>}>
          {t('noneText')}
        </EmptyState>
      ) : (
        <ul>
          {[...running]
            .sort((a, b) => b.inside - a.inside)
            .slice(0, MOST_SHOWN)
            .map((each) => (
              <JourneyRow key={each.id} journey={each} />
            ))}
        </ul>
      )}
      {running.length > MOST_SHOWN && (
        <p className="rest">
          <Link to="/journeys" search={{ state: 'live' }} className="t13 label">
            {t('allRunning', { count: running.filter(({ status }) => status === 'live').length })}
          </Link>
        </p>
      )}
    </Card>
  );
}

function JourneyRow({ journey }: { journey: Shape<'Journey'> }) {
  const t = useTranslations('home.journeys');
  const one = useOneDecimal();
  const sentence = useEntrySentence();
  const { data } = useQuery(draft(journey.id));
  const may = useMay('reports:read');
  const report = useQuery({
    queryKey: ['journeys', journey.id, 'report'],
    queryFn: () => answer(api.GET('/journeys/{id}/report', { params: { path: { id: journey.id } } })),
    enabled: may,
    staleTime: 60_000,
  });
  const feedback = report.data?.feedback;
  return (
    <li>
      <div style={{ minWidth: 0 }}>
        <Link to={`/journeys/${journey.id}`} className="name clip" style={{ display: 'block' }}>
          {journey.name}
        </Link>
        <div className="t13 muted clip">{sentence(journey.entry)}</div>
      </div>
      <div className="strip">{data && <RouteStrip flow={data.flow} />}</div>
      <div className="num">
        <div className="strong">{journey.inside}</div>
        <div className="t12 muted">{t('hereNow')}</div>
      </div>
      <div className="num outcome">
        {report.data &&
          (feedback && feedback.averageRating !== null ? (
            <>
              <div className="strong">{t('answered', { average: one(feedback.averageRating) })}</div>
              <div className="t12 muted">{t('answers', { count: feedback.answers })}</div>
            </>
          ) : (
            <>
              <div className="strong">{t('entered', { count: one(report.data.enrolled) })}</div>
              <div className="t12 muted">{t('enteredSince')}</div>
            </>
          ))}
      </div>
      <div style={{ textAlign: 'right' }}>
        <JourneyState journey={journey} />
      </div>
    </li>
  );
}
