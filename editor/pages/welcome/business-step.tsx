import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { answer, api, type Shape } from '../../api/client.js';
import { business } from '../../api/queries.js';
import { isRefusal } from '../../api/refusal.js';
import { Button, FaultNote, SelectField, TextField } from '../../ui/index.js';
import { changeOf, formOf } from '../parts/business-form.js';
import { useChanges } from '../parts/changes.js';
import { KeptNote } from '../parts/kept-note.js';
import { useWelcomeWords } from './words/index.js';

const KINDS = ['trades', 'restaurant', 'restaurant_group', 'hotel', 'retail'] as const;
const WEEKDAYS = [1, 2, 3, 4, 5];

/** Name, trade, zone and hours: the least that makes a message honest and keeps it out of the night. */
export function BusinessStep({ next }: { next: () => void }) {
  const { data } = useQuery(business);
  return data ? <Form key={data.id} saved={data} next={next} /> : null;
}

function Form({ saved, next }: { saved: Shape<'Business'>; next: () => void }) {
  const { t } = useWelcomeWords();
  const kinds = useTranslations('settings.kinds');
  const client = useQueryClient();
  const stands = formOf(saved);
  const monday = stands.hours.find(({ day }) => day === 1);
  const usual = { from: monday?.from || '09:00', until: monday?.until || '18:00' };
  const { form, set, forget, kept } = useChanges('first steps, business', { ...stands, ...usual });
  const save = useMutation({
    mutationFn: () => {
      const { from, until, ...rest } = form;
      const hours = rest.hours.map((each) => (WEEKDAYS.includes(each.day) ? { ...each, from, until } : each));
      return answer(api.PATCH('/business', { body: changeOf(saved, { ...rest, hours }) }));
    },
    onSuccess: (made) => {
      forget();
      client.setQueryData(business.queryKey, made);
      void client.invalidateQueries({ queryKey: ['me'] });
      next();
    },
  });
  const fault = (field: string) => (isRefusal(save.error) ? save.error.faultOf(field) : undefined);
  const wire = (field: 'name' | 'email' | 'phone' | 'from' | 'until') => ({
    value: form[field],
    fault: fault(field),
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  });
  return (
    <>
      <p className="muted">{t('business.text')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <KeptNote shown={kept} forget={forget} />
        <div className="two">
          <TextField
            label={t('business.name')}
            maxLength={200}
            autoComplete="organization"
            {...wire('name')}
          />
          <SelectField
            label={t('business.kind')}
            value={form.kind}
            onChange={(event) => set({ kind: event.target.value })}
          >
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {kinds(each)}
              </option>
            ))}
          </SelectField>
          <TextField label={t('business.email')} type="email" autoComplete="email" {...wire('email')} />
          <TextField
            label={t('business.phone')}
            type="tel"
            autoComplete="tel"
            hint={t('business.phoneHint')}
            {...wire('phone')}
          />
        </div>
        <SelectField
          label={t('business.zone')}
          value={form.timezone}
          fault={fault('timezone')}
          onChange={(event) => set({ timezone: event.target.value })}
        >
          {[...new Set([form.timezone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </SelectField>
        <div>
          <div className="two">
            <TextField label={t('business.opens')} type="time" {...wire('from')} />
            <TextField label={t('business.closes')} type="time" {...wire('until')} />
          </div>
          <p className="t13 muted" style={{ marginTop: 4 }}>
            {t('business.hoursHint')}
          </p>
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
