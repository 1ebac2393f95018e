import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../api/client.js';
import { isRefusal } from '../api/refusal.js';
import { Button, FaultNote, TextField } from '../ui/index.js';

const LAST = 'journeyman.email';

/**
 * E-mail and password. A wrong pair is said in our words, and read out because the password gets the focus; what was
 * typed stays.
 */
export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useTranslations('signIn');
  const [email, setEmail] = useState(localStorage.getItem(LAST) ?? '');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const wrong = isRefusal(fault) && [400, 401, 422].includes(fault.status);

  async function submit() {
    setBusy(true);
    setFault(undefined);
    try {
      await auth('/sign-in/email', { email: email.trim(), password });
      localStorage.setItem(LAST, email.trim());
      onSignedIn();
    } catch (error) {
      setFault(error);
      passwordField.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className="stack"
      style={{ gap: 16 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        ref={passwordField}
        label={t('password')}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        fault={wrong ? t('wrong') : undefined}
      />
      {fault !== undefined && !wrong && <FaultNote error={fault} />}
      <Button kind="primary" type="submit" busy={busy}>
        {t('signIn')}
      </Button>
    </form>
  );
}
