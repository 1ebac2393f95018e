import '../canvas/canvas.css';
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
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { draft as asDraft, type Draft } from '../../workflows/flow/draft.js';
import type { Issue } from '../../workflows/flow/issues.js';
import * as server from '../canvas/api.js';
import { entryText } from '../canvas/card.js';
import { createDesk } from '../canvas/desk.js';
import { ConflictDialog, faultText, KeysDialog, PauseDialog, RemoveDialog } from '../canvas/dialogs.js';
import { isTyping } from '../canvas/keyboard.js';
import { ListView } from '../canvas/list-view.js';
import { Panel } from '../canvas/panel.js';
import {
  issuesByItem,
  numbersOf,
  titleOf,
  useView,
  ViewProvider,
  type Behind,
  type View,
} from '../canvas/view.js';
import { useCanvasWords, type Words } from '../canvas/words/index.js';
import { stepsIn } from '../draft/clipboard.js';
import { adopted } from '../draft/edits.js';
import { elapsedOf } from '../draft/elapsed.js';
import { createHistory, type Act } from '../draft/history.js';
import { placesTo, stepIn } from '../draft/places.js';
import { alike } from '../draft/alike.js';
import { allSaved, createSaving, localCopy, type Held, type Saving } from '../draft/saving.js';
import { ENTRY, treeOf } from '../draft/tree.js';
import { useBroughtBack } from '../publish/use-brought-back.js';
import { createStage } from '../rehearse/stage.js';
import { Button, ButtonLink, IconButton, Loading, toast, useTitle, useWhen } from '../ui/index.js';

const RehearsePanel = lazy(() => import('../rehearse/panel.js'));
const PathOnCanvas = lazy(() => import('../rehearse/path-on-canvas.js'));
const PublishDialog = lazy(() => import('../publish/publish-dialog.js'));
const PeopleDialog = lazy(() => import('../watch/people.js'));
const Canvas = lazy(async () => ({ default: (await import('../canvas/canvas.js')).Canvas }));

