import type { BusinessTransaction } from '../../db/tenant.js';
import type { Reason } from '../../workflows/flow/reasons.js';

/**
 * What performing a step comes to, inside its transaction. Only `call` needs the world: it is made after the commit,
 * and its answer is settled in a second transaction.
 */
export type Effect =
  | { do: 'leave'; exit: string; reason?: Reason }
  | { do: 'hold'; until: string; reason: Reason }
  /** Another attempt is out and its fate not known yet; look again then. */
  | { do: 'busy'; until: string }
  | { do: 'call'; call: () => Promise<Settlement> };

/**
 * What the world answered. `record` writes it, in the transaction that locks the enrollment again; `then` is where the
 * enrollment goes: out by an exit, on with the same step, or to sleep until it is tried again.
 */
export interface Settlement {
  record(tx: BusinessTransaction): void;
  then:
    | { do: 'leave'; exit: string; reason?: Reason }
    | { do: 'again' }
    | { do: 'hold'; until: string; reason: Reason };
  /** Told in the timeline whatever becomes of the enrollment. */
  message?: { id: string; reason: { code: string; message: string } | null };
  saved?: Record<string, unknown>;
}
