import { useState } from 'react';
import { chosenBusiness } from '../../api/session.js';

/**
 * What was typed and not sent, kept for this tab: another page, a reload or a closed dialog loses nothing. `begin` is
 * what an untouched form holds; `forget` once it has been sent. Never for secrets.
 */
export function useUnsent<Typed>(
  place: string,
  begin: Typed,
): { typed: Typed; type: (next: Typed) => void; forget: () => void } {
  const key = `unsent:${chosenBusiness() ?? ''}:${place}`;
  const [typed, setTyped] = useState<Typed>(() => {
    const kept = sessionStorage.getItem(key);
    return kept === null ? begin : (JSON.parse(kept) as Typed);
  });
  const forget = () => {
    sessionStorage.removeItem(key);
    setTyped(begin);
  };
  return {
    typed,
    type: (next) => {
      setTyped(next);
      if (JSON.stringify(next) === JSON.stringify(begin)) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(next));
    },
    forget,
  };
}
