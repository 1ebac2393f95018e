import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { useMay } from '../api/queries.js';
import { isRefusal } from '../api/refusal.js';
import { pages } from '../shell/routes.js';
import {
  Button,
  CopyField,
  Dialog,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  Pill,
  SelectField,
  TextField,
  Tile,
  toast,
  useFaultSentence,
  useWhen,
} from '../ui/index.js';
import { Confirm } from './parts/confirm.js';
import { FormButtons } from './parts/form-buttons.js';
import { sendTestDelivery } from './parts/test-delivery.js';
import { KeptNote } from './parts/kept-note.js';
import { useUnsent } from './parts/unsent.js';

type Connection = Shape<'Connection'>;
type Fresh = { connection: Connection; secret: string };
const SOURCES = ['webhook', 'stripe', 'twilio', 'postmark', 'resend'] as const;
type Source = (typeof SOURCES)[number];

/** Where visits come from, and whether they still come. */
export default function Connections() {
  const t = useTranslations('connections');
  const may = useMay('connections:write');
  const { data, error, refetch } = useQuery({
    queryKey: ['connections', 'list'],
    queryFn: () => answer(api.GET('/connections', { params: { query: { limit: 200 } } })),
  });
  const [adding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<Fresh>();
  const add = may && (
    <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} intro={t('intro')} actions={add}>
      {error ? (
        <FaultNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : data.items.length === 0 ? (
        <div className="card">
          <EmptyState title={t('empty')} action={add}>
            {t('emptyText')}
          </EmptyState>
        </div>
      ) : (
        <ul className="stack" style={{ gap: 16 }}>
          {data.items.map((each) => (
            <One key={each.id} connection={each} onFresh={setFresh} />
          ))}
        </ul>
      )}
      {adding && (
        <Add
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setFresh(made);
          }}
        />
      )}
      {fresh && <ShowSecret {...fresh} onClose={() => setFresh(undefined)} />}
    </Page>
  );
}

function One({ connection, onFresh }: { connection: Connection; onFresh: (fresh: Fresh) => void }) {
  const t = useTranslations('connections');
  const client = useQueryClient();
  const sentence = useFaultSentence();
  const { ago } = useWhen();
  const may = useMay('connections:write');
  const pointedAt = (useSearch({ strict: false }) as { id?: string }).id === connection.id;
  const [open, setOpen] = useState(pointedAt);
  const [removing, setRemoving] = useState(false);
  const path = { path: { id: connection.id } };
  const changed = () => client.invalidateQueries({ queryKey: ['connections'] });
  const rotate = useMutation({
    mutationFn: () => answer(api.POST('/connections/{id}/secrets', { params: path, body: {} })),
    onSuccess: ({ secret, ...made }) => {
      void changed();
      onFresh({ connection: made, secret });
    },
    onError: (error) => toast(sentence(error)),
  });
  const turn = useMutation({
    mutationFn: (status: 'active' | 'disabled') =>
      answer(api.PATCH('/connections/{id}', { params: path, body: { status } })),
    onSuccess: changed,
    onError: (error) => toast(sentence(error)),
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/connections/{id}', { params: path })),
    onSuccess: () => {
      setRemoving(false);
      void changed();
      toast(t('removed', { name: connection.name }));
    },
  });
  const tones = { active: 'good', disabled: 'plain', needs_attention: 'warn' } as const;
  const source = SOURCES.find((each) => each === connection.source);
  return (
    <li
      className="card"
      style={{ padding: '16px 18px', ...(pointedAt && { boxShadow: 'var(--ring-selected)' }) }}
    >
      <div className="row wrap">
        <Tile tone={tones[connection.status] === 'plain' ? 'plain' : tones[connection.status]}>
          <IconPlugConnected size={20} stroke={1.75} />
        </Tile>
        <div className="grow">
          <h2 className="strong">{connection.name}</h2>
          <p className="t13 muted">
            {source ? t(`sources.${source}`) : connection.source} ·{' '}
            {connection.lastEventAt ? t('last', { when: ago(connection.lastEventAt) }) : t('never')}
          </p>
        </div>
        <Pill tone={tones[connection.status]}>{t(`statuses.${connection.status}`)}</Pill>
      </div>
      {connection.statusReason && (
        <p className="warn" style={{ marginTop: 8 }}>
          {connection.statusReason}
        </p>
      )}
      <div style={{ marginTop: 14 }}>
        <CopyField label={t('address')} value={connection.url} />
      </div>
      <div className="row wrap" style={{ marginTop: 14 }}>
        <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'hide' : 'show')}
        </Button>
        {may && (
          <>
            <Button small busy={rotate.isPending} onClick={() => rotate.mutate()} title={t('rotateText')}>
              {t('rotate')}
            </Button>
            <Button
              small
              busy={turn.isPending}
              onClick={() => turn.mutate(connection.status === 'disabled' ? 'active' : 'disabled')}
            >
              {t(connection.status === 'disabled' ? 'enable' : 'disable')}
            </Button>
            <Button small kind="danger" onClick={() => setRemoving(true)}>
              {t('remove')}
            </Button>
          </>
        )}
      </div>
      {open && <Deliveries id={connection.id} />}
      {removing && (
        <Confirm
          title={t('removeTitle', { name: connection.name })}
          act={t('remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setRemoving(false)}
        >
          <p>{t('removeText')}</p>
        </Confirm>
      )}
    </li>
  );
}

