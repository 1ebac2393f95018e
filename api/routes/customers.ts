import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../db/audit.js';
import { insertConsent, listConsents, type ConsentRow } from '../../db/consents.js';
import {
  customerMoments,
  findByEmail,
  findByExternalId,
  findCustomer,
  insertCustomer,
  insertIdentity,
  listCustomers,
  updateCustomer,
  type CustomerFacts,
  type CustomerValues,
  type MomentRow,
} from '../../db/customers.js';
import { eraseCustomer } from '../../db/erasure.js';
import { insertEvents } from '../../db/inbox.js';
import { standingsOf, type Standing } from '../../db/standings.js';
import { findSuppression, liftSuppression, lockCustomer } from '../../db/suppressions.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import { refuseLargeAttributes } from '../attributes-size.js';
import type { Caller } from '../caller.js';
import type { ApiDeps } from '../deps.js';
import * as contract from '../contract/customers.js';
import { csvOf, jsonOf } from '../export-customers.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found, missing } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { ownEvent } from '../../db/own-event.js';

export const customersRoutes: Route[] = [
  handle(contract.listCustomers, async ({ caller, query }, deps) => {
    const { rows, standings } = await act(deps, caller, async (tx) => {
      const after = afterCursor(query.cursor);
      const rows = await listCustomers(tx, { ...query, after, limit: query.limit + 1 });
      return {
        rows,
        standings: await standingsOf(
          tx,
          rows.slice(0, query.limit).map(({ id }) => id),
        ),
      };
    });
    const show = (row: CustomerFacts) => showListed(row, standings.get(row.id));
    return { status: 200, body: page(rows, query.limit, show) };
  }),

  handle(contract.exportCustomersCsv, async ({ caller, now }, deps) =>
    fileAnswer('text/csv; charset=utf-8', 'csv', now, csvOf(await everybody(caller, deps))),
  ),

  handle(contract.exportCustomersJson, async ({ caller, now }, deps) =>
    fileAnswer('application/json', 'json', now, jsonOf(await everybody(caller, deps))),
  ),

  handle(contract.createCustomer, async ({ caller, body, now }, deps) => {
    refuseLargeAttributes(body.attributes);
    const id = newId();
    await deps.keys.ensure(caller.businessId);
    const made = await act(deps, caller, async (tx) => {
      await refuseTwins(tx, body);
      if (!(await insertCustomer(tx, id, valuesOf(body)))) throw twin('email address');
      if (body.externalId) {
        await insertIdentity(tx, { customerId: id, source: 'api', externalId: body.externalId });
      }
      for (const consent of body.consents ?? []) {
        await insertConsent(tx, {
          ...consent,
          customerId: id,
          source: sourceOf(caller),
          evidence: consent.evidence ?? null,
        });
      }
      audit(tx, { action: 'customer.created', targetKind: 'customer', targetId: id });
      await happened(tx, deps, id, now, [{ type: 'customer_created', data: { source: sourceOf(caller) } }]);
      return found(await findCustomer(tx, id), 'customer');
    });
    return { status: 201, body: showCustomer(made) };
  }),

  handle(contract.getCustomer, async ({ caller, params }, deps) => {
    const { customer, suppressed } = await act(deps, caller, async (tx) => {
      const customer = found(await findCustomer(tx, params.id), 'customer');
      const [email, sms] = await Promise.all([
        customer.email ? findSuppression(tx, { channel: 'email', address: customer.email }) : null,
        customer.phone ? findSuppression(tx, { channel: 'sms', address: customer.phone }) : null,
      ]);
      return { customer, suppressed: { email, sms } };
    });
    return { status: 200, body: { ...showCustomer(customer), suppressed } };
  }),

  handle(contract.updateCustomer, async ({ caller, params, body, now }, deps) => {
    await deps.keys.ensure(caller.businessId);
    const changed = await act(deps, caller, async (tx) => {
      if (!(await lockCustomer(tx, params.id))) throw missing('customer');
      const before = found(await findCustomer(tx, params.id), 'customer');
      await refuseTwins(tx, body, params.id);
      await updateCustomer(tx, params.id, { ...valuesOf(body), lifecycle: body.lifecycle });
      audit(tx, {
        action: 'customer.changed',
        targetKind: 'customer',
        targetId: params.id,
        detail: { fields: Object.keys(body) },
      });
      const after = found(await findCustomer(tx, params.id), 'customer');
      if (body.attributes) refuseLargeAttributes(after.attributes);
      await happened(tx, deps, params.id, now, changesBetween(before, after));
      return after;
    });
    return { status: 200, body: showCustomer(changed) };
  }),

  handle(contract.eraseCustomer, async ({ caller, params }, deps) => {
    await act(deps, caller, async (tx) => {
      found(await findCustomer(tx, params.id), 'customer');
      await eraseCustomer(tx, params.id);
      audit(tx, { action: 'customer.erased', targetKind: 'customer', targetId: params.id });
    });
    return { status: 204 };
  }),

  handle(contract.getCustomerTimeline, async ({ caller, params, query }, deps) => {
    const rows = await act(deps, caller, async (tx) => {
      found(await findCustomer(tx, params.id), 'customer');
      return customerMoments(tx, {
        customerId: params.id,
        after: afterCursor(query.cursor),
        limit: query.limit + 1,
      });
    });
    return { status: 200, body: page(rows, query.limit, showMoment) };
  }),

  handle(contract.listConsents, async ({ caller, params, query }, deps) => {
    const rows = await act(deps, caller, async (tx) => {
      found(await findCustomer(tx, params.id), 'customer');
      return listConsents(tx, {
        customerId: params.id,
        after: afterCursor(query.cursor),
        limit: query.limit + 1,
      });
    });
    return { status: 200, body: page(rows, query.limit, showConsent) };
  }),

  handle(contract.recordConsent, async ({ caller, params, body }, deps) => {
    if (caller.kind === 'member' && body.granted && !body.evidence) {
      const message = 'Say what the permission rests on, such as “asked by phone on 3 May”.';
      throw new Problem('invalid', message, { errors: [{ path: 'evidence', message }] });
    }
    const recorded = await act(deps, caller, async (tx) => {
      // The customer's lock: whoever sends next has seen this, or has sent before it.
      const customer = found(await lockCustomer(tx, params.id), 'customer');
      found(await findCustomer(tx, params.id), 'customer');
      const consent = await insertConsent(tx, {
        ...body,
        customerId: params.id,
        source: sourceOf(caller),
        evidence: body.evidence ?? null,
      });
      const address = body.channel === 'email' ? customer.email : customer.phone;
      if (caller.kind === 'member' && body.granted && address) {
        await liftSuppression(tx, {
          channel: body.channel,
          address,
          because: `consent ${consent.id}`,
          // A mailbox that does not exist does not come to exist by being asked.
          reasons: ['keyword', 'unsubscribed', 'member'],
        });
      }
      audit(tx, {
        action: 'consent.recorded',
        targetKind: 'customer',
        targetId: params.id,
        detail: { channel: body.channel, purpose: body.purpose, granted: body.granted },
      });
      return consent;
    });
    return { status: 201, body: showConsent(recorded) };
  }),
];

