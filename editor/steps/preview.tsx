import { IconAntennaBars5, IconBattery3 } from '@tabler/icons-react';
import { useState } from 'react';
import type { Field } from '../../workflows/flow/fields.js';
import { Segmented } from '../ui/index.js';
import { fieldName } from './field-names.js';
import { Letter } from './letter.js';
import { factsOf, rendered, SAMPLES, type Sample } from './samples.js';
import { useStepWords } from './words/index.js';

/** The message as three customers would get it: a usual one, one without a name, one with long details. */
export function Preview({
  channel,
  subject,
  body,
  fields,
  business,
  language,
}: {
  channel: 'email' | 'sms';
  subject?: string;
  body: string;
  fields: readonly Field[];
  business: { name: string; phone?: string | null };
  language: string;
}) {
  const { t, locale } = useStepWords();
  const [sample, setSample] = useState<Sample>('typical');
  const facts = factsOf(sample, fields, business);
  const made = rendered(body, facts, language);
  const top = rendered(subject ?? '', facts, language);
  const lacking = 'missing' in made ? made.missing : 'missing' in top ? top.missing : null;
  const fault = 'fault' in made ? made.fault : 'fault' in top ? top.fault : null;
  const text = 'text' in made ? made.text : '';
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
          value={sample}
          onChange={setSample}
          options={SAMPLES.map((value) => ({ value, label: t(`preview.${value}`) }))}
        />
      </div>
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
        <div className="st-mail">
          <div className="st-mailhead">
            <div className="t12 muted">{business.name}</div>
            <div className="strong">{'text' in top ? top.text : ''}</div>
          </div>
          <div className="st-letter">
            <Letter text={text} />
          </div>
        </div>
      )}
    </section>
  );
}
