import type { z } from 'zod';
import { audit } from '../../db/audit.js';
import { despiteDeadlocks } from '../../db/deadlock.js';
import {
  customerExists,
  findEnrollment,
  listEnrollments as readEnrollments,
  readTimeline,
  type Enrollment,
  type EnrollmentFilter,
  type TimelineLine,
} from '../../db/enrollments-read.js';
import { insertEvents } from '../../db/inbox.js';
import * as interventions from '../../db/interventions.js';
import { findJourney } from '../../db/journeys.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { draft } from '../../workflows/flow/draft.js';
import { BY_HAND, type NewEvent } from '../../workflows/flow/events.js';
import { plainReason } from '../../workflows/flow/reasons.js';
import type { Caller } from '../caller.js';
import * as contract from '../contract/enrollments.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { afterCursor, page } from '../pagination.js';
import { noJourney } from './journeys.js';

const listEnrollments = handle(contract.listEnrollments, async ({ query, caller }, { database }) => {
  const { cursor, limit, ...filter } = query;
  const after = afterCursor(cursor);
  const found = await withBusiness(database, caller, (tx) =>
    readEnrollments(tx, { ...filter, after, limit: limit + 1 }),
  );
  return { status: 200, body: page(found, limit, showEnrollment) };
});

const listJourneyEnrollments = handle(
  contract.listJourneyEnrollments,
  async ({ params, query, caller }, { database }) => {
    const { cursor, limit, exit, ...rest } = query;
    const filter: EnrollmentFilter = {
      ...rest,
      exits: exit,
      journeyId: params.id,
      after: afterCursor(cursor),
      limit: limit + 1,
    };
    const found = await withBusiness(database, caller, async (tx) => {
      if (!(await findJourney(tx, params.id))) throw noJourney();
      return readEnrollments(tx, filter);
    });
    return { status: 200, body: page(found, limit, showEnrollment) };
  },
);

/** Everything enters by one door: enrolling somebody is an event, meant for one journey only. */
const enrollByHand = handle(
  contract.enrollByHand,
  async ({ params, body, caller, now }, { database, keys }) => {
    const eventId = newId();
    const { id: customerId, ...customer } = body.customer;
    const event: NewEvent = {
      type: BY_HAND,
      occurredAt: now.toISOString(),
      ...(customerId === undefined && { customer }),
      ...(body.subject && { subject: body.subject }),
      data: body.data ?? {},
    };
    const payload = await keys.seal(caller.businessId, JSON.stringify(event), {
      table: 'inbox_events',
      rowId: eventId,
      kind: 'payload',
    });
    await withBusiness(database, caller, async (tx) => {
      await refuseUnlessOpen(tx, params.id);
      if (customerId !== undefined && !(await customerExists(tx, customerId))) {
        const message = 'There is no such customer.';
        throw new Problem('invalid', message, { errors: [{ path: 'customer.id', message }] });
      }
      await insertEvents(tx, [
        {
          id: eventId,
          connectionId: null,
          source: 'journeyman',
          origin: 'journeyman',
          dedupeKey: eventId,
          sourceId: null,
          bodyHash: null,
          type: event.type,
          subject: event.subject ?? null,
          payload,
          raw: null,
          journeyId: params.id,
          customerId: customerId ?? null,
          status: 'received',
          note: null,
          depth: 0,
          occurredAt: now,
        },
      ]);
      audit(tx, {
        action: 'enrollment.requested',
        targetKind: 'journey',
        targetId: params.id,
        detail: { eventId },
      });
    });
    return { status: 202, body: { eventId } };
  },
);

/** A paused journey gives its verdict on the event; one that is not live gives none, so it is refused here. */
async function refuseUnlessOpen(tx: BusinessTransaction, journeyId: string): Promise<void> {
  const journey = await findJourney(tx, journeyId);
  if (!journey) throw noJourney();
  if (journey.status === 'draft') {
    throw new Problem(
      'conflict',
      'This journey has never been published. Publish it, then people can enter.',
    );
  }
  if (journey.status === 'archived') {
    throw new Problem('conflict', 'This journey is archived and takes nobody in. Bring it back first.');
  }
}

const getEnrollment = handle(contract.getEnrollment, async ({ params, caller }, { database }) => {
  const body = await withBusiness(database, caller, async (tx) => {
    const found = await findEnrollment(tx, params.id);
    if (!found) throw noEnrollment();
    const timeline = await readTimeline(tx, params.id);
    return { ...showEnrollment(found), timeline: timeline.map(showLine) };
  });
  return { status: 200, body };
});

const stopEnrollment = handle(contract.stopEnrollment, async ({ params, body, caller }, { database }) => {
  const { shown, result } = await intervene(database, caller, params.id, 'stopped', async (tx, locked) => {
    const inFlight = await interventions.listInFlight(tx, locked.id);
    await interventions.endAtOnce(tx, [locked.id], {
      code: 'stopped_by_hand',
      message: body.reason || 'A member of the team stopped it.',
    });
    return inFlight;
  });
  return { status: 200, body: { ...shown, inFlight: result } };
});

