import { useEffect, useState } from 'react';
import { draft as asDraft } from '../../workflows/flow/draft.js';
import { alike } from '../draft/alike.js';
import { adopted } from '../draft/edits.js';
import { createHistory } from '../draft/history.js';
import { createSaving, localCopy, type Held } from '../draft/saving.js';
import * as server from './api.js';
import { createDesk } from './desk.js';
import { numbersOf } from './view.js';

/** The draft as opened, with its history and its saving; what was still on this device comes back first. */
export function useOpened(held: Held, journey: server.Journey) {
  const [opened] = useState(() => {
    const kept = localCopy(journey.id, localStorage);
    const history = createHistory(held.flow);
    let inside = journey;
    const desk = createDesk(history, (id) => numbersOf(inside, history.flow()).here(id));
    const differs = kept !== null && !alike(kept.flow, held.flow);
    const saving = createSaving({
      journeyId: journey.id,
      // A copy made from an older draft is saved against that one: the server then says that somebody else was here.
      held: differs ? { ...held, etag: kept.etag } : held,
      unanswered: differs ? kept.unanswered : null,
      put: (flow, etag) => server.putDraft(journey.id, flow, etag),
      local: localStorage,
    });
    if (kept && !differs) saving.forget();
    return {
      history,
      desk,
      saving,
      restored: differs ? kept.at : null,
      kept: differs ? adopted(asDraft(kept.flow)) : null,
      see: (next: server.Journey) => void (inside = next),
    };
  });
  opened.see(journey);

  useEffect(() => {
    const { history, saving, kept } = opened;
    saving.open();
    const stop = history.store.subscribe(({ flow }, before) => {
      if (flow !== before.flow) saving.changed(flow);
    });
    if (kept && !history.temporal.getState().pastStates.length) history.edit(kept, { act: 'restored' });
    const leave = (event: BeforeUnloadEvent) => {
      if (!saving.isSaved()) event.preventDefault();
    };
    const online = () => void saving.save();
    window.addEventListener('beforeunload', leave);
    window.addEventListener('online', online);
    return () => {
      stop();
      window.removeEventListener('beforeunload', leave);
      window.removeEventListener('online', online);
      saving.leave();
    };
  }, [opened]);
  return opened;
}
