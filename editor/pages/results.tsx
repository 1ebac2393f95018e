import './results/results.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, type Shape } from '../api/client.js';
import { journey, useMay, useZone } from '../api/queries.js';
import { ButtonLink, EmptyState, FaultNote, Loading, Segmented, useTitle, useWhen } from '../ui/index.js';
import { startOfDay } from './parts/weeks.js';
import { Boards, useNumbers } from './results/boards.js';
import { Splits } from './results/splits.js';
import { useResultWords } from './results/words/index.js';

const DAY = 86_400_000;
const PERIODS = [7, 30, 90, 365] as const;
type Period = (typeof PERIODS)[number];

/** What came of it: all journeys, or one when the address names it. `?days=` keeps how far back. */
export default function ResultsPage() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const { t } = useResultWords();
  const may = useMay('reports:read');
  const zone = useZone();
  if (!may) return <p className="page muted">{t('mayNot')}</p>;
  return zone ? <Over key={id ?? ''} id={id} zone={zone} /> : <Loading />;
}

function Over({ id, zone }: { id: string | undefined; zone: string }) {
  const { t } = useResultWords();
  const { day } = useWhen();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { days?: number };
  const period: Period = PERIODS.find((each) => each === Number(search.days)) ?? 30;
  const [now] = useState(() => new Date());
  // Whole days of the business's calendar, today included.
  const from = startOfDay(new Date(startOfDay(now, zone).getTime() - (period - 1) * DAY + DAY / 2), zone);
  const query = { from: from.toISOString(), to: now.toISOString() };
  const all = useQuery({
    queryKey: ['reports', 'results', query],
    queryFn: () => answer(api.GET('/reports/overview', { params: { query } })),
    enabled: id === undefined,
  });
  const one = useQuery({
    queryKey: ['journeys', id, 'report', query],
    queryFn: () => answer(api.GET('/journeys/{id}/report', { params: { path: { id: id! }, query } })),
    enabled: id !== undefined,
  });
  const named = useQuery({ ...journey(id ?? ''), enabled: id !== undefined }).data?.name ?? '';
  const asked = id === undefined ? all : one;
  const results = asked.data?.results;
  useTitle(id === undefined ? t('title') : t('of', { name: named }));
  return (
    <div className="page results">
      {id !== undefined && (
        <p className="t13 muted" style={{ marginBottom: 12 }}>
          <Link to="/results" search={{ days: period } as never} className="inline">
            {t('back')}
          </Link>
        </p>
      )}
      <header>
        <div className="grow">
          <h1 className="voice">{id === undefined ? t('title') : named || t('title')}</h1>
          <p className="num">{t('since', { from: day(from), to: day(now) })}</p>
        </div>
        <div className="row wrap">
          <Segmented
            label={t('period')}
            value={String(period)}
            options={PERIODS.map((each) => ({ value: String(each), label: t(`days.d${each}`) }))}
            onChange={(days) =>
              void navigate({
                to: id === undefined ? '/results' : `/journeys/${id}/results`,
                search: { days: Number(days) } as never,
                replace: true,
              })
            }
          />
          {id !== undefined && <ButtonLink to={`/journeys/${id}`}>{t('open')}</ButtonLink>}
        </div>
      </header>
      <FaultNote error={asked.error} retry={() => void asked.refetch()} />
      {!results && !asked.error && <Loading lines={5} />}
      {results && (isQuiet(results) ? <Quiet /> : <Told results={results} splits={all.data?.splits} />)}
    </div>
  );
}

const isQuiet = ({ entered, messages, ratings, ended }: Shape<'Results'>) =>
  entered + messages.sent + messages.failed + messages.skipped + ratings.answers + ended.length === 0;

function Quiet() {
  const { t } = useResultWords();
  return (
    <section className="card">
      <EmptyState title={t('sentence.nothing')}>{t('sentence.nothingText')}</EmptyState>
    </section>
  );
}

function Told({
  results,
  splits,
}: {
  results: Shape<'Results'>;
  splits: Shape<'Overview'>['splits'] | undefined;
}) {
  const { t, locale } = useResultWords();
  const { one } = useNumbers();
  const parts = [
    results.entered > 0 ? t('sentence.entered', { count: results.entered }) : '',
    results.messages.sent > 0 ? t('sentence.sent', { count: results.messages.sent }) : '',
    results.ratings.answers > 0
      ? t('sentence.answered', { count: results.ratings.answers, average: one(results.ratings.average) })
      : '',
  ].filter(Boolean);
  const listed = new Intl.ListFormat(locale, { type: 'unit' }).format(parts);
  return (
    <>
      {listed && (
        <p className="voice num sums">
          {listed.replace(/^./, (letter) => letter.toLocaleUpperCase(locale))}.
        </p>
      )}
      <div className="boards">
        <Boards results={results} />
        {splits && <Splits splits={splits} />}
      </div>
    </>
  );
}
