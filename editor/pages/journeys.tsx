import './journeys.css';
import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconDots, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { draft, journeys, useMay } from '../api/queries.js';
import { pages } from '../shell/routes.js';
import {
  Button,
  ButtonLink,
  Dialog,
  EmptyState,
  FaultNote,
  IconButton,
  Loading,
  Page,
  Segmented,
  TextField,
  toast,
  useFaultSentence,
  useWhen,
} from '../ui/index.js';
import { Confirm } from './parts/confirm.js';
import { FormButtons } from './parts/form-buttons.js';
import { JourneyState, useEntrySentence } from './parts/journey-facts.js';
import { KeptNote } from './parts/kept-note.js';
import { RouteStrip } from './parts/route-strip.js';
import { useUnsent } from './parts/unsent.js';

type Journey = Shape<'Journey'>;
const STATES = ['all', 'live', 'draft', 'paused', 'archived'] as const;
type State = (typeof STATES)[number];

/** All journeys and how each of them stands. `?state=` and `?q=` keep the filter in the address. */
export default function Journeys() {
  const t = useTranslations('journeys');
  const navigate = useNavigate();
  const { state = 'all', q = '' } = useSearch({ strict: false }) as { state?: State; q?: string };
  const { data, error, refetch } = useQuery(journeys);
  const may = useMay('journeys:write');
  const [making, setMaking] = useState(false);
  const filterBy = (change: { state?: State; q?: string }) => {
    const next = { state, q, ...change };
    void navigate({
      to: '/journeys',
      search: { ...(next.state !== 'all' && { state: next.state }), ...(next.q && { q: next.q }) },
      replace: true,
    });
  };
  const shown = (data?.items ?? []).filter(
    ({ name, status }) =>
      (state === 'all' ? status !== 'archived' : status === state) &&
      name.toLocaleLowerCase().includes(q.toLocaleLowerCase()),
  );
  const create = may && (
    <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        <>
          {'/templates' in pages && <ButtonLink to="/templates">{t('templates')}</ButtonLink>}
          {create}
        </>
      }
    >
      {error ? (
        <FaultNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : data.items.length === 0 ? (
        <div className="card">
          <EmptyState title={t('empty')} action={create}>
            {t('emptyText')}
          </EmptyState>
        </div>
      ) : (
        <>
          <div className="filters">
            <input
              className="input"
              type="search"
              aria-label={t('search')}
              placeholder={t('search')}
              value={q}
              onChange={(event) => filterBy({ q: event.target.value })}
            />
            <Segmented
              label={t('filter')}
              value={state}
              onChange={(next) => filterBy({ state: next })}
              options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
            />
          </div>
          {shown.length === 0 ? (
            <EmptyState title={t('noneMatch')}>{t('noneMatchText')}</EmptyState>
          ) : (
            <ul className="cards">
              {shown.map((each) => (
                <JourneyCard key={each.id} journey={each} />
              ))}
            </ul>
          )}
        </>
      )}
      {making && <NewJourney onClose={() => setMaking(false)} />}
    </Page>
  );
}

function JourneyCard({ journey }: { journey: Journey }) {
  const t = useTranslations('journeys');
  const nav = useTranslations('shell.nav');
  const sentence = useEntrySentence();
  const { ago } = useWhen();
  const { data } = useQuery(draft(journey.id));
  return (
    <li className="card journeycard">
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <div className="grow">
          <h2 className="clip">
            <Link to={`/journeys/${journey.id}`}>{journey.name}</Link>
          </h2>
          <p className="t13 muted clip">{sentence(journey.entry)}</p>
        </div>
        <JourneyMenu journey={journey} />
      </div>
      <div className="strip">{data && <RouteStrip flow={data.flow} />}</div>
      <div className="row wrap">
        <JourneyState journey={journey} />
        {journey.inside > 0 && (
          <span className="t13 num label">{t('hereNow', { count: String(journey.inside) })}</span>
        )}
        {journey.liveVersion !== null && (
          <Link
            to={`/journeys/${journey.id}/results`}
            className="t13 inline"
            // The card's own link covers the rest of it.
            style={{ position: 'relative', zIndex: 1 }}
          >
            {nav('results')}
          </Link>
        )}
        <span className="t12 muted num grow" style={{ flexBasis: 'auto', textAlign: 'right' }}>
          {journey.liveVersion === null
            ? t('neverPublished')
            : t('version', { number: String(journey.liveVersion) })}
          {' · '}
          {t('changed', { when: ago(journey.updatedAt) })}
        </span>
      </div>
    </li>
  );
}

