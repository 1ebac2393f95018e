import '../canvas/canvas.css';
import './publish.css';
import { IconArrowBackUp, IconChevronLeft, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { draft as asDraft, emptyDraft, type Draft } from '../../workflows/flow/draft.js';
import { useMay } from '../api/queries.js';
import * as server from '../canvas/api.js';
import {
  Button,
  ButtonLink,
  Card,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  Pill,
  SelectField,
  useFaultSentence,
  useWhen,
} from '../ui/index.js';
import { getVersion, listVersions, type VersionSummary } from './api.js';
import { Changes } from './changes.js';
import { RestoreDialog } from './restore-dialog.js';
import { usePublishWords } from './words/index.js';

/** A side of the comparison: a version's number, the draft, or what was there before anything was. */
type Side = number | 'draft' | 'nothing';

/** What was published, by whom and why; any two laid over each other; and the way back. */
export default function VersionsPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { t } = usePublishWords();
  const journey = useQuery({ queryKey: ['journeys', id], queryFn: () => server.getJourney(id) });
  const versions = useInfiniteQuery({
    queryKey: ['journeys', id, 'version list'],
    queryFn: ({ pageParam }) => listVersions(id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const draft = useQuery({
    queryKey: ['journeys', id, 'draft now'],
    queryFn: () => server.getDraft(id),
    staleTime: 0,
  });
  const all = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  const error = journey.error ?? versions.error ?? draft.error;
  const name = journey.data?.name ?? '…';
  return (
    <Page
      title={t('versions.title', { name })}
      actions={
        <ButtonLink
          to="/journeys/$id"
          params={{ id }}
          icon={<IconChevronLeft size={18} stroke={1.75} aria-hidden />}
        >
          {t('versions.back')}
        </ButtonLink>
      }
    >
      {error ? (
        <FaultNote
          error={error}
          retry={() => void Promise.all([journey.refetch(), versions.refetch(), draft.refetch()])}
        />
      ) : !journey.data || !versions.data || !draft.data ? (
        <Loading />
      ) : all.length === 0 ? (
        <EmptyState title={t('versions.none')}>{t('versions.noneWhat')}</EmptyState>
      ) : (
        <Compared
          journey={journey.data}
          versions={all}
          draft={draft.data.flow}
          more={versions.hasNextPage ? () => void versions.fetchNextPage() : null}
        />
      )}
    </Page>
  );
}

function Compared({
  journey,
  versions,
  draft,
  more,
}: {
  journey: server.Journey;
  versions: VersionSummary[];
  draft: Draft;
  more: (() => void) | null;
}) {
  const { t } = usePublishWords();
  const when = useWhen();
  const { from, to, pick } = useSides(journey);
  const [restoring, setRestoring] = useState<number | null>(null);
  const mayWrite = useMay('journeys:write');
  const chosen = versions.find(({ number }) => number === to);
  return (
    <div className="pb-page">
      <Card title={t('versions.list')}>
        <ul className="pb-versions">
          <li>
            <button
              type="button"
              className="pb-pick"
              aria-current={to === 'draft'}
              onClick={() => pick(journey.liveVersion ?? 'nothing', 'draft')}
            >
              <b className="strong">{t('versions.draft')}</b>
              <small>{t('versions.draftWhat', { changed: journey.draftChanged ? 'yes' : 'no' })}</small>
            </button>
          </li>
          {versions.map(({ number, publishedAt, author, authorName, note, inside }) => (
            <li key={number}>
              <button
                type="button"
                className="pb-pick"
                aria-current={to === number}
                onClick={() => pick(number > 1 ? number - 1 : 'nothing', number)}
              >
                <span className="row">
                  <b className="strong">{t('versions.number', { number })}</b>
                  {number === journey.liveVersion && <Pill tone="good">{t('versions.live')}</Pill>}
                  <span className="grow" />
                  <small className="num">{t('versions.inside', { count: inside })}</small>
                </span>
                <small>
                  {t('versions.by', {
                    author: authorName ?? (isPerson(author) ? t('versions.unknown') : 'Journeyman'),
                    when: when.moment(publishedAt),
                  })}
                </small>
                {note && <span>{note}</span>}
              </button>
            </li>
          ))}
        </ul>
        {more && (
          <div style={{ padding: 12 }}>
            <Button small onClick={more}>
              {t('versions.more')}
            </Button>
          </div>
        )}
      </Card>
      <Card title={t('versions.compare')}>
        <div className="pb-compare">
          <div className="pb-row">
            <SidePicker
              label={t('versions.from')}
              side={from}
              versions={versions}
              nothing
              onPick={(one) => pick(one, to)}
            />
            <SidePicker
              label={t('versions.to')}
              side={to}
              versions={versions}
              onPick={(one) => pick(from, one)}
            />
            <span className="grow" />
            {typeof to === 'number' && mayWrite && (
              <Button
                icon={<IconArrowBackUp size={18} stroke={1.75} aria-hidden />}
                onClick={() => setRestoring(to)}
              >
                {t('versions.restore', { number: to })}
              </Button>
            )}
          </div>
          <Difference journeyId={journey.id} from={from} to={to} draft={draft} />
          {chosen && chosen.landed.length > 0 && from === chosen.number - 1 && <Landed version={chosen} />}
        </div>
      </Card>
      {restoring !== null && (
        <RestoreDialog
          journey={journey}
          draft={draft}
          number={restoring}
          onClose={() => setRestoring(null)}
        />
      )}
    </div>
  );
}

/** A member or a key; else the product itself put it there, as it does with the demo. */
const isPerson = (author: string | null): boolean =>
  author !== null && (author.startsWith('key:') || /^[0-9a-f]{8}-/.test(author));

/** Which two are compared stands in the address, so that it can be sent to somebody. */
function useSides({ id, liveVersion, draftChanged }: server.Journey) {
  const search = useSearch({ strict: false }) as { from?: unknown; to?: unknown };
  const go = useNavigate();
  const to = sideOf(search.to) ?? (draftChanged ? 'draft' : (liveVersion ?? 'draft'));
  const before: Side =
    to === 'draft' ? (liveVersion ?? 'nothing') : typeof to === 'number' && to > 1 ? to - 1 : 'nothing';
  const from = sideOf(search.from) ?? before;
  const pick = (nextFrom: Side, nextTo: Side) =>
    void go({
      to: '/journeys/$id/versions',
      params: { id },
      search: { from: nextFrom, to: nextTo } as never,
      replace: true,
      resetScroll: false,
    });
  return { from, to, pick };
}

function sideOf(said: unknown): Side | null {
  if (said === 'draft' || said === 'nothing') return said;
  const number = Number(said);
  return Number.isInteger(number) && number > 0 ? number : null;
}

function SidePicker({
  label,
  side,
  versions,
  nothing = false,
  onPick,
}: {
  label: string;
  side: Side;
  versions: VersionSummary[];
  nothing?: boolean;
  onPick: (side: Side) => void;
}) {
  const { t } = usePublishWords();
  return (
    <SelectField
      label={label}
      value={String(side)}
      onChange={({ target: { value } }) => onPick(sideOf(value) ?? 'draft')}
    >
      <option value="draft">{t('versions.draft')}</option>
      {versions.map(({ number }) => (
        <option key={number} value={number}>
          {t('versions.number', { number })}
        </option>
      ))}
      {nothing && <option value="nothing">{t('versions.nothing')}</option>}
    </SelectField>
  );
}

function Difference({
  journeyId,
  from,
  to,
  draft,
}: {
  journeyId: string;
  from: Side;
  to: Side;
  draft: Draft;
}) {
  const { t } = usePublishWords();
  const before = useFlow(journeyId, from, draft);
  const after = useFlow(journeyId, to, draft);
  const error = before.error ?? after.error;
  if (error) return <Failed error={error} />;
  if (!before.flow || !after.flow) return <Loading />;
  return (
    <>
      {from === 'nothing' && to === 1 && <p className="muted">{t('versions.first')}</p>}
      <Changes key={`${from} ${to}`} open before={before.flow} after={after.flow} none={t('versions.same')} />
    </>
  );
}

function Failed({ error }: { error: unknown }) {
  const { t } = usePublishWords();
  const sentence = useFaultSentence();
  return (
    <p className="je-note bad" role="alert">
      {t('versions.failed', { message: sentence(error) })}
    </p>
  );
}

function useFlow(journeyId: string, side: Side, draft: Draft): { flow: Draft | null; error: unknown } {
  const { data, error } = useQuery({
    queryKey: ['journeys', journeyId, 'versions', side],
    queryFn: () => getVersion(journeyId, side as number),
    enabled: typeof side === 'number',
    // A published version never changes.
    staleTime: Infinity,
    select: ({ flow }) => asDraft(flow),
  });
  if (side === 'draft') return { flow: draft, error: null };
  if (side === 'nothing') return { flow: emptyDraft, error: null };
  return { flow: data ?? null, error };
}

/** What became of those who were inside. */
function Landed({ version: { landed } }: { version: VersionSummary }) {
  const { t } = usePublishWords();
  const acts = ['move', 'finish', 'end'] as const;
  const counts = acts
    .map((act) => ({
      act,
      count: landed.reduce((sum, one) => sum + (one.do === act ? one.count : 0), 0),
    }))
    .filter(({ count }) => count > 0);
  return (
    <section className="pb-section">
      <h3 className="row" style={{ gap: 8 }}>
        <IconHistory size={18} stroke={1.75} aria-hidden />
        {t('versions.landed')}
      </h3>
      <ul>
        {counts.map(({ act, count }) => (
          <li key={act}>{t('versions.landedLine', { act, count })}</li>
        ))}
      </ul>
    </section>
  );
}
