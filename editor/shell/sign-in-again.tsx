import { useTranslations } from 'use-intl';
import { useSession } from '../api/session.js';
import { Dialog } from '../ui/dialog.js';
import { SignInForm } from './sign-in-form.js';

/** The session ran out: sign in over the page. What was asked meanwhile waits, then goes on by itself. */
export function SignInAgain() {
  const t = useTranslations('signIn');
  const { expired, signedInAgain } = useSession();
  if (!expired) return null;
  return (
    <Dialog title={t('again.title')}>
      <p className="muted">{t('again.text')}</p>
      <SignInForm onSignedIn={signedInAgain} />
    </Dialog>
  );
}
