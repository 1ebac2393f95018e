import { sql } from 'kysely';
import { lockEverybodyInside, nudge } from './interventions.js';
import type { PauseMode } from './journeys.js';
import type { BusinessTransaction } from './tenant.js';

/** How fast people go on after a pause when the owner chose to spread them. */
const STAGGERED_PER_SECOND = 10;

/**
 * Pause a locked journey. With `hold_everyone` everybody inside is locked once: a step that was being decided is
 * decided first, and after the answer nothing more leaves but what was already on its way to a provider.
 */
export async function pauseJourney(
  tx: BusinessTransaction,
  journeyId: string,
  mode: PauseMode,
): Promise<void> {
  await sql`
    update journeys.journeys set status = 'paused', pause_mode = ${mode}, paused_at = now()
     where business_id = ${tx.businessId} and id = ${journeyId}`.execute(tx.k);
  if (mode === 'hold_everyone') await lockEverybodyInside(tx, journeyId);
}

export type Overdue = 'send_now' | 'skip' | 'stagger';

/**
 * Let a locked journey go on. Whoever was held gets a word in the mailbox that says what to do with what is overdue,
 * and a nudge; `stagger` spreads the nudges, ten a second. People whose own passage is paused stay so.
 *
 * One statement each, however many there are: a hundred thousand rows are a second's work, and the dispatcher tells
 * Temporal at its own pace, so no workflow has to walk through them. Everybody is locked, so that an event which was
 * kept for later because of the pause is in the mailbox before this word is.
 */
export async function resumeJourney(
  tx: BusinessTransaction,
  journeyId: string,
  overdue: Overdue,
): Promise<{ resumed: number }> {
  const { rows } = await sql<{ mode: PauseMode | null }>`
    select pause_mode as mode from journeys.journeys
     where business_id = ${tx.businessId} and id = ${journeyId}`.execute(tx.k);
  await sql`
    update journeys.journeys set status = 'live', pause_mode = null, paused_at = null
     where business_id = ${tx.businessId} and id = ${journeyId}`.execute(tx.k);
  if (rows[0]?.mode !== 'hold_everyone') return { resumed: 0 };

  await lockEverybodyInside(tx, journeyId);
  const { rows: told } = await sql<{ id: string }>`
    with told as (
      insert into journeys.mailbox (business_id, enrollment_id, kind, body)
      select ${tx.businessId}, e.id, 'control',
             jsonb_build_object('act', 'resume', 'overdue', ${overdue}::text, 'actor', ${tx.actor}::text,
                                'reason', 'The journey goes on.')
        from journeys.enrollments e
       where e.business_id = ${tx.businessId} and e.journey_id = ${journeyId} and e.status = 'active'
         and e.paused_at is null
      returning enrollment_id)
    select e.id from journeys.enrollments e
      join told on told.enrollment_id = e.id
     where e.business_id = ${tx.businessId}
     order by e.due_at nulls last, e.id`.execute(tx.k);
  await nudge(
    tx,
    told.map(({ id }) => id),
    overdue === 'stagger' ? STAGGERED_PER_SECOND : undefined,
  );
  return { resumed: told.length };
}
