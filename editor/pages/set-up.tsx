import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, auth } from '../api/client.js';
import { queryClient } from '../api/queries.js';
import { isRefusal } from '../api/refusal.js';
import { Door } from '../shell/door.js';
import { useUnsent } from './parts/unsent.js';
import { Button, FaultNote, SelectField, TextField } from '../ui/index.js';
import { useLanguage } from '../words/language.js';

const KINDS = ['trades', 'restaurant', 'restaurant_group', 'hotel', 'retail'] as const;

/** The first visit makes the business and its owner, then signs in. */
export default function SetUp() {
  const t = useTranslations('setUp');
  const kinds = useTranslations('settings.kinds');
  const navigate = useNavigate();
  const { language } = useLanguage();
  const { data } = useQuery({ queryKey: ['setup'], queryFn: () => answer(api.GET('/setup')) });
  const {
    typed: kept,
    type,
    forget,
  } = useUnsent('set up', { business: '', kind: 'trades' as (typeof KINDS)[number], name: '', email: '' });
  const [password, setPassword] = useState('');
  const typed = { ...kept, password };
  const { kind } = kept;
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: async () => {
      await answer(
        api.POST('/setup', {
          body: {
            business: {
              name: typed.business,
              kind,
              timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
              locale: language,
            },
            owner: { name: typed.name, email: typed.email.trim(), password: typed.password },
          },
        }),
      );
      await auth('/sign-in/email', { email: typed.email.trim(), password: typed.password });
    },
    onSuccess: () => {
      forget();
      queryClient.clear();
      void navigate({ to: '/welcome', replace: true });
    },
  });
  if (data && !data.needed && !make.isPending) {
    return (
      <Door title={t('done')} intro={t('doneText')}>
        <p style={{ marginTop: 16 }}>
          <Link to="/sign-in" className="button primary">
            {t('signIn')}
          </Link>
        </p>
      </Door>
    );
  }
  const fault = (field: keyof typeof typed, path: string = field) =>
    (isRefusal(make.error) ? make.error.faultOf(path) : undefined) ??
    (tried && !typed[field].trim() ? t('fill') : undefined);
  const wire = (field: keyof typeof typed) => ({
    value: typed[field],
    onChange: ({ target: { value } }: { target: { value: string } }) =>
      field === 'password' ? setPassword(value) : type({ ...kept, [field]: value }),
  });
  return (
    <Door title={t('title')} intro={t('intro')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.values(typed).every((each) => each.trim()) && !make.isPending) make.mutate();
        }}
      >
        <TextField
          label={t('business')}
          autoComplete="organization"
          fault={fault('business', 'business.name')}
          {...wire('business')}
        />
        <SelectField
          label={t('kind')}
          value={kind}
          onChange={(event) => type({ ...kept, kind: event.target.value as typeof kind })}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {kinds(each)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('name')}
          autoComplete="name"
          fault={fault('name', 'owner.name')}
          {...wire('name')}
        />
        <TextField
          label={t('email')}
          type="email"
          autoComplete="username"
          fault={fault('email')}
          {...wire('email')}
        />
        <TextField
          label={t('password')}
          type="password"
          autoComplete="new-password"
          hint={t('passwordHint')}
          fault={fault('password')}
          {...wire('password')}
        />
        {make.error && !(isRefusal(make.error) && make.error.faults.length > 0) && (
          <FaultNote error={make.error} />
        )}
        <Button kind="primary" type="submit" busy={make.isPending}>
          {t('create')}
        </Button>
      </form>
    </Door>
  );
}
