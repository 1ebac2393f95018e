import { lazy, Suspense } from 'react';
import { parseDuration } from '../../workflows/flow/duration.js';
import { SelectField, TextField } from '../ui/index.js';
import { eventChoices } from './event-names.js';
import { COMMON_FIELDS, FIELDS_OF_EVENT } from '../../workflows/flow/fields.js';
import { useView } from './view.js';

const ConditionEditor = lazy(() => import('./entry-condition.js'));

const HOWS = ['event', 'date', 'segment', 'manual'] as const;

/** What lets customers into the journey. */
export function EntryPanel() {
  const { desk, words, flow } = useView();
  const { t } = words;
  const entry = (flow.entry ?? {}) as Record<string, unknown>;
  const on = typeof entry.on === 'string' ? entry.on : '';
  const change = (next: Record<string, unknown>) => desk.changeEntry(next);
  const text = (key: string) => (typeof entry[key] === 'string' ? (entry[key] as string) : '');
  const choices = eventChoices(words.locale);
  const known = choices.some(({ type }) => type === text('type'));
  const custom = on === 'event' && text('type') !== '' && !known;

  return (
    <>
      <section className="je-sec">
        <SelectField
          label={t('start.how')}
          value={on}
          onChange={({ target: { value } }) => {
            const { where } = entry;
            const kept = where === undefined ? {} : { where };
            if (value === 'event') change({ on: 'event', type: 'job_completed', ...kept });
            else if (value === 'date')
              change({ on: 'date', field: 'customer.attributes.birthday', time: '10:00', every: 'year' });
            else if (value === 'segment') change({ on: 'segment', where: where ?? {} });
            else if (value === 'manual') change({ on: 'manual' });
          }}
        >
          {on === '' && <option value="">{t('entry.choose')}</option>}
          {HOWS.map((how) => (
            <option key={how} value={how}>
              {t(`start.${how}`)}
            </option>
          ))}
        </SelectField>
        {on === 'event' && (
          <SelectField
            label={t('start.which')}
            value={custom ? 'custom_' : text('type')}
            onChange={({ target: { value } }) =>
              change({ ...entry, type: value === 'custom_' ? 'custom_event' : value })
            }
          >
            {choices.map(({ type, label }) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
            <option value="custom_">{t('start.custom')}</option>
          </SelectField>
        )}
        {custom && (
          <TextField
            label={t('start.custom')}
            value={text('type').replace(/^custom_/, '')}
            onChange={({ target: { value } }) =>
              change({
                ...entry,
                type: `custom_${value
                  .toLowerCase()
                  .replace(/[^a-z0-9]+/g, '_')
                  .slice(0, 60)}`,
              })
            }
          />
        )}
        {on === 'date' && <DateEntry entry={entry} change={change} />}
      </section>
      {(on === 'event' || on === 'segment' || on === 'date') && (
        <section className="je-sec">
          <h3>{t('start.where')}</h3>
          <Suspense>
            <ConditionEditor entry={entry} change={change} />
          </Suspense>
        </section>
      )}
    </>
  );
}

function DateEntry({
  entry,
  change,
}: {
  entry: Record<string, unknown>;
  change: (next: Record<string, unknown>) => void;
}) {
  const { words } = useView();
  const { t } = words;
  const offset = parseDuration(typeof entry.offset === 'string' ? entry.offset : 'P0D');
  const days = offset ? offset.days + offset.weeks * 7 : 0;
  const side = days === 0 ? 'on' : offset?.sign === -1 ? 'before' : 'after';
  const dates = [...COMMON_FIELDS, ...Object.values(FIELDS_OF_EVENT).flat()].filter(
    (field, index, all) =>
      (field.type === 'date' || field.type === 'instant') &&
      all.findIndex(({ path }) => path === field.path) === index,
  );
  const setOffset = (count: number, to: string) => {
    const { offset: _, ...rest } = entry;
    change(
      to === 'on' || count === 0 ? rest : { ...rest, offset: `${to === 'before' ? '-' : ''}P${count}D` },
    );
  };
  const field = typeof entry.field === 'string' ? entry.field : '';
  return (
    <>
      <TextField
        label={t('start.field')}
        list="je-dates"
        value={field}
        onChange={({ target: { value } }) => change({ ...entry, field: value })}
      />
      <datalist id="je-dates">
        <option value="customer.attributes.birthday" />
        {dates.map(({ path, label }) => (
          <option key={path} value={path} label={label} />
        ))}
      </datalist>
      <div className="je-inline">
        <SelectField
          label={t('start.offset')}
          value={side}
          onChange={({ target: { value } }) => setOffset(Math.max(1, days), value)}
        >
          {(['before', 'on', 'after'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`start.${one}`)}
            </option>
          ))}
        </SelectField>
        {side !== 'on' && (
          <TextField
            label={t('start.days')}
            type="number"
            min={1}
            max={3650}
            value={days}
            style={{ width: 88 }}
            onChange={({ target }) => setOffset(Math.max(1, target.valueAsNumber || 1), side)}
          />
        )}
        <TextField
          label={t('start.at')}
          type="time"
          value={typeof entry.time === 'string' ? entry.time : ''}
          onChange={({ target: { value } }) => {
            const { time: _, ...rest } = entry;
            change(value ? { ...rest, time: value } : rest);
          }}
        />
      </div>
      <label className="je-inline" style={{ alignItems: 'center' }}>
        <input
          type="checkbox"
          checked={entry.every === 'year'}
          onChange={({ target: { checked } }) => {
            const { every: _, ...rest } = entry;
            change(checked ? { ...rest, every: 'year' } : rest);
          }}
        />
        {t('start.yearly')}
      </label>
    </>
  );
}
