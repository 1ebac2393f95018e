import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { draft as asDraft } from '../../workflows/flow/draft.js';
import { answer, api, type Shape } from '../api/client.js';
import { useMay } from '../api/queries.js';
import { cardText } from '../canvas/card.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { KeptNote } from '../pages/parts/kept-note.js';
import { useUnsent } from '../pages/parts/unsent.js';
import { Button, Card, Dialog, FaultNote, SelectField, TextField, toast } from '../ui/index.js';
import { useWatchWords } from './words/index.js';

type Enrollment = Shape<'Enrollment'>;
type Act = 'skip' | 'hold' | 'goOn' | 'move' | 'redo' | 'end';

/** The published flow somebody is inside of; it never changes. */
export const useFlowOf = (journeyId: string, version: number) =>
  useQuery({
    queryKey: ['journeys', journeyId, 'versions', version],
    queryFn: () =>
      answer(
        api.GET('/journeys/{id}/versions/{number}', {
          params: { path: { id: journeyId, number: String(version) } },
        }),
      ),
    staleTime: Infinity,
  });

/** What a member may do for this one person. `been` are the steps already gone through, for doing one again. */
export function Hands({ enrollment, been }: { enrollment: Enrollment; been?: readonly string[] }) {
  const { t } = useWatchWords();
  const may = useMay('enrollments:write');
  const [act, setAct] = useState<Act | null>(null);
  if (!may || enrollment.status !== 'active') return null;
  const acts: Act[] = [
    'skip',
    enrollment.pausedAt ? 'goOn' : 'hold',
    'move',
    ...(been && been.length > 0 ? (['redo'] as const) : []),
    'end',
  ];
  return (
    <Card
      title={t('hands.title')}
      // Somebody may be inside several journeys at a time; each has its own.
      aside={<span className="muted t13 clip">{enrollment.journeyName}</span>}
      className="acts"
    >
      <p className="muted t13" style={{ padding: '0 20px 12px' }}>
        {t('hands.text')}
      </p>
      {acts.map((one) => (
        <button key={one} type="button" onClick={() => setAct(one)}>
          <span className={`label ${one === 'end' ? 'bad' : ''}`}>{t(`hands.${one}`)}</span>
          <span className="muted t13 block">{t(`hands.${one}Text`)}</span>
        </button>
      ))}
      {act && <Ask enrollment={enrollment} act={act} been={been ?? []} onClose={() => setAct(null)} />}
    </Card>
  );
}

function Ask({
  enrollment,
  act,
  been,
  onClose,
}: {
  enrollment: Enrollment;
  act: Act;
  been: readonly string[];
  onClose: () => void;
}) {
  const { t } = useWatchWords();
  const client = useQueryClient();
  const steps = useSteps(enrollment).filter(({ id }) =>
    act === 'redo' ? been.includes(id) : id !== enrollment.stepId,
  );
  const { typed: reason, type: setReason, forget, kept } = useUnsent(`${act} ${enrollment.id}`, '');
  const [chosen, setChosen] = useState('');
  const [overdue, setOverdue] = useState<'send_now' | 'skip'>('send_now');
  const goes = act === 'move' || act === 'redo';
  const stepId = chosen || steps[0]?.id || '';
  const carry = useMutation({
    mutationFn: async () => {
      const path = { params: { path: { id: enrollment.id } } };
      const here = enrollment.stepId === null ? {} : { stepId: enrollment.stepId };
      if (act === 'skip')
        await answer(api.POST('/enrollments/{id}/skip', { ...path, body: { reason, ...here } }));
      else if (act === 'hold')
        await answer(api.POST('/enrollments/{id}/pause', { ...path, body: { reason } }));
      else if (act === 'goOn')
        await answer(api.POST('/enrollments/{id}/resume', { ...path, body: { reason, overdue } }));
      else if (goes) await answer(api.POST('/enrollments/{id}/move', { ...path, body: { reason, stepId } }));
      else
        return (await answer(api.POST('/enrollments/{id}/stop', { ...path, body: { reason } }))).inFlight
          .length;
      return 0;
    },
    onSuccess: async (inFlight) => {
      forget();
      toast(inFlight > 0 ? t('hands.inFlight', { count: inFlight }) : t('hands.kept'));
      await client.invalidateQueries({ queryKey: ['enrollments'] });
      await client.invalidateQueries({ queryKey: ['customers'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t(`hands.${act}`)}
      onClose={onClose}
      onSubmit={() => carry.isPending || carry.mutate()}
      footer={
        <>
          <Button
            onClick={() => {
              forget();
              onClose();
            }}
          >
            {t('hands.cancel')}
          </Button>
          <Button kind={act === 'end' ? 'danger' : 'primary'} type="submit" busy={carry.isPending}>
            {t(`hands.${act}`)}
          </Button>
        </>
      }
    >
      <p className="muted">{t(`hands.${act}Text`)}</p>
      <KeptNote shown={kept} forget={forget} />
      <FaultNote error={carry.error} />
      {goes && (
        <SelectField
          label={t('hands.where')}
          value={stepId}
          onChange={({ target: { value } }) => setChosen(value)}
        >
          {steps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {act === 'goOn' && (
        <SelectField
          label={t('hands.overdue')}
          value={overdue}
          onChange={({ target: { value } }) => setOverdue(value as typeof overdue)}
        >
          <option value="send_now">{t('hands.sendNow')}</option>
          <option value="skip">{t('hands.skipIt')}</option>
        </SelectField>
      )}
      <TextField
        label={t('hands.why')}
        value={reason}
        maxLength={500}
        onChange={({ target: { value } }) => setReason(value)}
        autoFocus
      />
    </Dialog>
  );
}

/** The steps of the version somebody is in, by the words on their cards. */
function useSteps({ journeyId, version }: Enrollment): { id: string; name: string }[] {
  const words = useCanvasWords();
  const { data } = useFlowOf(journeyId, version);
  if (!data) return [];
  return asDraft(data.flow).steps.map((step) => {
    const { title, detail } = cardText(step, words);
    return { id: step.id, name: (detail ? `${title}: ${detail}` : title).slice(0, 90) };
  });
}
