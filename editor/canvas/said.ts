import { useEffect } from 'react';
import type { Draft } from '../../workflows/flow/draft.js';
import type { Act } from '../draft/history.js';
import { placesTo, stepIn } from '../draft/places.js';
import { toast } from '../ui/index.js';
import { entryText } from './card.js';
import type { DeskState } from './desk.js';
import { titleOf, type View } from './view.js';
import type { Words } from './words/index.js';

/** Says what was done: aloud always, as a toast when it can be taken back. */
export function useSaid(
  said: DeskState['said'],
  { words, desk, flow }: View,
  setLive: (text: string) => void,
) {
  useEffect(() => {
    if (!said) return;
    if ('note' in said) {
      const text = words.t(`act.${said.note}`, { step: said.kind ? words.t(`verb.${said.kind}`) : '' });
      setLive(text);
      if (said.note === 'notHere' || said.note === 'nothingToPaste') toast(text);
    } else if ('back' in said) {
      setLive(words.t(`act.${said.back}`, { act: actText(said.act, words) }));
    } else {
      const text =
        addedText(said.act, desk.state.getState().focused, flow, words) ?? actText(said.act, words);
      setLive(text);
      const extra = said.extra ? `. ${words.t('act.landing', { count: said.extra })}` : '';
      if (said.undo && said.act.act === 'removed')
        toast(`${text}${extra}`, { label: words.t('undo'), run: () => desk.undo() });
    }
    desk.hush();
  }, [said, words, desk, flow, setLive]);
}

/** “Wait added after Send a text”: where, for those who do not see it. */
function addedText({ act, kind }: Act, id: string, flow: Draft, words: Words): string | null {
  const [place] = act === 'added' ? placesTo(flow, id) : [];
  if (!place || !kind) return null;
  const above =
    place === 'first' ? entryText(flow.entry, words).title : titleOf(stepIn(flow, place.stepId), words);
  return words.t('act.addedAfter', { step: words.t(`verb.${kind}`), above });
}

export const actText = ({ act, kind }: Act, { t }: Words): string =>
  t(`act.${act}`, { step: kind ? t(`verb.${kind}`) : '' });
