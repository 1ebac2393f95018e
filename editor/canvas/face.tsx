import type { Draft } from '../../workflows/flow/draft.js';
import type { Item } from '../draft/tree.js';
import { EntryTile, FinishTile, JoinTile, KindTile } from './icons.js';
import { isPill } from './layout.js';

/** Is it drawn as a pill, as time and ends are, and not as a ticket? */
export const isPillItem = (item: Item): boolean =>
  item.as === 'finish' || item.as === 'join' || (item.step !== null && isPill(item.step.kind));

/** The coloured tile a step is known by, wherever the journey is drawn. */
export function ItemTile({ item, entry }: { item: Item; entry: Draft['entry'] }) {
  const pill = isPillItem(item);
  if (item.as === 'entry') return <EntryTile entry={entry} />;
  if (item.as === 'finish') return <FinishTile />;
  if (item.as === 'join') return <JoinTile />;
  return item.step && <KindTile kind={item.step.kind} size={pill ? 28 : 36} round={pill} />;
}
