import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { intlCalendar } from '../../workflows/flow/calendar-intl.js';
import type { Field } from '../../workflows/flow/fields.js';
import { useZone } from '../api/queries.js';
import { eventLabel } from '../canvas/event-names.js';
import { useView } from '../canvas/view.js';
import { fieldName } from '../steps/field-names.js';
import { SelectField, TextField, useWhen } from '../ui/index.js';
import { eventsOf, getEvent } from './api.js';
import { BY_HAND, fieldsOfEvent, put, read, sampleData, sampleSubject } from './sample-event.js';
import { sampleEvent, type Form } from './trial.js';
import { useRehearseWords } from './words/index.js';

/** What happened to the customer: one of their own past events, or one made up, with its details to change. */
export function EventForm({ form, onChange }: { form: Form; onChange: (form: Form) => void }) {
  const { flow, words } = useView();
  const { t } = useRehearseWords();
  const when = useWhen();
  const zone = useZone() ?? 'UTC';
  const [shown, setShown] = useState(false);
  const [note, setNote] = useState<'loading' | 'gone' | null>(null);
  const { event, customer } = form;
  const { type } = event;
  const { where } = (flow.entry ?? {}) as { where?: unknown };
  const fields = fieldsOfEvent(type, where);
  const own = useQuery({
    queryKey: ['events', 'of', customer.id ?? null, type],
    queryFn: () => eventsOf(customer.id ?? '', type),
    enabled: customer.id !== undefined && type !== BY_HAND,
  });

  async function choose(id: string) {
    if (id === '') {
      setNote(null);
      const now = new Date();
      return onChange({ ...form, event: sampleEvent(flow, now), startAt: now.toISOString(), answers: [] });
    }
    setNote('loading');
    const found = await getEvent(id).catch(() => null);
    if (!found) return setNote('gone');
    setNote(found.data === null ? 'gone' : null);
    onChange({
      ...form,
      event: {
        id: found.id,
        type,
        subject: found.subject ?? sampleSubject(type),
        staff: found.staff,
        location: found.location,
        data: found.data ?? sampleData(type, where, new Date()),
      },
      startAt: found.occurredAt,
      answers: [],
    });
  }

  const set = (path: string, value: unknown) => {
    const data = structuredClone(event.data ?? {});
    put(data, path.slice('event.data.'.length), value);
    onChange({ ...form, event: { ...event, data } });
  };

  const name = type === BY_HAND ? t('event.byHand') : eventLabel(type, words.locale);
  const told = fields
    .filter(({ type: kind }) => kind === 'text' || kind === 'cents')
    .map((field) => said(read(event, field.path.slice('event.'.length)), field, words.locale, event.data))
    .filter(Boolean)
    .slice(0, 3);
  return (
    <div className="rh-event-form">
      <SelectField
        label={t('event.label')}
        hint={note === 'loading' ? t('event.loading') : note === 'gone' ? t('event.gone') : undefined}
        value={typeof event.id === 'string' ? event.id : ''}
        onChange={({ target }) => void choose(target.value)}
      >
        <option value="">
          {name} · {t('event.sample')}
        </option>
        {own.data?.map(({ id, occurredAt, subject }) => (
          <option key={id} value={id}>
            {t('event.own', { when: when.moment(occurredAt), what: subject ? subject.id : name })}
          </option>
        ))}
      </SelectField>
      {told.length > 0 && !shown && <p className="je-note">{told.join(' · ')}</p>}
      <button type="button" className="rh-more" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <IconChevronDown size={16} stroke={1.75} aria-hidden />
        {t(shown ? 'event.done' : 'event.change')}
      </button>
      {shown && (
        <div className="rh-fields">
          <TextField
            label={t('event.at')}
            type="datetime-local"
            value={wallText(form.startAt, zone)}
            onChange={({ target }) => {
              const at = momentOf(target.value, zone);
              if (at) onChange({ ...form, startAt: at });
            }}
          />
          {fields.map((field) => (
            <FieldInput
              key={field.path}
              field={field}
              label={fieldName(field.path, words.locale, fields)}
              value={read(event, field.path.slice('event.'.length))}
              zone={zone}
              onChange={(value) => set(field.path, value)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function FieldInput({
  field,
  label,
  value,
  zone,
  onChange,
}: {
  field: Field;
  label: string;
  value: unknown;
  zone: string;
  onChange: (value: unknown) => void;
}) {
  const { t } = useRehearseWords();
  const empty = (text: string, made: unknown) => onChange(text === '' ? undefined : made);
  switch (field.type) {
    case 'cents':
    case 'number': {
      const unit = field.type === 'cents' ? 100 : 1;
      return (
        <TextField
          label={label}
          type="number"
          step={unit === 100 ? '0.01' : 'any'}
          value={typeof value === 'number' ? value / unit : ''}
          onChange={({ target }) => empty(target.value, Math.round(Number(target.value) * unit * 1e6) / 1e6)}
        />
      );
    }
    case 'yes_no':
      return (
        <SelectField
          label={label}
          value={value === true ? 'yes' : 'no'}
          onChange={({ target }) => onChange(target.value === 'yes')}
        >
          <option value="yes">{t('event.yes')}</option>
          <option value="no">{t('event.no')}</option>
        </SelectField>
      );
    case 'date':
      return (
        <TextField
          label={label}
          type="date"
          value={typeof value === 'string' ? value.slice(0, 10) : ''}
          onChange={({ target }) => empty(target.value, target.value)}
        />
      );
    case 'instant':
      return (
        <TextField
          label={label}
          type="datetime-local"
          value={typeof value === 'string' ? wallText(value, zone) : ''}
          onChange={({ target }) => empty(target.value, momentOf(target.value, zone) ?? undefined)}
        />
      );
    case 'list':
      return (
        <TextField
          label={label}
          value={Array.isArray(value) ? value.join(', ') : ''}
          onChange={({ target }) =>
            empty(
              target.value,
              target.value.split(',').map((one) => one.trim()),
            )
          }
        />
      );
    default:
      return (
        <TextField
          label={label}
          value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
          onChange={({ target }) => empty(target.value, target.value)}
        />
      );
  }
}

/** What a field says, for the line that sums the event up. */
function said(value: unknown, { type, path }: Field, locale: string, data: unknown): string {
  if (value === undefined || value === null || value === '' || path.endsWith('.currency')) return '';
  if (type !== 'cents' || typeof value !== 'number') return typeof value === 'string' ? value : '';
  const currency = read(data, 'currency');
  const style =
    typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
      ? { style: 'currency' as const, currency }
      : {};
  return new Intl.NumberFormat(locale, style).format(value / 100);
}

/** What a clock there shows, as the browser's own field wants it; empty for what is no moment. */
function wallText(at: string, zone: string): string {
  const millis = Date.parse(at);
  if (Number.isNaN(millis)) return '';
  const { year, month, day, hour, minute } = intlCalendar.wallAt(millis, zone);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

function momentOf(wall: string, zone: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(wall);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const at = intlCalendar.momentOf({ year, month, day, hour, minute, second: 0, millisecond: 0 }, zone);
  return new Date(at).toISOString();
}
