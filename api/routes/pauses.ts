import { audit } from '../../db/audit.js';
import { despiteDeadlocks } from '../../db/deadlock.js';
import { findJourney, lockJourney, type LockedJourney } from '../../db/journeys.js';
import * as pauses from '../../db/pauses.js';
import { withBusiness } from '../../db/tenant.js';
import { Problem } from '../../lib/problem.js';
import * as contract from '../contract/pauses.js';
import { handle, type Route } from '../handle.js';
import { noJourney, showJourney } from './journeys.js';

const pauseJourney = handle(contract.pauseJourney, async ({ params, body, caller }, { database }) => {
  const paused = await despiteDeadlocks(() =>
    withBusiness(database, caller, async (tx) => {
      const locked = await lockJourney(tx, params.id);
      if (!locked) throw noJourney();
      refusePause(locked, body.mode);
      await pauses.pauseJourney(tx, params.id, body.mode);
      audit(tx, {
        action: 'journey.paused',
        targetKind: 'journey',
        targetId: params.id,
        detail: { mode: body.mode },
      });
      return (await findJourney(tx, params.id))!;
    }),
  );
  return { status: 201, body: showJourney(paused) };
});

function refusePause({ status, pauseMode }: LockedJourney, mode: string) {
  if (status === 'draft') {
    throw new Problem('conflict', 'This journey is a draft: nobody is in it, so there is nothing to pause.');
  }
  if (status === 'archived') {
    throw new Problem('conflict', 'This journey is archived and takes nobody in. Bring it back first.');
  }
  if (pauseMode === mode) throw new Problem('conflict', 'This journey is paused like that already.');
  if (pauseMode === 'hold_everyone') {
    throw new Problem(
      'conflict',
      'Everybody in this journey is being held. Resume it first and say what becomes of what is overdue; then pause it for new people.',
    );
  }
}

const resumeJourney = handle(contract.resumeJourney, async ({ params, query, caller }, { database }) => {
  await despiteDeadlocks(() =>
    withBusiness(database, caller, async (tx) => {
      const locked = await lockJourney(tx, params.id);
      if (!locked) throw noJourney();
      if (locked.status !== 'paused') throw new Problem('conflict', 'This journey is not paused.');
      const { resumed } = await pauses.resumeJourney(tx, params.id, query.overdue);
      audit(tx, {
        action: 'journey.resumed',
        targetKind: 'journey',
        targetId: params.id,
        detail: { overdue: query.overdue, resumed },
      });
    }),
  );
  return { status: 204 };
});

export const pauseRoutes: Route[] = [pauseJourney, resumeJourney];
