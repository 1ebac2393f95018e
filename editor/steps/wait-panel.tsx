import { WEEKDAYS } from '../../workflows/flow/clock-time.js';
import { parseDuration } from '../../workflows/flow/duration.js';
import { SelectField, TextField } from '../ui/index.js';
import { DurationField } from './duration-field.js';
import { fieldName } from './field-names.js';
import { recordIn, textIn, withKey, type PanelProps } from './panel.js';

const SHAPES = ['span', 'hour', 'date'] as const;
type Shape = (typeof SHAPES)[number];
const OWN = 'customer.attributes.';

/** Wait for a while, until an hour on the customer's clock, or around a date. */
export function WaitPanel(props: PanelProps) {
  const { values, replace, faultAt, t, locale, fields } = props;
  const until = recordIn(values.until);
  const shape: Shape = values.until === undefined ? 'span' : until.field === undefined ? 'hour' : 'date';
  const dates = fields.filter(({ type }) => type === 'date' || type === 'instant');
  const change = (next: Shape) => {
    if (next === 'span') replace({ duration: 'P1D' });
    else if (next === 'hour') replace({ until: { time: textIn(until.time) || '09:00' } });
    else
      replace({
        until: { field: dates.find(({ path }) => path.includes('data'))?.path ?? `${OWN}birthday` },
      });
  };
  return (
    <section className="je-sec">
      <SelectField
        label={t('wait.how')}
        value={shape}
        onChange={({ target }) => change(target.value as Shape)}
      >
        {SHAPES.map((one) => (
          <option key={one} value={one}>
            {t(`wait.${one}`)}
          </option>
        ))}
      </SelectField>
      {shape === 'span' && (
        <DurationField
          label={t('wait.length')}
          value={textIn(values.duration)}
          fault={faultAt('duration')}
          onChange={(duration) => replace({ duration })}
        />
      )}
      {shape === 'hour' && (
        <>
          <SelectField
            label={t('wait.day')}
            value={textIn(until.weekday)}
            onChange={({ target }) =>
              replace({ until: withKey(until, 'weekday', target.value || undefined) })
            }
          >
            <option value="">{t('wait.anyDay')}</option>
            {WEEKDAYS.map((day, index) => (
              <option key={day} value={day}>
                {dayName(index, locale)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('wait.time')}
            hint={t('wait.ownTime')}
            fault={faultAt('until.time')}
            type="time"
            value={textIn(until.time)}
            onChange={({ target }) => target.value && replace({ until: { ...until, time: target.value } })}
          />
        </>
      )}
      {shape === 'date' && <AroundDate {...props} until={until} dates={dates} />}
    </section>
  );
}

function AroundDate({
  values,
  replace,
  faultAt,
  t,
  locale,
  fields,
  until,
  dates,
}: PanelProps & { until: Record<string, unknown>; dates: PanelProps['fields'] }) {
  const field = textIn(until.field);
  const own = field.startsWith(OWN) && !dates.some(({ path }) => path === field);
  const offset = textIn(until.offset);
  const span = parseDuration(offset);
  const side = offset === '' ? 'on' : span?.sign === -1 ? 'before' : 'after';
  const length = offset.replace(/^[+-]/, '') || 'P1D';
  const put = (key: string, value: unknown) => replace({ ...values, until: withKey(until, key, value) });
  const signed = (where: string, text: string) =>
    put('offset', where === 'on' ? undefined : `${where === 'before' ? '-' : ''}${text}`);
  return (
    <>
      <SelectField
        label={t('wait.field')}
        fault={faultAt('until.field')}
        value={own ? OWN : field}
        onChange={({ target }) => put('field', target.value === OWN ? `${OWN}birthday` : target.value)}
      >
        {dates.map(({ path }) => (
          <option key={path} value={path}>
            {fieldName(path, locale, fields)}
          </option>
        ))}
        {!own && !dates.some(({ path }) => path === field) && (
          <option value={field}>{fieldName(field, locale, fields)}</option>
        )}
        <option value={OWN}>{t('condition.own')}</option>
      </SelectField>
      {own && (
        <TextField
          label={t('condition.ownName')}
          value={field.slice(OWN.length)}
          onChange={({ target }) => put('field', OWN + target.value.replace(/[^A-Za-z0-9_-]/g, ''))}
        />
      )}
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
        <DurationField
          label={t('wait.length')}
          value={length}
          fault={faultAt('until.offset')}
          onChange={(next) => signed(side, next)}
        />
      )}
      <TextField
        label={t('wait.at')}
        hint={t('wait.atHint')}
        fault={faultAt('until.time')}
        type="time"
        value={textIn(until.time)}
        onChange={({ target }) => put('time', target.value || undefined)}
      />
      <SelectField
        label={t('wait.past')}
        value={textIn(values.ifPast) || 'unknown_date'}
        onChange={({ target }) => replace({ ...values, ifPast: target.value })}
      >
        <option value="continue">{t('wait.continue')}</option>
        <option value="unknown_date">{t('wait.unknown_date')}</option>
      </SelectField>
    </>
  );
}

/** 1 January 2024 was a Monday. */
const dayName = (index: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index));
