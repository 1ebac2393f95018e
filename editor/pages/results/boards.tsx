import { useLocale } from 'use-intl';
import type { Shape } from '../../api/client.js';
import { Bars, type Bar } from './bars.js';
import { Charted } from './charted.js';
import { ColumnChart } from './column-chart.js';
import { RatingChart } from './rating-chart.js';
import { useResultWords } from './words/index.js';

type Results = Shape<'Results'>;

/** The numbers of a span as charts, each with its sentence and its table. */
export function Boards({ results }: { results: Results }) {
  return (
    <>
      <Funnel results={results} />
      <Flow results={results} />
      <Rating results={results} />
      <Stars results={results} />
      <Ended results={results} />
    </>
  );
}

export function useNumbers() {
  const locale = useLocale();
  const whole = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    whole: (value: number) => whole.format(value),
    percent: (part: number, of: number) => (of === 0 ? '–' : percent.format(part / of)),
    one: (value: number | null) => (value === null ? '–' : one.format(value)),
  };
}

/** “Tue 17 Nov”, “16 Nov” or “November”: the first day of an entry, which is a date and no instant. */
function useDayName(by: Results['by']) {
  const locale = useLocale();
  const options: Intl.DateTimeFormatOptions =
    by === 'month' ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' };
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone: 'UTC', ...options });
  return (day: string) => made.format(new Date(`${day}T12:00:00Z`));
}

function Funnel({ results }: { results: Results }) {
  const { t } = useResultWords();
  const { whole, percent } = useNumbers();
  const { messages, asks } = results;
  const most = Math.max(results.entered, messages.sent, asks.asked, 1);
  const stages: (Bar & { share: string })[] = [];
  const add = (
    name: 'entered' | 'sent' | 'delivered' | 'clicked' | 'asked' | 'answered' | 'reviewed',
    count: number,
    of?: number,
  ) =>
    stages.push({
      name: t(`funnel.${name}`),
      value: of === undefined ? whole(count) : `${whole(count)} · ${percent(count, of)}`,
      part: count / most,
      share: of === undefined ? '' : percent(count, of),
      ...(of !== undefined && { aside: t(`funnel.${name as 'answered'}Of`, { of: whole(of) }) }),
    });
  add('entered', results.entered);
  add('sent', messages.sent);
  if (messages.confirmable > 0) add('delivered', messages.delivered, messages.confirmable);
  if (messages.linksSent > 0) add('clicked', messages.clicked, messages.linksSent);
  add('asked', asks.asked);
  if (asks.asked > 0) add('answered', asks.answered, asks.asked);
  if (asks.answered > 0 && messages.linksSent > 0) add('reviewed', asks.reviewLinksOpened, asks.answered);
  const kept = [
    messages.confirmable === 0 && messages.sent > 0 ? t('funnel.unconfirmed') : '',
    messages.linksSent === 0 && messages.sent > 0 ? t('funnel.unlinked') : '',
  ].filter(Boolean);
  return (
    <Charted
      title={t('funnel.title')}
      says={
        asks.asked > 0
          ? t('funnel.says', {
              asked: asks.asked,
              answered: asks.answered,
              share: percent(asks.answered, asks.asked),
            })
          : t('funnel.nobody', { sent: messages.sent })
      }
      note={kept.join(' ') || undefined}
      head={[t('funnel.stage'), t('funnel.count'), t('funnel.share')]}
      rows={[
        ...stages.map(({ name, value, share }) => [name, value.split(' · ')[0] ?? '', share]),
        [t('funnel.failed'), whole(messages.failed), ''],
        [t('funnel.skipped'), whole(messages.skipped), ''],
      ]}
    >
      <Bars bars={stages} />
    </Charted>
  );
}

