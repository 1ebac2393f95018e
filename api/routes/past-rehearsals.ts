import * as contract from '../contract/past-rehearsals.js';
import { handle, type Route } from '../handle.js';
import { pastPage, type PastPage } from '../rehearsals/past.js';
import { isHeld } from '../../workflows/flow/past.js';

/** What a journey would have done with the past of this business. Sends and keeps nothing. */
const rehearsePast = handle(contract.rehearsePast, async ({ params, body, caller, now }, deps) => {
  const { examples, ...page } = await pastPage(deps, caller, { journeyId: params.id, now, ...body });
  return { status: 200, body: { ...page, examples: examples.map(showExample) } };
});

function showExample({ customer, event, verdict, reason, rehearsed, answers }: PastPage['examples'][number]) {
  const { id, type, occurredAt, subject, data, staff, location } = event;
  const entries = rehearsed?.entries ?? [];
  return {
    customerId: customer.id,
    customerName: customer.name,
    event: {
      id,
      type,
      occurredAt,
      subject: subject ?? null,
      data,
      staff: staff ?? null,
      location: location ?? null,
    },
    startAt: occurredAt,
    answers,
    verdict,
    reason,
    messages: entries.filter(({ message }) => message).length,
    held: entries.filter(isHeld).length,
    ended: rehearsed && { status: rehearsed.ended.status, reason: rehearsed.ended.reason },
  };
}

export const pastRehearsalRoutes: Route[] = [rehearsePast];
