import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Draft } from '../../workflows/flow/draft.js';
import { Refusal } from '../api/refusal.js';
import type { Held } from '../draft/saving.js';
import { stepIn } from '../draft/places.js';
import { staysWith, takesAlong } from '../draft/edits.js';
import { linesOf } from '../draft/ways.js';
import { Button, Dialog } from '../ui/index.js';
import * as server from './api.js';
import { exitText } from './card.js';
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
          return (
            <Button key={exit} onClick={() => desk.remove(id, exit)}>
              {t('remove.keep', { exit: exitText(step, exit, words), count: staysWith(flow, id, exit) })}
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
  const sentences = useChanges(base, theirs.flow)?.map(say);
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
      {sentences?.length === 0 ? (
        <p className="je-note">{t('conflict.nothing')}</p>
      ) : (
        <ul className="stack" style={{ gap: 6 }}>
          {sentences?.slice(0, 12).map((sentence, index) => (
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

/** What the other changed, in sentences; fetched when it is asked for, because it seldom is. */
function useChanges(before: Draft, after: Draft): string[] | undefined {
  const [said, setSaid] = useState<string[]>();
  useEffect(() => {
    let wanted = true;
    void import('../../workflows/flow/diff.js').then(
      ({ diff }) => wanted && setSaid(diff(before, after).sentences),
      () => undefined,
    );
    return () => void (wanted = false);
  }, [before, after]);
  return said;
}
