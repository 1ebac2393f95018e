import './steps.css';
import { IconX } from '@tabler/icons-react';
import { WEEKDAYS, weekdayNumber, type Weekday } from '../../workflows/flow/clock-time.js';
import type { Draft } from '../../workflows/flow/draft.js';
import { ON_REPEAT, type Cap, type QuietHours, type SendWindow } from '../../workflows/flow/rules.js';
import { eventLabel } from '../canvas/event-names.js';
import { Button, IconButton, SelectField, TextField } from '../ui/index.js';
import { DurationField } from './duration-field.js';
import { EventTypeField, ofType, PatternChecks, type Pattern } from './event-pattern.js';
import { listIn, recordIn, textIn, withKey } from './panel.js';
import { useStepWords } from './words/index.js';

type Rules = Record<string, unknown>;

const REENTRY = ['per_subject', 'once', 'every', 'always'] as const;
const PURPOSES = ['service', 'review', 'marketing'] as const;
const CHANNELS = ['sms', 'email'] as const;

/** How the journey behaves as a whole. What is left alone follows the business. */
export function RulesPanel({ draft, onChange }: { draft: Draft; onChange: (next: Rules) => void }) {
  const { t } = useStepWords();
  const rules = recordIn(draft.rules);
  const set = (key: string, value: unknown) => onChange(withKey(rules, key, value));
  const reentry = recordIn(rules.reentry);
  return (
    <div className="st">
      <section className="je-sec">
        <SelectField
          label={t('rules.again')}
          value={textIn(reentry.mode) || 'per_subject'}
          onChange={({ target: { value } }) =>
            set('reentry', value === 'every' ? { mode: value, days: 30 } : { mode: value })
          }
        >
          {REENTRY.map((mode) => (
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
            value={Number(reentry.days) || 30}
            onChange={({ target }) =>
              set('reentry', { mode: 'every', days: Math.max(1, Math.round(target.valueAsNumber) || 1) })
            }
          />
        )}
        <SelectField
          label={t('rules.repeat')}
          value={textIn(rules.onRepeat) || 'ignore'}
          onChange={({ target }) => set('onRepeat', target.value)}
        >
          {ON_REPEAT.map((one) => (
            <option key={one} value={one}>
              {t(`rules.${one}`)}
            </option>
          ))}
        </SelectField>
      </section>
      <Quiet
        hours={rules.quietHours as QuietHours | null | undefined}
        set={(next) => set('quietHours', next)}
      />
      <Windows windows={rules.sendWindow} set={(next) => set('sendWindow', next)} />
      <Caps caps={rules.caps as Cap[] | null | undefined} set={(next) => set('caps', next)} />
      <Events
        draft={draft}
        label={t('rules.stop')}
        first="job_cancelled"
        patterns={listIn(rules.stopOn)}
        set={(next) => set('stopOn', next)}
      />
      <Events
        draft={draft}
        label={t('rules.goal')}
        first="feedback_received"
        patterns={listIn(rules.goals)}
        set={(next) => set('goals', next)}
      />
      <section className="je-sec">
        <SelectField
          label={t('rules.expire')}
          value={rules.expireAfter === undefined ? 'never' : 'after'}
          onChange={({ target }) => set('expireAfter', target.value === 'never' ? undefined : 'P60D')}
        >
          <option value="never">{t('rules.never')}</option>
          <option value="after">{t('rules.inTime')}</option>
        </SelectField>
        {rules.expireAfter !== undefined && (
          <DurationField
            label={t('rules.expireAfter')}
            value={textIn(rules.expireAfter)}
            onChange={(next) => set('expireAfter', next)}
          />
        )}
      </section>
    </div>
  );
}

/** As the business does (absent), hours of its own, or none at all (null). */
function Choice<T>({
  label,
  none,
  value,
  fresh,
  set,
}: {
  label: string;
  none: string;
  value: T | null | undefined;
  fresh: T;
  set: (next: T | null | undefined) => void;
}) {
  const { t } = useStepWords();
  return (
    <SelectField
      label={label}
      value={value === undefined ? 'default' : value === null ? 'none' : 'own'}
      onChange={({ target }) =>
        set(target.value === 'default' ? undefined : target.value === 'none' ? null : fresh)
      }
    >
      <option value="default">{t('rules.default')}</option>
      <option value="own">{t('rules.own')}</option>
      <option value="none">{none}</option>
    </SelectField>
  );
}

function Quiet({
  hours,
  set,
}: {
  hours: QuietHours | null | undefined;
  set: (next: QuietHours | null | undefined) => void;
}) {
  const { t } = useStepWords();
  return (
    <section className="je-sec">
      <Choice
        label={t('rules.quiet')}
        none={t('rules.quietNone')}
        value={hours}
        fresh={{ from: '20:00', until: '08:00' }}
        set={set}
      />
      {hours && <Hours hours={hours} set={(next) => set({ ...hours, ...next })} />}
    </section>
  );
}

/** From and until; midnight at the end of a day is shown as 00:00. */
function Hours({
  hours,
  toMidnight = false,
  set,
}: {
  hours: { from: string; until: string };
  toMidnight?: boolean;
  set: (next: { from?: string; until?: string }) => void;
}) {
  const { t } = useStepWords();
  return (
    <div className="st-pair even">
      <TextField
        label={t('rules.from')}
        type="time"
        value={hours.from}
        onChange={({ target }) => target.value && set({ from: target.value })}
      />
      <TextField
        label={t('rules.until')}
        type="time"
        value={hours.until === '24:00' ? '00:00' : hours.until}
        onChange={({ target: { value } }) =>
          value && set({ until: toMidnight && value === '00:00' ? '24:00' : value })
        }
      />
    </div>
  );
}

const WORKDAYS: SendWindow = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '09:00',
  until: '19:00',
};

