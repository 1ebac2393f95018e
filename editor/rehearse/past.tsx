import { IconArrowRight, IconHistory } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { added, emptyTally, type PastTally } from '../../workflows/flow/past.js';
import { eventLabel } from '../canvas/event-names.js';
import { cardText } from '../canvas/card.js';
import { faultText } from '../canvas/dialogs.js';
import { useView } from '../canvas/view.js';
import { stepIn } from '../draft/places.js';
import { Button, EmptyState, useWhen } from '../ui/index.js';
import { pastPage, type PastExample, type PastPage, type Trial } from './api.js';
import { DayBars } from './day-bars.js';
import { reasonKind, reasonText } from './said.js';
import { entryType, BY_HAND } from './sample-event.js';
import { useRehearseWords } from './words/index.js';

/** Work shorter than this needs no progress shown. */
const PATIENCE_MS = 2000;
const MOST_EXAMPLES = 8;

export interface Gathered {
  tally: PastTally;
  examples: PastExample[];
  last: PastPage;
}

/** The draft tried on what really happened, a page of customers at a time. */
export function Past({
  journeyId,
  gathered,
  setGathered,
  open,
}: {
  journeyId: string;
  gathered: Gathered | null;
  setGathered: (gathered: Gathered | null) => void;
  open: (trial: Trial) => void;
}) {
  const { flow, words } = useView();
  const { t } = useRehearseWords();
  const [busy, setBusy] = useState(false);
  const [slow, setSlow] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const run = useRef(0);
  const stop = () => void run.current++;
  useEffect(() => stop, []);

  async function go() {
    const turn = ++run.current;
    setBusy(true);
    setSlow(false);
    setFault(null);
    setGathered(null);
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    try {
      let tally = emptyTally();
      let examples: PastExample[] = [];
      let cursor: string | null = null;
      do {
        const page: PastPage = await pastPage(journeyId, flow, cursor);
        if (turn !== run.current) return;
        tally = added(tally, page);
        examples = varied([...examples, ...page.examples]);
        setGathered({ tally, examples, last: page });
        cursor = page.nextCursor;
      } while (cursor !== null);
    } catch (error) {
      if (turn === run.current) setFault(error);
    } finally {
      clearTimeout(timer);
      setBusy(false);
      setSlow(false);
    }
  }

  const type = entryType(flow);
  if (type === BY_HAND) return <EmptyState title={t('tabs.past')}>{t('past.onlyEvents')}</EmptyState>;
  const { last } = gathered ?? {};
  const partly = !busy && last !== undefined && last.nextCursor !== null;
  return (
    <>
      <section className="je-sec">
        <p className="je-note">{t('past.lead')}</p>
        {fault !== null && (
          <p className="je-note bad" role="alert">
            {t('past.failed', { message: faultText(fault, words) })}
          </p>
        )}
        <div className="je-inline">
          <Button
            kind={gathered ? 'plain' : 'primary'}
            busy={busy}
            icon={<IconHistory size={18} aria-hidden />}
            onClick={() => void go()}
          >
            {t(busy ? 'past.working' : gathered ? 'past.again' : 'past.start')}
          </Button>
          {busy && <Button onClick={stop}>{t('past.stop')}</Button>}
        </div>
        {busy && slow && (
          <div className="rh-progress">
            <progress
              aria-label={t('past.working')}
              max={Math.max(1, last?.total ?? 1)}
              {...(last && { value: last.done })}
            />
            <span className="je-note num" role="status">
              {last ? t('past.progress', { done: last.done, total: last.total }) : t('past.working')}
            </span>
          </div>
        )}
        {partly && <p className="je-note">{t('past.stopped', { done: last.done, total: last.total })}</p>}
      </section>
      {gathered && !busy && <Outcome gathered={gathered} what={eventLabel(type, words.locale)} open={open} />}
    </>
  );
}

/** One of each kind first, then a second. */
function varied(examples: PastExample[]): PastExample[] {
  const kind = ({ reason, ended, held }: PastExample) => `${ended?.reason.code ?? reason.code} ${held > 0}`;
  const seen = new Map<string, number>();
  const ranked = examples.map((example) => {
    const nth = seen.get(kind(example)) ?? 0;
    seen.set(kind(example), nth + 1);
    return { example, nth };
  });
  ranked.sort((a, b) => a.nth - b.nth);
  return ranked.slice(0, MOST_EXAMPLES).map(({ example }) => example);
}

