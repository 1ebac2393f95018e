import './watch.css';
import { Link } from '@tanstack/react-router';
import { answer, api, type Shape } from '../api/client.js';
import { exitText } from '../canvas/card.js';
import { titleOf, useView, type Behind } from '../canvas/view.js';
import { stepIn } from '../draft/places.js';
import { More, usePages } from '../pages/parts/more.js';
import { Dialog, FaultNote, Loading, useWhen } from '../ui/index.js';
import { useWatchWords } from './words/index.js';

type Passage = Shape<'Enrollment'>;

/** The people a number on the journey stands for: here now, gone a certain way, or ever begun. */
export default function PeopleDialog({
  journeyId,
  behind,
  count,
  onClose,
}: {
  journeyId: string;
  behind: Behind;
  /** What the number says: how often it happened, which may be more than once for one of them. */
  count: number;
  onClose: () => void;
}) {
  const { flow, words } = useView();
  const { t } = useWatchWords();
  const list = usePages(['journeys', journeyId, 'people', behind, count], (cursor) =>
    answer(
      api.GET('/journeys/{id}/enrollments', {
        params: {
          path: { id: journeyId },
          query: {
            limit: 50,
            ...(cursor !== undefined && { cursor }),
            ...(behind.as === 'here' && { stepId: behind.stepId, status: 'active' }),
            ...(behind.as === 'went' && { stepId: behind.stepId, exit: [...behind.exits] }),
          },
        },
      }),
    ),
  );
  const step = behind.as === 'started' ? null : stepIn(flow, behind.stepId);
  const name = titleOf(step, words);
  const way =
    step && behind.as === 'went' ? behind.exits.map((exit) => exitText(step, exit, words)).join(' · ') : '';
  const all = list.items && !list.hasNextPage ? list.items.length : null;
  return (
    <Dialog
      title={
        behind.as === 'here'
          ? t('people.here', { step: name })
          : behind.as === 'started'
            ? t('people.started')
            : way
              ? t('people.went', { step: name, way })
              : t('people.passed', { step: name })
      }
      onClose={onClose}
    >
      <FaultNote error={list.error} retry={() => void list.refetch()} />
      {!list.items && !list.error && <Loading lines={3} />}
      {list.items?.length === 0 && (
        <p className="muted">
          {t(behind.as === 'here' ? 'people.nobodyHere' : count === 0 ? 'people.nobodyYet' : 'people.nobody')}
        </p>
      )}
      {all !== null && behind.as === 'went' && all > 0 && all < count && (
        <p className="muted num">{t('people.times', { count, people: all })}</p>
      )}
      {list.items && list.items.length > 0 && (
        <ul className="lined wt-people">
          {list.items.map((passage) => (
            <li key={passage.id} className="row">
              <Link to={`/passages/${passage.id}`} className="grow label">
                {passage.customerName ?? t('somebody')}
              </Link>
              <span className="t13 muted num">
                <Stands passage={passage} here={behind.as === 'here'} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <More list={list} />
    </Dialog>
  );
}

/** What became of them since, or, of who is still there, until when they wait. */
function Stands({ passage, here }: { passage: Passage; here: boolean }) {
  const { flow, words } = useView();
  const { t } = useWatchWords();
  const when = useWhen();
  if (passage.endedAt) return t('people.over', { when: when.moment(passage.endedAt) });
  if (passage.pausedAt) return t('people.held');
  if (!here) {
    const step = stepIn(flow, passage.stepId);
    return step ? t('people.nowAt', { step: titleOf(step, words) }) : t('people.inside');
  }
  if (passage.dueAt) return words.t('panel.until', { when: when.moment(passage.dueAt) });
  return passage.since ? words.t('panel.since', { when: when.moment(passage.since) }) : '';
}
