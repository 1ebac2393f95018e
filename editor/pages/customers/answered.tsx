import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Shape } from '../../api/client.js';
import { Stars } from '../../ui/index.js';
import { useCustomerWords } from './words/index.js';

/** What somebody thought of it: the stars, and their own words. */
export function Answered({ feedback }: { feedback: Shape<'Feedback'> }) {
  const t = useTranslations('customers');
  const f = useTranslations('feedback');
  const { t: words } = useCustomerWords();
  const { comment, privateNote } = feedback;
  return (
    <div className={comment || privateNote ? 'quote' : undefined}>
      <div className="row wrap">
        <span className="row">
          <span className="label">{t('moments.feedback')}</span>
          <Stars rating={feedback.rating} size={16} />
        </span>
        <Link to="/feedback" search={{ show: 'all', id: feedback.id }} className="inline t13">
          {words('openFeedback')}
        </Link>
      </div>
      {comment && <p className="said">“{comment}”</p>}
      {privateNote && (
        <p className="said">
          <span className="t13 muted">{f('privateNote')}: </span>“{privateNote}”
        </p>
      )}
    </div>
  );
}
