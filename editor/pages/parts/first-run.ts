import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client.js';
import { business, journeys, useMay } from '../../api/queries.js';

/** From an empty business to a journey that works, in this order. */
export const FIRST_STEPS = ['business', 'senders', 'template', 'publish', 'test'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** About how long each takes. */
export const MINUTES: Record<FirstStep, number> = {
  business: 1,
  senders: 1,
  template: 1,
  publish: 1,
  test: 1,
};

/** Has this business ever written to anybody? */
const everWrote = queryOptions({
  queryKey: ['messages', 'ever'],
  queryFn: async () =>
    (await answer(api.GET('/messages', { params: { query: { limit: 20 } } }))).items.some(
      ({ direction }) => direction === 'outbound',
    ),
});

/**
 * What is done of the first steps, told from what there is and never from how far somebody clicked. Undefined while it
 * is not known.
 */
export function useFirstSteps(): Record<FirstStep, boolean> | undefined {
  const may = useMay('messages:read');
  const firm = useQuery(business).data;
  const all = useQuery(journeys).data;
  const wrote = useQuery({ ...everWrote, enabled: may });
  if (!firm || !all || (may && wrote.data === undefined && !wrote.error)) return undefined;
  const settings = firm.settings as { hours?: unknown[] | null; senders?: unknown };
  return {
    business: firm.email !== null || firm.phone !== null || (settings.hours?.length ?? 0) > 0,
    senders: Boolean(settings.senders),
    template: all.items.length > 0,
    publish: all.items.some(({ liveVersion }) => liveVersion !== null),
    test: wrote.data ?? false,
  };
}