/** The only hours in which messages leave. */
function Windows({
  windows,
  set,
}: {
  windows: unknown;
  set: (next: SendWindow[] | null | undefined) => void;
}) {
  const { t, locale } = useStepWords();
  const list = windows ? ([windows].flat() as SendWindow[]) : [];
  const put = (index: number, next: SendWindow) => set(list.map((one, at) => (at === index ? next : one)));
  return (
    <section className="je-sec">
      <Choice
        label={t('rules.windows')}
        none={t('rules.anyHour')}
        value={windows === undefined || windows === null ? windows : list}
        fresh={[WORKDAYS]}
        set={set}
      />
      {list.map((one, index) => (
        <div key={index} className="st-rows st-rule" role="group" aria-label={t('rules.windows')}>
          <Which
            label={t('rules.windowFor')}
            channel={one.channel}
            remove={list.length > 1 ? () => set(list.filter((_, at) => at !== index)) : undefined}
            removeLabel={t('rules.removeWindow')}
            set={(channel) => put(index, withKey({ ...one }, 'channel', channel) as unknown as SendWindow)}
          />
          <Days days={one.days} locale={locale} set={(days) => put(index, { ...one, days })} />
          <Hours hours={one} toMidnight set={(next) => put(index, { ...one, ...next })} />
        </div>
      ))}
      {list.length > 0 && list.length < 10 && (
        <div>
          <Button small onClick={() => set([...list, WORKDAYS])}>
            {t('rules.addWindow')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Texts, emails or both; with a button that takes the row away. */
function Which({
  label,
  channel,
  remove,
  removeLabel,
  set,
}: {
  label: string;
  channel: string | undefined;
  remove: (() => void) | undefined;
  removeLabel: string;
  set: (channel: string | undefined) => void;
}) {
  const { t } = useStepWords();
  return (
    <div className="st-check">
      <div className="grow">
        <SelectField
          label={label}
          value={channel ?? ''}
          onChange={({ target }) => set(target.value || undefined)}
        >
          <option value="">{t('rules.bothChannels')}</option>
          {CHANNELS.map((one) => (
            <option key={one} value={one}>
              {t(`rules.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
      {remove && (
        <IconButton small label={removeLabel} onClick={remove}>
          <IconX size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function Days({
  days,
  locale,
  set,
}: {
  days: readonly Weekday[];
  locale: string;
  set: (next: Weekday[]) => void;
}) {
  const { t } = useStepWords();
  const chosen = new Set(days.map(weekdayNumber));
  const name = (number: number) =>
    new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(
      // 1 January 2024 was a Monday.
      Date.UTC(2024, 0, number),
    );
  return (
    <fieldset className="st-days">
      <legend className="name">{t('rules.onDays')}</legend>
      {WEEKDAYS.map((day, index) => (
        <label key={day}>
          <input
            type="checkbox"
            checked={chosen.has(index + 1)}
            onChange={({ target }) =>
              set(WEEKDAYS.filter((_, at) => (at === index ? target.checked : chosen.has(at + 1))))
            }
          />
          <span>{name(index + 1)}</span>
        </label>
      ))}
    </fieldset>
  );
}

const USUAL_CAP: Cap = { max: 3, per: 'P7D' };

/** How many messages one customer gets at most, over all journeys. */
function Caps({
  caps,
  set,
}: {
  caps: Cap[] | null | undefined;
  set: (next: Cap[] | null | undefined) => void;
}) {
  const { t } = useStepWords();
  const list = caps ?? [];
  const put = (index: number, next: Cap) => set(list.map((one, at) => (at === index ? next : one)));
  return (
    <section className="je-sec">
      <Choice label={t('rules.caps')} none={t('rules.noCaps')} value={caps} fresh={[USUAL_CAP]} set={set} />
      {caps && <p className="je-note">{t('rules.capsHint')}</p>}
      {list.map((cap, index) => (
        <div key={index} className="st-rows st-rule" role="group" aria-label={t('rules.caps')}>
          <Which
            label={t('rules.capFor')}
            channel={cap.channel}
            remove={list.length > 1 ? () => set(list.filter((_, at) => at !== index)) : undefined}
            removeLabel={t('rules.removeCap')}
            set={(channel) => put(index, withKey({ ...cap }, 'channel', channel) as unknown as Cap)}
          />
          <SelectField
            label={t('message.why')}
            value={cap.purpose ?? ''}
            onChange={({ target }) =>
              put(index, withKey({ ...cap }, 'purpose', target.value || undefined) as unknown as Cap)
            }
          >
            <option value="">{t('rules.anyPurpose')}</option>
            {PURPOSES.map((one) => (
              <option key={one} value={one}>
                {t(`message.${one}`)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('rules.most')}
            type="number"
            min={1}
            max={1000}
            value={cap.max}
            onChange={({ target }) =>
              put(index, {
                ...cap,
                max: Math.min(1000, Math.max(1, Math.round(target.valueAsNumber) || 1)),
              })
            }
          />
          <DurationField
            label={t('rules.per')}
            value={cap.per}
            onChange={(per) => put(index, { ...cap, per })}
          />
        </div>
      ))}
      {list.length > 0 && list.length < 20 && (
        <div>
          <Button small onClick={() => set([...list, USUAL_CAP])}>
            {t('rules.addCap')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Events that end the journey, each with what must be true of it. */
function Events({
  draft,
  label,
  first,
  patterns,
  set,
}: {
  draft: Draft;
  label: string;
  /** The event a new row begins with. */
  first: string;
  patterns: Pattern[];
  set: (next: Pattern[] | undefined) => void;
}) {
  const { t, locale } = useStepWords();
  const put = (next: Pattern[]) => set(next.length === 0 ? undefined : next);
  const change = (index: number, next: Pattern) =>
    put(patterns.map((one, at) => (at === index ? next : one)));
  return (
    <section className="je-sec" aria-label={label}>
      <h3>{label}</h3>
      {patterns.map((pattern, index) => (
        <div key={index} className="st-rows st-rule">
          <div className="st-check">
            <div className="grow st-rows">
              <EventTypeField
                label={t('event.what')}
                type={textIn(pattern.type)}
                onChange={(type) => change(index, ofType(pattern, type))}
              />
            </div>
            <IconButton
              small
              label={t('rules.removeEvent', { event: eventLabel(textIn(pattern.type), locale) })}
              onClick={() => put(patterns.filter((_, at) => at !== index))}
            >
              <IconX size={16} aria-hidden />
            </IconButton>
          </div>
          <PatternChecks draft={draft} pattern={pattern} onChange={(next) => change(index, next)} />
        </div>
      ))}
      {patterns.length < 20 && (
        <div>
          <Button small onClick={() => put([...patterns, { type: first, same: 'subject' }])}>
            {t('rules.addEvent')}
          </Button>
        </div>
      )}
    </section>
  );
}
