import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { answer, api } from '../../api/client.js';
import { isRefusal } from '../../api/refusal.js';
import { Dialog, FaultNote, SelectField, TextArea, toast } from '../../ui/index.js';
import { Confirm } from './confirm.js';
import { FormButtons } from './form-buttons.js';
import { useUnsent } from './unsent.js';

const CHANNELS = ['email', 'sms'] as const;
const PURPOSES = ['service', 'review', 'marketing'] as const;
export type Channel = (typeof CHANNELS)[number];
export type Purpose = (typeof PURPOSES)[number];

/** Each channel with each purpose, in the order they are shown. */
export const PERMISSIONS = CHANNELS.flatMap((channel) => PURPOSES.map((purpose) => ({ channel, purpose })));

const record = (
  id: string,
  said: { channel: Channel; purpose: Purpose; granted: boolean; evidence?: string },
) => answer(api.POST('/customers/{id}/consents', { params: { path: { id } }, body: said }));

/** Writes down what a customer allowed or refused; a yes says what it rests on. */
export function PermissionForm({
  customerId,
  channel,
  purpose,
  allowed,
  onClose,
}: {
  customerId: string;
  channel: Channel;
  purpose: Purpose;
  allowed: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('customers');
  const client = useQueryClient();
  const { typed, type, forget } = useUnsent(`permission ${customerId} ${channel} ${purpose}`, {
    granted: !allowed,
    evidence: '',
  });
  const save = useMutation({
    mutationFn: () =>
      record(customerId, {
        channel,
        purpose,
        granted: typed.granted,
        ...(typed.evidence.trim() && { evidence: typed.evidence.trim() }),
      }),
    onSuccess: () => {
      forget();
      void client.invalidateQueries({ queryKey: ['customers'] });
      toast(t('permit.done'));
      onClose();
    },
  });
  const refusal = isRefusal(save.error) ? save.error : undefined;
  return (
    <Dialog
      title={`${t(`channels.${channel}`)} ${t(`purposes.${purpose}`)}`}
      onClose={onClose}
      onSubmit={() => save.mutate()}
      footer={
        <FormButtons
          act={t('permit.save')}
          busy={save.isPending}
          onCancel={() => {
            forget();
            onClose();
          }}
        />
      }
    >
      <SelectField
        label={t('permit.said')}
        value={typed.granted ? 'yes' : 'no'}
        onChange={({ target }) => type({ ...typed, granted: target.value === 'yes' })}
      >
        <option value="yes">{t('permit.agreed')}</option>
        <option value="no">{t('permit.refused')}</option>
      </SelectField>
      <TextArea
        label={t('permit.evidence')}
        hint={t('permit.evidenceHint')}
        maxLength={1000}
        value={typed.evidence}
        fault={refusal?.faultOf('evidence')}
        onChange={({ target }) => type({ ...typed, evidence: target.value })}
      />
      {!refusal?.faults.length && <FaultNote error={save.error} />}
    </Dialog>
  );
}

/** A refusal of every channel and purpose at once, from every journey. */
export function StopAllMessages({
  customerId,
  name,
  onClose,
}: {
  customerId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations('customers');
  const client = useQueryClient();
  const stop = useMutation({
    // One after the other: each takes the customer's lock. Pressed again after a failure, it says the same again.
    mutationFn: async () => {
      for (const each of PERMISSIONS) await record(customerId, { ...each, granted: false });
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['customers'] }),
    onSuccess: () => {
      toast(t('permit.stopped', { name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t('permit.stopTitle', { name })}
      act={t('permit.stopAct')}
      busy={stop.isPending}
      error={stop.error}
      onConfirm={() => stop.mutate()}
      onClose={onClose}
    >
      <p>{t('permit.stopText')}</p>
    </Confirm>
  );
}
