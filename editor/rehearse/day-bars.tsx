import { useLocale } from 'use-intl';
import type { PastTally } from '../../workflows/flow/past.js';
import { useRehearseWords } from './words/index.js';

const WIDTH = 336;
const HEIGHT = 88;
const DAY = 86_400_000;

/** Messages of each day as bars, said in a sentence, and as a table for whoever wants the numbers. */
export function DayBars({ days }: { days: PastTally['days'] }) {
  const { t } = useRehearseWords();
  const locale = useLocale();
  const dayText = (date: string) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }).format(new Date(`${date}T00:00:00Z`));
  const first = Date.parse(days[0]?.date ?? '');
  const span = (Date.parse(days.at(-1)?.date ?? '') - first) / DAY + 1;
  const slot = WIDTH / span;
  const most = days.reduce((a, b) => (a.email + a.sms >= b.email + b.sms ? a : b));
  const top = Math.max(1, most.email + most.sms);
  const count = days.reduce((sum, { email, sms }) => sum + email + sms, 0);
  return (
    <section className="je-sec">
      <h3>{t('past.days')}</h3>
      <svg className="rh-bars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden preserveAspectRatio="none">
        {days.map(({ date, email, sms }) => {
          const x = ((Date.parse(date) - first) / DAY) * slot;
          const width = Math.max(1.5, Math.min(14, slot * 0.72));
          const tall = (n: number) => (n / top) * HEIGHT;
          return (
            <g key={date}>
              <rect className="email" x={x} y={HEIGHT - tall(email)} width={width} height={tall(email)} />
              <rect className="sms" x={x} y={HEIGHT - tall(email + sms)} width={width} height={tall(sms)} />
            </g>
          );
        })}
      </svg>
      <div className="rh-axis" aria-hidden>
        <span>{dayText(days[0]?.date ?? '')}</span>
        <span className="rh-legend">
          <i className="email" /> {t('past.emails')} <i className="sms" /> {t('past.texts')}
        </span>
        <span>{dayText(days.at(-1)?.date ?? '')}</span>
      </div>
      <p className="je-note">
        {t('past.daysText', {
          count,
          days: days.length,
          day: dayText(most.date),
          most: most.email + most.sms,
        })}
      </p>
      <details>
        <summary>{t('past.daysTable')}</summary>
        <table className="rh-table">
          <thead>
            <tr>
              <th scope="col">{t('past.day')}</th>
              <th scope="col">{t('past.emails')}</th>
              <th scope="col">{t('past.texts')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ date, email, sms }) => (
              <tr key={date}>
                <th scope="row">{dayText(date)}</th>
                <td>{email}</td>
                <td>{sms}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
