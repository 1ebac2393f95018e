import { IconAlertTriangle, IconBolt, IconFlag, IconMoon } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { textsFor } from '../../workflows/flow/languages.js';
import { cardText, entryText, exitText } from '../canvas/card.js';
import { eventLabel } from '../canvas/event-names.js';
import { EntryTile, FinishTile, KindTile, Tile } from '../canvas/icons.js';
import { useView } from '../canvas/view.js';
import { stepIn } from '../draft/places.js';
import { alwaysForks } from '../draft/ways.js';
import { ENTRY } from '../draft/tree.js';
import type { Entry, Rehearsal } from './api.js';
import { useClock } from './clock.js';
import { Answering } from './answering.js';
import type { Stop } from './path.js';
import { questionsOf } from './questions.js';
import { reasonText } from './said.js';
import type { Stage } from './stage.js';
import { calledIn, type TrialState } from './trial.js';
import { useRehearseWords } from './words/index.js';

/** The whole rehearsal to read: each step with its date, its words and its reasons, and where the customer may answer. */
export function Story({ stage, trial }: { stage: Stage; trial: TrialState }) {
  const { rehearsal, stops, at } = useStore(stage.state);
  const { flow, words } = useView();
  const { t, locale } = useRehearseWords();
  const questions = useMemo(() => questionsOf(flow, rehearsal?.entries ?? []), [flow, rehearsal]);
  const clock = useClock(rehearsal?.timezone ?? 'UTC');
  const list = useRef<HTMLOListElement>(null);
  const { form } = trial;

  useEffect(() => {
    if (at > 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  if (!rehearsal || !form) return null;
  const { entries, ended } = rehearsal;
  const name = calledIn(form.customer);
  const count = entries.filter(({ message }) => message).length;
  const finished = stops.at(-1)?.itemId.startsWith('end:') ?? false;
  return (
    <section className="je-sec" aria-label={t('story')}>
      <div>
        <h3>{t('story')}</h3>
        <p className="je-note" role="status">
          {ended.status === 'ignored'
            ? t('notIn', { name })
            : t('summary', { name, count, when: clock.moment(ended.at) })}{' '}
          {t('clock', { zone: rehearsal.timezone.replaceAll('_', ' ') })}.
        </p>
      </div>
      <ol className="rh-story" ref={list}>
        {stops.map((stop, index) => {
          const asked = questions.find(({ entry }) => entry >= stop.from && entry < stop.until);
          return (
            <li
              key={index}
              className={`${index <= at ? 'on' : ''} ${index === at ? 'now' : ''}`}
              aria-current={index === at ? 'step' : undefined}
            >
              <Rail stop={stop} entries={entries} />
              <div className="rh-told">
                <div className="rh-head">
                  <button type="button" className="rh-name" onClick={() => stage.goTo(index)}>
                    {titleOfStop(stop, flow, words)}
                  </button>
                  <time dateTime={entries[stop.from]?.at ?? form.startAt}>
                    {clock.moment(entries[stop.from]?.at ?? form.startAt)}
                  </time>
                </div>
                {entries.slice(stop.from, stop.until).map((line, place, told) => (
                  <Line key={place} line={line} clock={clock} over={overAt(line, told)} />
                ))}
                {asked && <Answering question={asked} trial={trial} />}
              </div>
            </li>
          );
        })}
        {!finished && (
          <li className={at >= stops.length - 1 ? 'on' : ''}>
            <span className="rh-rail">
              {ended.status === 'completed' ? (
                <FinishTile />
              ) : (
                <Tile picture={IconFlag} tint="end" size={28} round />
              )}
            </span>
            <div className="rh-told">
              <div className="rh-head">
                <span className="rh-name">{t(`ended.${ended.status}`)}</span>
                <time dateTime={ended.at}>{clock.moment(ended.at)}</time>
              </div>
              <p className="je-note">{reasonText(ended.reason, t, locale)}</p>
            </div>
          </li>
        )}
      </ol>
    </section>
  );
}

type Flow = ReturnType<typeof useView>['flow'];
type CanvasWords = ReturnType<typeof useView>['words'];

/** “Send a text: All well?” */
export function titleOfStop({ itemId, stepId }: Stop, flow: Flow, words: CanvasWords): string {
  if (itemId === ENTRY) return entryText(flow.entry, words).title;
  const step = stepIn(flow, stepId);
  return step ? cardText(step, words).title : words.t('card.finish');
}

function Rail({ stop, entries }: { stop: Stop; entries: readonly Entry[] }) {
  const { flow } = useView();
  const step = stepIn(flow, stop.stepId);
  const unsent = entries.slice(stop.from, stop.until).some(({ exit }) => exit === 'undeliverable');
  return (
    <span className={`rh-rail${unsent ? ' warn' : ''}`}>
      {stop.itemId === ENTRY ? (
        <EntryTile entry={flow.entry} />
      ) : step ? (
        <KindTile kind={step.kind} size={28} />
      ) : (
        <FinishTile />
      )}
    </span>
  );
}

/** When a wait that was reached here is over, if it is. */
const overAt = (line: Entry, told: readonly Entry[]): string | null =>
  (line.kind === 'wait' && line.exit === null && told.find(({ exit }) => exit === 'done')?.at) || null;

function Line({
  line,
  clock,
  over,
}: {
  line: Entry;
  clock: ReturnType<typeof useClock>;
  over: string | null;
}) {
  const { flow, words } = useView();
  const { t, locale } = useRehearseWords();
  const { kind, exit, reason, message, stepId, event, at } = line;
  if (kind === 'end') return null;
  if (event)
    return (
      <p className="rh-happened">
        <IconBolt size={15} stroke={1.75} aria-hidden />
        <span>
          {event.rating === null
            ? eventLabel(event.type, words.locale)
            : `${eventLabel(event.type, words.locale)}: ${event.rating} / 5`}{' '}
          <time dateTime={at}>{clock.moment(at)}</time>
        </span>
      </p>
    );
  const step = stepIn(flow, stepId);
  if (!step) return null;
  const isMessage = kind === 'sms' || kind === 'email' || kind === 'review_request';
  if (message) {
    const translated = textsFor(step.settings, message.language).language !== null;
    return (
      <>
        {reason?.code === 'reminder' && <p className="je-note">{reasonText(reason, t, locale)}</p>}
        <Letter message={message} at={at} clock={clock} translated={translated} />
      </>
    );
  }
  if (isMessage && exit === null)
    return (
      <p className="rh-why">
        <IconMoon size={15} stroke={1.75} aria-hidden />
        <span>{reason && reasonText(reason, t, locale)}</span>
      </p>
    );
  if (exit === 'undeliverable')
    return (
      <p className="rh-why warn">
        <IconAlertTriangle size={15} stroke={1.75} aria-hidden />
        <span>{reason && reasonText(reason, t, locale)}</span>
      </p>
    );
  if (over !== null) return <p className="je-note">{t('waits', { when: clock.moment(over) })}</p>;
  if (exit === null) return reason && <p className="je-note">{reasonText(reason, t, locale)}</p>;
  if (alwaysForks(step.kind))
    return (
      <p className="je-note">
        <span className="jc-exit rh-exit">{exitText(step, exit, words)}</span>{' '}
        {reason && reasonText(reason, t, locale)}
      </p>
    );
  if (kind === 'notify_team') return <p className="je-note">{line.what}</p>;
  const says = reason && !['sent', 'wait_over'].includes(reason.code);
  return says ? <p className="je-note">{reasonText(reason, t, locale)}</p> : null;
}

function Letter({
  message,
  at,
  clock,
  translated,
}: {
  message: NonNullable<Rehearsal['entries'][number]['message']>;
  at: string;
  clock: ReturnType<typeof useClock>;
  /** In words of its own for that language. */
  translated: boolean;
}) {
  const { t, locale } = useRehearseWords();
  const names = new Intl.DisplayNames([locale], { type: 'language' });
  const parts = message.channel === 'sms' ? ` · ${t('parts', { count: message.segments })}` : '';
  return (
    <figure className={`rh-letter ${message.channel}`}>
      <figcaption>
        {t('sentTo', { to: message.to })}, <time dateTime={at}>{clock.moment(at)}</time>
        {translated && ` ${t('inLanguage', { language: names.of(message.language) ?? message.language })}`}
        {parts}
      </figcaption>
      <div
        className="rh-text"
        tabIndex={0}
        role="group"
        aria-label={message.subject ?? message.text.slice(0, 60)}
      >
        {message.subject && <b>{message.subject}</b>}
        {message.text}
      </div>
    </figure>
  );
}
