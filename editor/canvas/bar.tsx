import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconCloudCheck,
  IconCloudOff,
  IconDots,
  IconFlask,
  IconHistory,
  IconInfoCircle,
  IconListTree,
  IconSitemap,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Issue } from '../../workflows/flow/issues.js';
import { stepIn } from '../draft/places.js';
import type { Saving } from '../draft/saving.js';
import { ENTRY } from '../draft/tree.js';
import { Button, ButtonLink, IconButton } from '../ui/index.js';
import { useAgo } from './ago.js';
import type { Journey } from './api.js';
import { actText } from './said.js';
import { titleOf, useView } from './view.js';

/** What the bar opens over the journey. */
export type Shown = 'publish' | 'test' | 'pause' | 'keys';

/** Above the journey: its name and state, and everything that concerns it as a whole. */
export function Bar({
  journey,
  saving,
  mode,
  setMode,
  show,
  rename,
}: {
  journey: Journey;
  saving: Saving;
  mode: 'canvas' | 'list';
  setMode: (mode: 'canvas' | 'list') => void;
  show: (what: Shown) => void;
  rename: (name: string) => void;
}) {
  const { words, desk } = useView();
  const { t } = words;
  const go = useNavigate();
  const [name, setName] = useState(journey.name);
  useEffect(() => setName(journey.name), [journey.name]);
  const more = [
    ['bar.rules', () => desk.openSettings('rules')],
    ['bar.versions', () => void go({ to: '/journeys/$id/versions', params: { id: journey.id } })],
    ...(journey.status === 'live' ? ([['bar.pause', () => show('pause')]] as const) : []),
    ...(journey.pause ? ([['bar.resume', () => show('pause')]] as const) : []),
    ['bar.keys', () => show('keys')],
  ] as const;
  return (
    <header className="je-bar">
      <Link to="/journeys" className="iconbutton" aria-label={t('bar.back')} title={t('bar.back')}>
        <IconChevronLeft size={20} stroke={1.75} aria-hidden />
      </Link>
      <h1 className="sr">{journey.name}</h1>
      <input
        className="je-name"
        aria-label={t('bar.rename')}
        value={name}
        maxLength={200}
        onChange={({ target: { value } }) => setName(value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        onBlur={() =>
          name.trim() === '' ? setName(journey.name) : name.trim() !== journey.name && rename(name.trim())
        }
      />
      <Status journey={journey} />
      <SaveState saving={saving} journey={journey} />
      <span className="grow je-desk" />
      <span className="row je-desk" style={{ gap: 0 }}>
        <UndoRedo />
      </span>
      <span className="je-seg" role="group" aria-label={t('bar.view')}>
        <button
          type="button"
          aria-label={t('bar.canvas')}
          aria-pressed={mode === 'canvas'}
          onClick={() => setMode('canvas')}
        >
          <IconSitemap size={16} stroke={1.75} aria-hidden />
          <span>{t('bar.canvas')}</span>
        </button>
        <button
          type="button"
          aria-label={t('bar.list')}
          aria-pressed={mode === 'list'}
          onClick={() => setMode('list')}
        >
          <IconListTree size={16} stroke={1.75} aria-hidden />
          <span>{t('bar.list')}</span>
        </button>
      </span>
      <span className="je-sep je-desk" />
      <span className="je-desk je-wide">
        <ButtonLink
          kind="quiet"
          to="/journeys/$id/versions"
          params={{ id: journey.id }}
          icon={<IconHistory size={18} aria-hidden />}
        >
          {t('bar.versions')}
        </ButtonLink>
      </span>
      <span className="je-desk">
        <Button icon={<IconFlask size={18} aria-hidden />} onClick={() => show('test')}>
          {t('bar.test')}
        </Button>
      </span>
      <ToFix />
      <More acts={more.map(([key, run]) => ({ label: t(key), run }))} />
      <span className="je-desk">
        <Button kind="primary" onClick={() => show('publish')}>
          {t('bar.publish')}
        </Button>
      </span>
    </header>
  );
}

function Status({ journey }: { journey: Journey }) {
  const { t } = useView().words;
  if (journey.pause)
    return <span className="je-chip warn">{t('bar.paused', { mode: journey.pause.mode })}</span>;
  if (journey.status === 'archived') return <span className="je-chip">{t('bar.archived')}</span>;
  if (journey.liveVersion === null) return <span className="je-chip">{t('bar.draft')}</span>;
  return (
    <span className="je-chip good">
      <span className="je-dot" />
      {t('bar.live', { version: journey.liveVersion })}
    </span>
  );
}

function SaveState({ saving, journey }: { saving: Saving; journey: Journey }) {
  const { words } = useView();
  const { t } = words;
  const { is, savedAt, message } = useStore(saving.state);
  const ago = useAgo(savedAt, words);
  const text =
    is === 'saved'
      ? savedAt === null
        ? t('save.saved')
        : t('save.savedAgo', { ago })
      : is === 'refused'
        ? t('save.refused', { message })
        : t(`save.${is}`);
  const bad = is === 'unreachable' || is === 'signed_out' || is === 'refused' || is === 'conflict';
  return (
    <span
      className={`je-save${bad ? ' bad' : ''}`}
      role={bad ? 'alert' : undefined}
      title={text}
      data-save={is}
    >
      {bad ? (
        <IconCloudOff size={17} stroke={1.75} aria-hidden />
      ) : (
        <IconCloudCheck size={17} stroke={1.75} aria-hidden />
      )}
      {text}
      {!bad && (
        <>
          {' · '}
          <b>
            {t(
              journey.liveVersion !== null && !journey.draftChanged && savedAt === null
                ? 'save.sameAsLive'
                : 'save.notLive',
            )}
          </b>
        </>
      )}
    </span>
  );
}

/** Back and on again; the tooltips name the act. */
export function UndoRedo() {
  const { desk, history, words } = useView();
  const { t } = words;
  const by = useStore(history.store, (state) => state.by);
  const past = useStore(history.temporal, (state) => state.pastStates.length);
  const future = useStore(history.temporal, (state) => state.futureStates);
  const next = future.at(-1)?.by ?? null;
  const undo = past > 0 && by ? t('bar.undoAct', { act: actText(by, words) }) : t('bar.nothingToUndo');
  const redo = next ? t('bar.redoAct', { act: actText(next, words) }) : t('bar.nothingToRedo');
  return (
    <>
      <IconButton label={undo} aria-disabled={past === 0} data-act="undo" onClick={() => desk.undo()}>
        <IconArrowBackUp size={20} stroke={1.75} aria-hidden />
      </IconButton>
      <IconButton
        label={redo}
        aria-disabled={future.length === 0}
        data-act="redo"
        onClick={() => desk.redo()}
      >
        <IconArrowForwardUp size={20} stroke={1.75} aria-hidden />
      </IconButton>
    </>
  );
}

/** “1 to fix”: the list of all that is wrong, each of which jumps to its step. */
function ToFix() {
  const { issues, words, desk, flow } = useView();
  const { t } = words;
  const all = [...issues.entries()].flatMap(([id, found]) => found.map((issue) => ({ id, issue })));
  const order: Issue['level'][] = ['error', 'warning', 'tip'];
  all.sort((a, b) => order.indexOf(a.issue.level) - order.indexOf(b.issue.level));
  const errors = all.filter(({ issue }) => issue.level === 'error').length;
  const [shown, setShown] = useState(false);
  if (all.length === 0) return null;
  const nameOf = (id: string) =>
    id === ENTRY
      ? t('entry.kicker')
      : id === 'rules'
        ? t('rules.title')
        : id === ''
          ? t('problems.journey')
          : titleOf(stepIn(flow, id), words);
  return (
    <div
      className="je-anchor je-fixes"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setShown(false)}
      onKeyDown={(event) => event.key === 'Escape' && setShown(false)}
    >
      <Button
        className={errors > 0 ? 'je-fix' : ''}
        aria-expanded={shown}
        icon={
          errors > 0 ? <IconAlertTriangle size={17} aria-hidden /> : <IconInfoCircle size={17} aria-hidden />
        }
        onClick={() => setShown(!shown)}
      >
        {errors > 0 ? t('bar.toFix', { count: errors }) : t('bar.toLookAt', { count: all.length })}
      </Button>
      {shown && (
        <div className="je-pop" role="region" aria-label={t('problems.title', { count: errors })}>
          {all.map(({ id, issue }, index) => (
            <button
              key={index}
              type="button"
              onClick={() => {
                setShown(false);
                if (id !== '') desk.openSettings(id);
                if (id !== '' && id !== 'rules') desk.focus(id);
              }}
            >
              {issue.level === 'error' ? (
                <IconAlertTriangle size={16} color="var(--warn)" aria-hidden style={{ flex: 'none' }} />
              ) : (
                <IconInfoCircle size={16} color="var(--quiet)" aria-hidden style={{ flex: 'none' }} />
              )}
              <span>
                <span className="t">{nameOf(id)}</span>
                {issue.message} <small>{t(`problems.${issue.level}`)}</small>
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function More({ acts }: { acts: { label: string; run: () => void }[] }) {
  const { t } = useView().words;
  const [shown, setShown] = useState(false);
  return (
    <div
      className="je-anchor"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setShown(false)}
      onKeyDown={(event) => event.key === 'Escape' && setShown(false)}
    >
      <IconButton label={t('bar.more')} aria-expanded={shown} onClick={() => setShown(!shown)}>
        <IconDots size={20} stroke={1.75} aria-hidden />
      </IconButton>
      {shown && (
        <div className="je-pop" style={{ width: 220 }}>
          {acts.map(({ label, run }) => (
            <button
              key={label}
              type="button"
              onClick={() => {
                setShown(false);
                run();
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
