import { useId, type ComponentProps, type ReactNode } from 'react';

interface Around {
  label: string;
  hint?: ReactNode;
  /** What is wrong with it, as a sentence. */
  fault?: string | undefined;
}

/** Any control with its name above and its hint or fault below. `children` gets the ids to wire. */
export function Field({
  label,
  hint,
  fault,
  children,
}: Around & {
  children: (wires: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}) {
  const id = useId();
  const below = fault ?? hint;
  return (
    <div className="field">
      <label className="name" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(below !== undefined && { 'aria-describedby': `${id}-below` }),
        ...(fault !== undefined && { 'aria-invalid': true as const }),
      })}
      {below !== undefined && (
        <div id={`${id}-below`} className={fault !== undefined ? 'fault' : 'hint'}>
          {below}
        </div>
      )}
    </div>
  );
}

export const TextField = ({ label, hint, fault, ...input }: Around & ComponentProps<'input'>) => (
  <Field label={label} hint={hint} fault={fault}>
    {(wires) => <input className="input" {...input} {...wires} />}
  </Field>
);

export const TextArea = ({ label, hint, fault, ...input }: Around & ComponentProps<'textarea'>) => (
  <Field label={label} hint={hint} fault={fault}>
    {(wires) => <textarea className="input" {...input} {...wires} />}
  </Field>
);

export const SelectField = ({
  label,
  hint,
  fault,
  children,
  ...input
}: Around & ComponentProps<'select'>) => (
  <Field label={label} hint={hint} fault={fault}>
    {(wires) => (
      <select className="input" {...input} {...wires}>
        {children}
      </select>
    )}
  </Field>
);

export const CheckField = ({
  label,
  hint,
  ...input
}: { label: ReactNode; hint?: ReactNode } & ComponentProps<'input'>) => (
  <label className="check">
    <input type="checkbox" {...input} />
    <span>
      {label}
      {hint !== undefined && <span className="t13 muted stack">{hint}</span>}
    </span>
  </label>
);

/** One of a few, all in sight. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  small = false,
}: {
  /** Said, not shown. */
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
  small?: boolean;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={`segmented ${small ? 'small' : ''}`}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
