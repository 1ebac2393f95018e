/** `error` keeps a journey from being published; `warning` and `tip` do not. */
export type Level = 'error' | 'warning' | 'tip';

/**
 * Every kind of fault the checker knows, with how serious it is. Codes are a promise; sentences are
 * made where the fault is found, because only there is it known what to do about it.
 */
export const ISSUES = {
  // the journey as a whole
  empty_flow: 'error',
  missing_entry: 'error',
  bad_entry: 'error',
  missing_first: 'error',
  bad_rules: 'error',
  too_many_steps: 'error',
  many_steps: 'warning',
  unknown_kind: 'error',
  duplicate_id: 'error',
  feeds_itself: 'error',
  no_subject: 'warning',
  no_sending_hours: 'error',
  quiet_hours_off: 'warning',
  quiet_hours_off_marketing: 'error',

  // the way through
  missing_exit: 'error',
  unknown_target: 'error',
  unreachable_step: 'warning',
  cycle_without_wait: 'error',
  endless_cycle: 'warning',

  // one step
  incomplete_step: 'error',
  missing_purpose: 'error',
  looser_than_intent: 'error',
  duplicate_name: 'error',
  bad_weights: 'error',
  empty_arm: 'tip',
  bad_condition: 'error',
  bad_webhook_url: 'error',
  wait_too_long: 'warning',
  wait_outlasts_journey: 'warning',
  past_date: 'warning',

  // words
  template_fault: 'error',
  unknown_field: 'error',
  unusual_field: 'warning',
  no_default: 'warning',
  no_rating_link: 'warning',
  long_text: 'warning',
  costly_character: 'tip',
  missing_language: 'tip',

  // what the law and the review sites ask
  no_postal_address: 'error',
  review_gating: 'error',
  conditional_review_link: 'error',
} as const satisfies Record<string, Level>;

export type IssueCode = keyof typeof ISSUES;

export interface Issue {
  level: Level;
  code: IssueCode;
  stepId?: string;
  /** Where in the document: `steps.2.settings.body`, `rules.quietHours`. */
  path?: string;
  /** What is wrong and what to do, in an owner’s words. */
  message: string;
}

export function issue(
  code: IssueCode,
  message: string,
  place: { stepId?: string | undefined; path?: string | undefined } = {},
): Issue {
  return {
    level: ISSUES[code],
    code,
    ...(place.stepId === undefined ? {} : { stepId: place.stepId }),
    ...(place.path === undefined ? {} : { path: place.path }),
    message,
  };
}