const EXPORTED_AT_ONCE = 500;

/**
 * All customers, some at a time. Each part is a short transaction of its own that goes on after the last id, so a slow
 * reader holds no connection. The first is read before anything is answered: what is refused is refused in words.
 */
async function everybody(caller: Caller, deps: ApiDeps): Promise<AsyncIterable<readonly ShownCustomer[]>> {
  const read = (after: string | null) =>
    act(deps, caller, async (tx) => {
      if (after === null) audit(tx, { action: 'customers.exported', targetKind: 'business' });
      return listCustomers(tx, { after, limit: EXPORTED_AT_ONCE });
    });
  const first = await read(null);
  return (async function* () {
    let rows = first;
    while (rows.length > 0) {
      yield rows.map(showCustomer);
      if (rows.length < EXPORTED_AT_ONCE) return;
      rows = await read(rows.at(-1)!.id);
    }
  })();
}

const fileAnswer = (type: string, ending: 'csv' | 'json', now: Date, body: AsyncIterable<string>) => ({
  status: 200,
  headers: {
    'content-type': type,
    'content-disposition': `attachment; filename="customers-${now.toISOString().slice(0, 10)}.${ending}"`,
  },
  body,
});

interface Happening {
  type: 'customer_created' | 'customer_updated' | 'tag_added';
  data: Record<string, unknown>;
}

