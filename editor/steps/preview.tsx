import { IconAntennaBars5, IconBattery3 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { Field } from '../../workflows/flow/fields.js';
import { answer, api, type Shape } from '../api/client.js';
import { Segmented, TextField } from '../ui/index.js';
import { fieldName } from './field-names.js';
import { Letter } from './letter.js';
import { factsOf, factsWith, rendered, SAMPLES, type Sample } from './samples.js';
import { SendToMe, type Filled } from './send-to-me.js';
import { useStepWords } from './words/index.js';

/** The message as customers would get it: a usual one, one without a name, one with long details, or one of their own. */
export function Preview({
  channel,
  subject,
  body,
  fields,
  business,
  language,
  purpose,
}: {
  channel: 'email' | 'sms';
  subject?: string;
  body: string;
  fields: readonly Field[];
  business: { name: string; phone?: string | null };
  language: string;
  purpose: Filled['purpose'];
}) {
  const { t, locale } = useStepWords();
  const [sample, setSample] = useState<Sample>('typical');
  const [real, setReal] = useState<Customer | null>(null);
  const facts = real ? factsWith(real, fields, business) : factsOf(sample, fields, business);
  const made = rendered(body, facts, language);
  const top = rendered(subject ?? '', facts, language);
  const lacking = 'missing' in made ? made.missing : 'missing' in top ? top.missing : null;
  const fault = 'fault' in made ? made.fault : 'fault' in top ? top.fault : null;
  const text = 'text' in made ? made.text : '';
  const [night, setNight] = useState(false);
  const sendable = (template: string) => {
    const filled = rendered(template, facts, language, window.location.origin);
    return 'text' in filled ? filled.text : '';
  };
  const said =
    lacking !== null
      ? t('preview.missing', { field: fieldName(lacking, locale, fields) })
      : fault !== null
        ? t('preview.fault', { fault })
        : text.trim() === ''
          ? t('preview.empty')
          : null;
  return (
    <section className="je-sec">
      <div className="st-between">
        <h3>{t('preview.title')}</h3>
        <Segmented
          small
          label={t('preview.who')}
          value={real ? '' : sample}
          onChange={(chosen) => {
            setReal(null);
            setSample(chosen || 'typical');
          }}
          options={SAMPLES.map((value) => ({ value: value as Sample | '', label: t(`preview.${value}`) }))}
        />
      </div>
      <RealCustomer chosen={real} choose={setReal} />
      {said !== null ? (
        <p className={`st-said ${lacking !== null ? 'warn' : 'muted'}`}>{said}</p>
      ) : channel === 'sms' ? (
        <div className="st-phone">
          <div className="st-status" aria-hidden>
            <span>08:00</span>
            <IconAntennaBars5 size={14} />
            <IconBattery3 size={14} />
          </div>
          <div className="st-sender">
            <div className="strong">{business.name}</div>
            {business.phone && <div className="t12 muted">{business.phone}</div>}
          </div>
          <div className="st-bubble">{text}</div>
        </div>
      ) : (
        <div className={`st-mail ${night ? 'st-night' : 'st-day'}`}>
          <div className="st-mailhead">
            <div className="t12 st-quiet">{business.name}</div>
            <div className="strong">{'text' in top ? top.text : ''}</div>
          </div>
          <div className="st-letter">
            <Letter text={text} />
          </div>
        </div>
      )}
      {said === null && channel === 'email' && (
        <Segmented
          small
          label={t('preview.light')}
          value={night ? 'night' : 'day'}
          onChange={(chosen) => setNight(chosen === 'night')}
          options={(['day', 'night'] as const).map((value) => ({ value, label: t(`preview.${value}`) }))}
        />
      )}
      {said === null && (
        <SendToMe
          key={channel}
          message={{ channel, subject: sendable(subject ?? ''), body: sendable(body), purpose, language }}
        />
      )}
    </section>
  );
}

type Customer = Shape<'Customer'>;

/** Somebody whom the business knows, found by name; what happened to them is made up. */
function RealCustomer({
  chosen,
  choose,
}: {
  chosen: Customer | null;
  choose: (customer: Customer | null) => void;
}) {
  const { t } = useStepWords();
  const [typed, setTyped] = useState('');
  const sought = useDeferredValue(typed.trim());
  const seeking = sought.length > 1;
  const found = useQuery({
    queryKey: ['customers', 'preview', sought],
    queryFn: () => answer(api.GET('/customers', { params: { query: { search: sought, limit: 5 } } })),
    enabled: seeking,
    staleTime: 60_000,
  });
  const here = seeking ? (found.data?.items ?? []) : [];
  return (
    <div className="st-rows">
      <TextField
        type="search"
        label={t('preview.real')}
        placeholder={t('preview.find')}
        hint={chosen ? t('preview.madeUp', { name: nameOf(chosen) }) : undefined}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {seeking && found.data && here.length === 0 && <p className="je-note">{t('preview.nobody')}</p>}
      {here.length > 0 && (
        <div className="st-found" role="group" aria-label={t('preview.real')}>
          {here.map((customer) => (
            <button
              key={customer.id}
              type="button"
              onClick={() => {
                choose(customer);
                setTyped('');
              }}
            >
              <span>{nameOf(customer)}</span>
              <span className="muted t12">{customer.email ?? customer.phone}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const nameOf = ({ name, email, phone, id }: Customer): string => name ?? email ?? phone ?? id;
