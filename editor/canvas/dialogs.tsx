import { IconArrowRight, IconCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { emptyDraft, draft as asDraft, type Draft } from '../../workflows/flow/draft.js';
import { diff } from '../../workflows/flow/diff.js';
import { Refusal } from '../api/refusal.js';
import type { Held } from '../draft/saving.js';
import { stepIn } from '../draft/places.js';
import { takesAlong } from '../draft/edits.js';
import { linesOf } from '../draft/ways.js';
import { Button, Dialog, TextField, toast, useWhen } from '../ui/index.js';
import * as server from './api.js';
import { cardText, exitText } from './card.js';
import { titleOf, useDesk, useView } from './view.js';
import { useOwnSentences } from '../words/own-sentences.js';
import type { Words } from './words/index.js';

/** What a refusal means to the person who met it. */
export function faultText(error: unknown, { t }: Words): string {
  if (!(error instanceof Refusal)) return t('error.unknown');
  if (error.status === 0) return t('error.offline');
  if (error.status === 401) return t('error.session');
  return error.detail || t('error.unknown');
}

export function RemoveDialog() {
  const { desk, flow, words } = useView();
  const { t } = words;
  const id = useDesk((state) => state.removing);
  const step = stepIn(flow, id);
  if (!step || id === null) return null;
  const arms = linesOf(step).filter(({ target }) => target !== null);
  const all = takesAlong(flow, id).length + 1;
  return (
    <Dialog
      title={t('remove.title', { step: titleOf(step, words) })}
      onClose={() => desk.cancelRemove()}
      footer={<Button onClick={() => desk.cancelRemove()}>{t('remove.cancel')}</Button>}
    >
      <p>{t('remove.body')}</p>
      <div className="je-choice">
        {arms.map(({ exits }) => {
          const exit = exits[0] ?? '';
          const count = flow.steps.length - 1 - takesAlong(flow, id, exit).length;
          return (
            <Button key={exit} onClick={() => desk.remove(id, exit)}>
              {t('remove.keep', { exit: exitText(step, exit, words), count })}
            </Button>
          );
        })}
        <Button kind="danger" onClick={() => desk.remove(id)}>
          {t('remove.all', { count: all })}
        </Button>
      </div>
    </Dialog>
  );
}

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useView().words;
  const keys = [
    ['← ↑ ↓ →', 'keys.arrows'],
    ['Enter', 'keys.enter'],
    ['A', 'keys.a'],
    ['M', 'keys.m'],
    ['Delete', 'keys.del'],
    ['Ctrl Z · Ctrl Y', 'keys.undo'],
    ['Ctrl C · X · V', 'keys.copy'],
    ['Ctrl D', 'keys.dup'],
    ['Esc', 'keys.esc'],
    ['?', 'keys.help'],
  ] as const;
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className="je-keys">
        {keys.map(([key, what]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Two people saved: what the other changed, and the three honest ways on. */
export function ConflictDialog({
  base,
  theirs,
  onTheirs,
  onMine,
  onCopy,
}: {
  base: Draft;
  theirs: Held;
  onTheirs: () => void;
  onMine: () => void;
  onCopy: () => Promise<void>;
}) {
  const { words } = useView();
  const { t } = words;
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const say = useOwnSentences();
  const sentences = diff(base, theirs.flow).sentences.map(say);
  return (
    <Dialog
      title={t('conflict.title')}
      footer={
        <>
          <Button onClick={onMine}>{t('conflict.mine')}</Button>
          <Button
            busy={busy}
            onClick={() => {
              setBusy(true);
              void onCopy()
                .catch((error: unknown) =>
                  setFault(t('conflict.copyFailed', { message: faultText(error, words) })),
                )
                .finally(() => setBusy(false));
            }}
          >
            {t('conflict.copy')}
          </Button>
          <Button kind="primary" onClick={onTheirs}>
            {t('conflict.theirs')}
          </Button>
        </>
      }
    >
      <p>{t('conflict.body')}</p>
      {sentences.length === 0 ? (
        <p className="je-note">{t('conflict.nothing')}</p>
      ) : (
        <ul className="stack" style={{ gap: 6 }}>
          {sentences.slice(0, 12).map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ul>
      )}
      <p className="je-note">{t('conflict.explain')}</p>
      {fault && (
        <p className="je-note bad" role="alert">
          {fault}
        </p>
      )}
    </Dialog>
  );
}

/** What changes, who is inside and where they land, a note, one act. */
export function PublishDialog({
  journey,
  beforePublish,
  onClose,
}: {
  journey: server.Journey;
  /** Saves what is not saved yet. */
  beforePublish: () => Promise<void>;
  onClose: (published: boolean) => void;
}) {
  const { words, flow } = useView();
  const { t } = words;
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const [choices, setChoices] = useState<Record<string, server.Act>>({});
  const [targets, setTargets] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<{ text: string; issues: string[] } | null>(null);
  const [busy, setBusy] = useState(false);
  const live = journey.liveVersion;
  const before = useQuery({
    queryKey: ['journeys', journey.id, 'versions', live],
    queryFn: () => server.getVersion(journey.id, live ?? 1),
    enabled: live !== null,
  });
  const plan = useQuery({
    queryKey: ['journeys', journey.id, 'landing'],
    queryFn: async () => {
      await beforePublish();
      return server.getLanding(journey.id);
    },
    staleTime: 0,
    gcTime: 0,
    enabled: live !== null,
  });
  const old = before.data ? asDraft(before.data.flow) : emptyDraft;
  const sentences = live === null ? [] : before.data ? diff(old, flow).sentences : [];
  const groups = plan.data?.groups ?? [];
  const inside = groups.reduce((sum, { count }) => sum + count, 0);
  const version = (live ?? 0) + 1;
  const keyOf = (group: server.LandingPlan['groups'][number]) => `${group.stepId ?? ''}/${group.state}`;
  const chosen = (group: server.LandingPlan['groups'][number]): server.Act =>
    choices[group.stepId ?? ''] ??
    (group.options.includes('finish') ? 'finish' : (group.options[0] ?? 'end'));
  const target = (group: server.LandingPlan['groups'][number]) =>
    targets[group.stepId ?? ''] ?? group.to ?? '';

  async function go() {
    setBusy(true);
    setFault(null);
    try {
      await beforePublish();
      const landing = new Map(
        groups
          .filter((group) => chosen(group) !== 'finish')
          .map((group) => [
            group.stepId,
            {
              stepId: group.stepId,
              do: chosen(group),
              ...(chosen(group) === 'move' && target(group) ? { to: target(group) } : {}),
            },
          ]),
      );
      const planId = plan.data?.planId ?? (await server.getLanding(journey.id)).planId;
      const made = await server.publish(journey.id, { note, planId, landing: [...landing.values()] });
      await queries.invalidateQueries({ queryKey: ['journeys'] });
      toast(t('publish.done', { version: made.number }));
      onClose(true);
    } catch (error) {
      const body = error instanceof Refusal ? error.body : {};
      const issues = Array.isArray(body.issues) ? (body.issues as { level: string; message: string }[]) : [];
      const errors = issues.filter(({ level }) => level === 'error').map(({ message }) => message);
      if (body.code === 'plan_changed') {
        await plan.refetch();
        setFault({ text: t('publish.moved'), issues: [] });
      } else if (errors.length > 0) setFault({ text: t('publish.blocked'), issues: errors });
      else setFault({ text: t('publish.failed', { message: faultText(error, words) }), issues: [] });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      wide
      title={t('publish.title', { version, name: journey.name })}
      onClose={() => onClose(false)}
      onSubmit={() => void go()}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t('publish.keep')}</Button>
          <Button
            kind="primary"
            type="submit"
            busy={busy || (live !== null && plan.isPending)}
            icon={<IconCheck size={18} aria-hidden />}
          >
            {busy ? t('publish.going') : t('publish.go', { version })}
          </Button>
        </>
      }
    >
      <p className="je-note">
        {live === null
          ? t('publish.first')
          : plan.isPending
            ? t('publish.loading')
            : t('publish.lead', { changes: sentences.length, inside })}
      </p>
      {fault && (
        <div role="alert" className="je-note bad">
          <p>{fault.text}</p>
          <ul>
            {fault.issues.map((message, index) => (
              <li key={index}>{message}</li>
            ))}
          </ul>
        </div>
      )}
      {sentences.length > 0 && (
        <section>
          <h3 className="strong">{t('publish.changes')}</h3>
          <ul>
            {sentences.map((sentence, index) => (
              <li key={index} className="je-change">
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      {groups.length > 0 && (
        <section className="stack" style={{ gap: 8 }}>
          <h3 className="strong">{t('publish.land', { count: inside })}</h3>
          <ul className="je-land">
            {groups.map((group) => {
              const from = stepIn(old, group.stepId);
              const act = chosen(group);
              const to = act === 'move' ? stepIn(flow, target(group)) : act === 'finish' ? from : null;
              return (
                <li key={keyOf(group)}>
                  <span className="n">{group.count}</span>
                  <span>
                    {from ? cardText(from, words).title : t('publish.arrived')}
                    <small>{t('publish.state', { state: group.state })}</small>
                  </span>
                  <IconArrowRight className="je-arrow" size={18} aria-hidden />
                  <span>
                    {to ? cardText(to, words).title : t('publish.end')}
                    <small>
                      {t(
                        act === 'move'
                          ? 'publish.toMove'
                          : act === 'finish'
                            ? 'publish.toFinish'
                            : 'publish.toEnd',
                      )}
                    </small>
                    {act === 'move' && group.to === null && (
                      <select
                        className="input"
                        aria-label={t('publish.chooseStep')}
                        value={target(group)}
                        onChange={({ target: { value } }) =>
                          setTargets({ ...targets, [group.stepId ?? '']: value })
                        }
                      >
                        <option value="">{t('publish.chooseStep')}</option>
                        {flow.steps.map((step) => (
                          <option key={step.id} value={step.id}>
                            {titleOf(step, words)} · {cardText(step, words).detail}
                          </option>
                        ))}
                      </select>
                    )}
                  </span>
                  <span
                    className="je-seg small"
                    role="group"
                    aria-label={from ? cardText(from, words).title : t('publish.arrived')}
                  >
                    {(['move', 'finish', 'end'] as const)
                      .filter((one) => group.options.includes(one))
                      .map((one) => (
                        <button
                          key={one}
                          type="button"
                          aria-pressed={act === one}
                          onClick={() => setChoices({ ...choices, [group.stepId ?? '']: one })}
                        >
                          {one === 'finish'
                            ? t('publish.finish', { version: live ?? 1 })
                            : t(`publish.${one}`)}
                        </button>
                      ))}
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <TextField
        label={t('publish.note')}
        value={note}
        maxLength={2000}
        onChange={({ target: { value } }) => setNote(value)}
      />
    </Dialog>
  );
}

export function VersionsDialog({
  journey,
  onRestore,
  onClose,
}: {
  journey: server.Journey;
  onRestore: (flow: unknown, number: number) => void;
  onClose: () => void;
}) {
  const { words } = useView();
  const { t } = words;
  const when = useWhen();
  const [shown, setShown] = useState<number | null>(null);
  const versions = useQuery({
    queryKey: ['journeys', journey.id, 'versions'],
    queryFn: () => server.listVersions(journey.id),
  });
  const detail = useQuery({
    queryKey: ['journeys', journey.id, 'versions', shown],
    queryFn: () => server.getVersion(journey.id, shown ?? 1),
    enabled: shown !== null,
  });
  return (
    <Dialog title={t('versions.title')} onClose={onClose}>
      {versions.isError && (
        <p className="je-note bad">{t('versions.failed', { message: faultText(versions.error, words) })}</p>
      )}
      {versions.data?.length === 0 && <p>{t('versions.none')}</p>}
      <ul className="stack" style={{ gap: 12 }}>
        {versions.data?.map(({ number, publishedAt, author, note }) => (
          <li key={number} className="stack" style={{ gap: 4 }}>
            <div className="je-inline" style={{ alignItems: 'center' }}>
              <b className="strong">{t('versions.number', { number })}</b>
              {number === journey.liveVersion && <span className="je-chip good">{t('versions.live')}</span>}
              <span className="jc-grow" />
              <Button
                small
                aria-expanded={shown === number}
                onClick={() => setShown(shown === number ? null : number)}
              >
                {t('versions.show')}
              </Button>
            </div>
            <span className="je-note">
              {author
                ? t('versions.by', { author, when: when.moment(publishedAt) })
                : when.moment(publishedAt)}
              {note && ` · ${note}`}
            </span>
            {shown === number && detail.data && (
              <div className="stack" style={{ gap: 8 }}>
                {detail.data.changes.length === 0 && <p className="je-note">{t('versions.first')}</p>}
                <ul>
                  {detail.data.changes.map(({ sentence }, index) => (
                    <li key={index}>{sentence}</li>
                  ))}
                </ul>
                <div>
                  <Button small onClick={() => onRestore(detail.data.flow, number)}>
                    {t('versions.restore')}
                  </Button>
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

export function PauseDialog({ journey, onClose }: { journey: server.Journey; onClose: () => void }) {
  const { words } = useView();
  const { t } = words;
  const queries = useQueryClient();
  const [fault, setFault] = useState<string | null>(null);
  const act = (work: () => Promise<unknown>) => {
    void work()
      .then(() => queries.invalidateQueries({ queryKey: ['journeys'] }))
      .then(onClose)
      .catch((error: unknown) => setFault(t('pause.failed', { message: faultText(error, words) })));
  };
  const paused = journey.pause !== null;
  // Who is held past a step's time; pausing for new people alone holds nobody.
  const overdue = journey.pause?.mode === 'hold_everyone' ? journey.counts.overdue : 0;
  return (
    <Dialog
      title={t(paused ? 'pause.resumeTitle' : 'pause.title', { name: journey.name })}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t(paused ? 'pause.keepPaused' : 'pause.cancel')}</Button>}
    >
      {fault && (
        <p className="je-note bad" role="alert">
          {fault}
        </p>
      )}
      {paused ? (
        <>
          <p>{t('pause.resumeWhat', { overdue, inside: journey.inside })}</p>
          <div className="je-choice">
            {(['stagger', 'send_now', 'skip'] as const).map((choice) => (
              <Button key={choice} onClick={() => act(() => server.resume(journey.id, choice))}>
                <span>
                  {t(`pause.${choice}`)}
                  <small>
                    {t(`pause.${choice}What`, { overdue, seconds: Math.max(1, Math.ceil(overdue / 10)) })}
                  </small>
                </span>
              </Button>
            ))}
          </div>
        </>
      ) : (
        <div className="je-choice">
          <Button onClick={() => act(() => server.pause(journey.id, 'no_new_people'))}>
            <span>
              {t('pause.noNew')}
              <small>{t('pause.noNewWhat', { count: journey.inside })}</small>
            </span>
          </Button>
          <Button onClick={() => act(() => server.pause(journey.id, 'hold_everyone'))}>
            <span>
              {t('pause.hold')}
              <small>{t('pause.holdWhat', { count: journey.inside })}</small>
            </span>
          </Button>
        </div>
      )}
    </Dialog>
  );
}
