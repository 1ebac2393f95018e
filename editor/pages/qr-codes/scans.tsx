import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { answer, api, type Answer } from '../../api/client.js';
import { Card, FaultNote, Loading, useWhen } from '../../ui/index.js';
import { useCodeWords } from './words/index.js';

type Day = Answer<'listScans'>['items'][number];

/** How often a code was opened and answered on each of the last thirty days. */
export function Scans({ id }: { id: string }) {
  const { t } = useCodeWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['qr-codes', id, 'scans'],
    queryFn: () => answer(api.GET('/qr-codes/{id}/scans', { params: { path: { id } } })),
  });
  return (
    <Card title={t('scans')}>
      <div className="body stack" style={{ gap: 14 }}>
        {error ? (
          <FaultNote error={error} retry={() => void refetch()} />
        ) : !data ? (
          <Loading lines={2} />
        ) : (
          <Drawn days={data.items} />
        )}
      </div>
    </Card>
  );
}

const noon = (day: string) => `${day}T12:00:00Z`;

function Drawn({ days }: { days: readonly Day[] }) {
  const { t } = useCodeWords();
  const shell = useTranslations('shell');
  const { day } = useWhen();
  const scans = days.reduce((sum, each) => sum + each.scans, 0);
  const answers = days.reduce((sum, each) => sum + each.answers, 0);
  const says = t('scansSay', { scans, answers });
  return (
    <>
      <p className="num">{says}</p>
      {scans + answers > 0 && <Bars days={days} label={says} />}
      <div className="row wrap t12 muted num" style={{ gap: 16 }}>
        <span className="grow">
          {day(noon(days[0]!.day))} – {day(noon(days.at(-1)!.day))}
        </span>
        <span className="row" style={{ gap: 6 }}>
          <span className="swatch" aria-hidden /> {t('scansHead')}
        </span>
        <span className="row" style={{ gap: 6 }}>
          <span className="swatch full" aria-hidden /> {t('answersHead')}
        </span>
      </div>
      <p className="t13 muted">{t('scansNote')}</p>
      <details>
        <summary>{t('table')}</summary>
        <div className="tablewrap" tabIndex={0} role="group" aria-label={`${t('scans')}, ${shell('all')}`}>
          <table className="plain num">
            <thead>
              <tr>
                <th scope="col">{t('day')}</th>
                <th scope="col">{t('scansHead')}</th>
                <th scope="col">{t('answersHead')}</th>
              </tr>
            </thead>
            <tbody>
              {[...days].reverse().map((each) => (
                <tr key={each.day}>
                  <td>{day(noon(each.day))}</td>
                  <td>{each.scans}</td>
                  <td>{each.answers}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** A bar for each day, filled as far as its scans were answered. */
function Bars({ days, label }: { days: readonly Day[]; label: string }) {
  const most = Math.max(1, ...days.map(({ scans, answers }) => Math.max(scans, answers)));
  return (
    <div className="bars" role="img" aria-label={label}>
      {days.map(({ day, scans, answers }) => {
        const high = Math.max(scans, answers);
        return (
          <span key={day} className={high === 0 ? 'none' : ''} style={{ height: `${(high / most) * 100}%` }}>
            {high > 0 && <span style={{ height: `${(answers / high) * 100}%` }} />}
          </span>
        );
      })}
    </div>
  );
}
