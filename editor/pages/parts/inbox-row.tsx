import { IconArrowRight, IconFlag, IconMinus, IconPlayerPlay, type Icon } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Shape } from '../../api/client.js';
import { useWhen } from '../../ui/index.js';
import { EventTile } from './event-tile.js';
import { useEventName, useSubjectName } from './event-words.js';

export type Listed = Shape<'ListedEvent'>;
export type Status = Listed['status'];
/** What the address of the inbox holds besides the event that is open. */
export interface Filter {
  status?: Status;
  search?: string;
}

export const filterOf = (status: Status | '' | undefined, search: string): Filter => ({
  ...(status && { status }),
  ...(search && { search }),
});

/** One line of what came in: what happened, to whom, and what came of it. */
export function InboxRow({ event, current }: { event: Listed; current: boolean }) {
  const when = useWhen();
  const nameOf = useEventName();
  const subjectName = useSubjectName();
  const { status, search = '' } = useSearch({ strict: false }) as Filter;
  const about = [event.customerName, event.subject && subjectName(event.subject)].filter(Boolean);
  return (
    <Link to={`/inbox/${event.id}`} search={filterOf(status, search)} aria-current={current}>
      <EventTile type={event.type} size={28} />
      <span className="grow">
        <span className="row">
          <span className="label grow clip">{nameOf(event.type)}</span>
          <span className="muted t13 num">{when.moment(event.receivedAt)}</span>
        </span>
        {about.length > 0 && <span className="t13 muted block clip">{about.join(' · ')}</span>}
        <Outcomes event={event} />
      </span>
    </Link>
  );
}

/** What came of it: how many journeys did what, or why none did anything. */
function Outcomes({ event }: { event: Listed }) {
  const t = useTranslations('inbox');
  const done = OUTCOMES.filter((outcome) => event.outcomes[outcome]);
  const nothing = event.outcomes.ignored ?? 0;
  if (done.length === 0 && !event.ignoredBecause) {
    return (
      <span className={`t13 block ${event.status === 'dead' ? 'bad' : 'muted'}`}>
        {t(`statuses.${event.status}`)}
      </span>
    );
  }
  if (done.length === 0 && nothing === 1) {
    return <span className="t13 muted lines2">{event.ignoredBecause?.message}</span>;
  }
  return (
    <span className="came-of t13">
      {done.map((outcome) => {
        const Picture = PICTURES[outcome];
        return (
          <span key={outcome} className="good">
            <Picture size={14} aria-hidden /> {t(`made.${outcome}`, { count: event.outcomes[outcome]! })}
          </span>
        );
      })}
      {nothing > 0 && (
        <span className="muted">
          <IconMinus size={14} aria-hidden /> {t('made.ignored', { count: nothing })}
        </span>
      )}
    </span>
  );
}

const OUTCOMES = ['enrolled', 'restarted', 'merged', 'queued', 'woke', 'replanned', 'ended'] as const;
const PICTURES: Record<(typeof OUTCOMES)[number], Icon> = {
  enrolled: IconPlayerPlay,
  restarted: IconPlayerPlay,
  merged: IconArrowRight,
  queued: IconArrowRight,
  woke: IconArrowRight,
  replanned: IconArrowRight,
  ended: IconFlag,
};
