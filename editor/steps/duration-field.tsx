import { useState } from 'react';
import { Field } from '../ui/index.js';
import { spanText } from '../canvas/card.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { asOneUnit, durationText, UNITS, type Unit } from './duration-text.js';
import { useStepWords } from './words/index.js';

/** A span of time as a number and a unit. What takes several units is said below, and replaced when touched. */
export function DurationField({
  label,
  value,
  onChange,
  fault,
}: {
  label: string;
  value: string;
  onChange: (next: string) => void;
  fault?: string | undefined;
}) {
  const { t } = useStepWords();
  const canvas = useCanvasWords();
  const parts = asOneUnit(value);
  const [typed, setTyped] = useState<string | null>(null);
  const unit = parts?.unit ?? 'days';
  return (
    <Field
      label={label}
      fault={fault}
      hint={parts ? undefined : value && t('duration.now', { span: spanText(value, canvas) })}
    >
      {(wires) => (
        <div className="st-pair">
          <input
            {...wires}
            className="input"
            type="number"
            min={0}
            max={9999}
            inputMode="numeric"
            value={typed ?? parts?.amount ?? ''}
            onBlur={() => setTyped(null)}
            onChange={({ target }) => {
              setTyped(target.value);
              if (/^\d{1,4}$/.test(target.value)) onChange(durationText(Number(target.value), unit));
            }}
          />
          <select
            className="input"
            aria-label={t('duration.unit')}
            value={unit}
            onChange={(event) => onChange(durationText(parts?.amount ?? 1, event.target.value as Unit))}
          >
            {UNITS.map((one) => (
              <option key={one} value={one}>
                {t(`duration.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
