import { getBusiness, type BusinessRow } from '../../db/businesses.js';
import { findDraft } from '../../db/drafts.js';
import { readCheckContext } from '../../db/publishing.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { findVersion } from '../../db/versions.js';
import { Problem } from '../../lib/problem.js';
import { prepareEmail } from '../../lib/render/email.js';
import { renderSms } from '../../lib/render/sms.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import { check } from '../../workflows/flow/check.js';
import { draft } from '../../workflows/flow/draft.js';
import type { CustomerFacts } from '../../workflows/flow/facts.js';
import { flow as flowSchema, type Flow } from '../../workflows/flow/flow.js';
import { rehearse, type RehearsalMessage } from '../../workflows/flow/rehearse.js';
import { segmentsOf } from '../../workflows/flow/segments.js';
import type { SendingDefaults } from '../../workflows/flow/sending.js';
import * as contract from '../contract/rehearsals.js';
import { handle, type Route } from '../handle.js';
import { noJourney } from './journeys.js';

/** Runs a flow under a virtual clock, with the interpreter and the judgement that live journeys use. Keeps nothing. */
const rehearseJourney = handle(
  contract.rehearseJourney,
  async ({ params, body, caller, now }, { database, config }) => {
    const { flow, business } = await withBusiness(database, caller, async (tx) => ({
      flow: await runnableFlow(tx, params.id, body, now),
      business: await getBusiness(tx),
    }));
    const customer = (body.customer ?? body.event.customer ?? somebody) as CustomerFacts;
    const links = {
      ratingLink: `${config.publicUrl}/r/…`,
      publicReviewLink: 'https://example.com/reviews',
      unsubscribeLink: `${config.publicUrl}/u/…`,
      whyLink: `${config.publicUrl}/why/…`,
    };
    const { entries, ended } = rehearse({
      flow,
      event: { ...body.event },
      customer,
      business: { ...business },
      staff: body.event.staff as Record<string, unknown> | null,
      location: body.event.location as Record<string, unknown> | null,
      answers: body.answers.map((answer) => ({ ...answer, subject: answer.subject ?? undefined })),
      startAt: new Date(body.startAt ?? body.event.occurredAt ?? now).toISOString(),
      calendar: temporalCalendar,
      defaults: business.settings as SendingDefaults,
      links,
    });
    const language = customer.locale ?? business.locale;
    const shown = entries.map(({ message, ...entry }) =>
      message ? { ...entry, message: asSent(message, { business, language, links }) } : entry,
    );
    return { status: 200, body: { entries: shown, ended } };
  },
);

/** Who is written to when nobody is named. */
const somebody: CustomerFacts = {
  name: 'Alex Example',
  email: 'alex@example.com',
  phone: '+15550100199',
};

async function runnableFlow(
  tx: BusinessTransaction,
  journeyId: string,
  asked: { flow?: Record<string, unknown> | undefined; version?: number | undefined },
  now: Date,
): Promise<Flow> {
  const saved = await findDraft(tx, journeyId);
  if (!saved) throw noJourney();
  const published = asked.version === undefined ? null : await findVersion(tx, journeyId, asked.version);
  if (asked.version !== undefined && !published && !asked.flow) {
    const message = `This journey has no version ${asked.version}.`;
    throw new Problem('invalid', message, { errors: [{ path: 'version', message }] });
  }
  const document = asked.flow ?? published?.flow ?? saved.flow;
  const parsed = flowSchema.safeParse(draft(document));
  if (parsed.success) return parsed.data;
  const issues = check(document, await readCheckContext(tx, journeyId, now));
  throw new Problem('cannot_publish', 'This journey is not finished enough to be tried out: see issues.', {
    extras: { issues },
  });
}

/** The words in the dress they would wear: an e-mail with its foot, a text with its way out. */
function asSent(
  message: RehearsalMessage,
  {
    business,
    language,
    links,
  }: { business: BusinessRow; language: string; links: { whyLink: string; unsubscribeLink: string } },
): RehearsalMessage & { html: string | null } {
  const filled = (text: string) => ({ text });
  const { channel, subject, text: body, purpose } = message;
  if (channel === 'sms') {
    const sms = renderSms({ body, language, optOut: purpose === 'marketing' }, null, filled);
    const text = 'text' in sms ? sms.text : body;
    return { ...message, text, html: null, segments: segmentsOf(text).parts };
  }
  const email = prepareEmail({ subject: subject ?? '', body, language, business }, filled)(null, {
    why: links.whyLink,
    unsubscribe: links.unsubscribeLink,
  });
  return 'text' in email ? { ...message, ...email } : { ...message, html: null };
}

export const rehearsalRoutes: Route[] = [rehearseJourney];
