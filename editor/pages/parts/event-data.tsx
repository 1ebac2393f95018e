import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'use-intl';
import { fieldsFor } from '../../../workflows/flow/fields.js';
import { business } from '../../api/queries.js';
import { fieldName } from '../../steps/field-names.js';
import { useWhen } from '../../ui/index.js';

/** What an event said, detail by detail, by the names the editor gives them: money as money, times as times. */
export function EventData({ type, data }: { type: string; data: Record<string, unknown> }) {
  const locale = useLocale();
  const fields = fieldsFor(type);
  const say = useValue(typeof data['currency'] === 'string' ? data['currency'] : null);
  return (
    <dl className="said t13">
      {Object.entries(data).map(([key, value]) => (
        <div key={key}>
          <dt className="muted">{fieldName(`event.data.${key}`, locale, fields)}</dt>
          <dd className="num">{say(key, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value as somebody would write it; what has no plain form is shown as it came. */
function useValue(told: string | null): (key: string, value: unknown) => string {
  const locale = useLocale();
  const when = useWhen();
  const own = useQuery(business).data?.currency;
  const currency = told ?? own;
  return (key, value) => {
    if (typeof value === 'number' && key.endsWith('Cents') && currency) return money(value, currency, locale);
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) {
      return when.moment(value);
    }
    if (value === null || value === '') return '–';
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
  };
}

function money(cents: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100);
  } catch {
    // Sources may name a currency nobody knows.
    return `${(cents / 100).toFixed(2)} ${currency}`;
  }
}
