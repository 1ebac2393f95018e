import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Draft } from '../../../workflows/flow/draft.js';
import { draft as asDraft } from '../../../workflows/flow/draft.js';
import { answer, api } from '../../api/client.js';
import { draft, journeys, useMay } from '../../api/queries.js';
import { cardText, entryText, exitText } from '../../canvas/card.js';
import { useCanvasWords } from '../../canvas/words/index.js';
import { treeOf, type Run } from '../../draft/tree.js';
import { Button, ButtonLink, FaultNote, Loading, toast } from '../../ui/index.js';
import { useWelcomeWords } from './words/index.js';

/** The newest journey that is not live yet, in words, and the one press that makes it live. */
export function PublishStep({ next }: { next: () => void }) {
  const { t } = useWelcomeWords();
  const all = useQuery(journeys).data?.items ?? [];
  const waiting = all.find(({ liveVersion, status }) => liveVersion === null && status !== 'archived');
  const live = all.find(({ liveVersion }) => liveVersion !== null);
  if (waiting) return <Look key={waiting.id} id={waiting.id} name={waiting.name} next={next} />;
  if (!live) return <p className="muted">{t('publish.none')}</p>;
  return (
    <div className="row wrap">
      <p className="good label">{t('publish.done', { name: live.name })}</p>
      <Button small onClick={next}>
        {t('next')}
      </Button>
    </div>
  );
}

function Look({ id, name, next }: { id: string; name: string; next: () => void }) {
  const { t } = useWelcomeWords();
  const may = useMay('journeys:publish');
  const client = useQueryClient();
  const held = useQuery(draft(id));
  const publish = useMutation({
    mutationFn: async () => {
      const { planId } = await answer(api.GET('/journeys/{id}/landing', { params: { path: { id } } }));
      return answer(
        api.POST('/journeys/{id}/versions', {
          params: { path: { id } },
          body: { planId, note: t('publish.note'), landing: [] },
        }),
      );
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['journeys'] });
      toast(t('publish.published', { name }));
      next();
    },
  });
  if (!held.data)
    return held.error ? (
      <FaultNote error={held.error} retry={() => void held.refetch()} />
    ) : (
      <Loading lines={3} />
    );
  const faults = held.data.issues.filter(({ level }) => level === 'error');
  return (
    <>
      <p className="muted">{t('publish.text')}</p>
      <h3 className="strong">{name}</h3>
      <InWords flow={asDraft(held.data.flow)} />
      {faults.length > 0 && (
        <div className="notebox tone-warn" role="note">
          <div className="grow">
            {t('publish.fixes', { count: faults.length })}
            <ul>
              {faults.map(({ message }, at) => (
                <li key={at}>{message}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <FaultNote error={publish.error} />
      {!may && <p className="muted">{t('publish.mayNot')}</p>}
      <div className="row wrap">
        {may && faults.length === 0 && (
          <Button kind="primary" busy={publish.isPending} onClick={() => publish.mutate()}>
            {t('publish.publish')}
          </Button>
        )}
        <ButtonLink to={`/journeys/${id}`}>{t('publish.open')}</ButtonLink>
      </div>
    </>
  );
}

/** The journey as an ordered list, arms inside: what it will do, before it does it. */
function InWords({ flow }: { flow: Draft }) {
  const { t } = useWelcomeWords();
  const words = useCanvasWords();
  return (
    <div className="walk">
      <p>{t('publish.begins', { what: entryText(flow.entry, words).title })}</p>
      <Steps run={treeOf(flow).main} flow={flow} />
    </div>
  );
}

function Steps({ run, flow }: { run: Run; flow: Draft }) {
  const { t } = useWelcomeWords();
  const words = useCanvasWords();
  const stepOf = (id: string) => flow.steps.find((each) => each.id === id);
  return (
    <ol>
      {run.steps.map((step) => {
        const { title, detail } = cardText(step, words);
        return (
          <li key={step.id}>
            <span className="label">{title}</span>
            {detail && <span className="muted">: {detail}</span>}
          </li>
        );
      })}
      {run.end.as === 'fork' &&
        run.end.arms.map((arm) => {
          const step = stepOf(arm.stepId);
          const exit = arm.exits.map((each) => (step ? exitText(step, each, words) : each)).join(', ');
          return (
            <li key={exit}>
              <span className="t13 label">{t('publish.arm', { exit })}</span>
              <Steps run={arm.run} flow={flow} />
            </li>
          );
        })}
      {run.end.as === 'finish' && <li className="muted">{t('publish.finish')}</li>}
    </ol>
  );
}
