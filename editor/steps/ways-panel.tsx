import { IconArrowUp, IconX } from '@tabler/icons-react';
import { Button, IconButton, TextField } from '../ui/index.js';
import { ConditionEditor } from './condition-editor.js';
import { listIn, textIn, type PanelProps } from './panel.js';

type Arm = Record<string, unknown>;

/** A name nobody has yet. */
function fresh(arms: readonly Arm[], name: (n: number) => string): string {
  for (let n = arms.length + 1; ; n++) if (!arms.some((arm) => arm.name === name(n))) return name(n);
}

/** Check something: each way with its checks, in the order in which they are tried. */
export function BranchPanel({ values, set, fields, faultAt, t }: PanelProps) {
  const arms = listIn<Arm>(values.arms);
  const put = (next: Arm[]) => set('arms', next);
  return (
    <>
      <section className="je-sec">
        <p className="je-note">{t('branch.intro')}</p>
      </section>
      {arms.map((arm, index) => {
        const name = textIn(arm.name) || t('branch.fresh', { n: index + 1 });
        return (
          <section key={index} className="je-sec" aria-label={name}>
            <div className="st-check">
              <div className="grow">
                <TextField
                  label={t('branch.name')}
                  fault={faultAt(`arms.${index}.name`)}
                  maxLength={60}
                  value={textIn(arm.name)}
                  onChange={({ target }) =>
                    put(arms.map((one, at) => (at === index ? { ...one, name: target.value } : one)))
                  }
                />
              </div>
              {index > 0 && (
                <IconButton
                  small
                  label={t('branch.up', { name })}
                  onClick={() =>
                    put([...arms.slice(0, index - 1), arm, arms[index - 1]!, ...arms.slice(index + 1)])
                  }
                >
                  <IconArrowUp size={16} aria-hidden />
                </IconButton>
              )}
              {arms.length > 1 && (
                <IconButton
                  small
                  label={t('branch.remove', { name })}
                  onClick={() => put(arms.filter((_, at) => at !== index))}
                >
                  <IconX size={16} aria-hidden />
                </IconButton>
              )}
            </div>
            <ConditionEditor
              value={arm.when}
              fields={fields}
              onChange={(when) => put(arms.map((one, at) => (at === index ? { ...one, when } : one)))}
            />
            {faultAt(`arms.${index}.when`) && <p className="je-note bad">{faultAt(`arms.${index}.when`)}</p>}
          </section>
        );
      })}
      <section className="je-sec">
        <div>
          <Button
            small
            onClick={() => put([...arms, { name: fresh(arms, (n) => t('branch.fresh', { n })), when: {} }])}
          >
            {t('branch.add')}
          </Button>
        </div>
        <p className="je-note">{t('branch.otherwise')}</p>
      </section>
    </>
  );
}

/** Share customers out by chance. */
export function SplitPanel({ values, set, faultAt, t }: PanelProps) {
  const arms = listIn<Arm>(values.arms);
  const put = (next: Arm[]) => set('arms', next);
  const total = arms.reduce((sum, { weight }) => sum + (Number(weight) || 0), 0);
  return (
    <section className="je-sec">
      <p className="je-note">{t('split.intro')}</p>
      {arms.map((arm, index) => {
        const change = (key: string, value: unknown) =>
          put(arms.map((one, at) => (at === index ? { ...one, [key]: value } : one)));
        return (
          <div key={index} className="st-check">
            <div className="st-pair even grow">
              <TextField
                label={t('split.name')}
                fault={faultAt(`arms.${index}.name`)}
                maxLength={60}
                value={textIn(arm.name)}
                onChange={({ target }) => change('name', target.value)}
              />
              <TextField
                label={t('split.share')}
                hint={t('split.percent', {
                  n: total > 0 ? Math.round(((Number(arm.weight) || 0) / total) * 100) : 0,
                })}
                fault={faultAt(`arms.${index}.weight`)}
                type="number"
                min={0}
                max={1000000}
                value={Number(arm.weight) || 0}
                onChange={({ target }) => change('weight', Math.max(0, target.valueAsNumber || 0))}
              />
            </div>
            {arms.length > 2 && (
              <IconButton
                small
                label={t('split.remove', { name: textIn(arm.name) })}
                onClick={() => put(arms.filter((_, at) => at !== index))}
              >
                <IconX size={16} aria-hidden />
              </IconButton>
            )}
          </div>
        );
      })}
      {faultAt('arms') && <p className="je-note bad">{faultAt('arms')}</p>}
      <div>
        <Button
          small
          onClick={() =>
            put([...arms, { name: fresh(arms, (n) => String.fromCharCode(64 + n)), weight: 50 }])
          }
        >
          {t('split.add')}
        </Button>
      </div>
    </section>
  );
}
