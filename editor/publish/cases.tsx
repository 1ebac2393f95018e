import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFaultSentence } from '../ui/index.js';
import { runCases } from './api.js';
import { usePublishWords } from './words/index.js';

/** The journey's saved cases, tried on the draft: what comes out differently is told before it goes live. */
export function SavedCases({ journeyId, etag }: { journeyId: string; etag: string }) {
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  const { data, error } = useQuery({
    queryKey: ['journeys', journeyId, 'case runs', etag],
    queryFn: () => runCases(journeyId),
    staleTime: 0,
    retry: false,
  });
  const changed = data?.items.filter(({ outcome }) => outcome === 'changed') ?? [];
  return (
    <section className="pb-section pb-cases">
      <h3>{t('cases.title')}</h3>
      {error ? (
        <p className="je-note bad">{t('cases.failed', { message: sentence(error) })}</p>
      ) : !data ? (
        <p className="muted">{t('cases.running')}</p>
      ) : data.items.length === 0 ? (
        <p className="muted">{t('cases.none')}</p>
      ) : (
        <>
          <p className={`pb-tile ${changed.length > 0 ? 'warning' : ''}`}>
            {changed.length > 0 ? (
              <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
            ) : (
              <IconCircleCheck size={18} stroke={1.75} aria-hidden />
            )}
            {t('cases.summary', {
              same: data.same,
              changed: data.changed,
              both: data.same > 0 && data.changed > 0 ? 'yes' : 'no',
            })}
          </p>
          <ul className="stack" style={{ gap: 8, listStyle: 'none', padding: 0 }}>
            {changed.map(({ caseId, name, differences }) => (
              <li key={caseId}>
                <b className="strong">{name}</b>
                <ul>
                  {differences.map((difference, index) => (
                    <li key={index}>{difference.sentence}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
