import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Shape } from '../../api/client.js';
import { useMay } from '../../api/queries.js';
import { useEventName, useSubjectName } from '../parts/event-words.js';

/** What let somebody into a journey, and the way to it in what came in while it is kept there. */
export function CameInto({ moment, journey }: { moment: Shape<'CustomerMoment'>; journey: string }) {
  const t = useTranslations('customers');
  const nameOf = useEventName();
  const subjectName = useSubjectName();
  const mayLook = useMay('events:read');
  const { eventType, eventId, subject, reason } = moment;
  const because =
    eventType && [nameOf(eventType), subject && subjectName(subject)].filter(Boolean).join(' · ');
  return (
    <div>
      <div className="label">{t('moments.enrolled', { journey })}</div>
      <div className="muted t13">
        {!because ? (
          reason?.message
        ) : eventId && mayLook ? (
          <Link to={`/inbox/${eventId}`} className="inline">
            {because}
          </Link>
        ) : (
          because
        )}
      </div>
    </div>
  );
}
