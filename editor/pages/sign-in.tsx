import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { answer, api, auth } from '../api/client.js';
import { queryClient } from '../api/queries.js';
import { Door } from '../shell/door.js';
import { SignInForm } from '../shell/sign-in-form.js';
import { Button, FaultNote, TextField } from '../ui/index.js';

/** `?to=` is where the person was going; at /reset-password, what is behind the # lets them choose a new password. */
export default function SignIn() {
  const t = useTranslations('signIn');
  const navigate = useNavigate();
  const { to } = useSearch({ strict: false }) as { to?: unknown };
  const { pathname, hash } = useLocation();
  const [forgot, setForgot] = useState(false);
  const { data } = useQuery({ queryKey: ['setup'], queryFn: () => answer(api.GET('/setup')) });
  useEffect(() => {
    if (data?.needed) void navigate({ to: '/set-up', replace: true });
  }, [data, navigate]);

  if (pathname === '/reset-password' && hash) return <NewPassword token={hash} />;
  if (forgot) return <ForgotPassword onBack={() => setForgot(false)} />;
  return (
    <Door title={t('title')} intro={t('intro')}>
      <div style={{ marginTop: 20 }}>
        <SignInForm
          onSignedIn={() => {
            queryClient.clear();
            void navigate({ to: typeof to === 'string' && /^\/(?!\/)/.test(to) ? to : '/', replace: true });
          }}
        />
      </div>
      <p style={{ marginTop: 12, textAlign: 'center' }}>
        <Button kind="quiet" onClick={() => setForgot(true)}>
          {t('forgot')}
        </Button>
      </p>
    </Door>
  );
}

function ForgotPassword({ onBack }: { onBack: () => void }) {
  const t = useTranslations('signIn');
  const [email, setEmail] = useState('');
  const [state, setState] = useState<'asking' | 'busy' | 'sent'>('asking');
  const [fault, setFault] = useState<unknown>();
  const submit = async () => {
    setState('busy');
    setFault(undefined);
    try {
      await auth('/request-password-reset', { email: email.trim(), redirectTo: '/sign-in' });
      setState('sent');
    } catch (error) {
      setFault(error);
      setState('asking');
    }
  };
  return (
    <Door title={t('forgotTitle')} intro={state === 'sent' ? t('forgotSent') : t('forgotIntro')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {state !== 'sent' && (
          <TextField
            label={t('email')}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
        <FaultNote error={fault} />
        {state !== 'sent' && (
          <Button kind="primary" type="submit" busy={state === 'busy'}>
            {t('forgotSend')}
          </Button>
        )}
        <Button kind="quiet" onClick={onBack}>
          {t('back')}
        </Button>
      </form>
    </Door>
  );
}

function NewPassword({ token }: { token: string }) {
  const t = useTranslations('signIn');
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'asking' | 'busy' | 'done'>('asking');
  const [fault, setFault] = useState<unknown>();
  const short = password.length > 0 && password.length < 10;
  const submit = async () => {
    setState('busy');
    setFault(undefined);
    try {
      await auth('/reset-password', { newPassword: password, token });
      setState('done');
    } catch (error) {
      setFault(error);
      setState('asking');
    }
  };
  return (
    <Door title={t('newPasswordTitle')} intro={state === 'done' ? t('newPasswordDone') : undefined}>
      {state === 'done' ? (
        <p style={{ marginTop: 16 }}>
          <Link to="/sign-in" className="button primary">
            {t('signIn')}
          </Link>
        </p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (password.length >= 10) void submit();
          }}
        >
          <TextField
            label={t('newPassword')}
            type="password"
            autoComplete="new-password"
            hint={t('passwordHint')}
            fault={short ? t('passwordHint') : undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <FaultNote error={fault} />
          <Button kind="primary" type="submit" busy={state === 'busy'}>
            {t('newPasswordSave')}
          </Button>
        </form>
      )}
    </Door>
  );
}