const skipStep = handle(contract.skipStep, async ({ params, body, caller }, { database }) => {
  const { shown } = await intervene(database, caller, params.id, 'skipped', async (tx, locked) => {
    const { stepId } = locked;
    if (stepId === null) {
      throw new Problem('conflict', 'This customer has only just come in. Try again in a moment.');
    }
    if (body.stepId !== undefined) refuseUnknownStep(locked, body.stepId);
    if (body.stepId !== undefined && body.stepId !== stepId) {
      throw new Problem('conflict', `This customer is at the step “${stepId}” now, so nothing was skipped.`);
    }
    const message = body.reason || 'Skipped by hand.';
    await interventions.skipHeldMessages(tx, [locked.id], { code: 'skipped_by_hand', message });
    await interventions.tellEnrollments(tx, [locked.id], { act: 'skip', stepId, reason: message });
  });
  return { status: 202, body: shown };
});

const moveEnrollment = handle(contract.moveEnrollment, async ({ params, body, caller }, { database }) => {
  const { shown } = await intervene(database, caller, params.id, 'moved', async (tx, locked) => {
    refuseUnknownStep(locked, body.stepId);
    const message = body.reason || 'Moved to another step by hand.';
    await interventions.skipHeldMessages(tx, [locked.id], { code: 'moved', message });
    await interventions.tellEnrollments(tx, [locked.id], {
      act: 'move',
      stepId: body.stepId,
      credit: false,
      reason: message,
    });
  });
  return { status: 202, body: shown };
});

function refuseUnknownStep({ flow, version }: interventions.LockedEnrollment, stepId: string) {
  if (draft(flow).steps.some(({ id }) => id === stepId)) return;
  const message = `Version ${version}, which this customer is in, has no step “${stepId}”.`;
  throw new Problem('invalid', message, { errors: [{ path: 'stepId', message }] });
}

const pauseEnrollment = handle(contract.pauseEnrollment, async ({ params, body, caller }, { database }) => {
  const { shown } = await intervene(database, caller, params.id, 'paused', async (tx, locked) => {
    if (locked.pausedAt) throw new Problem('conflict', 'This customer’s passage is paused already.');
    await interventions.pauseEnrollment(tx, locked.id, {
      code: 'paused_by_hand',
      message: body.reason || 'Paused by hand.',
    });
  });
  return { status: 200, body: shown };
});

const resumeEnrollment = handle(contract.resumeEnrollment, async ({ params, body, caller }, { database }) => {
  const { shown } = await intervene(database, caller, params.id, 'resumed', async (tx, locked) => {
    if (!locked.pausedAt) throw new Problem('conflict', 'This customer’s passage is not paused.');
    await interventions.resumeEnrollment(tx, locked.id, {
      overdue: body.overdue,
      reason: body.reason || 'Goes on.',
    });
  });
  return { status: 200, body: shown };
});

/** Safe hands on one person who is still inside: under both locks, with an audit row. */
async function intervene<Result>(
  database: ApiDeps['database'],
  caller: Caller,
  id: string,
  done: 'stopped' | 'skipped' | 'moved' | 'paused' | 'resumed',
  act: (tx: BusinessTransaction, locked: interventions.LockedEnrollment) => Promise<Result>,
) {
  return despiteDeadlocks(() =>
    withBusiness(database, caller, async (tx) => {
      const locked = await interventions.lockEnrollment(tx, id);
      if (!locked) throw noEnrollment();
      if (locked.status !== 'active') {
        throw new Problem(
          'conflict',
          'This customer’s passage is over, so there is nothing to change any more.',
        );
      }
      const result = await act(tx, locked);
      audit(tx, { action: `enrollment.${done}`, targetKind: 'enrollment', targetId: id });
      return { shown: showEnrollment((await findEnrollment(tx, id))!), result };
    }),
  );
}

const noEnrollment = () => new Problem('not_found', 'There is no such enrollment.');

function showEnrollment(row: Enrollment): z.input<typeof contract.enrollment> {
  return {
    id: row.id,
    journeyId: row.journeyId,
    journeyName: row.journeyName,
    version: row.version,
    customerId: row.customerId,
    customerName: row.customerName,
    subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
    eventId: row.entryEventId,
    status: row.status,
    state: row.state,
    reason: reasonOf(row.reasonCode, row.reasonMessage),
    stepId: row.stepId,
    since: instant(row.since),
    dueAt: instant(row.dueAt),
    pausedAt: instant(row.pausedAt),
    queuedAt: instant(row.queuedAt),
    startedAt: row.startedAt.toISOString(),
    endedAt: instant(row.endedAt),
  };
}

function showLine(line: TimelineLine): z.input<typeof contract.timelineLine> {
  return {
    id: line.id,
    at: line.at.toISOString(),
    type: line.type as z.input<typeof contract.timelineLine>['type'],
    stepId: line.stepId,
    exit: line.exit,
    reason: reasonOf(line.reasonCode, line.reasonMessage),
    messageId: line.messageId,
    eventId: line.eventId,
    feedbackId: line.feedbackId,
    actor: line.actor,
  };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
const reasonOf = (code: string | null, message: string | null) =>
  code === null ? null : { code, message: message ?? plainReason(code) };

export const enrollmentRoutes: Route[] = [
  listEnrollments,
  listJourneyEnrollments,
  enrollByHand,
  getEnrollment,
  stopEnrollment,
  skipStep,
  moveEnrollment,
  pauseEnrollment,
  resumeEnrollment,
];
