/**
 * A small memory of answers, per owner (a database: two apps in one process must not share). Answers being looked up
 * are shared too, so that a burst asks once. `forget` drops all of an owner's, once one of them is no longer true.
 */
export function remember<Value>({ forMs, atMost }: { forMs: number; atMost: number }) {
  const byOwner = new WeakMap<object, Map<string, { value: Promise<Value>; until: number }>>();
  function recall(owner: object, key: string, now: Date, look: () => Promise<Value>): Promise<Value> {
    let memory = byOwner.get(owner);
    if (!memory) byOwner.set(owner, (memory = new Map()));
    const kept = memory.get(key);
    if (kept && kept.until > now.getTime()) return kept.value;
    if (memory.size >= atMost) memory.clear();
    const value = look();
    memory.set(key, { value, until: now.getTime() + forMs });
    value.catch(() => memory.delete(key));
    return value;
  }
  recall.forget = (owner: object) => void byOwner.delete(owner);
  return recall;
}
