import { IconCheck, IconHandStop, IconMinus, IconRoute } from '@tabler/icons-react';
import type { Shape } from '../../api/client.js';
import { Pill } from '../../ui/index.js';
import { useCustomerWords } from './words/index.js';

type Listed = Shape<'ListedCustomer'>;

/** May we write to them, in words and a sign of its own. */
export function Reach({ reach: { email, sms } }: Pick<Listed, 'reach'>) {
  const { t } = useCustomerWords();
  const mayEmail = email === 'allowed';
  const mayText = sms === 'allowed';
  if (!mayEmail && !mayText) {
    return email || sms ? (
      <span className="reach bad">
        <IconHandStop size={16} className="icon" aria-hidden /> {t('reach.stopped')}
      </span>
    ) : (
      <span className="reach muted">
        <IconMinus size={16} className="icon" aria-hidden /> {t('reach.nowhere')}
      </span>
    );
  }
  const isPartly = email === 'stopped' || sms === 'stopped';
  const Picture = isPartly ? IconHandStop : IconCheck;
  return (
    <span className={`reach ${isPartly ? 'warn' : ''}`}>
      <Picture size={16} className={`icon ${isPartly ? '' : 'good'}`} aria-hidden />
      {mayEmail && mayText
        ? t('reach.both')
        : mayEmail
          ? t(isPartly ? 'reach.emailOnly' : 'reach.email')
          : t(isPartly ? 'reach.smsOnly' : 'reach.sms')}
    </span>
  );
}

/** The journey they are in now; how many, where there are more; nothing where there is none. */
export function InNow({ activeJourneys }: Pick<Listed, 'activeJourneys'>) {
  const { t } = useCustomerWords();
  const [first, second] = activeJourneys;
  if (!first) return null;
  return (
    <Pill tone="brand" icon={<IconRoute size={14} aria-hidden />}>
      <span className="clip">
        {second ? t('insideSome', { count: activeJourneys.length }) : t('inside', { journey: first.name })}
      </span>
    </Pill>
  );
}
