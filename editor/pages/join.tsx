import { useMutation } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api } from '../api/client.js';
import { isRefusal } from '../api/refusal.js';
import { Door } from '../shell/door.js';
import { Button, FaultNote, TextField } from '../ui/index.js';

/** Accept an invitation, then sign in. */
export default function Join() {
  const t = useTranslations('setUp.join');
  const words = useTranslations('setUp');
  const { token } = useParams({ strict: false });
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const join = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/invitations/{token}/acceptances', {
          params: { path: { token: token ?? '' } },
          body: { ...(name.trim() && { name: name.trim() }), password },
        }),
      ),
  });
  if (join.data) {
    return (
      <Door title={t('title')} intro={t('welcome', { business: join.data.businessName })}>
        <p style={{ marginTop: 16 }}>
          <Link to="/sign-in" className="button primary">
            {words('signIn')}
          </Link>
        </p>
      </Door>
    );
  }
  const refusal = isRefusal(join.error) ? join.error : undefined;
  const gone = refusal && [404, 410].includes(refusal.status);
  return (
    <Door title={t('title')} intro={t('intro')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!join.isPending) join.mutate();
        }}
      >
        <TextField
          label={words('name')}
          autoComplete="name"
          value={name}
          fault={refusal?.faultOf('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t('password')}
          type="password"
          autoComplete="new-password"
          hint={words('passwordHint')}
          value={password}
          fault={refusal?.faultOf('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
        {gone ? (
          <p className="bad" role="alert">
            {t('gone')}
          </p>
        ) : refusal?.faults.length !== undefined && refusal.faults.length > 0 ? null : (
          <FaultNote error={join.error} />
        )}
        <Button kind="primary" type="submit" busy={join.isPending}>
          {t('accept')}
        </Button>
      </form>
    </Door>
  );
}
