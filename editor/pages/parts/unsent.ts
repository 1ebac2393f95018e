import { useState } from 'react';
import { shelfFor } from '../../api/kept.js';

/**
 * What was typed and not sent, kept for whoever typed it: another page, a reload, a closed dialog, a closed tab or a
 * session that ran out loses nothing. `begin` is what an untouched form holds. A form that can stand for several things
 * names them in its place and is mounted anew for each. Never for secrets.
 */
export function useUnsent<Typed>(place: string, begin: Typed) {
  const [shelf] = useState(() => shelfFor(place, new Date()));
  const [held, setHeld] = useState(() => {
    const kept = shelf.read() as Typed | null;
    return kept === null ? { typed: begin, kept: false } : { typed: kept, kept: true };
  });
  return {
    typed: held.typed,
    /** Does it hold what was typed at another time? Then the form says so. */
    kept: held.kept,
    type: (next: Typed) => {
      setHeld({ typed: next, kept: held.kept });
      if (same(next, begin)) shelf.clear();
      else shelf.write(next, new Date());
    },
    /** Sent or thrown away: the form is as untouched. */
    forget: () => {
      shelf.clear();
      setHeld({ typed: begin, kept: false });
    },
    /** Sent, and still to be seen: nothing is kept. */
    sent: () => {
      shelf.clear();
      setHeld({ typed: held.typed, kept: false });
    },
  };
}

export const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
