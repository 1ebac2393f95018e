import { findDraft } from '../../db/drafts.js';
import { findJourney } from '../../db/journeys.js';
import { etagOf, readCheckContext } from '../../db/publishing.js';
import { withBusiness } from '../../db/tenant.js';
import { publishable } from '../../workflows/flow/check.js';
import { draft } from '../../workflows/flow/draft.js';
import type { Forecast } from '../../workflows/flow/forecast.js';
import { publishChecks } from '../../workflows/flow/publish-checks.js';
import * as contract from '../contract/forecasts.js';
import { handle, type Route } from '../handle.js';
import { findExisting } from '../publishing/existing.js';
import { readBasis, reckon, type Basis } from '../publishing/forecast.js';
import { noJourney } from './journeys.js';

const getForecast = handle(
  contract.getForecast,
  async ({ params: { id }, caller, now }, { database, keys, config }) => {
    const { saved, issues, context, basis } = await withBusiness(database, caller, async (tx) => {
      const saved = await findDraft(tx, id);
      if (!saved) throw noJourney();
      const context = await readCheckContext(tx, id, now);
      const { flow, issues } = publishable(saved.flow, context);
      const basis = flow && (await readBasis(tx, keys, { journeyId: id, flow, now }));
      return { saved, issues, context, basis };
    });
    return {
      status: 200,
      body: {
        etag: etagOf(saved),
        volume: basis && showVolume(basis, await reckon(basis, config.publicUrl)),
        checks: publishChecks(draft(saved.flow), issues, context.defaults ?? {}),
      },
    };
  },
);

function showVolume(
  { flow, days, arrived, entering, passengers, business }: Basis,
  { after, before }: { after: Forecast; before: Forecast | null },
) {
  const perPart = business.settings.textPartMillicents;
  const cents = typeof perPart === 'number' ? Math.round((after.textParts * perPart) / 1000) : null;
  return {
    basis: flow.entry.on,
    eventType: flow.entry.on === 'event' ? flow.entry.type : null,
    days,
    arrived,
    entering: entering.length,
    rehearsed: passengers.length,
    ...amountsOf(after),
    unsent: after.unsent,
    cost: cents === null ? null : { cents, currency: business.currency },
    before: before && amountsOf(before),
  };
}

const amountsOf = ({ emails, texts, textParts }: Forecast) => ({ emails, texts, textParts });

const getExisting = handle(
  contract.getExisting,
  async ({ params: { id }, query: { days }, caller, now }, { database, keys }) => {
    const body = await withBusiness(database, caller, async (tx) => {
      const saved = await findDraft(tx, id);
      const journey = saved && (await findJourney(tx, id));
      if (!journey) throw noJourney();
      const { flow } = publishable(saved.flow, await readCheckContext(tx, id, now));
      const found = flow
        ? await findExisting(tx, keys, { journeyId: id, flow, days, now })
        : { arrivals: [], more: false };
      const open = journey.status === 'draft' || journey.status === 'live';
      return { days, count: found.arrivals.length, more: found.more, open };
    });
    return { status: 200, body };
  },
);

export const forecastRoutes: Route[] = [getForecast, getExisting];
