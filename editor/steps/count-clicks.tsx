import { useQuery } from '@tanstack/react-query';
import { business } from '../api/queries.js';
import { SelectField } from '../ui/index.js';
import type { PanelProps } from './panel.js';

/** Is it counted who presses a link: as the business does it, or this once otherwise. */
export function CountClicks({ values, set, t }: PanelProps) {
  const usual = useQuery(business).data?.settings['trackLinks'] === true;
  return (
    <SelectField
      label={t('message.clicks')}
      hint={t('message.clicksHint')}
      value={countsClicks(values) ?? ''}
      onChange={({ target }) => set('trackLinks', target.value === '' ? undefined : target.value === 'true')}
    >
      <option value="">{t(usual ? 'message.clicksUsualYes' : 'message.clicksUsualNo')}</option>
      <option value="true">{t('message.clicksYes')}</option>
      <option value="false">{t('message.clicksNo')}</option>
    </SelectField>
  );
}

const countsClicks = ({ trackLinks }: PanelProps['values']): string | null =>
  typeof trackLinks === 'boolean' ? String(trackLinks) : null;