/** Draw a journey, see who is in it, publish it. */
export default function JourneyPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const words = useCanvasWords();
  const { t } = words;
  const held = useQuery({
    queryKey: ['journeys', id, 'opened draft'],
    queryFn: async () => {
      // A save that was under way when this page was left comes first: its draft is the one to open.
      await allSaved(id);
      return server.getDraft(id);
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  const journey = useQuery({
    queryKey: ['journeys', id],
    queryFn: () => server.getJourney(id),
    refetchInterval: 15_000,
  });
  useTitle(journey.data?.name ?? t('bar.rename'));
  if (held.data && journey.data) {
    return (
      <Editor
        key={id}
        held={held.data}
        journey={journey.data}
        asOf={journey.dataUpdatedAt}
        stale={journey.isError}
      />
    );
  }
  const error = held.error ?? journey.error;
  if (!error) return <Loading />;
  const missing = 'status' in error && error.status === 404;
  return (
    <div className="stack" style={{ padding: 48, gap: 16, alignItems: 'flex-start' }}>
      <h1 className="voice t18">
        {missing ? t('load.missing') : t('load.failed', { message: faultText(error, words) })}
      </h1>
      {missing && <p>{t('load.missingWhat')}</p>}
      <div className="row">
        {!missing && (
          <Button
            onClick={() => {
              void held.refetch();
              void journey.refetch();
            }}
          >
            {t('load.again')}
          </Button>
        )}
        <ButtonLink to="/journeys">{t('load.toList')}</ButtonLink>
      </div>
    </div>
  );
}

type Shown = 'publish' | 'test' | 'pause' | 'keys' | null;

function Editor({
  held,
  journey,
  asOf,
  stale,
}: {
  held: Held;
  journey: server.Journey;
  asOf: number;
  stale: boolean;
}) {
  const words = useCanvasWords();
  const { t } = words;
  const queries = useQueryClient();
  const go = useNavigate();
  const { history, desk, saving, restored } = useOpened(held, journey);
  const flow = useStore(history.store, (state) => state.flow);
  const saved = useStore(saving.state);
  const said = useStore(desk.state, (state) => state.said);
  const placing = useStore(desk.state, (state) => state.placing);
  const [mode, setMode] = useMode();
  const [shown, setShown] = useState<Shown>(null);
  const [live, setLive] = useState('');
  const [behind, setBehind] = useState<Behind | null>(null);
  const [stage] = useState(createStage);
  const when = useWhen();

  const view = useMemo<View>(
    () => ({
      words,
      desk,
      history,
      flow,
      numbers: numbersOf(journey, flow),
      issues: issuesByItem(saved.issues, flow),
      elapsed: elapsedOf(treeOf(flow).main),
      name: journey.name,
      showPeople: setBehind,
    }),
    [words, desk, history, flow, journey, saved.issues],
  );

  useEffect(() => {
    if (restored !== null) toast(t('save.restored', { when: when.moment(new Date(restored)) }));
    // Once, when the journey is opened: the words may change later, the news does not.
  }, [restored]);

  useIssuesInWords(journey.id, saving, words.locale);
  useSaid(said, view, setLive);
  useShortcuts(view, () => setShown('keys'));
  useBroughtBack(journey.id, history, desk);
  const copy = useCallback((id: string) => void putOnClipboard(desk.copy(id)), [desk]);
  const cut = useCallback((id: string) => void putOnClipboard(desk.cut(id)), [desk]);

  const waits = useLostPeople(view);
  return (
    <ViewProvider view={view}>
      <div className="je">
        <Bar
          journey={journey}
          saving={saving}
          mode={mode}
          setMode={setMode}
          show={setShown}
          asOf={asOf}
          rename={(name) => {
            void server
              .renameJourney(journey.id, name)
              .then(() => queries.invalidateQueries({ queryKey: ['journeys'] }))
              .catch((error: unknown) => toast(t('save.refused', { message: faultText(error, words) })));
          }}
        />
        <div className="je-main">
          {mode === 'canvas' ? (
            <Suspense fallback={<Loading />}>
              <Canvas
                showKeys={() => setShown('keys')}
                overlay={
                  shown === 'test'
                    ? (drawn, layer) => (
                        <Suspense>
                          <PathOnCanvas drawn={drawn} stage={stage} layer={layer} />
                        </Suspense>
                      )
                    : undefined
                }
              />
              {journey.liveVersion !== null && (
                <div className="jc-float jc-people">
                  <b className="strong num">{t('people.inside', { count: journey.inside })}</b>
                  <AsOf at={asOf} stale={stale} />
                  {waits > 0 && (
                    <div className="jc-lost">
                      <b>{t('people.removed', { count: waits })}</b>{' '}
                      <span className="muted">{t('people.choose')}</span>
                    </div>
                  )}
                </div>
              )}
            </Suspense>
          ) : (
            <ListView
              showKeys={() => setShown('keys')}
              head={
                journey.liveVersion !== null && (
                  <div className="je-head num">
                    <b>{t('people.inside', { count: journey.inside })}</b>
                    <span>
                      <AsOf at={asOf} stale={stale} plain />
                    </span>
                  </div>
                )
              }
            />
          )}
          {placing && (
            <p className="jc-hint" role="status">
              {t('placing', {
                step:
                  placing.how === 'move'
                    ? titleOf(stepIn(flow, placing.stepId), words)
                    : t('act.pasted', { step: '' }).trim(),
              })}
            </p>
          )}
        </div>
        {shown === 'test' ? (
          <Suspense fallback={<aside className="je-panel" />}>
            <RehearsePanel journeyId={journey.id} stage={stage} onClose={() => setShown(null)} />
          </Suspense>
        ) : (
          <Panel journeyId={journey.id} copy={copy} cut={cut} />
        )}
        <div className="je-foot">
          <UndoRedo />
          <Button icon={<IconFlask size={18} aria-hidden />} onClick={() => setShown('test')}>
            {t('bar.test')}
          </Button>
          <Button kind="primary" onClick={() => setShown('publish')}>
            {t('bar.publish')}
          </Button>
        </div>
        <p className="sr" role="status" aria-live="polite">
          {live}
        </p>
      </div>
      <RemoveDialog />
      {shown === 'keys' && <KeysDialog onClose={() => setShown(null)} />}
      {shown === 'publish' && (
        <Suspense>
          <PublishDialog
            journey={journey}
            beforePublish={() => saving.save()}
            onClose={() => setShown(null)}
          />
        </Suspense>
      )}
      {behind && (
        <Suspense>
          <PeopleDialog
            journeyId={journey.id}
            behind={behind}
            count={behind.as === 'went' ? view.numbers.passed(behind.stepId, behind.exits) : 0}
            onClose={() => setBehind(null)}
          />
        </Suspense>
      )}
      {shown === 'pause' && <PauseDialog journey={journey} onClose={() => setShown(null)} />}
      {saved.is === 'conflict' && saved.theirs && (
        <ConflictDialog
          base={saving.ground()}
          theirs={saved.theirs}
          onMine={() => void saving.settle('mine')}
          onTheirs={() => {
            const theirs = saving.settle('theirs');
            // Mine stays one step back on the undo list.
            if (theirs) history.edit(theirs, { act: 'restored' });
            desk.mend();
          }}
          onCopy={async () => {
            const copyId = await server.saveCopy(
              t('conflict.copyName', { name: journey.name }),
              history.flow(),
            );
            saving.settle('theirs');
            await go({ to: '/journeys/$id', params: { id: copyId } });
          }}
        />
      )}
    </ViewProvider>
  );
}

/** The draft as opened, with its history and its saving; what was still on this device comes back first. */
function useOpened(held: Held, journey: server.Journey) {
  const [opened] = useState(() => {
    const kept = localCopy(journey.id, localStorage);
    const history = createHistory(held.flow);
    let inside = journey;
    const desk = createDesk(history, (id) => numbersOf(inside, history.flow()).here(id));
    const differs = kept !== null && !alike(kept.flow, held.flow);
    const saving = createSaving({
      journeyId: journey.id,
      // A copy made from an older draft is saved against that one: the server then says that somebody else was here.
      held: differs ? { ...held, etag: kept.etag } : held,
      unanswered: differs ? kept.unanswered : null,
      put: (flow, etag) => server.putDraft(journey.id, flow, etag),
      local: localStorage,
    });
    if (kept && !differs) saving.forget();
    return {
      history,
      desk,
      saving,
      restored: differs ? kept.at : null,
      kept: differs ? adopted(asDraft(kept.flow)) : null,
      see: (next: server.Journey) => void (inside = next),
    };
  });
  opened.see(journey);

  useEffect(() => {
    const { history, saving, kept } = opened;
    saving.open();
    const stop = history.store.subscribe(({ flow }, before) => {
      if (flow !== before.flow) saving.changed(flow);
    });
    if (kept && !history.temporal.getState().pastStates.length) history.edit(kept, { act: 'restored' });
    const leave = (event: BeforeUnloadEvent) => {
      if (!saving.isSaved()) event.preventDefault();
    };
    const online = () => void saving.save();
    window.addEventListener('beforeunload', leave);
    window.addEventListener('online', online);
    return () => {
      stop();
      window.removeEventListener('beforeunload', leave);
      window.removeEventListener('online', online);
      saving.leave();
    };
  }, [opened]);
  return opened;
}

/** What is wrong is told by the server: in another language it is asked again. */
function useIssuesInWords(id: string, saving: Saving, locale: string): void {
  const asked = useRef(locale);
  useEffect(() => {
    if (asked.current === locale) return;
    asked.current = locale;
    void server.getDraft(id).then(
      (held) => saving.retold(held),
      () => undefined,
    );
  }, [id, saving, locale]);
}

/** Canvas or list; the list where a canvas could not be read. */
function useMode(): ['canvas' | 'list', (mode: 'canvas' | 'list') => void] {
  const [narrow, setNarrow] = useState(() => window.matchMedia('(max-width: 700px)').matches);
  const [chosen, setChosen] = useState<'canvas' | 'list' | null>(null);
  useEffect(() => {
    const query = window.matchMedia('(max-width: 700px)');
    const onChange = () => setNarrow(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);
  return [chosen ?? (narrow ? 'list' : 'canvas'), setChosen];
}

/** Says what was done: aloud always, as a toast when it can be taken back. */
function useSaid(
  said: ReturnType<View['desk']['state']['getState']>['said'],
  { words, desk, flow }: View,
  setLive: (text: string) => void,
) {
  useEffect(() => {
    if (!said) return;
    if ('note' in said) {
      const text =
        said.note === 'copied'
          ? words.t('act.copied', { step: said.kind ? words.t(`verb.${said.kind}`) : '' })
          : said.note === 'undone'
            ? words.t('bar.undo')
            : said.note === 'redone'
              ? words.t('bar.redo')
              : words.t(`act.${said.note}`);
      setLive(text);
      if (said.note === 'notHere' || said.note === 'nothingToPaste') toast(text);
    } else {
      const text =
        addedText(said.act, desk.state.getState().focused, flow, words) ?? actText(said.act, words);
      setLive(text);
      const extra = said.extra ? `. ${words.t('act.landing', { count: said.extra })}` : '';
      if (said.undo && said.act.act === 'removed')
        toast(`${text}${extra}`, { label: words.t('undo'), run: () => desk.undo() });
    }
    desk.hush();
  }, [said, words, desk, flow, setLive]);
}

/** “Wait added after Send a text”: where, for those who do not see it. */
function addedText({ act, kind }: Act, id: string, flow: Draft, words: Words): string | null {
  const [place] = act === 'added' ? placesTo(flow, id) : [];
  if (!place || !kind) return null;
  const above =
    place === 'first' ? entryText(flow.entry, words).title : titleOf(stepIn(flow, place.stepId), words);
  return words.t('act.addedAfter', { step: words.t(`verb.${kind}`), above });
}

export const actText = ({ act, kind }: Act, { t }: Words): string =>
  t(`act.${act}`, { step: kind ? t(`verb.${kind}`) : '' });

/** Undo, redo and the clipboard, wherever the keyboard is, except in a text that has its own. */
function useShortcuts({ desk, history }: View, showKeys: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      const key = event.key.toLowerCase();
      if (isTyping(event.target)) return;
      if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
        event.preventDefault();
        if (key === 'y' || event.shiftKey) desk.redo();
        else desk.undo();
      } else if (key === '?' && document.activeElement === document.body) showKeys();
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      if (window.getSelection()?.toString()) return;
      const { focused } = desk.state.getState();
      const text = stepIn(history.flow(), focused)
        ? event.type === 'cut'
          ? desk.cut(focused)
          : desk.copy(focused)
        : null;
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const text = event.clipboardData?.getData('text/plain') ?? null;
      if (desk.pasteText(text !== null && stepsIn(text) ? text : null)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, [desk, history, showKeys]);
}

async function putOnClipboard(text: string | null): Promise<void> {
  // A browser may forbid it; the desk remembers the step for this journey all the same.
  if (text !== null) await navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** People of the live version who stand at a step the draft no longer has. */
function useLostPeople({ flow }: View): number {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data } = useQuery({ queryKey: ['journeys', id], queryFn: () => server.getJourney(id) });
  return (data?.counts.active ?? []).reduce(
    (sum, { stepId, count }) => (stepId !== null && !stepIn(flow, stepId) ? sum + count : sum),
    0,
  );
}

function AsOf({ at, stale, plain = false }: { at: number; stale: boolean; plain?: boolean }) {
  const { words } = useView();
  const ago = useAgo(at, words);
  const text = words.t(stale ? 'people.stale' : 'people.asOf', { ago });
  return plain ? text : <p>{text}</p>;
}

/** “12 s ago”, kept true. */
function useAgo(at: number | null, { t }: Words): string {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  const seconds = at === null ? 0 : Math.max(0, Math.round((Date.now() - at) / 1000));
  if (seconds < 5) return t('people.justNow');
  return seconds < 60
    ? t('save.seconds', { n: seconds })
    : t('save.minutes', { n: Math.floor(seconds / 60) });
}

function Bar({
  journey,
  saving,
  mode,
  setMode,
  show,
  rename,
}: {
  journey: server.Journey;
  saving: ReturnType<typeof createSaving>;
  mode: 'canvas' | 'list';
  setMode: (mode: 'canvas' | 'list') => void;
  show: (what: Shown) => void;
  asOf: number;
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

function Status({ journey }: { journey: server.Journey }) {
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

function SaveState({
  saving,
  journey,
}: {
  saving: ReturnType<typeof createSaving>;
  journey: server.Journey;
}) {
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

function UndoRedo() {
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
