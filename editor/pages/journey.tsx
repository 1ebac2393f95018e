import '../canvas/canvas.css';
import { IconFlask } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useAgo } from '../canvas/ago.js';
import * as server from '../canvas/api.js';
import { Bar, UndoRedo, type Shown } from '../canvas/bar.js';
import { ConflictDialog, faultText, KeysDialog, PauseDialog, RemoveDialog } from '../canvas/dialogs.js';
import { ListView } from '../canvas/list-view.js';
import { useOpened } from '../canvas/opened.js';
import { Panel } from '../canvas/panel.js';
import { useSaid } from '../canvas/said.js';
import { putOnClipboard, useShortcuts } from '../canvas/shortcuts.js';
import {
  issuesByItem,
  numbersOf,
  titleOf,
  useView,
  ViewProvider,
  type Behind,
  type View,
} from '../canvas/view.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { elapsedOf } from '../draft/elapsed.js';
import { stepIn } from '../draft/places.js';
import { allSaved, type Held, type Saving } from '../draft/saving.js';
import { treeOf } from '../draft/tree.js';
import { useBroughtBack } from '../publish/use-brought-back.js';
import { createStage } from '../rehearse/stage.js';
import { Button, ButtonLink, Loading, toast, useTitle, useWhen } from '../ui/index.js';

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
  const [shown, setShown] = useState<Shown | null>(null);
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
          <Panel
            journeyId={journey.id}
            copy={(id) => void putOnClipboard(desk.copy(id))}
            copyOnward={(id) => void putOnClipboard(desk.copyOnward(id))}
            cut={(id) => void putOnClipboard(desk.cut(id))}
          />
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
            count={
              behind.as === 'went'
                ? view.numbers.passed(behind.stepId, behind.exits)
                : behind.as === 'here'
                  ? view.numbers.here(behind.stepId)
                  : view.numbers.started
            }
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
