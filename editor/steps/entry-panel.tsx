import './steps.css';
import { useMemo } from 'react';
import type { Draft } from '../../workflows/flow/draft.js';
import type { Field } from '../../workflows/flow/fields.js';
import { CheckField, SelectField, TextField } from '../ui/index.js';
import { ConditionEditor } from './condition-editor.js';
import { DurationField } from './duration-field.js';
import { EventTypeField, ofType } from './event-pattern.js';
import { fieldsHere } from './fields-here.js';
import { recordIn, textIn, withKey } from './panel.js';
import { useStepWords } from './words/index.js';

const HOWS = ['event', 'date', 'segment', 'manual'] as const;
const OWN = 'customer.attributes.';

type Entry = Record<string, unknown>;

/** What lets customers into the journey, and which of them. */
export function EntryPanel({ draft, onChange }: { draft: Draft; onChange: (next: Entry) => void }) {
  const { t } = useStepWords();
  const entry = recordIn(draft.entry);
  const on = textIn(entry.on);
  const fields = useMemo(() => knownAt(draft, on), [draft, on]);
  return (
    <div className="st">
      <section className="je-sec">
        <SelectField
          label={t('start.how')}
          value={on}
          onChange={({ target }) => onChange(begunBy(target.value, entry))}
        >
          {on === '' && <option value="">{t('start.choose')}</option>}
          {HOWS.map((how) => (
            <option key={how} value={how}>
              {t(`start.${how}`)}
            </option>
          ))}
        </SelectField>
        {on === 'event' && (
          <EventTypeField
            label={t('start.which')}
            type={textIn(entry.type)}
            onChange={(type) => onChange(ofType(entry, type))}
          />
        )}
        {on === 'date' && <DateFields entry={entry} onChange={onChange} />}
      </section>
      {on === 'segment' && (
        <section className="je-sec">
          <h3>{t('start.fits')}</h3>
          <ConditionEditor
            value={entry.where ?? {}}
            fields={fields}
            onChange={(where) => onChange({ ...entry, where })}
          />
        </section>
      )}
      {(on === 'event' || on === 'date') && (
        <section className="je-sec">
          <SelectField
            label={t('start.who')}
            value={entry.where === undefined ? 'everybody' : 'some'}
            onChange={({ target }) =>
              onChange(withKey(entry, 'where', target.value === 'some' ? {} : undefined))
            }
          >
            <option value="everybody">{t('start.everybody')}</option>
            <option value="some">{t('start.some')}</option>
          </SelectField>
          {entry.where !== undefined && (
            <ConditionEditor
              value={entry.where}
              fields={fields}
              onChange={(where) => onChange({ ...entry, where })}
            />
          )}
        </section>
      )}
    </div>
  );
}

/** Another way to begin; what was checked stays, unless it was about an event that no longer comes. */
function begunBy(how: string, { where: had }: Entry): Entry {
  const ofEvent = how !== 'event' && /"field":"(event|staff|location)\./.test(JSON.stringify(had) ?? '');
  const where = ofEvent ? undefined : had;
  const kept = where === undefined ? {} : { where };
  if (how === 'event') return { on: how, type: 'job_completed', ...kept };
  if (how === 'date') return { on: how, field: `${OWN}birthday`, time: '10:00', every: 'year', ...kept };
  if (how === 'segment') return { on: how, where: where ?? {} };
  return { on: 'manual' };
}

/** A customer who fits, or whose date comes, brings no event along. */
function knownAt(draft: Draft, on: string): Field[] {
  const fields = fieldsHere(draft);
  return on === 'event' ? fields : fields.filter(({ path }) => /^(customer|business)\./.test(path));
}

/** A date kept with the customer: which, how long before or after, at what hour, and whether every year. */
function DateFields({ entry, onChange }: { entry: Entry; onChange: (next: Entry) => void }) {
  const { t } = useStepWords();
  const offset = textIn(entry.offset);
  const side = offset === '' ? 'on' : offset.startsWith('-') ? 'before' : 'after';
  const length = offset.replace(/^[+-]/, '') || 'P1D';
  const signed = (where: string, span: string) =>
    onChange(
      withKey(entry, 'offset', where === 'on' ? undefined : `${where === 'before' ? '-' : ''}${span}`),
    );
  return (
    <>
      <TextField
        label={t('start.field')}
        hint={t('start.fieldHint')}
        value={textIn(entry.field).replace(OWN, '')}
        onChange={({ target }) =>
          onChange({ ...entry, field: OWN + target.value.replace(/[^A-Za-z0-9_-]/g, '') })
        }
      />
      <SelectField
        label={t('wait.side')}
        value={side}
        onChange={({ target }) => signed(target.value, length)}
      >
        {(['before', 'on', 'after'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`wait.${one}`)}
          </option>
        ))}
      </SelectField>
      {side !== 'on' && (
        <DurationField label={t('wait.length')} value={length} onChange={(next) => signed(side, next)} />
      )}
      <TextField
        label={t('wait.time')}
        hint={t('start.timeHint')}
        type="time"
        value={textIn(entry.time)}
        onChange={({ target }) => onChange(withKey(entry, 'time', target.value || undefined))}
      />
      <CheckField
        label={t('start.yearly')}
        checked={entry.every === 'year'}
        onChange={({ target }) => onChange(withKey(entry, 'every', target.checked ? 'year' : undefined))}
      />
    </>
  );
}
