import { TextArea, TextField } from '../ui/index.js';
import type { StepSettingsProps } from './settings.js';

/** Every setting of a step that is a text or a number, by its own name. */
export function PlainSettings({ step, onChange }: StepSettingsProps) {
  const set = (key: string, value: unknown) =>
    onChange({ ...step, settings: { ...step.settings, [key]: value } });
  return (
    <section className="je-sec">
      {Object.entries(step.settings).map(([key, value]) => {
        if (typeof value === 'number') {
          return (
            <TextField
              key={key}
              label={key}
              type="number"
              value={value}
              onChange={({ target }) => set(key, target.valueAsNumber || 0)}
            />
          );
        }
        if (typeof value !== 'string') return null;
        if (key === 'body')
          return (
            <TextArea
              key={key}
              label={key}
              rows={6}
              value={value}
              onChange={({ target }) => set(key, target.value)}
            />
          );
        return (
          <TextField key={key} label={key} value={value} onChange={({ target }) => set(key, target.value)} />
        );
      })}
    </section>
  );
}
