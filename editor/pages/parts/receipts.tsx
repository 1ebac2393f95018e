import { useTranslations } from 'use-intl';
import type { Shape } from '../../api/client.js';
import { useWhen } from '../../ui/index.js';

/** Everything that was ever allowed or refused, with what it rests on: what the business can show. */
export function Receipts({ said }: { said: Shape<'Consent'>[] }) {
  const t = useTranslations('customers');
  const when = useWhen();
  return (
    <details className="receipts">
      <summary className="t13 label">{t('receipts')}</summary>
      <ol>
        {said.map((one) => {
          const source = `consentSources.${one.source}` as 'consentSources.api';
          return (
            <li key={one.id} className="t13">
              <span className="strong">
                {t(`channels.${one.channel}`)} {t(`purposes.${one.purpose}`)}: {t(one.granted ? 'yes' : 'no')}
              </span>
              <span className="muted block num">
                {when.moment(one.at)}
                {t.has(source) && ` · ${t(source)}`}
              </span>
              {one.evidence && <span className="block">{one.evidence}</span>}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
