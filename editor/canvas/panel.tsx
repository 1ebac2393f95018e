import { IconAlertTriangle, IconDots, IconInfoCircle, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import type { DraftStep } from '../../workflows/flow/draft.js';
import { isFork } from '../draft/edits.js';
import { ENTRY } from '../draft/tree.js';
import { alwaysForks } from '../draft/ways.js';
import { stepIn } from '../draft/places.js';
import { Button, IconButton, useWhen } from '../ui/index.js';
import { EntryPanel, RulesPanel, StepSettings } from './settings.js';
import { peopleAt } from './api.js';
import { cardText } from './card.js';
import { EntryTile, KindTile } from './icons.js';
import { placeAfter } from './keyboard.js';
import { titleOf, useDesk, useView } from './view.js';

/** What stands to the right of the journey: the settings of what is chosen. */
export function Panel({
  journeyId,
  copy,
  copyOnward,
  cut,
}: {
  journeyId: string;
  copy: (id: string) => void;
  copyOnward: (id: string) => void;
  cut: (id: string) => void;
}) {
  const view = useView();
  const { desk, words, flow } = view;
  const open = useDesk((state) => state.open);
  if (open === null) return null;
  const step = stepIn(flow, open);
  if (open !== ENTRY && open !== 'rules' && !step) return null;
  const said = step ? cardText(step, words) : null;
  return (
    <aside
      className="je-panel"
      aria-label={words.t('panel.label')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        desk.closeSettings();
      }}
    >
      <header>
        {step ? <KindTile kind={step.kind} /> : open === ENTRY ? <EntryTile entry={flow.entry} /> : null}
        <div className="grow">
          <div className="je-kicker">{step ? words.t(`verb.${step.kind}`) : view.name}</div>
          <h2 className="je-title">
            {step ? said?.detail || said?.title : words.t(open === ENTRY ? 'entry.kicker' : 'rules.title')}
          </h2>
        </div>
        {step && <StepActs step={step} copy={copy} copyOnward={copyOnward} cut={cut} />}
        <IconButton label={words.t('panel.close')} onClick={() => desk.closeSettings()}>
          <IconX size={20} stroke={1.75} aria-hidden />
        </IconButton>
      </header>
      <Problems id={open} />
      {step ? (
        <Suspense>
          <StepSettings
            key={step.id}
            draft={flow}
            step={step}
            onChange={(next: DraftStep) => desk.change(next)}
            context={{ journeyId }}
          />
          <SideWays step={step} />
          <People journeyId={journeyId} step={step} />
        </Suspense>
      ) : (
        <Suspense>
          {open === ENTRY ? (
            <EntryPanel draft={flow} onChange={(next) => desk.changeEntry(next)} />
          ) : (
            <RulesPanel draft={flow} onChange={(next) => desk.changeRules(next)} />
          )}
        </Suspense>
      )}
    </aside>
  );
}

