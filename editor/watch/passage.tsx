import '../canvas/canvas.css';
import '../pages/customers.css';
import './watch.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { draft as asDraft, type Draft } from '../../workflows/flow/draft.js';
import { answer, api, type Shape } from '../api/client.js';
import { cardText } from '../canvas/card.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { stepIn } from '../draft/places.js';
import { linesOf } from '../draft/ways.js';
import { ButtonLink, Card, FaultNote, Loading, Pill, useTitle, useWhen } from '../ui/index.js';
import { Hands, useFlowOf } from './hands.js';
import { PassageMap } from './passage-map.js';
import { visitsOf, type Visit } from './visits.js';
import { useWatchWords } from './words/index.js';

type Passage = Shape<'EnrollmentWithTimeline'>;

/** One customer's way through one journey: where they are, how they came there, what is next, and hands to help. */
export default function PassagePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const passage = useQuery({
    queryKey: ['enrollments', id],
    queryFn: () => answer(api.GET('/enrollments/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'active' ? false : 5000),
  });
  if (passage.data) return <Told passage={passage.data} />;
  return passage.error ? (
    <div className="page">
      <FaultNote error={passage.error} retry={() => void passage.refetch()} />
    </div>
  ) : (
    <Loading lines={6} />
  );
}

function Told({ passage }: { passage: Passage }) {
  const { t } = useWatchWords();
  const when = useWhen();
  const version = useFlowOf(passage.journeyId, passage.version);
  const visits = visitsOf(passage.timeline, { active: passage.status === 'active' });
  const name = passage.customerName ?? t('somebody');
  useTitle(t('of', { name, journey: passage.journeyName }));
  const flow = version.data ? asDraft(version.data.flow) : undefined;
  const been = visits.filter(({ left }) => left !== null).map(({ stepId }) => stepId);
  return (
    <div className="page">
      <p className="t13 muted" style={{ marginBottom: 12 }}>
        <Link to={`/customers/${passage.customerId}`} className="inline">
          {t('back')}
        </Link>
      </p>
      <header>
        <div className="grow" style={{ minWidth: 'min(100%, 280px)' }}>
          <h1 className="voice">{t('of', { name, journey: passage.journeyName })}</h1>
          <p className="num">
            {t('version', { version: passage.version, when: when.moment(passage.startedAt) })}
          </p>
        </div>
        <ButtonLink to={`/journeys/${passage.journeyId}`}>{t('toJourney')}</ButtonLink>
      </header>
      <FaultNote error={version.error} retry={() => void version.refetch()} />
      {!flow && !version.error && <Loading lines={4} />}
      {flow && (
        <div className="passage">
          <PassageMap flow={flow} visits={visits} />
          <div className="side">
            <Way passage={passage} flow={flow} visits={visits} />
            <Hands enrollment={passage} been={[...new Set(been)]} />
          </div>
        </div>
      )}
    </div>
  );
}

/** The same way in words, for reading and for whoever cannot see the map. */
function Way({ passage, flow, visits }: { passage: Passage; flow: Draft; visits: readonly Visit[] }) {
  const { t } = useWatchWords();
  const words = useCanvasWords();
  const when = useWhen();
  const titleOf = (id: string) => {
    const step = stepIn(flow, id);
    return step ? cardText(step, words) : { title: id, detail: '' };
  };
  return (
    <Card title={t('way')}>
      <ol className="lined wt-way">
        <li className="row">
          <span className="grow label">{t('cameIn')}</span>
          <span className="t13 muted num">{when.moment(passage.startedAt)}</span>
        </li>
        {visits.map((visit, at) => {
          const { title, detail } = titleOf(visit.stepId);
          const tone = visit.how === 'here' ? 'brand' : visit.how === 'done' ? 'good' : 'warn';
          return (
            <li key={at} aria-current={visit.how === 'here' ? 'step' : undefined}>
              <div className="row">
                <span className="grow label">{title}</span>
                <Pill tone={tone}>{t(visit.how === 'not_done' ? 'notDone' : visit.how)}</Pill>
              </div>
              {detail && <div className="t13 muted clip">{detail}</div>}
              <div className="t13 num">
                <Stay visit={visit} />
              </div>
              {visit.how !== 'done' && visit.reason && <div className="t13">{visit.reason.message}</div>}
            </li>
          );
        })}
        <li className="num">
          <Next passage={passage} flow={flow} titleOf={(id) => titleOf(id).title} />
        </li>
      </ol>
    </Card>
  );
}

function Stay({ visit: { arrived, left } }: { visit: Visit }) {
  const { t } = useWatchWords();
  const when = useWhen();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const until = left === null ? now : Date.parse(left);
  const span = useSpan(until - Date.parse(arrived));
  const from = when.moment(arrived);
  if (left === null) return t('sinceThen', { from, span });
  return span === '' ? t('moment', { from }) : t('at', { from, until: when.moment(left), span });
}

/** “2 days”, “3 hours”: the largest unit that fits; nothing under a minute. */
function useSpan(millis: number): string {
  const { locale } = useWatchWords();
  for (const [unit, size] of [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const) {
    if (millis >= size)
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
        Math.floor(millis / size),
      );
  }
  return '';
}

function Next({
  passage,
  flow,
  titleOf,
}: {
  passage: Passage;
  flow: Draft;
  titleOf: (id: string) => string;
}) {
  const { t } = useWatchWords();
  const when = useWhen();
  if (passage.status !== 'active')
    return t('over', {
      when: passage.endedAt ? when.moment(passage.endedAt) : '',
      why: passage.reason?.message ?? '',
    });
  if (passage.pausedAt || passage.state === 'paused') return t('nextHeld');
  const step = stepIn(flow, passage.stepId);
  const due = passage.dueAt ? when.moment(passage.dueAt) : '';
  const lines = step ? linesOf(step) : [];
  if (step && lines.length > 1) return t('nextOpen', { when: due });
  const target = step ? (lines[0]?.target ?? null) : flow.first;
  if (target === null) return t('nextEnd');
  return due ? t('nextAt', { step: titleOf(target), when: due }) : t('next', { step: titleOf(target) });
}
