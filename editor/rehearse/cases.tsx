import { IconAlertTriangle, IconCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '../api/refusal.js';
import { faultText } from '../canvas/dialogs.js';
import { useView } from '../canvas/view.js';
import { Button, EmptyState, Loading, toast } from '../ui/index.js';
import * as server from './api.js';
import type { Case, Trial } from './api.js';
import { useRehearseWords } from './words/index.js';

/** Rehearsals kept with the journey, run on the draft as it is now: what comes out differently, in sentences. */
export function Cases({
  journeyId,
  open,
  toTrial,
}: {
  journeyId: string;
  open: (trial: Trial) => void;
  toTrial: () => void;
}) {
  const { flow, words } = useView();
  const { t } = useRehearseWords();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const kept = useQuery({
    queryKey: ['journeys', journeyId, 'cases'],
    queryFn: () => server.listCases(journeyId),
  });
  const runs = useQuery({
    queryKey: ['journeys', journeyId, 'cases', 'runs', flow],
    queryFn: () => server.runCases(journeyId, flow),
    enabled: (kept.data?.length ?? 0) > 0,
    retry: false,
    gcTime: 0,
  });

  async function act(id: string, work: () => Promise<unknown>, done: string) {
    setBusy(id);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: ['journeys', journeyId, 'cases'] });
      toast(done);
    } catch (error) {
      toast(t('cases.actFailed', { message: faultText(error, words) }));
    } finally {
      setBusy(null);
    }
  }

  if (kept.isPending) return <Loading />;
  if (kept.isError)
    return (
      <p className="je-sec je-note bad" role="alert">
        {t('cases.failed', { message: faultText(kept.error, words) })}
      </p>
    );
  if (kept.data.length === 0)
    return (
      <EmptyState title={t('cases.none')} action={<Button onClick={toTrial}>{t('cases.toTrial')}</Button>}>
        {t('cases.noneWhat')}
      </EmptyState>
    );
  const unfinished = runs.error instanceof Refusal && runs.error.body.code === 'cannot_publish';
  return (
    <>
      <section className="je-sec">
        <p className="je-note">{t('cases.lead')}</p>
        <p role="status" className="strong">
          {runs.isFetching
            ? t('cases.running')
            : runs.data
              ? t('cases.result', { changed: runs.data.changed, count: runs.data.items.length })
              : null}
        </p>
        {runs.isError && (
          <p className="je-note bad" role="alert">
            {unfinished
              ? t('cases.unfinished')
              : t('cases.failed', { message: faultText(runs.error, words) })}
          </p>
        )}
        <div className="je-inline">
          <Button
            small
            busy={runs.isFetching}
            icon={<IconRefresh size={16} aria-hidden />}
            onClick={() => void runs.refetch()}
          >
            {t('cases.again')}
          </Button>
        </div>
      </section>
      <ul className="rh-cases">
        {kept.data.map((one) => {
          const run = runs.data?.items.find(({ caseId }) => caseId === one.id);
          return (
            <li key={one.id} className="je-sec">
              <div className="rh-case">
                <b className="strong">{one.name}</b>
                {run && (
                  <span className={`je-chip ${run.outcome === 'same' ? 'good' : 'warn'}`}>
                    {run.outcome === 'same' ? (
                      <IconCheck size={14} stroke={2} aria-hidden />
                    ) : (
                      <IconAlertTriangle size={14} stroke={2} aria-hidden />
                    )}
                    {t(run.outcome === 'same' ? 'cases.same' : 'cases.changed')}
                  </span>
                )}
              </div>
              {run && run.differences.length > 0 && (
                <ul className="rh-differences">
                  {run.differences.map(({ sentence }, index) => (
                    <li key={index}>{sentence}</li>
                  ))}
                </ul>
              )}
              <div className="je-inline">
                {run?.outcome === 'changed' && (
                  <Button
                    small
                    busy={busy === one.id}
                    onClick={() =>
                      void act(
                        one.id,
                        () => server.expectCase(journeyId, one.id, flow),
                        t('cases.accepted', { name: one.name }),
                      )
                    }
                  >
                    {t('cases.accept')}
                  </Button>
                )}
                <Button small onClick={() => open(trialOf(one))}>
                  {t('cases.open')}
                </Button>
                <Button
                  small
                  kind="quiet"
                  busy={busy === one.id}
                  onClick={() =>
                    void act(
                      one.id,
                      () => server.deleteCase(journeyId, one.id),
                      t('cases.removed', { name: one.name }),
                    )
                  }
                >
                  {t('cases.remove')}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The case as a test run: on the same customer as they are today. */
const trialOf = ({ customer, customerId, event, startAt, answers }: Case): Trial => {
  const { id: _, ...details } = customer as Trial['customer'];
  return {
    customer: customerId === null ? details : { ...details, id: customerId },
    event: event as Trial['event'],
    startAt,
    answers,
  };
};