/** What was done by hand is an event like any other: journeys may begin by it. */
async function happened(
  tx: BusinessTransaction,
  { keys }: ApiDeps,
  customerId: string,
  occurredAt: Date,
  happenings: readonly Happening[],
): Promise<void> {
  if (happenings.length === 0) return;
  const events = happenings.map((each) =>
    ownEvent(keys, tx.businessId, { ...each, customerId, subject: null, depth: 0, occurredAt }),
  );
  await insertEvents(tx, await Promise.all(events));
}

/** The names of what is different now, never the values; and each tag that is new. */
function changesBetween(before: CustomerFacts, after: CustomerFacts): Happening[] {
  const shown = [showCustomer(before), showCustomer(after)] as Record<string, unknown>[];
  const changed = COMPARED.filter((field) => !isDeepStrictEqual(shown[0]![field], shown[1]![field]));
  return [
    ...(changed.length > 0 ? [{ type: 'customer_updated' as const, data: { changed } }] : []),
    ...after.tags
      .filter((tag) => !before.tags.includes(tag))
      .map((tag) => ({ type: 'tag_added' as const, data: { tag } })),
  ];
}

const COMPARED = [
  'name', 'firstName', 'lastName', 'email', 'phone', 'locale', 'timezone', 'country', 'lifecycle', 'tags',
  'attributes',
]; // prettier-ignore

const sourceOf = (caller: Caller): 'member' | 'api' => (caller.kind === 'member' ? 'member' : 'api');

interface Stated {
  name?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  locale?: string | null | undefined;
  timezone?: string | null | undefined;
  country?: string | null | undefined;
  tags?: string[] | undefined;
  attributes?: Record<string, unknown> | undefined;
}

/** What somebody said about a customer, by our names; what was not said stays out. */
function valuesOf({
  firstName,
  lastName,
  ...stated
}: Stated & { externalId?: unknown; consents?: unknown }): CustomerValues {
  const { name, email, phone, locale, timezone, country, tags, attributes } = stated;
  return {
    name, email, phone, locale, timezone, country, tags, attributes,
    givenName: firstName,
    familyName: lastName,
  }; // prettier-ignore
}

async function refuseTwins(
  tx: BusinessTransaction,
  { email, externalId }: { email?: string | null | undefined; externalId?: string | null | undefined },
  except?: string,
) {
  const byEmail = email ? await findByEmail(tx, email) : undefined;
  if (byEmail && byEmail.id !== except) throw twin('email address', byEmail.id);
  const byId = externalId ? await findByExternalId(tx, { source: 'api', externalId }) : undefined;
  if (byId && byId.id !== except) throw twin('externalId', byId.id);
}

const twin = (what: string, customerId?: string) =>
  new Problem('conflict', `Another customer has that ${what}. Change that one instead.`, {
    ...(customerId && { extras: { customerId } }),
  });

function showCustomer({ givenName, familyName, ...row }: CustomerFacts) {
  return {
    ...row,
    externalId: row.identities[0]?.externalId ?? null,
    firstName: givenName,
    lastName: familyName,
    lifecycle: row.lifecycle as 'customer',
    attributes: row.attributes as Record<string, unknown>,
    lastEventAt: isoOrNull(row.lastEventAt),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}

const showListed = (row: CustomerFacts, standing: Standing | undefined) => ({
  ...showCustomer(row),
  reach: {
    email: reachOf(row.email, standing?.emailStopped ?? true),
    sms: reachOf(row.phone, standing?.smsStopped ?? true),
  },
  activeJourneys: standing?.journeys ?? [],
});

const reachOf = (address: string | null, isStopped: boolean) =>
  address ? (isStopped ? ('stopped' as const) : ('allowed' as const)) : null;

type ShownCustomer = ReturnType<typeof showCustomer>;

const showConsent = ({ at, channel, purpose, ...row }: ConsentRow) => ({
  ...row,
  channel: channel as 'email',
  purpose: purpose as 'service',
  at: iso(at),
});

const showMoment = ({
  reasonCode,
  reasonMessage,
  subjectKind,
  subjectId,
  consent,
  at,
  ...row
}: MomentRow) => ({
  ...row,
  at: iso(at),
  subject: subjectKind !== null && subjectId !== null ? { kind: subjectKind, id: subjectId } : null,
  reason:
    reasonCode === null && reasonMessage === null
      ? null
      : { code: reasonCode ?? 'note', message: reasonMessage ?? '' },
  consent: consent as { channel: 'email'; purpose: 'service'; granted: boolean } | null,
});
