import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, answerFile, api, type Shape } from '../api/client.js';
import { useMay } from '../api/queries.js';
import { Button, Card, FaultNote, Page, TextField, toast } from '../ui/index.js';
import { ImportCard } from './imports/import-card.js';
import { Confirm } from './parts/confirm.js';
import { saveFile } from './qr-codes/code-file.js';

type Customer = Shape<'Customer'>;

/** Take the customers along, or erase one. */
export default function Data() {
  const t = useTranslations('ownData');
  const may = useMay('imports:write');
  return (
    <Page title={t('title')} intro={t('intro')}>
      <div className="stack" style={{ gap: 20 }}>
        {may && <ImportCard />}
        <Export />
        <Erase />
      </div>
    </Page>
  );
}

function Export() {
  const t = useTranslations('ownData');
  const fetched = useMutation({
    mutationFn: async (as: 'csv' | 'json') => {
      const file = await answerFile(
        as === 'csv'
          ? api.GET('/customers/export.csv', { parseAs: 'blob' })
          : api.GET('/customers/export.json', { parseAs: 'blob' }),
      );
      saveFile(file, `customers.${as}`);
      toast(t('exported'));
    },
  });
  return (
    <Card title={t('export')}>
      <div className="body">
        <p className="muted">{t('exportText')}</p>
        <div className="row wrap" style={{ marginTop: 14 }}>
          {(['csv', 'json'] as const).map((as) => (
            <Button
              key={as}
              icon={<IconDownload size={18} aria-hidden />}
              busy={fetched.isPending && fetched.variables === as}
              onClick={() => fetched.mutate(as)}
            >
              {t(as)}
            </Button>
          ))}
          <span role="status" className="muted">
            {fetched.isPending && t('collecting')}
          </span>
        </div>
        <FaultNote error={fetched.error} />
      </div>
    </Card>
  );
}

function Erase() {
  const t = useTranslations('ownData');
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<Customer>();
  const [typed, setTyped] = useState('');
  const found = useQuery({
    queryKey: ['customers', 'find', search.trim()],
    queryFn: () => answer(api.GET('/customers', { params: { query: { search: search.trim(), limit: 8 } } })),
    enabled: search.trim().length >= 2,
  });
  const erase = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/customers/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      setChosen(undefined);
      setTyped('');
      void client.invalidateQueries();
      toast(t('erased'));
    },
  });
  const nameOf = ({ name, email, phone }: Customer) => name ?? email ?? phone ?? t('unnamed');
  return (
    <Card title={t('erase')}>
      <div className="body">
        <p className="muted">{t('eraseText')}</p>
        <div style={{ maxWidth: 420, marginTop: 14 }}>
          <TextField
            label={t('find')}
            hint={t('findHint')}
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <FaultNote error={found.error} />
        {found.data?.items.length === 0 && (
          <p className="muted" role="status" style={{ marginTop: 12 }}>
            {t('nobody')}
          </p>
        )}
        <ul className="lined" style={{ marginTop: 12 }}>
          {found.data?.items.map((each) => (
            <li key={each.id} className="row wrap" style={{ padding: '10px 0' }}>
              <div className="grow">
                <div className="label">{nameOf(each)}</div>
                <div className="t13 muted num">{[each.email, each.phone].filter(Boolean).join(', ')}</div>
              </div>
              <Button kind="danger" small onClick={() => setChosen(each)}>
                {t('eraseOne')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {chosen && (
        <Confirm
          title={t('eraseTitle', { name: nameOf(chosen) })}
          act={t('eraseOne')}
          busy={erase.isPending}
          error={erase.error}
          ready={typed.trim() === nameOf(chosen)}
          onConfirm={() => erase.mutate(chosen.id)}
          onClose={() => {
            setChosen(undefined);
            setTyped('');
          }}
        >
          <p>{t('eraseConfirm', { name: nameOf(chosen) })}</p>
          <TextField
            label={t('typeName')}
            placeholder={nameOf(chosen)}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Confirm>
      )}
    </Card>
  );
}
