import { useTranslations } from 'use-intl';
import { answer, api } from '../api/client.js';
import { me, queryClient } from '../api/queries.js';
import { useSession } from '../api/session.js';
import { Dialog } from '../ui/dialog.js';
import { SignInForm } from './sign-in-form.js';

/** The session ran out: sign in over the page. What was asked meanwhile waits, then goes on by itself. */
export function SignInAgain() {
  const t = useTranslations('signIn');
  const { expired, signedInAgain } = useSession();
  if (!expired) return null;
  /** Whoever signs in as somebody else begins anew: what stands here and waits was not theirs. */
  async function goOn() {
    const before = queryClient.getQueryData(me.queryKey);
    const now = await answer(api.GET('/me')).catch(() => undefined);
    if (before && now?.id !== before.id) location.assign('/');
    else signedInAgain();
  }
  return (
    <Dialog title={t('again.title')}>
      <p className="muted">{t('again.text')}</p>
      <SignInForm onSignedIn={() => void goOn()} />
    </Dialog>
  );
}
