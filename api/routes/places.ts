import { audit } from '../../db/audit.js';
import { getBusiness } from '../../db/businesses.js';
import { locations, type LocationRow } from '../../db/locations.js';
import { staff, type StaffRow } from '../../db/staff.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import * as contract from '../contract/places.js';
import { handle, type Route } from '../handle.js';
import { iso } from '../instant.js';
import { found, missing } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { refuseStrangeReviewLinks } from '../review-hosts.js';

export const placesRoutes: Route[] = [
  handle(contract.listLocations, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      locations.list(tx, afterCursor(query.cursor), query.limit + 1),
    );
    return { status: 200, body: page(rows, query.limit, showLocation) };
  }),

  handle(contract.createLocation, async ({ caller, body }, deps) => {
    const made = await act(deps, caller, async (tx) => {
      await refuseStrangeLinks(tx, body);
      const location = await locations.insert(tx, body);
      if (!location) throw taken('place');
      audit(tx, { action: 'location.created', targetKind: 'location', targetId: location.id });
      return location;
    });
    return { status: 201, body: showLocation(made) };
  }),

  handle(contract.getLocation, async ({ caller, params }, deps) => ({
    status: 200,
    body: showLocation(found(await act(deps, caller, (tx) => locations.find(tx, params.id)), 'place')),
  })),

  handle(contract.updateLocation, async ({ caller, params, body }, deps) => {
    const changed = await act(deps, caller, async (tx) => {
      await refuseStrangeLinks(tx, body);
      const location = found(await locations.update(tx, params.id, body).catch(takenAs('place')), 'place');
      audit(tx, {
        action: 'location.changed',
        targetKind: 'location',
        targetId: location.id,
        detail: { fields: Object.keys(body) },
      });
      return location;
    });
    return { status: 200, body: showLocation(changed) };
  }),

  handle(contract.archiveLocation, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      if (!(await locations.archive(tx, params.id, now))) throw missing('place');
      audit(tx, { action: 'location.archived', targetKind: 'location', targetId: params.id });
    });
    return { status: 204 };
  }),

  handle(contract.listStaff, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) => staff.list(tx, afterCursor(query.cursor), query.limit + 1));
    return { status: 200, body: page(rows, query.limit, showStaff) };
  }),

  handle(contract.createStaff, async ({ caller, body }, deps) => {
    const made = await act(deps, caller, async (tx) => {
      await refuseUnknownPlace(tx, body.locationId);
      const somebody = await staff.insert(tx, body);
      if (!somebody) throw taken('member of staff');
      audit(tx, { action: 'staff.created', targetKind: 'staff', targetId: somebody.id });
      return somebody;
    });
    return { status: 201, body: showStaff(made) };
  }),

  handle(contract.getStaff, async ({ caller, params }, deps) => ({
    status: 200,
    body: showStaff(found(await act(deps, caller, (tx) => staff.find(tx, params.id)), 'member of staff')),
  })),

  handle(contract.updateStaff, async ({ caller, params, body }, deps) => {
    const changed = await act(deps, caller, async (tx) => {
      await refuseUnknownPlace(tx, body.locationId);
      const somebody = found(
        await staff.update(tx, params.id, body).catch(takenAs('member of staff')),
        'member of staff',
      );
      audit(tx, {
        action: 'staff.changed',
        targetKind: 'staff',
        targetId: somebody.id,
        detail: { fields: Object.keys(body) },
      });
      return somebody;
    });
    return { status: 200, body: showStaff(changed) };
  }),

  handle(contract.archiveStaff, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      if (!(await staff.archive(tx, params.id, now))) throw missing('member of staff');
      audit(tx, { action: 'staff.archived', targetKind: 'staff', targetId: params.id });
    });
    return { status: 204 };
  }),
];

const taken = (what: string) => new Problem('conflict', `Another ${what} has that externalId.`);

/** PostgreSQL's word for a unique value that exists, in ours. */
const takenAs = (what: string) => (error: unknown) => {
  if ((error as { code?: string }).code === '23505') throw taken(what);
  throw error;
};

async function refuseStrangeLinks(
  tx: BusinessTransaction,
  { reviewLinks }: { reviewLinks?: { url: string }[] },
) {
  if (reviewLinks) refuseStrangeReviewLinks(reviewLinks, (await getBusiness(tx)).website);
}

async function refuseUnknownPlace(tx: BusinessTransaction, id: string | null | undefined) {
  if (!id || (await locations.find(tx, id))) return;
  const message = 'There is no such place.';
  throw new Problem('invalid', message, { errors: [{ path: 'locationId', message }] });
}

const showLocation = ({ kind, reviewLinks, createdAt, ...location }: LocationRow) => ({
  ...location,
  kind: kind as 'venue',
  reviewLinks: reviewLinks as { site: string; url: string }[],
  createdAt: iso(createdAt),
});

const showStaff = ({ kind, createdAt, ...somebody }: StaffRow) => ({
  ...somebody,
  kind: kind as 'tech',
  createdAt: iso(createdAt),
});
