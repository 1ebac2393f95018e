import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Draft } from '../../../workflows/flow/draft.js';
import { answer, api } from '../../api/client.js';

export interface Taken {
  name: string;
  goal: string;
  flow: Draft;
}

/** Makes the journey and puts the template into its draft; answers its id. A second try goes on with the same journey. */
export function useTakeTemplate(onTaken: (id: string) => void) {
  const client = useQueryClient();
  const made = useRef<{ of: string; id: string; draftEtag: string } | null>(null);
  return useMutation({
    mutationFn: async ({ name, goal, flow }: Taken) => {
      if (made.current?.of !== name) {
        made.current = {
          of: name,
          ...(await answer(api.POST('/journeys', { body: { name, description: goal } }))),
        };
      }
      const { id, draftEtag } = made.current;
      await answer(
        api.PUT('/journeys/{id}/draft', {
          params: { path: { id }, header: { 'if-match': draftEtag } },
          body: flow as unknown as Record<string, unknown>,
        }),
      );
      return id;
    },
    onSuccess: async (id) => {
      made.current = null;
      await client.invalidateQueries({ queryKey: ['journeys'] });
      onTaken(id);
    },
  });
}
