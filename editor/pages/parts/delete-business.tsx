import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, auth } from '../../api/client.js';
import { isRefusal } from '../../api/refusal.js';
import { Button, Card, TextField } from '../../ui/index.js';
import { Confirm } from './confirm.js';

/** The way out for owners. Asks for the name, because there is no way back. */
export function DeleteBusiness({ name }: { name: string }) {
  const t = useTranslations('settings');
  const [asking, setAsking] = useState(false);
  return (
    <Card title={t('deletion')}>
      <div className="body row wrap" style={{ gap: 16 }}>
        <p className="muted grow" style={{ minWidth: 240 }}>
          {t('deletionText')}
        </p>
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t('deletionAct')}
        </Button>
      </div>
      {asking && <Ask name={name} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function Ask({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('settings');
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => answer(api.POST('/business/deletion', { body: { name: typed } })),
    onSuccess: async () => {
      await auth('/sign-out', {}).catch(() => undefined);
      location.assign('/sign-in');
    },
  });
  return (
    <Confirm
      title={t('deletionTitle', { name })}
      act={t('deletionAct')}
      ready={typed.trim() === name.trim()}
      busy={remove.isPending || remove.isSuccess}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('deletionWarning', { name })}</p>
      <TextField
        autoFocus
        autoComplete="off"
        label={t('deletionName', { name })}
        value={typed}
        fault={isRefusal(remove.error) ? remove.error.faultOf('name') : undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Confirm>
  );
}
