import { MutationCache, QueryCache, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from './client.js';
import { isRefusal, Refusal } from './refusal.js';
import { rememberSignedIn } from './session.js';

/** Somebody who is refused may have another role by now, or be off the team: then the frame says so. */
function lookWhoIAm(error: unknown): void {
  if (isRefusal(error, 'forbidden') || isRefusal(error, 'not_found')) {
    void queryClient.invalidateQueries({ queryKey: me.queryKey });
  }
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== me.queryKey[0]) lookWhoIAm(error);
    },
  }),
  mutationCache: new MutationCache({ onError: lookWhoIAm }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What we were refused on purpose is refused again; the rest may be a passing fault.
      retry: (times, error) =>
        times < 2 && (!(error instanceof Refusal) || error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
      // Without a network the library would wait in silence; it is to try, fail and say so.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** Keys begin with the noun: invalidate `['journeys']` after anything about journeys changed. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const who = await answer(api.GET('/me'));
    rememberSignedIn();
    return who;
  },
  staleTime: 5 * 60_000,
});

/** Whose session this is, by name. */
export const person = queryOptions({
  queryKey: ['person'],
  queryFn: async () => {
    const said = (await (await fetch('/api/auth/get-session')).json()) as {
      user?: { name: string; email: string };
    } | null;
    return said?.user ?? null;
  },
  staleTime: Infinity,
});

export const business = queryOptions({
  queryKey: ['business'],
  queryFn: () => answer(api.GET('/business')),
  staleTime: 5 * 60_000,
});

export const journeys = queryOptions({
  queryKey: ['journeys', 'list'],
  queryFn: () => answer(api.GET('/journeys', { params: { query: { limit: 200 } } })),
});

export const journey = (id: string) =>
  queryOptions({
    queryKey: ['journeys', id],
    queryFn: () => answer(api.GET('/journeys/{id}', { params: { path: { id } } })),
  });

export const draft = (id: string) =>
  queryOptions({
    queryKey: ['journeys', id, 'draft'],
    queryFn: () => answer(api.GET('/journeys/{id}/draft', { params: { path: { id } } })),
  });

/** Answers of customers that somebody has still to deal with. */
export const feedbackToAnswer = queryOptions({
  queryKey: ['feedback', 'to answer'],
  queryFn: () => answer(api.GET('/feedback', { params: { query: { toAnswer: 'true', limit: 200 } } })),
  refetchInterval: 60_000,
});

/** Conversations nobody has read to the end. */
export const unreadConversations = queryOptions({
  queryKey: ['conversations', 'unread'],
  queryFn: () => answer(api.GET('/conversations', { params: { query: { unread: 'true', limit: 200 } } })),
  refetchInterval: 30_000,
});

/** Whether the signed-in person may do something, by the permission's name in the contract. */
export function useMay(permission: string): boolean {
  const { data } = useQuery(me);
  return data?.permissions.some((each) => each === permission) ?? false;
}

/** The zone in which the business lives and its people read times. */
export function useZone(): string | undefined {
  return useQuery(business).data?.timezone;
}

/** A customer's name where only the id is known. */
export function useCustomer(id: string | null) {
  return useQuery({
    queryKey: ['customers', id],
    queryFn: () => answer(api.GET('/customers/{id}', { params: { path: { id: id! } } })),
    enabled: id !== null,
    staleTime: 60_000,
  });
}