function Outcome({
  gathered: { tally, examples, last },
  what,
  open,
}: {
  gathered: Gathered;
  what: string;
  open: (trial: Trial) => void;
}) {
  const { flow, words, desk } = useView();
  const { t, locale } = useRehearseWords();
  const when = useWhen();
  if (tally.events === 0)
    return <EmptyState title={t('past.none')}>{t('past.noneWhat', { what })}</EmptyState>;
  const number = (n: number) => new Intl.NumberFormat(locale).format(n);
  const total = (channel: 'email' | 'sms') =>
    tally.sent.reduce((sum, one) => sum + (one.channel === channel ? one.count : 0), 0);
  const parts = tally.sent.reduce((sum, one) => sum + one.parts, 0);
  const stepName = (stepId: string) => {
    const step = stepIn(flow, stepId);
    if (!step) return stepId;
    const { title, detail } = cardText(step, words);
    return detail && step.kind !== 'review_request' ? `${title} · ${shortened(detail)}` : title;
  };
  /** An ask may go either way; the verb of the others says it. */
  const asksIn = (stepId: string) => stepIn(flow, stepId)?.kind === 'review_request';
  const byStep = (stepId: string) => flow.steps.findIndex(({ id }) => id === stepId);
  const sent = [...tally.sent].sort((a, b) => byStep(a.stepId) - byStep(b.stepId));
  return (
    <>
      <section className="je-sec" role="status">
        <h3 className="rh-headline">
          {t('past.headline', { enrolled: number(tally.enrolled), events: number(tally.events) })}
        </h3>
        <p className="je-note">
          {t('past.headlineWhat', {
            what,
            from: when.day(last.period.from),
            until: when.day(last.period.until),
          })}
        </p>
        <p>
          {t('past.messages', {
            count: total('email') + total('sms'),
            email: total('email'),
            sms: total('sms'),
          })}
          . {parts > total('sms') && t('past.parts', { parts: number(parts) })}
        </p>
        {last.truncated && <p className="je-note">{t('past.truncated', { cap: number(last.cap) })}</p>}
      </section>
      {tally.days.length > 0 && <DayBars days={tally.days} />}
      <Counts
        title={t('past.steps')}
        rows={sent.map(({ stepId, channel, count }) => ({
          key: `${stepId}/${channel}`,
          text: asksIn(stepId) ? `${stepName(stepId)} · ${t(`past.${channel}`)}` : stepName(stepId),
          count,
          go: () => desk.focus(stepId),
        }))}
      />
      <Counts
        title={t('past.why')}
        rows={tally.notEnrolled.map((one) => ({
          key: `${one.code} ${one.message}`,
          text: reasonText(one, t, locale),
          count: one.count,
        }))}
      />
      <Counts
        title={t('past.held')}
        rows={tally.held.map((one) => ({ key: one.code, text: reasonKind(one, t), count: one.count }))}
      />
      <Counts
        title={t('past.unsent')}
        rows={tally.unsent.map((one) => ({
          key: `${one.stepId}/${one.code}`,
          text: `${stepName(one.stepId)} · ${reasonKind(one, t)}`,
          count: one.count,
          go: () => desk.focus(one.stepId),
        }))}
      />
      <Counts
        title={t('past.ended')}
        rows={tally.ended.map((one) => ({
          key: `${one.status}/${one.code}`,
          text: `${t(`ended.${one.status}`)} · ${reasonKind(one, t)}`,
          count: one.count,
        }))}
      />
      {examples.length > 0 && (
        <section className="je-sec">
          <h3>{t('past.examples')}</h3>
          <ul className="rh-examples">
            {examples.map((one, index) => (
              <li key={index}>
                <button
                  type="button"
                  aria-label={t('past.open', { name: one.customerName ?? t('past.somebody') })}
                  onClick={() => open(trialOf(one))}
                >
                  <span>
                    <b className="strong">{one.customerName ?? t('past.somebody')}</b>
                    <small>
                      {when.moment(one.startAt)} ·{' '}
                      {one.ended
                        ? [
                            t('past.gets', { count: one.messages }),
                            one.held > 0 ? t('past.heldSome', { count: one.held }) : '',
                            t(`ended.${one.ended.status}`),
                          ]
                            .filter(Boolean)
                            .join(' · ')
                        : reasonText(one.reason, t, locale)}
                    </small>
                  </span>
                  <IconArrowRight size={18} stroke={1.75} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Counts({
  title,
  rows,
}: {
  title: string;
  rows: { key: string; text: string; count: number; go?: () => void }[];
}) {
  if (rows.length === 0) return null;
  return (
    <section className="je-sec">
      <h3>{title}</h3>
      <ul className="rh-counts">
        {rows.map(({ key, text, count, go }) => (
          <li key={key}>
            <span className="n num">{count}</span>
            {go ? (
              <button type="button" onClick={go}>
                {text}
              </button>
            ) : (
              <span>{text}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const shortened = (text: string): string => (text.length > 42 ? `${text.slice(0, 41).trimEnd()}…` : text);

const trialOf = ({ customerId, customerName, event, startAt, answers }: PastExample): Trial => ({
  customer: { id: customerId, name: customerName },
  event: event as Trial['event'],
  startAt,
  answers,
});
