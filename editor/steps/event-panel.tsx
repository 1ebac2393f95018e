import { IconX } from '@tabler/icons-react';
import { Button, IconButton, SelectField, TextField } from '../ui/index.js';
import { DurationField } from './duration-field.js';
import { EventTypeField, ofType, PatternChecks, type Pattern } from './event-pattern.js';
import { listIn, textIn, type PanelProps } from './panel.js';

/** Wait until one of several things happens, each with a way of its own, or until the time is up. */
export function EventPanel({ draft, values, set, faultAt, t }: PanelProps) {
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
            <EventTypeField
              label={t('event.what')}
              fault={faultAt(`events.${index}.type`)}
              type={type}
              onChange={(next) => put(index, ofType(event, next))}
            />
            <TextField
              label={t('event.name')}
              hint={t('event.nameHint')}
              fault={faultAt(`events.${index}.name`)}
              maxLength={60}
              value={textIn(event.name)}
              onChange={({ target }) => put(index, { ...event, name: target.value })}
            />
            <PatternChecks draft={draft} pattern={event} onChange={(next) => put(index, next)} />
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
