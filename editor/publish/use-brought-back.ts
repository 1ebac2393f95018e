import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { draft as asDraft } from '../../workflows/flow/draft.js';
import type { Desk } from '../canvas/desk.js';
import { useCanvasWords } from '../canvas/words/index.js';
import { adopted } from '../draft/edits.js';
import type { History } from '../draft/history.js';
import { toast, useFaultSentence } from '../ui/index.js';
import { getVersion } from './api.js';

/** A version chosen on the page of versions becomes the draft, as an edit like any other: one step back undoes it. */
export function useBroughtBack(journeyId: string, history: History, desk: Desk): void {
  const { t } = useCanvasWords();
  const sentence = useFaultSentence();
  const go = useNavigate();
  const { restore } = useSearch({ strict: false }) as { restore?: unknown };
  const taken = useRef<unknown>(undefined);
  useEffect(() => {
    const number = Number(restore);
    if (!Number.isInteger(number) || number < 1 || taken.current === restore) return;
    taken.current = restore;
    void getVersion(journeyId, number)
      .then(({ flow }) => {
        history.edit(adopted(asDraft(flow)), { act: 'restored' });
        desk.mend();
        toast(t('broughtBack', { number }), { label: t('undo'), run: () => desk.undo() });
      })
      .catch((error: unknown) => toast(sentence(error)))
      .finally(() => void go({ to: '/journeys/$id', params: { id: journeyId }, search: {}, replace: true }));
  }, [restore]);
}
