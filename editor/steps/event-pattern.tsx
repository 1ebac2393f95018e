import { eventChoices, eventLabel } from '../canvas/event-names.js';
import type { Draft } from '../../workflows/flow/draft.js';
import { CheckField, SelectField, TextField } from '../ui/index.js';
import { ConditionEditor } from './condition-editor.js';
import { fieldsHere } from './fields-here.js';
import { textIn, withKey } from './panel.js';
import { useStepWords } from './words/index.js';

export type Pattern = Record<string, unknown>;

/** The name a business gives an event of its own, as it is written in a flow. */
export const ownEventType = (name: string): string =>
  `custom_${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)}`;

const isOwn = (type: string): boolean => type.startsWith('custom_');

/** The same pattern for another event; what was checked of the old one means nothing any more. */
export function ofType(pattern: Pattern, type: string): Pattern {
  const renamed = isOwn(type) && isOwn(textIn(pattern.type));
  return { ...(renamed ? pattern : withKey(pattern, 'where', undefined)), type };
}

/** Which of all things that happen: one of the list, or the business’s own by its name. */
export function EventTypeField({
  label,
  type,
  fault,
  onChange,
}: {
  label: string;
  type: string;
  fault?: string | undefined;
  onChange: (type: string) => void;
}) {
  const { t, locale } = useStepWords();
  const custom = isOwn(type);
  const choices = eventChoices(locale);
  return (
    <>
      <SelectField
        label={label}
        fault={fault}
        value={custom ? 'custom_' : type}
        onChange={({ target: { value } }) => onChange(value === 'custom_' ? 'custom_event' : value)}
      >
        {choices.map((one) => (
          <option key={one.type} value={one.type}>
            {one.label}
          </option>
        ))}
        {!custom && !choices.some((one) => one.type === type) && (
          <option value={type}>{eventLabel(type, locale)}</option>
        )}
        <option value="custom_">{t('event.custom')}</option>
      </SelectField>
      {custom && (
        <TextField
          label={t('event.customName')}
          value={type.slice('custom_'.length)}
          onChange={({ target }) => onChange(ownEventType(target.value))}
        />
      )}
    </>
  );
}

/** Whose event it must be, and what must be true of it. */
export function PatternChecks({
  draft,
  pattern,
  onChange,
}: {
  draft: Draft;
  pattern: Pattern;
  onChange: (next: Pattern) => void;
}) {
  const { t } = useStepWords();
  return (
    <>
      <SelectField
        label={t('event.same')}
        value={textIn(pattern.same) || 'customer'}
        onChange={({ target }) => onChange({ ...pattern, same: target.value })}
      >
        <option value="customer">{t('event.customer')}</option>
        <option value="subject">{t('event.subject')}</option>
      </SelectField>
      <CheckField
        label={t('event.where')}
        checked={pattern.where !== undefined}
        onChange={({ target }) => onChange(withKey(pattern, 'where', target.checked ? {} : undefined))}
      />
      {pattern.where !== undefined && (
        <ConditionEditor
          value={pattern.where}
          fields={fieldsHere(draft, textIn(pattern.type))}
          onChange={(where) => onChange({ ...pattern, where })}
        />
      )}
    </>
  );
}
