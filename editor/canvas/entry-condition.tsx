import { useId } from 'react';
import { COMMON_FIELDS, FIELDS_OF_EVENT } from '../../workflows/flow/fields.js';
import { useView } from './view.js';

const OPS = ['eq', 'ne', 'gte', 'lte', 'contains', 'exists'] as const;
const SIGNS: Readonly<Record<(typeof OPS)[number], string>> = {
  eq: '=',
  ne: '≠',
  gte: '≥',
  lte: '≤',
  contains: '∋',
  exists: '∃',
};

/** One condition on what came in: a field, a comparison, a value. */
export default function EntryCondition({
  entry,
  change,
}: {
  entry: Record<string, unknown>;
  change: (next: Record<string, unknown>) => void;
}) {
  const { words } = useView();
  const { t } = words;
  const id = useId();
  const where = (typeof entry.where === 'object' && entry.where !== null ? entry.where : {}) as Record<
    string,
    unknown
  >;
  const type = typeof entry.type === 'string' ? entry.type : '';
  const fields = [...(FIELDS_OF_EVENT[type] ?? []), ...COMMON_FIELDS];
  const field = typeof where.field === 'string' ? where.field : '';
  const kind = fields.find(({ path }) => path === field)?.type;
  const numeric = kind === 'number' || kind === 'cents';
  const { where: _, ...without } = entry;
  const set = (next: Record<string, unknown>) => change({ ...without, where: next });
  const shown = where.value === undefined ? '' : String(where.value);
  if ('all' in where || 'any' in where || 'not' in where) return <p className="je-note">{t('entry.only')}</p>;
  return (
    <div className="je-inline">
      <select
        className="input"
        aria-label={t('start.where')}
        id={id}
        value={field}
        onChange={({ target: { value } }) =>
          value === ''
            ? change(entry.on === 'segment' ? { ...without, where: {} } : without)
            : set({ field: value, op: 'exists' })
        }
      >
        <option value="">{t('start.whereAll')}</option>
        {fields.map(({ path, label }) => (
          <option key={path} value={path}>
            {label}
          </option>
        ))}
      </select>
      {field !== '' && (
        <>
          <select
            className="input"
            style={{ width: 72 }}
            aria-label={t('entry.only')}
            value={typeof where.op === 'string' ? where.op : 'eq'}
            onChange={({ target: { value } }) =>
              set(
                value === 'exists'
                  ? { field, op: value }
                  : { field, op: value, value: where.value ?? (numeric ? 0 : '') },
              )
            }
          >
            {OPS.map((op) => (
              <option key={op} value={op}>
                {SIGNS[op]}
              </option>
            ))}
          </select>
          {where.op !== 'exists' && (
            <input
              className="input"
              style={{ width: 120 }}
              aria-label={t('test.detailsHint')}
              value={shown}
              inputMode={numeric ? 'numeric' : 'text'}
              onChange={({ target: { value } }) =>
                set({
                  ...where,
                  value: numeric && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value,
                })
              }
            />
          )}
        </>
      )}
    </div>
  );
}
