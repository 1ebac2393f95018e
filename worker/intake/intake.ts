import * as claims from '../../db/claims.js';
import { listen } from '../../db/listen.js';
import * as outbox from '../../db/outbox.js';
import type { Database } from '../../db/tenant.js';
import { createDirectStarts, dispatch, type DispatchDeps, type OutboxRow } from './dispatch.js';
import { handleEvent, type HandleDeps } from './handle-event.js';

export interface IntakeDeps extends DispatchDeps, HandleDeps {
  /** As app_dispatch: sees which businesses have ready work, and nothing of theirs. */
  dispatchDatabase: Database;
  databaseUrl: string;
  /** Takes the first turn of a passage while Temporal is being told of it. */
  headStart(passage: { businessId: string; enrollmentId: string }): void;
  beginner: NonNullable<HandleDeps['beginner']>;
}

export interface Intake {
  stop(): Promise<void>;
}

const POLL_MS = 1000;
const BATCH = 200;
/** Events matched at once, each in its own transaction. */
const AT_ONCE = 4;
/** Events that the bell named and that are being matched; above it, they are left to the loop. */
const MOST_NAMED = 4;
/** Matches whose nudges are on their way; above it, what is left goes through the outbox. */
const MOST_NUDGING = 200;

/**
 * Two loops on one bell: events become enrollments and mail, and the outbox reaches Temporal. Matching needs no
 * Temporal. Each is woken by NOTIFY and looks by itself every second; an event that the bell names is matched without
 * looking first.
 */
export function startIntake(deps: IntakeDeps): Intake {
  const matching = loop(() => matchReady(deps, matchOne), deps);
  const dispatching = loop(() => dispatchReady(deps), deps);
  const ear = listen({ url: deps.databaseUrl, role: 'app_dispatch' }, (channel, payload) => {
    if (channel === 'journeyman_outbox') dispatching.wake();
    else if (payload === '' || named.size >= MOST_NAMED) matching.wake();
    else for (const event of eventsNamed(payload)) matchNamed(event);
  });

  const starts = createDirectStarts(deps);
  // While Temporal cannot be reached nobody gets ahead of their workflow: what follows a message could not be kept.
  const matchingDeps: HandleDeps = {
    ...deps,
    beginner: async (businessId) => (deps.temporal() ? deps.beginner(businessId) : null),
  };
  const nudging = new Set<Promise<unknown>>();
  const named = new Set<Promise<void>>();

  /** Did it become ours? */
  async function matchOne(event: ReadyEvent): Promise<boolean> {
    const done = await handleEvent(event, matchingDeps);
    if (!done) return false;
    done.goOn?.();
    direct(
      done.outbox.map((row) => ({ business_id: event.businessId, ...row })),
      done.goOn !== undefined,
    );
    return true;
  }

  function matchNamed(event: ReadyEvent) {
    const work = matchOne(event).then(
      (ours) => {
        if (!ours) matching.wake(); // an older event of its subject comes first, or has just been finished
      },
      (error: unknown) => {
        deps.log.warn({ err: error }, 'an event is left to the next look');
      },
    );
    named.add(work);
    void work.finally(() => named.delete(work));
  }

  /** What a match has just written goes to Temporal at once; the outbox row stands behind it. */
  function direct(rows: OutboxRow[], hasBegun: boolean) {
    if (rows.every(({ kind }) => kind === 'start')) {
      if (!starts.tell(rows) || hasBegun) return;
      for (const { business_id, enrollment_id } of rows) {
        deps.headStart({ businessId: business_id, enrollmentId: enrollment_id });
      }
      return;
    }
    if (nudging.size >= MOST_NUDGING) return;
    const telling = dispatch(rows, deps).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'dispatch failed'),
    );
    nudging.add(telling);
    void telling.finally(() => nudging.delete(telling));
  }

  return {
    async stop() {
      await ear.close();
      await Promise.all([matching.stop(), dispatching.stop()]);
      await Promise.allSettled([...named, ...nudging]);
      await starts.settle();
    },
  };
}

interface ReadyEvent {
  businessId: string;
  eventId: string;
}

/** `<business>:<event>,<event>…`, as `insertEvents` rings. */
function eventsNamed(payload: string): ReadyEvent[] {
  const [businessId = '', events = ''] = payload.split(':');
  return events.split(',').map((eventId) => ({ businessId, eventId }));
}

/** Did it find work? Then it is asked again at once. */
async function matchReady(
  deps: IntakeDeps,
  matchOne: (event: ReadyEvent) => Promise<boolean>,
): Promise<boolean> {
  const ready = await run(deps.dispatchDatabase, claims.readyEvents, [BATCH]);
  let handled = 0;
  await inParallel(ready, AT_ONCE, async ({ business_id, id }) => {
    if (await matchOne({ businessId: business_id, eventId: id })) handled++;
  });
  return handled > 0;
}

async function dispatchReady(deps: IntakeDeps): Promise<boolean> {
  if (!deps.temporal()) return false;
  const rows = await run(deps.dispatchDatabase, outbox.readyOutbox, [BATCH]);
  if (rows.length === 0) return false;
  const { told } = await dispatch(rows, deps);
  return told > 0;
}

/** A single statement as app_dispatch, outside any business. */
async function run<Row>(
  database: Database,
  { name, text }: { name: string; text: string; row?: Row },
  values: unknown[],
) {
  return (await database.pool.query({ name, text, values })).rows as Row[];
}

/** Do the work, and again while there is some; then sleep until woken or a second has passed. Errors cost one sleep. */
function loop(work: () => Promise<boolean>, { log }: Pick<IntakeDeps, 'log'>) {
  let stopping = false;
  let woken = false;
  let ring: (() => void) | undefined;

  function wake() {
    woken = true;
    ring?.();
  }

  async function sleep() {
    if (woken || stopping) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      ring = resolve;
      timer = setTimeout(resolve, POLL_MS);
    });
    clearTimeout(timer);
    ring = undefined;
  }

  async function run() {
    while (!stopping) {
      woken = false;
      let busy = false;
      try {
        busy = await work();
      } catch (error) {
        log.warn({ err: error }, 'intake is waiting for the database');
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      if (!busy) await sleep();
    }
  }

  const running = run();
  return {
    wake,
    async stop() {
      stopping = true;
      ring?.();
      await running;
    },
  };
}

async function inParallel<T>(items: T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const workers = Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  });
  await Promise.all(workers);
}
