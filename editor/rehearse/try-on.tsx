import { IconPlayerPlay, IconPlayerTrackNext, IconBookmark, IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { useZone } from '../api/queries.js';
import { Refusal } from '../api/refusal.js';
import { faultText } from '../canvas/dialogs.js';
import { useView } from '../canvas/view.js';
import { Button, Loading, TextField, toast } from '../ui/index.js';
import { saveCase } from './api.js';
import { CustomerPicker } from './customer-picker.js';
import { EventForm } from './event-form.js';
import { choiceOf } from './questions.js';
import type { Stage } from './stage.js';
import { Story, titleOfStop } from './story.js';
import { asTrial, calledIn, type TrialState } from './trial.js';
import { useRehearseWords } from './words/index.js';

/** Try it on Ana: who, what happens, and then what would become of it. */
export function TryOn({ journeyId, stage, trial }: { journeyId: string; stage: Stage; trial: TrialState }) {
  const { t } = useRehearseWords();
  const { form, busy, fault } = trial;
  const { rehearsal } = useStore(stage.state);
  if (!form) return <Loading />;
  return (
    <>
      <form
        className="je-sec"
        onSubmit={(event) => {
          event.preventDefault();
          void trial.run(form);
        }}
      >
        <CustomerPicker
          value={form.customer}
          onChange={(customer) => {
            // Another person's past event is not theirs.
            const { id, ...event } = form.event;
            trial.change({ ...form, customer, event: id === undefined ? form.event : event, answers: [] });
          }}
        />
        <EventForm form={form} onChange={(next) => trial.change(next)} />
        {fault !== null && <Fault fault={fault} />}
        <Button
          kind={rehearsal ? 'plain' : 'primary'}
          type="submit"
          busy={busy}
          icon={<IconFlask size={18} aria-hidden />}
        >
          {t(busy ? 'running' : rehearsal ? 'again' : 'run')}
        </Button>
      </form>
      {rehearsal && <Player stage={stage} />}
      <Story stage={stage} trial={trial} />
      {rehearsal && <Keep journeyId={journeyId} trial={trial} />}
    </>
  );
}

function Fault({ fault }: { fault: unknown }) {
  const { words } = useView();
  const { t } = useRehearseWords();
  const issues = fault instanceof Refusal && Array.isArray(fault.body.issues) ? fault.body.issues : [];
  const errors = (issues as { level: string; message: string }[]).filter(({ level }) => level === 'error');
  return (
    <div role="alert" className="je-note bad">
      <p>{errors.length > 0 ? t('unfinished') : t('failed', { message: faultText(fault, words) })}</p>
      <ul>
        {errors.map(({ message }, index) => (
          <li key={index}>{message}</li>
        ))}
      </ul>
    </div>
  );
}

/** Plays the way over the canvas, or goes straight to its end. */
function Player({ stage }: { stage: Stage }) {
  const { flow, words } = useView();
  const { t } = useRehearseWords();
  const { stops, at, playing } = useStore(stage.state);
  const here = stops[at];
  return (
    <div className="rh-player">
      <Button
        small
        icon={<IconPlayerPlay size={16} aria-hidden />}
        aria-pressed={playing}
        onClick={() => stage.play(0)}
      >
        {t(playing ? 'playing' : 'play')}
      </Button>
      <Button
        small
        icon={<IconPlayerTrackNext size={16} aria-hidden />}
        onClick={() => stage.goTo(stops.length - 1)}
      >
        {t('toEnd')}
      </Button>
      <span className="je-note num">
        {here && t('progress', { at: at + 1, count: stops.length, step: titleOfStop(here, flow, words) })}
      </span>
    </div>
  );
}

function Keep({ journeyId, trial }: { journeyId: string; trial: TrialState }) {
  const { flow, words } = useView();
  const { t } = useRehearseWords();
  const queries = useQueryClient();
  const zone = useZone() ?? 'UTC';
  const [name, setName] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { form } = trial;
  if (!form) return null;

  function suggestion(): string {
    const said = (form?.answers ?? []).flatMap((answer) => choiceOf(answer) ?? []);
    const what = said.map((choice) =>
      choice.is === 'rate'
        ? t('does.rate', { stars: choice.stars })
        : choice.is === 'event'
          ? choice.type.replaceAll('_', ' ')
          : t(`does.${choice.is}`),
    );
    return t('keep.suggestion', {
      name: calledIn(form!.customer),
      what: what.join(', ') || t('keep.nothing'),
    });
  }

  async function save() {
    if (!form || !name?.trim()) return;
    setBusy(true);
    setFault(null);
    try {
      await saveCase(journeyId, flow, asTrial(form, zone), name.trim());
      await queries.invalidateQueries({ queryKey: ['journeys', journeyId, 'cases'] });
      toast(t('keep.saved', { name: name.trim() }));
      setName(null);
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className="je-sec">
      {name === null ? (
        <Button icon={<IconBookmark size={18} aria-hidden />} onClick={() => setName(suggestion())}>
          {t('keep.open')}
        </Button>
      ) : (
        <form
          className="rh-keep"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField
            label={t('keep.name')}
            value={name}
            maxLength={200}
            autoFocus
            fault={fault === null ? undefined : t('keep.failed', { message: faultText(fault, words) })}
            onChange={({ target }) => setName(target.value)}
          />
          <div className="je-inline">
            <Button kind="primary" type="submit" busy={busy}>
              {t('keep.save')}
            </Button>
            <Button onClick={() => setName(null)}>{t('keep.cancel')}</Button>
          </div>
        </form>
      )}
    </section>
  );
}
