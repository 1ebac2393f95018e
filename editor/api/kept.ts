import { me, queryClient } from './queries.js';

const PREFIX = 'unsent:';
const LONGEST_MILLIS = 7 * 86_400_000;

/** A place for what somebody typed and did not send. */
export interface Shelf {
  /** Null where nothing is kept, or nothing that can be read. */
  read(): unknown;
  write(typed: unknown, now: Date): void;
  clear(): void;
}

/**
 * The shelf of one form, under the names of the person and the business: nobody else's words ever come up. Theirs stay
 * on this device for a week, over a closed tab and a session that ran out; those of nobody known, such as the owner to
 * be, only as long as the tab. Never for secrets.
 */
export function shelfFor(place: string, now: Date): Shelf {
  const who = queryClient.getQueryData(me.queryKey);
  const storage = who ? localStorage : sessionStorage;
  const key = `${PREFIX}${who ? `${who.id}:${who.businessId}` : ''}:${place}`;
  dropOld(now);
  return {
    read: () => read(storage, key)?.typed ?? null,
    write: (typed, at) => {
      try {
        storage.setItem(key, JSON.stringify({ at: at.getTime(), typed }));
      } catch {
        // Full or forbidden: it then lives as long as the page.
      }
    },
    clear: () => storage.removeItem(key),
  };
}

/** What somebody typed and did not send is theirs: it goes with them. */
export function clearShelves(): void {
  const who = queryClient.getQueryData(me.queryKey);
  sessionStorage.clear();
  if (who) for (const key of keysOf(`${PREFIX}${who.id}:`)) localStorage.removeItem(key);
}

function dropOld(now: Date): void {
  for (const key of keysOf(PREFIX)) {
    const at = read(localStorage, key)?.at ?? 0;
    if (now.getTime() - at > LONGEST_MILLIS) localStorage.removeItem(key);
  }
}

const keysOf = (beginning: string) => Object.keys(localStorage).filter((key) => key.startsWith(beginning));

function read(storage: Storage, key: string): { at: number; typed: unknown } | null {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') as { at: number; typed: unknown } | null;
  } catch {
    return null;
  }
}
