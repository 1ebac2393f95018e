import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Field as DataField, FieldType } from '../../workflows/flow/fields.js';
import { Button, Field, IconButton, SelectField, TextField } from '../ui/index.js';
import {
  CHOICES,
  choiceOf,
  conditionOf,
  groupIn,
  isGroup,
  takesValue,
  withChoice,
  type Choice,
  type Loose,
  type Mode,
} from './condition-parts.js';
import { DurationField } from './duration-field.js';
import { fieldName } from './field-names.js';
import { GROUPS, groupOf } from './fields-here.js';
import { useStepWords } from './words/index.js';

const DEEPEST = 3;

/** Checks joined by all, any or not; each of them a detail, a comparison in words and a value. */
export function ConditionEditor({
  value,
  fields,
  onChange,
  level = 1,
}: {
  value: unknown;
  fields: readonly DataField[];
  onChange: (next: Loose) => void;
  level?: number;
}) {
  const { t } = useStepWords();
  const { mode, parts } = groupIn(value);
  const set = (next: Loose[], how: Mode = mode) => onChange(conditionOf({ mode: how, parts: next }));
  return (
    <div className="st-checks" role="group" aria-label={t(`condition.${mode}`)}>
      {(parts.length > 1 || mode !== 'all') && (
        <select
          className="input"
          aria-label={t('condition.how')}
          value={mode}
          onChange={({ target }) => set(parts, target.value as Mode)}
        >
          {(['all', 'any', 'not'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`condition.${one}`)}
            </option>
          ))}
        </select>
      )}
      {parts.map((part, index) => (
        <div key={index} className="st-check">
          <div className="grow">
            {isGroup(part) ? (
              <ConditionEditor
                value={part}
                fields={fields}
                level={level + 1}
                onChange={(next) => set(parts.map((one, at) => (at === index ? next : one)))}
              />
            ) : (
              <Check
                check={part as CheckParts}
                fields={fields}
                onChange={(next) => set(parts.map((one, at) => (at === index ? next : one)))}
              />
            )}
          </div>
          {parts.length > 1 && (
            <IconButton
              small
              label={t('condition.remove')}
              onClick={() => set(parts.filter((_, at) => at !== index))}
            >
              <IconX size={16} aria-hidden />
            </IconButton>
          )}
        </div>
      ))}
      <div className="row wrap">
        <Button small kind="quiet" onClick={() => set([...parts, {}])}>
          {t('condition.add')}
        </Button>
        {level < DEEPEST && (
          <Button small kind="quiet" onClick={() => set([...parts, { any: [{}, {}] }])}>
            {t('condition.addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface CheckParts {
  field?: string;
  op?: never;
  value?: unknown;
}

const OWN = 'customer.attributes.';

function Check({
  check,
  fields,
  onChange,
}: {
  check: CheckParts;
  fields: readonly DataField[];
  onChange: (next: Loose) => void;
}) {
  const { t, locale } = useStepWords();
  const path = check.field ?? '';
  const found = fields.find((one) => one.path === path);
  const type: FieldType = found?.type ?? 'text';
  const choice = choiceOf(check, type);
  const own = path.startsWith(OWN) && !found;
  const choices = CHOICES[type].includes(choice) ? CHOICES[type] : [...CHOICES[type], choice];
  const pick = (next: string) => {
    const to = fields.find((one) => one.path === next)?.type ?? 'text';
    onChange(withChoice(next, to, CHOICES[to][0]!, to === type ? check.value : undefined));
  };
  return (
    <div className="st-rows">
      <SelectField
        label={t('condition.field')}
        value={own ? OWN : path}
        onChange={({ target }) => pick(target.value)}
      >
        <option value="">{t('condition.choose')}</option>
        {GROUPS.map((group) => {
          const here = fields.filter((one) => groupOf(one.path) === group && !one.onlyInMessages);
          if (here.length === 0) return null;
          return (
            <optgroup key={group} label={t(`condition.groups.${group}`)}>
              {here.map((one) => (
                <option key={one.path} value={one.path}>
                  {fieldName(one.path, locale, fields)}
                </option>
              ))}
            </optgroup>
          );
        })}
        {path !== '' && !found && !own && <option value={path}>{fieldName(path, locale, fields)}</option>}
        <option value={OWN}>{t('condition.own')}</option>
      </SelectField>
      {own && (
        <TextField
          label={t('condition.ownName')}
          value={path.slice(OWN.length)}
          onChange={({ target }) =>
            onChange({ ...check, field: OWN + target.value.replace(/[^A-Za-z0-9_-]/g, '') })
          }
        />
      )}
      {path !== '' && (
        <div className="st-pair even">
          <SelectField
            label={t('condition.op')}
            value={choice}
            onChange={({ target }) => onChange(withChoice(path, type, target.value as Choice, check.value))}
          >
            {choices.map((one) => (
              <option key={one} value={one}>
                {t(`condition.ops.${one}`)}
              </option>
            ))}
          </SelectField>
          {takesValue(choice) && (
            <Value
              choice={choice}
              type={type}
              value={check.value}
              onChange={(value) => onChange({ ...check, op: check.op ?? (choice as never), value })}
            />
          )}
        </div>
      )}
    </div>
  );
}

function Value({
  choice,
  type,
  value,
  onChange,
}: {
  choice: Choice;
  type: FieldType;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t } = useStepWords();
  const label = t('condition.value');
  if (choice === 'within_last')
    return <DurationField label={label} value={String(value)} onChange={onChange} />;
  if (choice === 'before' || choice === 'after')
    return (
      <TextField
        label={label}
        type="date"
        value={typeof value === 'string' ? value.slice(0, 10) : ''}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  if (choice === 'in')
    return (
      <ListField
        label={label}
        hint={t('condition.listHint')}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={(list) => onChange(type === 'number' ? list.map(Number) : list)}
      />
    );
  if (type === 'number' || type === 'cents') {
    const scale = type === 'cents' ? 100 : 1;
    return (
      <TextField
        label={label}
        type="number"
        step={type === 'cents' ? '0.01' : 'any'}
        value={typeof value === 'number' ? value / scale : ''}
        onChange={({ target }) =>
          Number.isFinite(target.valueAsNumber) &&
          onChange(Math.round(target.valueAsNumber * scale * 1e6) / 1e6)
        }
      />
    );
  }
  return (
    <TextField
      label={label}
      value={typeof value === 'string' || typeof value === 'number' ? value : ''}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Several short texts with commas between them. */
export function ListField({
  label,
  hint,
  value,
  onChange,
  fault,
}: {
  label: string;
  hint?: string;
  value: readonly string[];
  onChange: (next: string[]) => void;
  fault?: string | undefined;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(wires) => (
        <input
          {...wires}
          className="input"
          value={typed ?? value.join(', ')}
          onBlur={() => setTyped(null)}
          onChange={({ target }) => {
            setTyped(target.value);
            onChange(
              target.value
                .split(',')
                .map((one) => one.trim())
                .filter(Boolean),
            );
          }}
        />
      )}
    </Field>
  );
}
