import { insertNotices } from '../../db/notices.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { StepOf } from '../../workflows/flow/flow.js';
import { renderTemplate } from '../../workflows/flow/merge-fields.js';
import { reason } from '../../workflows/flow/reasons.js';
import type { Case } from './case.js';
import type { PerformDeps } from './deps.js';
import type { Effect } from './effect.js';

/** Tell a member, or everyone of a role: in the app at once, by e-mail from the upkeep. */
export async function performNotifyTeam(
  tx: BusinessTransaction,
  kase: Case,
  step: StepOf<'notify_team'>,
  deps: PerformDeps,
): Promise<Effect> {
  const rendered = renderTemplate(step.settings.body, kase.facts, { now: kase.now });
  // The team is told even when a detail is missing: a gap in a note harms nobody.
  const body = 'text' in rendered ? rendered.text : step.settings.body;
  tx.last(insertNotices, [
    tx.businessId,
    step.settings.to,
    `${kase.row.id}:${step.id}:${kase.visit}`,
    'journey',
    body.slice(0, 5000),
    kase.row.id,
    kase.row.customer_id,
    step.id,
    null,
  ]);
  deps.log.debug({ enrollmentId: kase.row.id, stepId: step.id }, 'the team was told');
  return 'missing' in rendered
    ? { do: 'leave', exit: 'done', reason: reason('missing_field', { field: rendered.missing }) }
    : { do: 'leave', exit: 'done' };
}
