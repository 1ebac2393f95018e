import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../api/client.js';
import { me } from '../api/queries.js';
import {
  Button,
  Dialog,
  EmptyState,
  FaultNote,
  Loading,
  Page,
  SelectField,
  TextField,
  toast,
  useWhen,
} from '../ui/index.js';
import { Confirm } from './parts/confirm.js';
import { FormButtons } from './parts/form-buttons.js';
import { ShownOnce } from './parts/shown-once.js';
import { KeptNote } from './parts/kept-note.js';
import { useUnsent } from './parts/unsent.js';

type Key = Shape<'ApiKey'>;
const REACHES = ['everything', 'send', 'read'] as const;
type Reach = (typeof REACHES)[number];

/** Keys for programs: made, shown once, revoked. */
export default function ApiKeys() {
  const t = useTranslations('apiKeys');
  const { moment, day } = useWhen();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys'],
    queryFn: () => answer(api.GET('/api-keys', { params: { query: { limit: 200 } } })),
  });
  const revoke = useMutation({
    mutationFn: (key: Key) => answer(api.DELETE('/api-keys/{id}', { params: { path: { id: key.id } } })),
    onSuccess: (_, key) => {
      setRevoking(undefined);
      void client.invalidateQueries({ queryKey: ['api-keys'] });
      toast(t('revoked', { name: key.name }));
    },
  });
  const make = (
    <Button kind="primary" icon={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('make')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      intro={t('intro')}
      actions={
        <>
          <a className="button" href="/docs">
            {t('docs')}
          </a>
          {make}
        </>
      }
    >
      <div className="card">
        {error ? (
          <FaultNote error={error} retry={() => void refetch()} />
        ) : !data ? (
          <Loading />
        ) : data.items.length === 0 ? (
          <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
        ) : (
          <ul>
            {data.items.map((each) => (
              <li key={each.id} className="row wrap" style={{ padding: '12px 18px', gap: 16 }}>
                <div className="grow" style={{ minWidth: 200 }}>
                  <div className="label">{each.name}</div>
                  <div className="t13 muted num">
                    {t('begins')} <code>jm_{each.prefix}</code>
                  </div>
                </div>
                <div className="t13 muted num" style={{ minWidth: 180 }}>
                  {t('scopes')}:{' '}
                  {each.scopes.includes('*') ? t('all') : t('count', { count: each.scopes.length })}
                  <br />
                  {t('used')}: {each.lastUsedAt ? moment(each.lastUsedAt) : t('never')} · {t('made')}{' '}
                  {day(each.createdAt)}
                </div>
                <Button kind="danger" onClick={() => setRevoking(each)}>
                  {t('revoke')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {making && <Make onClose={() => setMaking(false)} />}
      {revoking && (
        <Confirm
          title={t('revokeTitle', { name: revoking.name })}
          act={t('revoke')}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking)}
          onClose={() => setRevoking(undefined)}
        >
          <p>{t('revokeText')}</p>
        </Confirm>
      )}
    </Page>
  );
}

function Make({ onClose }: { onClose: () => void }) {
  const t = useTranslations('apiKeys');
  const client = useQueryClient();
  const { data: who } = useQuery(me);
  const { typed, type, forget, kept } = useUnsent('api key', { name: '', reach: 'everything' as Reach });
  const { name, reach } = typed;
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () => {
      const scopes =
        reach === 'send'
          ? (['events:write'] as const).slice()
          : (who?.permissions ?? []).filter((each) => each.endsWith(':read'));
      return answer(api.POST('/api-keys', { body: { name, ...(reach !== 'everything' && { scopes }) } }));
    },
    onSuccess: () => {
      forget();
      void client.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  if (make.data) {
    return (
      <ShownOnce
        title={t('shownTitle')}
        text={t('shownText')}
        label={t('key')}
        value={make.data.key}
        done={t('done')}
        onClose={onClose}
      />
    );
  }
  const cancel = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title={t('make')}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) make.mutate();
      }}
      footer={<FormButtons act={t('make')} busy={make.isPending} onCancel={cancel} />}
    >
      <KeptNote shown={kept} forget={forget} />
      <TextField
        autoFocus
        label={t('name')}
        placeholder={t('nameExample')}
        maxLength={100}
        value={name}
        fault={tried && !name.trim() ? t('nameMissing') : undefined}
        onChange={(event) => type({ ...typed, name: event.target.value })}
      />
      <SelectField
        label={t('may')}
        value={reach}
        onChange={(event) => type({ ...typed, reach: event.target.value as Reach })}
      >
        {REACHES.map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
      </SelectField>
      <FaultNote error={make.error} />
    </Dialog>
  );
}
