import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Shape } from '../../api/client.js';
import { business, person } from '../../api/queries.js';
import { isRefusal } from '../../api/refusal.js';
import { Button, FaultNote, TextField } from '../../ui/index.js';
import { changeOf, formOf } from '../parts/business-form.js';
import { useChanges } from '../parts/changes.js';
import { KeptNote } from '../parts/kept-note.js';
import { useWelcomeWords } from './words/index.js';

/** Whether messages leave at all, in whose name, and where answers go. */
export function SendersStep({ next }: { next: () => void }) {
  const firm = useQuery(business).data;
  const who = useQuery(person);
  return firm && who.isFetched ? (
    <Form key={firm.id} saved={firm} email={who.data?.email ?? ''} next={next} />
  ) : null;
}

function Form({ saved, email, next }: { saved: Shape<'Business'>; email: string; next: () => void }) {
  const { t } = useWelcomeWords();
  const client = useQueryClient();
  const carriers = useQuery({ queryKey: ['senders'], queryFn: () => answer(api.GET('/senders')) });
  const stands = formOf(saved);
  const {
    form,
    set,
    forget,
    kept: isKept,
  } = useChanges('first steps, senders', {
    ...stands,
    senderName: stands.senderName || saved.name,
    replyTo: stands.replyTo || saved.email || email,
  });
  const save = useMutation({
    mutationFn: () => answer(api.PATCH('/business', { body: changeOf(saved, form) })),
    onSuccess: (made) => {
      forget();
      client.setQueryData(business.queryKey, made);
      next();
    },
  });
  const fault = (field: string) => (isRefusal(save.error) ? save.error.faultOf(field) : undefined);
  const kept = carriers.data && !(carriers.data.email.leaves && carriers.data.sms.leaves);
  const said = (channel: 'email' | 'sms') => {
    const one = carriers.data?.[channel];
    if (!one) return '';
    return one.leaves
      ? t(`senders.${channel}Leaves`, { provider: one.provider, from: one.from ?? '' })
      : t(`senders.${channel}Kept`);
  };
  return (
    <>
      <FaultNote error={carriers.error} retry={() => void carriers.refetch()} />
      <ul className="stack" style={{ gap: 6 }}>
        <li>{said('email')}</li>
        <li>{said('sms')}</li>
      </ul>
      {kept && (
        <details>
          <summary>{t('senders.how')}</summary>
          <p className="muted">{t('senders.howText')}</p>
        </details>
      )}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <KeptNote shown={isKept} forget={forget} />
        <div className="two">
          <TextField
            label={t('senders.name')}
            hint={t('senders.nameHint')}
            maxLength={100}
            value={form.senderName}
            fault={fault('settings.senders.email.name')}
            onChange={({ target: { value } }) => set({ senderName: value })}
          />
          <TextField
            label={t('senders.replyTo')}
            hint={t('senders.replyToHint')}
            type="email"
            value={form.replyTo}
            fault={fault('settings.senders.email.replyTo')}
            onChange={({ target: { value } }) => set({ replyTo: value })}
          />
        </div>
        {save.error && !(isRefusal(save.error) && save.error.faults.length > 0) && (
          <FaultNote error={save.error} />
        )}
        <div>
          <Button kind="primary" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </>
  );
}
