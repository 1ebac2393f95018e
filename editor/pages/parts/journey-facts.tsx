import { useTranslations } from 'use-intl';
import type { Shape } from '../../api/client.js';
import { Pill, type Tone } from '../../ui/index.js';

/** What begins a journey, as a sentence: "When: A job is finished". */
export function useEntrySentence(): (entry: unknown) => string {
  const t = useTranslations('journeys.entry');
  const events = useTranslations('events');
  return (entry) => {
    const { on, type = '', field = '' } = (entry ?? {}) as { on?: string; type?: string; field?: string };
    const key = type as 'job_completed';
    if (on === 'event')
      return t('event', {
        event: events.has(key) ? events(key) : type.replace(/^custom_/, '').replaceAll('_', ' '),
      });
    if (on === 'date') return t('date', { field: field.split('.').at(-1) ?? '' });
    if (on === 'segment') return t('segment');
    return on === 'manual' ? t('manual') : t('none');
  };
}

/** Live, Draft, Paused … with unpublished changes said beside it. */
export function JourneyState({ journey }: { journey: Shape<'Journey'> }) {
  const t = useTranslations('journeys.states');
  if (journey.status === 'paused')
    return <Pill tone="warn">{t(journey.pause?.mode === 'hold_everyone' ? 'held' : 'noNew')}</Pill>;
  if (journey.status === 'live' && journey.draftChanged) return <Pill tone="warn">{t('draftChanges')}</Pill>;
  const tones: Partial<Record<typeof journey.status, Tone>> = { live: 'good' };
  return <Pill tone={tones[journey.status] ?? 'plain'}>{t(journey.status)}</Pill>;
}
