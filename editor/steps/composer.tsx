import { IconPlus } from '@tabler/icons-react';
import type { EditorView } from '@codemirror/view';
import { useEffect, useId, useRef, useState } from 'react';
import type { Field as DataField } from '../../workflows/flow/fields.js';
import { templateFault } from '../../workflows/flow/merge-fields.js';
import { TextField } from '../ui/index.js';
import { openComposer } from './chips.js';
import { fieldName } from './field-names.js';
import { GROUPS, groupOf } from './fields-here.js';
import { chipsIn, withFallback, written } from './merge-text.js';
import { useStepWords } from './words/index.js';

/** A text with details of the customer in it: chips to read, a menu to add them, code for those who want it. */
export function Composer({
  label,
  value,
  fields,
  onChange,
  oneLine = false,
  costly = false,
  fault,
}: {
  label: string;
  value: string;
  fields: readonly DataField[];
  onChange: (next: string) => void;
  oneLine?: boolean;
  /** Mark the signs that make a text message dearer. */
  costly?: boolean;
  fault?: string | undefined;
}) {
  const { t, locale } = useStepWords();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ value, fields, onChange });
  latest.current = { value, fields, onChange };
  // Chips are drawn anew when what began the journey changes, and with it what details are called.
  const names = fields.map(({ path }) => fieldName(path, locale, fields)).join();
  const [code, setCode] = useState(false);
  const [picking, setPicking] = useState(false);
  const broken = value.includes('{') ? templateFault(value) : null;
  const said = broken ? t('composer.fault', { fault: broken }) : fault;

  useEffect(() => {
    if (code || !box.current) return undefined;
    const made = openComposer({
      parent: box.current,
      text: latest.current.value,
      name: label,
      oneLine,
      marksCostly: costly,
      nameOf: ({ path, fallback }) => {
        const field = fieldName(path, locale, latest.current.fields);
        return fallback ? t('composer.chipWithout', { field, fallback }) : field;
      },
      onChange: (text) => {
        // What undo or another language put here from outside is no edit of its own.
        if (text !== latest.current.value) latest.current.onChange(text);
      },
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [code, label, oneLine, costly, locale, t, names]);

  // Undo, another language or a fallback changed the text from outside.
  useEffect(() => {
    const open = view.current;
    if (!open) return;
    const here = open.state.doc.toString();
    if (here !== value) open.dispatch({ changes: { from: 0, to: here.length, insert: value } });
  }, [value]);

  const insert = (field: DataField) => {
    const text = written(field.path, field.type, fields);
    const open = view.current;
    setPicking(false);
    if (!open) return onChange(value + text);
    open.dispatch(open.state.replaceSelection(text));
    open.focus();
  };

  return (
    <div className="field">
      <span className="name" id={`${id}-name`} aria-hidden={!code || undefined}>
        {label}
      </span>
      <div className="st-composer" data-invalid={said !== undefined || undefined}>
        {code ? (
          <textarea
            className="st-code"
            aria-labelledby={`${id}-name`}
            rows={oneLine ? 2 : 6}
            value={value}
            onChange={({ target }) => onChange(oneLine ? target.value.replace(/\n/g, ' ') : target.value)}
          />
        ) : (
          <div ref={box} className={oneLine ? 'st-oneline' : 'st-lines'} />
        )}
        <div className="st-tools">
          <button
            type="button"
            className="button quiet small"
            aria-expanded={picking}
            aria-controls={`${id}-menu`}
            onClick={() => setPicking(!picking)}
          >
            <IconPlus size={16} aria-hidden />
            {t('composer.detail')}
          </button>
          {!oneLine && (
            <span className="muted t12">{t('composer.characters', { n: [...value].length })}</span>
          )}
        </div>
        {picking && (
          <Picker id={`${id}-menu`} fields={fields} pick={insert} leave={() => setPicking(false)} />
        )}
      </div>
      {said !== undefined && <div className="fault">{said}</div>}
      <Fallbacks value={value} fields={fields} onChange={onChange} />
      <label className="check t13 muted">
        <input type="checkbox" checked={code} onChange={({ target }) => setCode(target.checked)} />
        <span>{t('composer.code')}</span>
      </label>
    </div>
  );
}

/** Only what exists at this point of the journey, each with an example. */
function Picker({
  id,
  fields,
  pick,
  leave,
}: {
  id: string;
  fields: readonly DataField[];
  pick: (field: DataField) => void;
  leave: () => void;
}) {
  const { t, locale } = useStepWords();
  const [sought, setSought] = useState('');
  const found = fields
    .filter(({ path }) => path !== 'reviewLink')
    .map((field) => ({ field, name: fieldName(field.path, locale, fields) }))
    .filter(({ name }) => name.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()));
  return (
    <div
      id={id}
      className="st-picker"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        leave();
      }}
    >
      <input
        className="input"
        type="search"
        autoFocus
        aria-label={t('composer.find')}
        placeholder={t('composer.find')}
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      <div className="st-found">
        {found.length === 0 && <p className="je-note">{t('composer.none')}</p>}
        {GROUPS.map((group) => {
          const here = found.filter(({ field }) => groupOf(field.path) === group);
          if (here.length === 0) return null;
          return (
            <div key={group} role="group" aria-label={t(`condition.groups.${group}`)}>
              <div className="t12 muted st-head">{t(`condition.groups.${group}`)}</div>
              {here.map(({ field, name }) => (
                <button key={field.path} type="button" onClick={() => pick(field)}>
                  <span>{name}</span>
                  <span className="muted t12">
                    {t('composer.example', { example: exampleOf(field.example) })}
                  </span>
                </button>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const exampleOf = (example: unknown): string =>
  (Array.isArray(example) ? example.join(', ') : String(example)).slice(0, 40);

/** What is written for customers of whom a detail is not known. */
function Fallbacks({
  value,
  fields,
  onChange,
}: {
  value: string;
  fields: readonly DataField[];
  onChange: (next: string) => void;
}) {
  const { t, locale } = useStepWords();
  const chips = chipsIn(value).filter(
    ({ path }, index, all) =>
      (fields.find((one) => one.path === path)?.optional ?? true) &&
      all.findIndex((one) => one.path === path) === index,
  );
  if (chips.length === 0) return null;
  return (
    <div className="st-more" role="group" aria-label={t('composer.fallbacks')}>
      <div className="t12 muted">{t('composer.fallbacks')}</div>
      <div className="st-rows">
        {chips.map(({ path, fallback }) => (
          <TextField
            key={path}
            label={t('composer.fallback', { field: fieldName(path, locale, fields) })}
            hint={fallback ? undefined : t('composer.fallbackHint')}
            value={fallback ?? ''}
            onChange={({ target }) => onChange(withFallback(value, path, target.value))}
          />
        ))}
      </div>
    </div>
  );
}
