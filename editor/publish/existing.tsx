import { useQuery } from '@tanstack/react-query';
import type { Draft } from '../../workflows/flow/draft.js';
import { Loading, Segmented, useFaultSentence } from '../ui/index.js';
import { getExisting } from './api.js';
import { usePublishWords } from './words/index.js';

/** Whether those to whom it has happened already come in, and how far back that is. */
export interface Taking {
  days: number;
  take: boolean;
}

export const existingKey = (journeyId: string, etag: string, days: number) => [
  'journeys',
  journeyId,
  'existing',
  etag,
  days,
];

/** Only what happens, or a date, can have happened already. */
export const mayMatchAlready = ({ entry }: Draft): boolean =>
  entry !== null && 'on' in entry && (entry.on === 'event' || entry.on === 'date');

export function ExistingMatches({
  journeyId,
  etag,
  entry,
  taking,
  onChange,
}: {
  journeyId: string;
  etag: string;
  entry: Draft['entry'];
  taking: Taking;
  onChange: (taking: Taking) => void;
}) {
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  const { data, error } = useQuery({
    queryKey: existingKey(journeyId, etag, taking.days),
    queryFn: () => getExisting(journeyId, taking.days),
    staleTime: 0,
  });
  const byDate = entry !== null && 'on' in entry && entry.on === 'date';
  const take = taking.take && (data?.count ?? 0) > 0;
  return (
    <section className="pb-section">
      <header>
        <h3 className="grow">{t('existing.title')}</h3>
        <Segmented
          small
          label={t('existing.days')}
          value={String(taking.days)}
          options={['7', '14', '30'].map((days) => ({
            value: days,
            label: t('existing.lastDays', { days }),
          }))}
          onChange={(days) => onChange({ ...taking, days: Number(days) })}
        />
      </header>
      {error ? (
        <p className="je-note bad">{t('existing.failed', { message: sentence(error) })}</p>
      ) : !data ? (
        <Loading lines={1} />
      ) : (
        <>
          <p>
            {t('existing.body', { count: data.count, days: data.days })} {data.more && t('existing.more')}{' '}
            {byDate && <span className="muted">{t('existing.dates')}</span>}
          </p>
          {!data.open ? (
            <p className="muted">{t('existing.paused')}</p>
          ) : (
            data.count > 0 && (
              <div className="pb-row">
                <Segmented
                  label={t('existing.act')}
                  value={take ? 'take' : 'leave'}
                  options={[
                    { value: 'leave', label: t('existing.leave') },
                    { value: 'take', label: t('existing.take', { count: data.count }) },
                  ]}
                  onChange={(act) => onChange({ ...taking, take: act === 'take' })}
                />
                <span className="t13 muted grow">{t(take ? 'existing.takeWhat' : 'existing.leaveWhat')}</span>
              </div>
            )
          )}
        </>
      )}
    </section>
  );
}