function JourneyMenu({ journey }: { journey: Journey }) {
  const t = useTranslations('journeys');
  const shell = useTranslations('shell');
  const client = useQueryClient();
  const sentence = useFaultSentence();
  const may = useMay('journeys:write');
  const [deleting, setDeleting] = useState(false);
  const changed = () => client.invalidateQueries({ queryKey: ['journeys'] });
  const move = useMutation({
    mutationFn: (status: 'live' | 'archived') =>
      answer(api.PATCH('/journeys/{id}', { params: { path: { id: journey.id } }, body: { status } })),
    onSuccess: (_, status) => {
      void changed();
      toast(t(status === 'archived' ? 'archived' : 'restored', { name: journey.name }), {
        label: shell('undo'),
        run: () => move.mutate(status === 'archived' ? 'live' : 'archived'),
      });
    },
    onError: (error) => toast(sentence(error)),
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/journeys/{id}', { params: { path: { id: journey.id } } })),
    onSuccess: () => {
      setDeleting(false);
      void changed();
      toast(t('deleted', { name: journey.name }));
    },
  });
  if (!may) return null;
  const away = journey.status === 'archived';
  return (
    <div style={{ position: 'relative', zIndex: 1 }}>
      <Menu position="bottom-end" width={200} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <IconButton small label={t('menu', { name: journey.name })}>
            <IconDots size={18} aria-hidden />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {journey.status !== 'draft' && (
            <Menu.Item
              leftSection={
                away ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
              }
              onClick={() => move.mutate(away ? 'live' : 'archived')}
            >
              {t(away ? 'restore' : 'archive')}
            </Menu.Item>
          )}
          {journey.inside === 0 && (
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setDeleting(true)}>
              <span className="bad">{t('delete')}</span>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {deleting && (
        <Confirm
          title={t('deleteTitle', { name: journey.name })}
          act={t('delete')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setDeleting(false)}
        >
          <p>{t('deleteText')}</p>
        </Confirm>
      )}
    </div>
  );
}

function NewJourney({ onClose }: { onClose: () => void }) {
  const t = useTranslations('journeys');
  const navigate = useNavigate();
  const client = useQueryClient();
  const { typed: name, type: setName, forget, kept } = useUnsent('new journey', '');
  const [missing, setMissing] = useState(false);
  const make = useMutation({
    mutationFn: () => answer(api.POST('/journeys', { body: { name, description: '' } })),
    onSuccess: (made) => {
      forget();
      void client.invalidateQueries({ queryKey: ['journeys'] });
      void navigate({ to: `/journeys/${made.id}` });
    },
  });
  const cancel = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title={t('newTitle')}
      onClose={onClose}
      onSubmit={() => (name.trim() ? make.mutate() : setMissing(true))}
      footer={<FormButtons act={t('create')} busy={make.isPending} onCancel={cancel} />}
    >
      <KeptNote shown={kept} forget={forget} />
      <TextField
        autoFocus
        label={t('name')}
        hint={t('nameHint')}
        placeholder={t('nameExample')}
        maxLength={200}
        value={name}
        fault={missing && !name.trim() ? t('nameMissing') : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <FaultNote error={make.error} />
    </Dialog>
  );
}