/** What can be done to a step as a whole. */
function StepActs({
  step,
  copy,
  copyOnward,
  cut,
}: {
  step: DraftStep;
  copy: (id: string) => void;
  copyOnward: (id: string) => void;
  cut: (id: string) => void;
}) {
  const { desk, words } = useView();
  const [shown, setShown] = useState(false);
  const goesOn = !isFork(step) && Object.values(step.exits).some((target) => target !== null);
  const acts = [
    ['panel.addAfter', () => desk.openMenu(placeAfter({ as: 'step', step } as never) ?? 'first')],
    ['panel.move', () => desk.startMove(step.id)],
    ['panel.duplicate', () => desk.duplicate(step.id)],
    ['panel.copy', () => copy(step.id)],
    ...(goesOn ? ([['panel.copyOn', () => copyOnward(step.id)]] as const) : []),
    ['panel.cut', () => cut(step.id)],
    ['panel.remove', () => desk.askRemove(step.id)],
  ] as const;
  return (
    <div
      className="je-anchor"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setShown(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !shown) return;
        event.stopPropagation();
        setShown(false);
      }}
    >
      <IconButton label={words.t('panel.more')} aria-expanded={shown} onClick={() => setShown(!shown)}>
        <IconDots size={20} stroke={1.75} aria-hidden />
      </IconButton>
      {shown && (
        <div className="je-pop" style={{ width: 240 }}>
          {acts.map(([key, run]) => (
            <button
              key={key}
              type="button"
              className={key === 'panel.remove' ? 'bad' : ''}
              onClick={() => {
                setShown(false);
                // On a narrow screen the settings lie over the journey.
                if (window.matchMedia('(max-width: 1000px)').matches) desk.state.setState({ open: null });
                run();
              }}
            >
              {words.t(key)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Problems({ id }: { id: string }) {
  const { issues, words } = useView();
  const found = issues.get(id) ?? [];
  if (found.length === 0) return null;
  return (
    <section className="je-sec" aria-label={words.t('panel.problems')}>
      {found.map(({ level, message }, index) => (
        <p key={index} className={`je-problem ${level}`}>
          {level === 'error' ? (
            <IconAlertTriangle size={16} aria-hidden />
          ) : (
            <IconInfoCircle size={16} aria-hidden />
          )}
          <span>{message}</span>
        </p>
      ))}
    </section>
  );
}

const SIDE = {
  undeliverable: 'panel.undeliverable',
  unknown_date: 'panel.unknownDate',
  rejected: 'panel.rejected',
  exhausted: 'panel.exhausted',
} as const;

/** Where the way out leads that is taken when the step did not go as planned. */
function SideWays({ step }: { step: DraftStep }) {
  const { desk, words, flow } = useView();
  if (alwaysForks(step.kind)) return null;
  const ways = Object.keys(step.exits).filter((exit): exit is keyof typeof SIDE => exit in SIDE);
  const [main] = Object.values(step.exits);
  return ways.map((exit) => {
    const place = { stepId: step.id, exit };
    const target = step.exits[exit] ?? null;
    const only = exit === 'exhausted';
    return (
      <section key={exit} className="je-sec">
        <div className="field">
          <label className="name" htmlFor={`way-${exit}`}>
            {words.t(SIDE[exit])}
          </label>
          <select
            id={`way-${exit}`}
            className="input"
            value={!only && target === main ? 'same' : (target ?? 'finish')}
            onChange={({ target: { value } }) => {
              if (value === 'own') desk.openMenu(place, true);
              else
                desk.leadTo(
                  place,
                  value === 'same' ? (main ?? null) : value === 'finish' ? null : value,
                  true,
                );
              desk.state.setState({ open: step.id });
            }}
          >
            {!only && <option value="same">{words.t('panel.wayNext')}</option>}
            {(only || main !== null) && <option value="finish">{words.t('panel.finish')}</option>}
            <option value="own">{words.t('panel.wayOwn')}</option>
            {flow.steps
              .filter(({ id, kind }) => id !== step.id && kind !== 'go_to' && (only || id !== main))
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {words.t('card.goTo', {
                    step: `${titleOf(one, words)} · ${cardText(one, words).detail}`.slice(0, 60),
                  })}
                </option>
              ))}
          </select>
        </div>
      </section>
    );
  });
}

/** Who stands at this step in the live version. */
function People({ journeyId, step }: { journeyId: string; step: DraftStep }) {
  const { words, numbers } = useView();
  const when = useWhen();
  const here = numbers.here(step.id);
  const [shown, setShown] = useState(false);
  const people = useQuery({
    queryKey: ['journeys', journeyId, 'people', step.id, here],
    queryFn: () => peopleAt(journeyId, step.id),
    enabled: shown && here > 0,
  });
  if (!numbers.shown) return null;
  const passed = numbers.passed(step.id, Object.keys(step.exits));
  return (
    <section className="je-sec" id="people">
      <div className="je-inline" style={{ justifyContent: 'space-between' }}>
        <h3>{words.t('panel.people')}</h3>
        <span className="je-note">
          {words.t('panel.passed', { count: new Intl.NumberFormat(words.locale).format(passed) })}
        </span>
      </div>
      {here === 0 ? (
        <p className="je-note">{words.t('panel.peopleNobody')}</p>
      ) : shown ? (
        <ul className="je-people-list">
          {people.data?.map((person) => (
            <li key={person.id}>
              <Link to={`/passages/${person.id}`}>{person.customerName ?? '–'}</Link>
              <span>
                {person.dueAt
                  ? words.t('panel.until', { when: when.moment(person.dueAt) })
                  : person.since
                    ? words.t('panel.since', { when: when.moment(person.since) })
                    : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Button small onClick={() => setShown(true)}>
          {words.t('hereAt', { count: here, step: titleOf(step, words) })}
        </Button>
      )}
    </section>
  );
}
