import { getBusiness } from '../../db/businesses.js';
import { withBusiness } from '../../db/tenant.js';
import * as contract from '../contract/rehearsals.js';
import { handle, type Route } from '../handle.js';
import type { asSent } from '../rehearsals/as-sent.js';
import { runTrial, zoneOfTrial } from '../rehearsals/run.js';
import { runnableFlow } from '../rehearsals/runnable-flow.js';
import { trialOf } from '../rehearsals/trial.js';

/** Tries a journey on somebody, real or made up. Keeps nothing. */
const rehearseJourney = handle(
  contract.rehearseJourney,
  async ({ params, body, caller, now }, { database, config }) => {
    const { flow, business, trial } = await withBusiness(database, caller, async (tx) => ({
      flow: await runnableFlow(tx, params.id, body, now),
      business: await getBusiness(tx),
      trial: await trialOf(tx, caller, body, now),
    }));
    const { entries, ended } = runTrial(flow, trial, { business, publicUrl: config.publicUrl });
    const shown = entries.map(({ message, ...entry }) =>
      message ? { ...entry, message: message as ReturnType<typeof asSent> } : entry,
    );
    return { status: 200, body: { entries: shown, ended, timezone: zoneOfTrial(trial, business) } };
  },
);

export const rehearsalRoutes: Route[] = [rehearseJourney];
