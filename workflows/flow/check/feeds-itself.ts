import { comparisonsOf } from '../conditions.js';
import type { Draft, DraftStep } from '../draft.js';
import type { Entry } from '../entry.js';
import { CAUSED_BY_MESSAGES, eventLabel } from '../events.js';
import { textsOf } from '../gating.js';
import { issue, type Issue } from '../issues.js';
import { templateFault } from '../merge-fields.js';
import { channelsOf } from '../message-steps.js';
import { isEffect, isMessage } from '../steps/index.js';
import { fieldsUsedIn } from '../template-fields.js';

type EventEntry = Extract<Entry, { on: 'event' }>;

/** Would a journey’s own doing bring people into it again and again? */
export function feedsItself({ steps }: Draft, entry: Entry): Issue[] {
  if (entry.on !== 'event') return [];
  const cause = steps.find((step) => causes(step, entry));
  if (!cause) return [];
  return [
    issue(
      'feeds_itself',
      `This journey begins when this happens: ${eventLabel(entry.type)}. But its own step “${cause.id}” makes that happen, so it would feed itself. Begin it with something else.`,
      { stepId: cause.id, path: 'entry.type' },
    ),
  ];
}

function causes(step: DraftStep, entry: EventEntry): boolean {
  if (!isEffect(step.kind)) return false;
  if (step.kind === 'update_customer') return changesInto(step, entry);
  return isMessage(step.kind) && CAUSED_BY_MESSAGES.has(entry.type) && answersWith(step, entry.type);
}

/** Does changing the customer this way meet the entry? A tag does, where the entry asks for it or for none. */
function changesInto({ settings }: DraftStep, { type, where }: EventEntry): boolean {
  if (type === 'customer_updated') return where === undefined;
  const tags = (settings.addTags as unknown[] | undefined) ?? [];
  if (type !== 'tag_added' || tags.length === 0) return false;
  if (where === undefined) return true;
  return comparisonsOf(where).some(({ comparison }) =>
    [comparison.value].flat().some((value) => tags.includes(value)),
  );
}

/** Can this message bring about such an event? Any can be delivered; only a text is answered by one. */
function answersWith(step: DraftStep, type: string): boolean {
  if (type === 'sms_received') return channelsOf(step).includes('sms');
  if (type === 'feedback_received' || type === 'review_link_opened')
    return step.kind === 'review_request' || linksToRating(step);
  return true;
}

const linksToRating = (step: DraftStep): boolean =>
  textsOf(step).some(
    ({ text }) =>
      templateFault(text) === null &&
      fieldsUsedIn(text).some(({ path }) => ['ratingLink', 'reviewLink', 'publicReviewLink'].includes(path)),
  );
