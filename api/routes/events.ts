import * as inbox from '../../db/inbox.js';
import { withBusiness } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { Unreadable } from '../../lib/crypto.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import * as contract from '../contract/events.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { afterCursor, page } from '../pagination.js';
import { acceptEvents } from '../sources/accept-events.js';

export const eventRoutes: Route[] = [
  handle(contract.sendEvents, async ({ body, caller, request }, deps) => {
    const webhookId = request.get('webhook-id');
    const items = await acceptEvents(deps, {
      businessId: caller.businessId,
      actor: caller.actor,
      connectionId: null,
      origin: 'api',
      source: 'api',
      events: body,
      webhookId: webhookId && webhookId.length <= 255 ? webhookId : undefined,
    });
    return { status: 202, body: { items } };
  }),

  handle(contract.listEvents, async ({ query: { cursor, limit, ...filter }, caller }, deps) => {
    const after = afterCursor(cursor) ?? undefined;
    const events = await withBusiness(deps.database, caller, (tx) =>
      inbox.listEvents(tx, { ...filter, after, limit: limit + 1 }),
    );
    return { status: 200, body: page(events, limit, showListed) };
  }),

  handle(contract.getEvent, async ({ params, caller }, deps) => {
    const found = await withBusiness(deps.database, caller, (tx) => inbox.findEvent(tx, params.id));
    if (!found) throw new Problem('not_found', 'There is no such event.');
    const said = found.payload && (await openEvent(caller.businessId, found.id, found.payload, deps));
    return {
      status: 200,
      body: {
        ...show(found),
        customer: said?.customer ?? null,
        staff: said?.staff ?? null,
        location: said?.location ?? null,
        data: said?.data ?? null,
        matches: found.matches,
      },
    };
  }),

  handle(contract.replayEvent, async ({ params, caller }, deps) => {
    const id = newId();
    await deps.keys.ensure(caller.businessId);
    const replay = await withBusiness(deps.database, caller, async (tx) => {
      if (!(await inbox.findEvent(tx, params.id))) throw new Problem('not_found', 'There is no such event.');
      return inbox.insertReplay(tx, {
        of: params.id,
        id,
        reseal: async (sealed, rowId) =>
          deps.keys.seal(
            caller.businessId,
            await deps.keys.open(caller.businessId, sealed, placeOf(rowId)),
            placeOf(id),
          ),
      });
    });
    if (!replay)
      throw new Problem('conflict', 'What this event said was not kept, so it cannot be matched again.');
    return { status: 201, body: show(replay) };
  }),
];

const placeOf = (rowId: string) => ({ table: 'inbox_events', rowId, kind: 'payload' });

/** What an event said; null once the business's keys are gone. */
async function openEvent(
  businessId: string,
  rowId: string,
  sealed: Buffer,
  { keys }: Pick<ApiDeps, 'keys'>,
): Promise<NewEvent | null> {
  try {
    return JSON.parse((await keys.open(businessId, sealed, placeOf(rowId))).toString('utf8')) as NewEvent;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

const showListed = ({ customerName, outcomes, ignoredBecause, ...event }: inbox.ListedEvent) => ({
  ...show(event),
  customerName,
  outcomes,
  ignoredBecause,
});

function show(event: inbox.InboxEvent) {
  return {
    id: event.id,
    sourceId: event.sourceId,
    type: event.type,
    source: event.source,
    connectionId: event.connectionId,
    subject: event.subject,
    customerId: event.customerId,
    journeyId: event.journeyId,
    status: event.status,
    note: event.note,
    attempt: event.attempt,
    replayOf: event.replayOf,
    occurredAt: event.occurredAt.toISOString(),
    receivedAt: event.receivedAt.toISOString(),
    matchedAt: event.matchedAt?.toISOString() ?? null,
  };
}
