import { IconSearch, IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { faultText } from '../canvas/dialogs.js';
import { useView } from '../canvas/view.js';
import { Avatar } from '../ui/index.js';
import { searchCustomers, type Trial } from './api.js';
import { asChosen, MADE_UP } from './trial.js';
import { useRehearseWords } from './words/index.js';

/** Whom to try it on: anybody the business knows, found by a part of a name, or somebody made up. */
export function CustomerPicker({
  value,
  onChange,
}: {
  value: Trial['customer'];
  onChange: (customer: Trial['customer']) => void;
}) {
  const { t } = useRehearseWords();
  const { words } = useView();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = text !== null;
  const found = useQuery({
    queryKey: ['customers', 'to try', (text ?? '').trim()],
    queryFn: () => searchCustomers((text ?? '').trim()),
    enabled: open,
    placeholderData: (before) => before,
  });
  const options = [...(found.data ?? []).map(asChosen), MADE_UP];
  const shownName = value.id === undefined ? t('who.madeUp') : (value.name ?? '');

  function choose(customer: Trial['customer'] | undefined): void {
    setText(null);
    setActive(0);
    if (customer) onChange(customer);
  }

  return (
    <div className="field rh-picker">
      <label className="name" htmlFor={id}>
        {t('who.label')}
      </label>
      <div className="rh-search">
        <IconSearch size={17} stroke={1.75} aria-hidden />
        <input
          id={id}
          className="input"
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open ? `${id}-${active}` : undefined}
          autoComplete="off"
          placeholder={t('who.placeholder')}
          value={text ?? shownName}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setText((now) => now ?? '')}
          onChange={({ target }) => {
            setText(target.value);
            setActive(0);
          }}
          onBlur={() => choose(undefined)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              if (!open) return setText('');
              const by = event.key === 'ArrowDown' ? 1 : -1;
              setActive((active + by + options.length) % options.length);
            } else if (event.key === 'Enter') {
              event.preventDefault();
              if (open) choose(options[active]);
            } else if (event.key === 'Escape' && open) {
              event.preventDefault();
              event.stopPropagation();
              choose(undefined);
            }
          }}
        />
      </div>
      {open && (
        <ul id={`${id}-list`} role="listbox" aria-label={t('who.label')} className="rh-options">
          {options.map((customer, index) => (
            <li
              key={customer.id ?? 'made up'}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              // Before the field loses the keyboard, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(customer);
              }}
            >
              {customer.id === undefined ? (
                <span className="rh-made">
                  <IconUserQuestion size={18} stroke={1.75} aria-hidden />
                </span>
              ) : (
                <Avatar name={customer.name ?? '?'} />
              )}
              <span>
                {customer.id === undefined ? t('who.madeUp') : customer.name}
                <small>
                  {customer.id === undefined
                    ? t('who.madeUpWhat')
                    : [customer.email, customer.phone].filter(Boolean).join(' · ') || t('who.noAddress')}
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
      {open && found.isError && (
        <p className="je-note bad" role="alert">
          {t('who.failed', { message: faultText(found.error, words) })}
        </p>
      )}
      {open && found.data?.length === 0 && <p className="je-note">{t('who.none')}</p>}
    </div>
  );
}
