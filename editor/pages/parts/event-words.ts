import { useTranslations } from 'use-intl';

/** What happened, in the owner's words. */
export function useEventName() {
  const e = useTranslations('events');
  return (type: string) => (e.has(type as 'job_completed') ? e(type as 'job_completed') : ownEventName(type));
}

/** “Storm warning” for a business's own `custom_storm_warning`. */
const ownEventName = (type: string): string =>
  type
    .replace(/^custom_/, '')
    .replaceAll('_', ' ')
    .replace(/^./, (letter) => letter.toLocaleUpperCase());

/** “Job 8843” for what an event is about; a kind nobody knows by its own name. */
export function useSubjectName() {
  const t = useTranslations('inbox');
  return ({ kind, id }: { kind: string; id: string }) =>
    t.has(`kinds.${kind}` as 'kinds.job') ? t(`kinds.${kind}` as 'kinds.job', { id }) : `${kind} ${id}`;
}
