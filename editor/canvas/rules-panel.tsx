import { IconX } from '@tabler/icons-react';
import { parseDuration } from '../../workflows/flow/duration.js';
import { Button, IconButton, SelectField, TextField } from '../ui/index.js';
import { eventChoices, eventLabel } from './event-names.js';
import { useView } from './view.js';

type Rules = Record<string, unknown>;
interface Pattern {
  type: string;
  same?: string;
}

/** How the journey behaves as a whole. What is left alone follows the business. */
export function RulesPanel() {
  const { desk, words, flow } = useView();
  const { t } = words;
  const rules = flow.rules as Rules;
  const set = (key: string, value: unknown) => {
    const { [key]: _, ...rest } = rules;
    desk.changeRules(value === undefined ? rest : { ...rest, [key]: value });
  };
  const reentry = (rules.reentry ?? {}) as { mode?: string; days?: number };
  const quiet = rules.quietHours as { from: string; until: string } | null | undefined;
  const expire = typeof rules.expireAfter === 'string' ? parseDuration(rules.expireAfter) : null;
  return (
    <>
      <section className="je-sec">
        <SelectField
          label={t('rules.again')}
          value={reentry.mode ?? 'per_subject'}
          onChange={({ target: { value } }) =>
            set('reentry', value === 'every' ? { mode: value, days: 30 } : { mode: value })
          }
        >
          {(['per_subject', 'once', 'every', 'always'] as const).map((mode) => (
            <option key={mode} value={mode}>
              {t(`rules.${mode}`)}
            </option>
          ))}
        </SelectField>
        {reentry.mode === 'every' && (
          <TextField
            label={t('rules.days')}
            type="number"
            min={1}
            max={3650}
            value={reentry.days ?? 30}
            onChange={({ target }) =>
              set('reentry', { mode: 'every', days: Math.max(1, target.valueAsNumber || 1) })
            }
          />
        )}
        <SelectField
          label={t('rules.repeat')}
          value={typeof rules.onRepeat === 'string' ? rules.onRepeat : 'ignore'}
          onChange={({ target: { value } }) => set('onRepeat', value)}
        >
          {(['ignore', 'restart', 'merge', 'queue'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`rules.${one}`)}
            </option>
          ))}
        </SelectField>
      </section>
      <section className="je-sec">
        <SelectField
          label={t('rules.quiet')}
          value={quiet === undefined ? 'default' : quiet === null ? 'none' : 'own'}
          onChange={({ target: { value } }) =>
            set(
              'quietHours',
              value === 'default' ? undefined : value === 'none' ? null : { from: '20:00', until: '08:00' },
            )
          }
        >
          <option value="default">{t('rules.default')}</option>
          <option value="own">{t('rules.quietOwn')}</option>
          <option value="none">{t('rules.quietNone')}</option>
        </SelectField>
        {quiet && (
          <div className="je-inline">
            {(['from', 'until'] as const).map((end) => (
              <TextField
                key={end}
                label={t(`rules.${end}`)}
                type="time"
                value={quiet[end]}
                onChange={({ target: { value } }) => value && set('quietHours', { ...quiet, [end]: value })}
              />
            ))}
          </div>
        )}
      </section>
      <Events label={t('rules.stop')} patterns={rules.stopOn} set={(next) => set('stopOn', next)} />
      <Events label={t('rules.goal')} patterns={rules.goals} set={(next) => set('goals', next)} />
      <section className="je-sec">
        <SelectField
          label={t('rules.expire')}
          value={rules.expireAfter === undefined ? 'never' : 'days'}
          onChange={({ target: { value } }) => set('expireAfter', value === 'never' ? undefined : 'P60D')}
        >
          <option value="never">{t('rules.never')}</option>
          <option value="days">
            {t('duration.days', { n: expire ? expire.days + expire.weeks * 7 : 60 })}
          </option>
        </SelectField>
        {rules.expireAfter !== undefined && (
          <TextField
            label={t('rules.expireDays')}
            type="number"
            min={1}
            max={3650}
            value={expire ? expire.days + expire.weeks * 7 + expire.months * 30 : 60}
            onChange={({ target }) => set('expireAfter', `P${Math.max(1, target.valueAsNumber || 1)}D`)}
          />
        )}
      </section>
    </>
  );
}

function Events({
  label,
  patterns,
  set,
}: {
  label: string;
  patterns: unknown;
  set: (next: Pattern[] | undefined) => void;
}) {
  const { words } = useView();
  const { t } = words;
  const list = Array.isArray(patterns) ? (patterns as Pattern[]) : [];
  const put = (next: Pattern[]) => set(next.length === 0 ? undefined : next);
  return (
    <section className="je-sec">
      <h3>{label}</h3>
      {list.map((pattern, index) => (
        <div key={index} className="je-inline" style={{ alignItems: 'center', flexWrap: 'nowrap' }}>
          <div className="jc-grow">
            <select
              className="input"
              aria-label={label}
              value={pattern.type}
              onChange={({ target: { value } }) =>
                put(list.map((one, at) => (at === index ? { ...one, type: value } : one)))
              }
            >
              {eventChoices(words.locale).map(({ type, label: name }) => (
                <option key={type} value={type}>
                  {name}
                </option>
              ))}
              {!eventChoices(words.locale).some(({ type }) => type === pattern.type) && (
                <option value={pattern.type}>{eventLabel(pattern.type, words.locale)}</option>
              )}
            </select>
            <label className="je-note" style={{ display: 'flex', gap: 6, marginTop: 6 }}>
              <input
                type="checkbox"
                checked={pattern.same === 'subject'}
                onChange={({ target: { checked } }) =>
                  put(
                    list.map((one, at) => {
                      if (at !== index) return one;
                      const { same: _, ...rest } = one;
                      return checked ? { ...rest, same: 'subject' } : rest;
                    }),
                  )
                }
              />
              {t('rules.same')}
            </label>
          </div>
          <IconButton
            label={t('rules.removeEvent', { event: eventLabel(pattern.type, words.locale) })}
            onClick={() => put(list.filter((_, at) => at !== index))}
          >
            <IconX size={18} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button small onClick={() => put([...list, { type: 'job_cancelled', same: 'subject' }])}>
          {t('rules.addEvent')}
        </Button>
      </div>
    </section>
  );
}
