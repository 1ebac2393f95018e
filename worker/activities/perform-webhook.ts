import type { BusinessTransaction } from '../../db/tenant.js';
import { askOutside, type OutboundResult } from '../../lib/outbound-http.js';
import { signWebhook } from '../../lib/standard-webhooks.js';
import { valueAtJsonPath } from '../../lib/json-path.js';
import type { Facts } from '../../workflows/flow/facts.js';
import type { StepOf } from '../../workflows/flow/flow.js';
import { renderTemplate, type Rendered } from '../../workflows/flow/merge-fields.js';
import { reason } from '../../workflows/flow/reasons.js';
import { addDuration } from '../../workflows/flow/schedule.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import type { Case } from './case.js';
import type { PerformDeps } from './deps.js';
import type { Effect, Settlement } from './effect.js';

const USEFUL_FOR = 'P3D';

/**
 * POST to an address of the business's, signed as Standard Webhooks says. `webhook-id` is the same at every attempt, so
 * a receiver that keeps to the standard acts once. 2xx is `accepted`; 410, or anything else once the step is no longer
 * useful, is `rejected`; in between it is tried again.
 */
export async function performWebhook(
  tx: BusinessTransaction,
  kase: Case,
  step: StepOf<'webhook'>,
  deps: PerformDeps,
): Promise<Effect> {
  const rendered = renderBody(kase, step);
  if ('missing' in rendered) {
    return { do: 'leave', exit: 'rejected', reason: reason('missing_field', { field: rendered.missing }) };
  }
  if ('fault' in rendered) {
    return { do: 'leave', exit: 'rejected', reason: reason('template_error', { what: rendered.fault }) };
  }
  const { businessId } = tx;
  return { do: 'call', call: () => post(businessId, kase, step, rendered.text, deps) };
}

/** A text is a template; an object is JSON whose texts are templates; without either, the facts themselves. */
function renderBody({ facts, now }: Case, { settings }: StepOf<'webhook'>): Rendered {
  if (settings.body === undefined) return { text: factsAsJson(facts) };
  if (typeof settings.body === 'string') return renderTemplate(settings.body, facts, { now });
  let failed: Rendered | undefined;
  const text = JSON.stringify(settings.body, (_key, value: unknown) => {
    if (typeof value !== 'string' || failed) return value;
    const rendered = renderTemplate(value, facts, { now });
    if ('text' in rendered) return rendered.text;
    failed = rendered;
    return value;
  });
  return failed ?? { text };
}

async function post(
  businessId: string,
  kase: Case,
  step: StepOf<'webhook'>,
  body: string,
  deps: PerformDeps,
): Promise<Settlement> {
  const secret = `whsec_${(await deps.keys.derive(businessId, 'webhook steps')).toString('base64')}`;
  const id = `${kase.row.id}:${step.id}:${kase.visit}`;
  const answer = await askOutside(
    {
      method: 'POST',
      url: step.settings.url,
      headers: { 'content-type': 'application/json', ...signWebhook(id, body, [secret], deps.now()) },
      body,
    },
    { allow: deps.outboundAllow },
  );
  return judge(answer, kase, step, deps);
}

function judge(answer: OutboundResult, kase: Case, step: StepOf<'webhook'>, deps: PerformDeps): Settlement {
  const settled = (then: Settlement['then'], saved?: Record<string, unknown>): Settlement => ({
    record: () => {},
    then,
    ...(saved && { saved }),
  });
  if (answer.outcome === 'answered' && answer.status >= 200 && answer.status < 300) {
    return settled({ do: 'leave', exit: 'accepted' }, keep(answer.body, step.settings.save));
  }
  const what = answer.outcome === 'answered' ? `status ${answer.status}` : answer.message;
  const refused = settled({ do: 'leave', exit: 'rejected', reason: reason('refused', { what }) });
  if (answer.outcome === 'refused' || (answer.outcome === 'answered' && answer.status === 410))
    return refused;

  const now = deps.now().getTime();
  const zone = zoneOf(kase.facts, deps.calendar);
  const useless = Date.parse(
    addDuration(kase.since, step.settings.usefulFor ?? USEFUL_FOR, zone, deps.calendar),
  );
  const waited = now - Date.parse(kase.since);
  const next = now + Math.max(retryAfterMs(answer), Math.min(3_600_000, Math.max(30_000, waited)));
  if (next > useless) return refused;
  const until = new Date(next).toISOString();
  return settled({ do: 'hold', until, reason: reason('provider_unavailable', { until, what }) });
}

function retryAfterMs(answer: OutboundResult): number {
  const header = answer.outcome === 'answered' ? answer.headers['retry-after'] : undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) ? Math.min(seconds, 86_400) * 1000 : 0;
}

/** The parts of a JSON answer that the step keeps; what is not there is left out. */
function keep(body: string, save: Record<string, string> | undefined): Record<string, unknown> {
  if (!save) return {};
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return {};
  }
  const kept: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(save)) {
    const value = valueAtJsonPath(answer, path);
    if (value !== undefined && JSON.stringify(value).length <= 2000) kept[name] = value;
  }
  return kept;
}

function factsAsJson({ customer, event, subject, staff, location, answers, saved }: Facts): string {
  return JSON.stringify({ customer, event, subject, staff, location, answers, saved });
}