function Deliveries({ id }: { id: string }) {
  const t = useTranslations('connections');
  const events = useTranslations('events');
  const { moment } = useWhen();
  const { data, error } = useQuery({
    queryKey: ['events', 'of-connection', id],
    queryFn: () => answer(api.GET('/events', { params: { query: { connectionId: id, limit: 10 } } })),
    refetchInterval: 10_000,
  });
  if (error) return <FaultNote error={error} />;
  if (!data) return <Loading />;
  if (data.items.length === 0)
    return (
      <p className="muted" style={{ marginTop: 14 }}>
        {t('never')}
      </p>
    );
  const tones = {
    received: 'plain',
    needs_details: 'warn',
    matched: 'good',
    ignored: 'plain',
    dead: 'bad',
  } as const;
  return (
    <div className="tablewrap" style={{ margin: '16px -18px -16px' }}>
      <table className="plain">
        <caption className="sr">{t('recent')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('head.what')}</th>
            <th scope="col">{t('head.state')}</th>
            <th scope="col">{t('head.when')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((each) => {
            const key = each.type as 'job_completed';
            const name = events.has(key)
              ? events(key)
              : each.type.replace(/^custom_/, '').replaceAll('_', ' ');
            return (
              <tr key={each.id}>
                <td>{'/inbox/$eventId' in pages ? <Link to={`/inbox/${each.id}`}>{name}</Link> : name}</td>
                <td>
                  <Pill tone={tones[each.status]}>{t(`eventStates.${each.status}`)}</Pill>{' '}
                  <span className="muted">{each.note}</span>
                </td>
                <td className="num muted">{moment(each.receivedAt)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Add({ onClose, onMade }: { onClose: () => void; onMade: (made: Fresh) => void }) {
  const t = useTranslations('connections');
  const client = useQueryClient();
  const { typed, type, forget, kept } = useUnsent('connection', { source: 'webhook' as Source, name: '' });
  const { source, name } = typed;
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/connections', { body: { source, name, ...(secret.trim() && { secret: secret.trim() }) } }),
      ),
    onSuccess: ({ secret: made, ...connection }) => {
      forget();
      void client.invalidateQueries({ queryKey: ['connections'] });
      onMade({ connection, secret: made });
    },
  });
  const refusal = isRefusal(make.error) ? make.error : undefined;
  const cancel = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title={t('addTitle')}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) make.mutate();
      }}
      footer={<FormButtons act={t('add')} busy={make.isPending} onCancel={cancel} />}
    >
      <KeptNote shown={kept} forget={forget} />
      <SelectField
        label={t('kind')}
        value={source}
        onChange={(event) => type({ ...typed, source: event.target.value as Source })}
      >
        {SOURCES.map((each) => (
          <option key={each} value={each}>
            {t(`sources.${each}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('name')}
        placeholder={t('nameExample')}
        maxLength={100}
        value={name}
        fault={refusal?.faultOf('name') ?? (tried && !name.trim() ? t('nameMissing') : undefined)}
        onChange={(event) => type({ ...typed, name: event.target.value })}
      />
      {source !== 'webhook' && (
        <TextField
          label={t('secret')}
          hint={t('secretHint')}
          autoComplete="off"
          value={secret}
          fault={refusal?.faultOf('secret')}
          onChange={(event) => setSecret(event.target.value)}
        />
      )}
      {!refusal?.faults.length && <FaultNote error={make.error} />}
    </Dialog>
  );
}

function ShowSecret({ connection, secret, onClose }: Fresh & { onClose: () => void }) {
  const t = useTranslations('connections');
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => sendTestDelivery(connection.url, secret),
    onSettled: () => client.invalidateQueries({ queryKey: ['events'] }),
  });
  return (
    <Dialog
      title={t('secretTitle')}
      onClose={onClose}
      footer={
        <>
          {connection.source === 'webhook' && (
            <Button busy={test.isPending} onClick={() => test.mutate()}>
              {t('test')}
            </Button>
          )}
          <Button kind="primary" onClick={onClose}>
            {t('finish')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('secretText')}</p>
      <CopyField label={t('address')} value={connection.url} />
      <CopyField label={t('secret')} value={secret} />
      <div role="status">
        {test.data &&
          (test.data.accepted ? (
            <p className="good">
              {t('tested')} {t('testNote')}
            </p>
          ) : (
            <p className="bad">{t('testRefused', { why: test.data.why })}</p>
          ))}
      </div>
      <FaultNote error={test.error} />
    </Dialog>
  );
}
