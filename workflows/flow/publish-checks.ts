import type { Draft } from './draft.js';
import type { Issue, IssueCode } from './issues.js';
import { channelsOf, purposeOf } from './message-steps.js';
import { rules as rulesSchema, type QuietHours } from './rules.js';
import { DEFAULT_QUIET_HOURS, type SendingDefaults } from './sending.js';

/** What is looked at before a journey goes live, the way an owner asks: is it whole, is it decent, is it lawful? */
export const PUBLISH_CHECKS = ['complete', 'quiet_hours', 'consent', 'reviews', 'advice'] as const;

export interface PublishCheck {
  check: (typeof PUBLISH_CHECKS)[number];
  /** `failed` keeps the journey from being published, `warning` does not. */
  status: 'passed' | 'warning' | 'failed';
  /** What speaks against it. */
  issues: Issue[];
  /** For `quiet_hours`: those that are kept; null when messages may go at any hour. */
  quietHours?: QuietHours | null;
  /** For `consent`: whether anything here is marketing, which needs a yes on record. */
  marketing?: boolean;
}

/** The faults each check is about; all other errors are about the journey being whole. */
const ABOUT: Readonly<Partial<Record<IssueCode, PublishCheck['check']>>> = {
  quiet_hours_off: 'quiet_hours',
  quiet_hours_off_marketing: 'quiet_hours',
  no_sending_hours: 'quiet_hours',
  missing_purpose: 'consent',
  looser_than_intent: 'consent',
  no_postal_address: 'consent',
  review_gating: 'reviews',
  conditional_review_link: 'reviews',
};

/**
 * The checks of a draft with their outcome, in the order of `PUBLISH_CHECKS`. What a draft has no use for is left out:
 * no quiet hours where nothing they hold is sent, nothing about reviews where nobody is asked for one.
 */
export function publishChecks(
  draft: Draft,
  issues: readonly Issue[],
  defaults: SendingDefaults,
): PublishCheck[] {
  const messages = draft.steps.filter((step) => channelsOf(step).length > 0);
  const marketing = messages.some((step) => purposeOf(step) === 'marketing');
  const asks = draft.steps.some(({ kind }) => kind === 'review_request');
  const held = marketing || messages.some((step) => channelsOf(step).includes('sms'));
  const rules = rulesSchema.safeParse(draft.rules).data ?? {};
  const own = rules.quietHours === undefined ? defaults.quietHours : rules.quietHours;
  const quietHours = own === undefined ? DEFAULT_QUIET_HOURS : own;

  const about = (check: PublishCheck['check']) => issues.filter((issue) => checkOf(issue) === check);
  const judged = (check: PublishCheck['check'], more: Partial<PublishCheck> = {}): PublishCheck => {
    const found = about(check);
    return { check, status: worst(found), issues: found, ...more };
  };
  return PUBLISH_CHECKS.flatMap((check): PublishCheck[] => {
    switch (check) {
      case 'complete':
        return [judged(check)];
      case 'quiet_hours':
        return held || about(check).length > 0 ? [judged(check, { quietHours })] : [];
      case 'consent':
        return messages.length > 0 ? [judged(check, { marketing })] : [];
      case 'reviews':
        return asks || about(check).length > 0 ? [judged(check)] : [];
      case 'advice':
        return about(check).length > 0 ? [judged(check)] : [];
    }
  });
}

function checkOf({ code, level }: Issue): PublishCheck['check'] | null {
  if (level === 'tip') return null;
  return ABOUT[code] ?? (level === 'error' ? 'complete' : 'advice');
}

function worst(issues: readonly Issue[]): PublishCheck['status'] {
  if (issues.some(({ level }) => level === 'error')) return 'failed';
  return issues.length > 0 ? 'warning' : 'passed';
}
