import { useQuery } from '@tanstack/react-query';
import type { Shape } from '../../api/client.js';
import { places, staff } from './code-form.js';
import { useCodeWords } from './words/index.js';

type Code = Shape<'QrCode'>;

/** What a code stands for today, in words: a place, a person, “Table 12”. */
export function useStandsFor(): (code: Code) => string {
  const { t } = useCodeWords();
  const people = useQuery(staff).data?.items;
  const sites = useQuery(places).data?.items;
  return ({ kind, reference, staffId, locationId }) => {
    if (kind === 'table' || kind === 'invoice') return t(`standsFor.${kind}`, { name: reference ?? '' });
    const id = kind === 'staff' ? staffId : locationId;
    if (!id) return kind === 'staff' ? t('gone') : t('wholeBusiness');
    const list = kind === 'staff' ? people : sites;
    return list?.find((each) => each.id === id)?.name ?? (list ? t('gone') : '…');
  };
}