function Flow({ results }: { results: Results }) {
  const { t } = useResultWords();
  const { whole } = useNumbers();
  const day = useDayName(results.by);
  const { series } = results;
  const peak = series.reduce((best, each) => (each.sent > (best?.sent ?? 0) ? each : best), series[0]);
  const sent = series.reduce((sum, each) => sum + each.sent, 0);
  const entered = series.reduce((sum, each) => sum + each.entered, 0);
  const says =
    sent + entered === 0 || !peak
      ? t('flow.none')
      : t('flow.says', {
          peak: day(peak.from),
          count: peak.sent,
          entered,
          sent,
        });
  return (
    <Charted
      title={t('flow.title')}
      says={says}
      head={[t(`spans.${results.by}`), t('flow.entered'), t('flow.sent')]}
      rows={series.map((each) => [day(each.from), whole(each.entered), whole(each.sent)])}
    >
      <ColumnChart
        label={says}
        format={whole}
        names={{ value: t('flow.sent'), beside: t('flow.entered') }}
        columns={series.map((each) => ({ label: day(each.from), value: each.sent, beside: each.entered }))}
      />
    </Charted>
  );
}

function Rating({ results }: { results: Results }) {
  const { t } = useResultWords();
  const { whole, one } = useNumbers();
  const day = useDayName(results.by);
  const known = results.series.filter(({ average }) => average !== null);
  const [first, last] = [known[0], known.at(-1)];
  const answers = results.ratings.answers;
  const says =
    !first || !last
      ? t('rating.none')
      : first === last
        ? t('rating.one', { last: one(last.average), answers })
        : t('rating.says', { first: one(first.average), last: one(last.average), answers });
  return (
    <Charted
      title={t('rating.title')}
      says={says}
      head={[t(`spans.${results.by}`), t('rating.average'), t('rating.answers')]}
      rows={known.map((each) => [day(each.from), one(each.average), whole(each.answers)])}
    >
      {known.length > 0 && (
        <RatingChart
          label={says}
          points={results.series.map(({ from, average, answers }) => ({
            label: day(from),
            average,
            answers,
          }))}
        />
      )}
    </Charted>
  );
}

function Stars({ results }: { results: Results }) {
  const { t } = useResultWords();
  const { whole, percent } = useNumbers();
  const { answers, byRating } = results.ratings;
  const each = (['5', '4', '3', '2', '1'] as const).map((stars) => ({ stars, count: byRating[stars] }));
  return (
    <Charted
      title={t('stars.title')}
      says={
        answers === 0
          ? t('stars.none')
          : t('stars.says', {
              happy: byRating['4'] + byRating['5'],
              answers,
              unhappy: byRating['1'] + byRating['2'] + byRating['3'],
            })
      }
      head={[t('stars.rating'), t('stars.count'), t('stars.share')]}
      rows={
        answers === 0
          ? []
          : each.map(({ stars, count }) => [
              t('stars.star', { count: Number(stars) }),
              whole(count),
              percent(count, answers),
            ])
      }
    >
      {answers > 0 && (
        <Bars
          bars={each.map(({ stars, count }) => ({
            name: t('stars.star', { count: Number(stars) }),
            value: whole(count),
            part: count / answers,
          }))}
        />
      )}
    </Charted>
  );
}

function Ended({ results }: { results: Results }) {
  const { t, has } = useResultWords();
  const { whole } = useNumbers();
  const all = results.ended.reduce((sum, { count }) => sum + count, 0);
  const reasonOf = ({ status, reason }: Results['ended'][number]) => {
    const code = reason ?? status;
    const key = `ended.reasons.${code}`;
    if (has(key)) return t(key as 'ended.reasons.goal');
    return status === 'failed' ? t('ended.reasons.failed') : t('ended.reasons.other', { code });
  };
  // Two codes may say the same to an owner.
  const named = new Map<string, number>();
  for (const each of results.ended) named.set(reasonOf(each), (named.get(reasonOf(each)) ?? 0) + each.count);
  const rows = [...named].sort((a, b) => b[1] - a[1]);
  return (
    <Charted
      title={t('ended.title')}
      says={all === 0 ? t('ended.none') : t('ended.says', { count: all, reason: rows[0]?.[0] ?? '' })}
      head={[t('ended.reason'), t('ended.count')]}
      rows={rows.map(([name, count]) => [name, whole(count)])}
    >
      {all > 0 && (
        <Bars bars={rows.map(([name, count]) => ({ name, value: whole(count), part: count / all }))} />
      )}
    </Charted>
  );
}
