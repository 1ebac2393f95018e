import { IconX } from '@tabler/icons-react';
import { eventChoices, eventLabel } from '../canvas/event-names.js';
import { Button, CheckField, IconButton, SelectField, TextField } from '../ui/index.js';
import { ConditionEditor } from './condition-editor.js';
import { DurationField } from './duration-field.js';
import { fieldsHere } from './fields-here.js';
import { listIn, textIn, withKey, type PanelProps } from './panel.js';

type Pattern = Record<string, unknown>;

/** Wait until one of several things happens, each with a way of its own, or until the time is up. */
export function EventPanel({ draft, values, set, faultAt, t, locale }: PanelProps) {
  const events = listIn<Pattern>(values.events);
  const put = (index: number, next: Pattern) =>
    set(
      'events',
      events.map((one, at) => (at === index ? next : one)),
    );
  return (
    <>
      {events.map((event, index) => {
        const name = textIn(event.name) || t('event.nth', { n: index + 1 });
        const type = textIn(event.type);
        const custom = type.startsWith('custom_');
        return (
          <section key={index} className="je-sec" aria-label={name}>
            <div className="st-between">
              <h3>{name}</h3>
              {events.length > 1 && (
                <IconButton
                  small
                  label={t('event.remove', { name })}
                  onClick={() =>
                    set(
                      'events',
                      events.filter((_, at) => at !== index),
                    )
                  }
                >
                  <IconX size={16} aria-hidden />
                </IconButton>
              )}
            </div>
            <SelectField
              label={t('event.what')}
              fault={faultAt(`events.${index}.type`)}
              value={custom ? 'custom_' : type}
              onChange={({ target }) =>
                put(index, {
                  ...withKey(event, 'where', undefined),
                  type: target.value === 'custom_' ? 'custom_event' : target.value,
                })
              }
            >
              {eventChoices(locale).map((one) => (
                <option key={one.type} value={one.type}>
                  {one.label}
                </option>
              ))}
              {!custom && !eventChoices(locale).some((one) => one.type === type) && (
                <option value={type}>{eventLabel(type, locale)}</option>
              )}
              <option value="custom_">{t('event.custom')}</option>
            </SelectField>
            {custom && (
              <TextField
                label={t('event.customName')}
                value={type.slice('custom_'.length)}
                onChange={({ target }) =>
                  put(index, {
                    ...event,
                    type: `custom_${target.value
                      .toLowerCase()
                      .replace(/[^a-z0-9]+/g, '_')
                      .slice(0, 60)}`,
                  })
                }
              />
            )}
            <TextField
              label={t('event.name')}
              hint={t('event.nameHint')}
              fault={faultAt(`events.${index}.name`)}
              maxLength={60}
              value={textIn(event.name)}
              onChange={({ target }) => put(index, { ...event, name: target.value })}
            />
            <SelectField
              label={t('event.same')}
              value={textIn(event.same) || 'customer'}
              onChange={({ target }) => put(index, { ...event, same: target.value })}
            >
              <option value="customer">{t('event.customer')}</option>
              <option value="subject">{t('event.subject')}</option>
            </SelectField>
            <CheckField
              label={t('event.where')}
              checked={event.where !== undefined}
              onChange={({ target }) => put(index, withKey(event, 'where', target.checked ? {} : undefined))}
            />
            {event.where !== undefined && (
              <ConditionEditor
                value={event.where}
                fields={fieldsHere(draft, type)}
                onChange={(where) => put(index, { ...event, where })}
              />
            )}
          </section>
        );
      })}
      <section className="je-sec">
        <div>
          <Button
            small
            onClick={() =>
              set('events', [
                ...events,
                { name: t('event.nth', { n: events.length + 1 }), type: 'feedback_received' },
              ])
            }
          >
            {t('event.add')}
          </Button>
        </div>
        <DurationField
          label={t('event.timeout')}
          value={textIn(values.timeout)}
          fault={faultAt('timeout')}
          onChange={(next) => set('timeout', next)}
        />
        <SelectField
          label={t('event.since')}
          value={textIn(values.since) || 'message'}
          onChange={({ target }) => set('since', target.value)}
        >
          <option value="message">{t('event.message')}</option>
          <option value="step">{t('event.step')}</option>
        </SelectField>
      </section>
    </>
  );
}
