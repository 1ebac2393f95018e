import { sql } from 'kysely';
import { stateOf, type State } from './interventions.js';
import type { BusinessTransaction } from './tenant.js';

export type EnrollmentStatus = 'active' | 'completed' | 'stopped' | 'failed';

/** One customer's passage through one version of a journey. */
export interface Enrollment {
  id: string;
  journeyId: string;
  journeyName: string;
  version: number;
  customerId: string;
  customerName: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  entryEventId: string | null;
  status: EnrollmentStatus;
  state: State | null;
  reasonCode: string | null;
  reasonMessage: string | null;
  stepId: string | null;
  /** Since when it has stood there. */
  since: Date | null;
  dueAt: Date | null;
  pausedAt: Date | null;
  queuedAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
}

const selectEnrollments = sql`
  select e.id, e.journey_id as "journeyId", j.name as "journeyName", e.version, e.customer_id as "customerId",
         c.name as "customerName", e.subject_kind as "subjectKind", e.subject_id as "subjectId",
         e.entry_event_id as "entryEventId", e.status, ${stateOf} as state, e.reason_code as "reasonCode",
         e.reason_message as "reasonMessage", e.step_id as "stepId", e.since, e.due_at as "dueAt",
         e.paused_at as "pausedAt", e.queued_at as "queuedAt", e.started_at as "startedAt", e.ended_at as "endedAt"
    from journeys.enrollments e
    join journeys.journeys j on j.business_id = e.business_id and j.id = e.journey_id
    join crm.customers c on c.business_id = e.business_id and c.id = e.customer_id`;

export interface EnrollmentFilter {
  journeyId?: string | undefined;
  customerId?: string | undefined;
  status?: EnrollmentStatus | undefined;
  /** Where they stand; with `exits`, the step they left. */
  stepId?: string | undefined;
  /** Only who left `stepId` by one of these ways, wherever they are now. */
  exits?: readonly string[] | undefined;
  /** Only passages that began before this one. */
  after: string | null;
  limit: number;
}

/** Newest first. */
export async function listEnrollments(
  tx: BusinessTransaction,
  { journeyId, customerId, status, stepId, exits, after, limit }: EnrollmentFilter,
): Promise<Enrollment[]> {
  const where = [
    sql`e.business_id = ${tx.businessId}`,
    ...(journeyId === undefined ? [] : [sql`e.journey_id = ${journeyId}`]),
    ...(customerId === undefined ? [] : [sql`e.customer_id = ${customerId}`]),
    ...(status === undefined ? [] : [sql`e.status = ${status}`]),
    ...(stepId === undefined ? [] : [exits ? wentBy(stepId, exits) : sql`e.step_id = ${stepId}`]),
    ...(after === null ? [] : [sql`e.id < ${after}`]),
  ];
  const { rows } = await sql<Enrollment>`${selectEnrollments}
   where ${sql.join(where, sql` and `)} order by e.id desc limit ${limit}`.execute(tx.k);
  return rows;
}

const wentBy = (stepId: string, exits: readonly string[]) => sql`exists (
  select from journeys.timeline t
   where t.business_id = e.business_id and t.journey_id = e.journey_id and t.enrollment_id = e.id
     and t.type = 'step' and t.step_id = ${stepId} and t.exit = any(${exits}::text[]))`;

export async function findEnrollment(tx: BusinessTransaction, id: string): Promise<Enrollment | null> {
  const { rows } = await sql<Enrollment>`${selectEnrollments}
   where e.business_id = ${tx.businessId} and e.id = ${id}`.execute(tx.k);
  return rows[0] ?? null;
}

/** One line of what happened to an enrollment, and why. */
export interface TimelineLine {
  id: string;
  at: Date;
  type: string;
  stepId: string | null;
  exit: string | null;
  reasonCode: string | null;
  reasonMessage: string | null;
  messageId: string | null;
  eventId: string | null;
  feedbackId: string | null;
  actor: string | null;
}

/** Oldest first. Ids are made when a line is, so their order is the order of events also within one transaction. */
export async function readTimeline(tx: BusinessTransaction, enrollmentId: string): Promise<TimelineLine[]> {
  const { rows } = await sql<TimelineLine>`
    select id, at, type, step_id as "stepId", exit, reason_code as "reasonCode", reason_message as "reasonMessage",
           message_id as "messageId", event_id as "eventId", feedback_id as "feedbackId", actor
      from journeys.timeline
     where business_id = ${tx.businessId} and enrollment_id = ${enrollmentId}
     order by id limit 2000`.execute(tx.k);
  return rows;
}

/** Is this customer one of ours, and still here? */
export async function customerExists(tx: BusinessTransaction, id: string): Promise<boolean> {
  const row = await tx.k
    .selectFrom('crm.customers')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('lifecycle', '<>', 'erased')
    .where('merged_into', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
