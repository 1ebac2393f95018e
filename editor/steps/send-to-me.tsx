import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.js';
import { person, useMay } from '../api/queries.js';
import { isRefusal } from '../api/refusal.js';
import { Button, TextField, useFaultSentence, useWhen } from '../ui/index.js';
import { useStepWords } from './words/index.js';

/** A message as filled in for whom the preview shows. */
export interface Filled {
  channel: 'email' | 'sms';
  subject: string;
  body: string;
  purpose: 'service' | 'review' | 'marketing';
  language: string;
}

/** The number tests go to, remembered on this device only. */
const NUMBER = 'journeyman.test-number';

/** The message of the preview, sent for once to whoever writes it: by the real way, marked as a test. */
export function SendToMe({ message }: { message: Filled }) {
  const { t } = useStepWords();
  const may = useMay('messages:write');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  if (!open)
    return (
      <div>
        <Button small icon={<IconSend size={16} aria-hidden />} onClick={() => setOpen(true)}>
          {t('send.open')}
        </Button>
      </div>
    );
  return <Form message={message} close={() => setOpen(false)} />;
}

function Form({ message, close }: { message: Filled; close: () => void }) {
  const { t } = useStepWords();
  const who = useQuery(person);
  const isEmail = message.channel === 'email';
  const [number, setNumber] = useState(() => localStorage.getItem(NUMBER) ?? '');
  const to = isEmail ? (who.data?.email ?? '') : number;
  const send = useMutation({
    mutationFn: async () => {
      const { subject, ...rest } = message;
      const sent = await answer(
        api.POST('/test-messages', {
          body: isEmail
            ? { ...rest, channel: 'email', subject: subject.trim() || '–', to }
            : { ...rest, channel: 'sms', to },
        }),
      );
      if (!isEmail) localStorage.setItem(NUMBER, number);
      return sent;
    },
  });
  const wrongNumber = isRefusal(send.error) ? send.error.faultOf('to') : undefined;
  return (
    // Inside the settings, which are no form: Enter in the field sends.
    <form
      className="st-send"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!send.isPending && to.trim() !== '') send.mutate();
      }}
    >
      {isEmail ? (
        <p className="t13">{t('send.toMail', { email: to })}</p>
      ) : (
        <TextField
          label={t('send.number')}
          hint={t('send.numberHint')}
          fault={wrongNumber === undefined ? undefined : t('send.numberWrong')}
          type="tel"
          autoComplete="tel"
          autoFocus
          value={number}
          onChange={({ target }) => {
            setNumber(target.value);
            send.reset();
          }}
        />
      )}
      <div className="row wrap">
        <Button small kind="primary" type="submit" busy={send.isPending} disabled={to.trim() === ''}>
          {t(send.data ? 'send.again' : 'send.send')}
        </Button>
        <Button small kind="quiet" onClick={close}>
          {t('send.close')}
        </Button>
      </div>
      {wrongNumber === undefined && <Refused error={send.error} channel={message.channel} />}
      {send.data && <Fate key={send.data.id} id={send.data.id} to={to} />}
    </form>
  );
}

function Refused({ error, channel }: { error: unknown; channel: 'email' | 'sms' }) {
  const { t } = useStepWords();
  const sentence = useFaultSentence();
  if (!error) return null;
  const why = isRefusal(error) ? error.body.reason : undefined;
  const said =
    why === 'not_connected'
      ? t('send.notConnected', { channel })
      : why === 'suppressed'
        ? t('send.suppressed', { channel })
        : isRefusal(error, 'rate_limited')
          ? t('send.tooMany')
          : sentence(error);
  return (
    <p className="st-said warn" role="alert">
      {said}
    </p>
  );
}

/** On its way, arrived at the provider, or why not. */
function Fate({ id, to }: { id: string; to: string }) {
  const { t } = useStepWords();
  const when = useWhen();
  const { data } = useQuery({
    queryKey: ['test message', id],
    queryFn: () => answer(api.GET('/test-messages/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data && state.data.status !== 'queued' && state.data.status !== 'sending' ? false : 1000,
  });
  const status = data?.status ?? 'queued';
  const bad = status === 'failed' || status === 'unknown';
  return (
    <p className={bad ? 'st-said warn' : 't13 good'} role="status">
      {status === 'sent'
        ? t('send.sent', { to, when: when.moment(data?.sentAt ?? new Date()) })
        : status === 'failed'
          ? t('send.failed', { why: data?.reason?.message ?? '' })
          : status === 'unknown'
            ? t('send.unknown')
            : t('send.onItsWay')}
    </p>
  );
}
