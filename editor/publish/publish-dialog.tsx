import './publish.css';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { draft as asDraft, emptyDraft } from '../../workflows/flow/draft.js';
import * as server from '../canvas/api.js';
import { cardText } from '../canvas/card.js';
import { useView } from '../canvas/view.js';
import { Refusal } from '../api/refusal.js';
import { alike } from '../draft/alike.js';
import { stepIn } from '../draft/places.js';
import { useUnsent } from '../pages/parts/unsent.js';
import { Button, Dialog, Loading, TextField, toast, useFaultSentence } from '../ui/index.js';
import { getForecast, getLanding, getVersion, publish, type Existing, type LandingPlan } from './api.js';
import { SavedCases } from './cases.js';
import { Changes, useChangeCount } from './changes.js';
import { existingKey, ExistingMatches, mayMatchAlready, type Taking } from './existing.js';
import { actOf, Landing, targetOf, wishesOf, type Choices } from './landing.js';
import { Outlook } from './outlook.js';
import { usePublishWords } from './words/index.js';

interface Fault {
  text: string;
  more: string[];
}

/** What changes, who lands where, what it leads to; then one act. */
export default function PublishDialog({
  journey,
  beforePublish,
  onClose,
}: {
  journey: server.Journey;
  /** Saves what is not saved yet. */
  beforePublish: () => Promise<void>;
  onClose: (published: boolean) => void;
}) {
  const { flow: mine, words } = useView();
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  const queries = useQueryClient();
  const [choices, setChoices] = useState<Choices>({});
  const [taking, setTaking] = useState<Taking>({ days: 14, take: false });
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, liveVersion: live } = journey;
  const { typed: note, type: setNote, forget } = useUnsent(`note to publish ${id}`, '');

  /** The draft as the server has it, and who is inside: of the same moment, or the plan would not be kept. */
  const opened = useQuery({
    queryKey: ['journeys', id, 'to publish'],
    queryFn: async () => {
      await beforePublish();
      const [draft, plan] = [await server.getDraft(id), await getLanding(id)];
      return { draft: draft.etag === plan.etag ? draft : await server.getDraft(id), plan };
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const etag = opened.data?.plan.etag ?? '';
  const before = useQuery({
    queryKey: ['journeys', id, 'versions', live],
    queryFn: () => getVersion(id, live ?? 1),
    enabled: live !== null,
    staleTime: Infinity,
  });
  const forecast = useQuery({
    queryKey: ['journeys', id, 'forecast', etag],
    queryFn: () => getForecast(id),
    enabled: opened.data !== undefined,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

  const flow = opened.data?.draft.flow ?? mine;
  const old = before.data ? asDraft(before.data.flow) : emptyDraft;
  const changes = useChangeCount(old, flow);
  const groups = opened.data?.plan.groups ?? [];
  const inside = groups.reduce((sum, { count }) => sum + count, 0);
  const version = (live ?? 0) + 1;
  const stopped = forecast.data?.checks.some(({ status }) => status === 'failed') ?? false;
  const ready = opened.data !== undefined && (live === null || before.data !== undefined);
  const unread = opened.error ?? before.error;

  async function go() {
    if (busy) return;
    setFault(null);
    const data = opened.data ?? (await opened.refetch()).data;
    if (!data) return;
    const homeless = groups.find(
      (group) => actOf(group, choices) === 'move' && targetOf(group, choices) === null,
    );
    if (homeless) {
      const step = stepIn(old, homeless.stepId);
      const name = step ? cardText(step, words).title : t('land.gone');
      return setFault({ text: t('publish.chooseTarget', { step: name }), more: [] });
    }
    const matches = queries.getQueryData<Existing>(existingKey(id, etag, taking.days));
    const take = taking.take && matches !== undefined && matches.count > 0;
    setBusy(true);
    try {
      const made = await publish(id, {
        note,
        planId: data.plan.planId,
        landing: wishesOf(groups, choices),
        ...(take && { existing: { days: taking.days, count: matches.count } }),
      });
      forget();
      await queries.invalidateQueries({ queryKey: ['journeys'] });
      toast(
        made.takenIn > 0
          ? t('publish.doneTaken', { version: made.number, count: made.takenIn })
          : t('publish.done', { version: made.number }),
      );
      onClose(true);
    } catch (error) {
      setFault(await explain(error));
    } finally {
      setBusy(false);
    }
  }

  /** Why nothing was published, with everything shown anew where it has moved. */
  async function explain(error: unknown): Promise<Fault> {
    const body = error instanceof Refusal ? error.body : {};
    if (body.code === 'plan_changed') {
      const { plan, existing } = body as { plan?: LandingPlan; existing?: Existing };
      await opened.refetch();
      void queries.invalidateQueries({ queryKey: ['journeys', id, 'existing'] });
      if (existing) return { text: t('publish.matchesMoved', { count: existing.count }), more: [] };
      return { text: t(plan?.etag === etag ? 'publish.moved' : 'publish.draftMoved'), more: [] };
    }
    const issues = (body.issues ?? []) as { level: string; message: string }[];
    const errors = issues.filter(({ level }) => level === 'error').map(({ message }) => message);
    if (errors.length > 0) return { text: t('publish.blocked'), more: errors };
    return { text: t('publish.failed', { message: sentence(error) }), more: [] };
  }

  return (
    <Dialog
      wide
      title={t('publish.title', { version, name: journey.name })}
      onClose={() => onClose(false)}
      onSubmit={() => void go()}
      footer={
        <>
          <span className="t13 muted grow">{t('publish.oneAct')}</span>
          <Button onClick={() => onClose(false)}>{t('publish.keep')}</Button>
          <Button
            kind="primary"
            type="submit"
            busy={busy || (live !== null && !ready)}
            disabled={stopped}
            icon={<IconCheck size={18} aria-hidden />}
          >
            {t(busy ? 'publish.going' : 'publish.go', { version })}
          </Button>
        </>
      }
    >
      {unread ? (
        <div className="je-note bad" role="alert">
          <p>{t('publish.loadFailed', { message: sentence(unread) })}</p>
          <Button
            small
            onClick={() => {
              void opened.refetch();
              void before.refetch();
            }}
          >
            {t('publish.again')}
          </Button>
        </div>
      ) : !ready ? (
        <>
          <p className="muted">{t('publish.loading')}</p>
          <Loading />
        </>
      ) : (
        <>
          <p className="muted num">
            {live === null ? t('publish.first') : t('publish.lead', { changes, inside })}
          </p>
          {fault && (
            <div role="alert" className="notebox tone-bad">
              <IconAlertTriangle size={20} className="icon" aria-hidden />
              <div className="grow">
                {fault.text}
                {fault.more.length > 0 && (
                  <ul>
                    {fault.more.map((message, index) => (
                      <li key={index}>{message}</li>
                    ))}
                  </ul>
                )}
              </div>
            </div>
          )}
          {!fault && opened.data && !alike(opened.data.draft.flow, mine) && (
            <div className="notebox tone-warn">
              <IconAlertTriangle size={20} className="icon" aria-hidden />
              <div className="grow">{t('publish.newer')}</div>
            </div>
          )}
          {live !== null && (
            <section className="pb-section">
              <h3>{t('changes.title')}</h3>
              <Changes before={old} after={flow} />
            </section>
          )}
          {groups.length > 0 && live !== null && (
            <section className="pb-section">
              <header>
                <h3 className="grow">{t('land.title', { count: inside })}</h3>
              </header>
              <Landing
                groups={groups}
                before={old}
                after={flow}
                live={live}
                choices={choices}
                onChange={setChoices}
              />
            </section>
          )}
          {mayMatchAlready(flow) && (
            <ExistingMatches
              journeyId={id}
              etag={etag}
              entry={flow.entry}
              taking={taking}
              onChange={setTaking}
            />
          )}
          <Outlook forecast={forecast.data} error={forecast.error} />
          <SavedCases journeyId={id} etag={etag} />
          <TextField
            label={t('publish.note')}
            value={note}
            maxLength={2000}
            onChange={({ target: { value } }) => setNote(value)}
          />
        </>
      )}
    </Dialog>
  );
}
