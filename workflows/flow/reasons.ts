/**
 * Every reason the engine gives, in one place: the code is for programs and never changes its meaning,
 * the sentence is for the owner. Words in braces are filled in where they are known.
 */
export const REASONS = {
  // why an enrollment is over
  finished: 'The journey is finished.',
  goal: 'The goal was reached: {what}.',
  stop_rule: 'Stopped, because this happened: {what}.',
  expired: 'The journey ran out of time.',
  merged: 'Two records of this customer were joined; the older passage goes on.',
  restarted: 'It began again with newer news.',
  stopped_by_hand: 'A member of the team stopped it.',
  customer_erased: 'The customer’s data was erased.',
  version_ended: 'The journey was changed, and those waiting here were let go.',
  subject_cancelled: 'What this was about was called off: {what}.',
  endless_loop: 'The journey went round without ever waiting, so it was stopped.',
  step_missing: 'The step “{step}” is no longer part of the journey.',

  // why a step was left the way it was
  waiting: 'Waiting until {until}.',
  listening: 'Waiting for something to happen.',
  wait_over: 'The wait is over.',
  already_past: 'That time had passed already.',
  missing_date: '“{field}” is not known, so there is no date to wait for.',
  invalid_date: '“{field}” holds no date.',
  past_date: 'The date in “{field}” has passed.',
  happened: 'It happened: {what}.',
  timed_out: 'Nothing happened in time.',
  arm_held: 'Because {what}.',
  no_arm_held: 'None of the checks was true.',
  shared_out: 'Chosen by share.',
  jumped: 'Went to the step “{step}”, time {pass} of {most}.',
  skipped_by_hand: 'Skipped by hand.',
  moved: 'Moved to another step by hand.',
  resumed: 'Goes on.',
  overdue_skipped: 'Not sent: it fell due while the journey was on hold.',
  exhausted: 'Had gone round {most} times.',

  replanned: 'What it waits for has moved; now until {until}.',

  // why a message left, waits, or stays unsent
  sent: 'Sent.',
  quiet_hours: 'Held until {until}: it is a quiet hour where the customer is.',
  marketing_hours: 'Held until {until}: marketing texts leave between 08:00 and 21:00 only.',
  send_window: 'Held until {until}: outside the hours of sending.',
  cap: 'Held until {until}: the customer has had {max} messages already.',
  too_late: 'Not sent: it would have come too late to be useful.',
  no_address: 'Not sent: there is no {address} for this customer.',
  opted_out: 'Not sent: the customer does not want {purpose} messages by {channel}.',
  suppressed: 'Not sent: this {address} must not be written to any more.',
  no_consent: 'Not sent: the customer has not agreed to {purpose} messages by {channel}.',
  missing_field: 'Not sent: “{field}” is not known for this customer, and the message gives no default.',
  template_error: 'Not sent: the message could not be put together ({what}).',
  no_allowed_time: 'Not sent: the hours of sending leave no moment to send it.',
  provider_unavailable: 'Held until {until}: the provider takes no messages just now ({what}).',
  sender_rate: 'Held until {until}: the sender may not send faster.',
  outcome_unknown: 'The provider gave no answer; it may have arrived, so it is not sent again.',
  refused: 'The provider refused it: {what}.',
  reminder: 'A reminder, because no answer had come.',
  answered: 'The customer has answered.',
  not_simulated: 'A test run does not do this; it goes on as if it had worked.',

  // why someone did or did not come in
  entered: 'Came in.',
  other_event: 'This journey begins with something else.',
  condition_not_met: 'The checks at the start were not met: {what}.',
  nobody_inside: 'This journey listens for this, but nobody it concerns is inside.',
  already_in: 'The customer is in this journey already.',
  been_through: 'The customer has been through this journey.',
  been_through_subject: 'The customer has been through this journey about the same thing.',
  too_soon: 'The customer was in this journey less than {days} days ago.',
  paused: 'The journey is paused.',
  no_customer: 'The event names no customer.',
  too_deep: 'Events caused by events caused by events: it ends here.',
} as const;

export type ReasonCode = keyof typeof REASONS;

export interface Reason {
  code: ReasonCode;
  message: string;
}

/** A reason with its sentence filled in; words that are not given stay out of it. */
export function reason(code: ReasonCode, words: Record<string, string | number> = {}): Reason {
  const message = REASONS[code].replace(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(words, name) ? String(words[name]) : '…',
  );
  return { code, message };
}

/** What a code says by itself, for rows whose own words were erased with their customer; a code not ours as it is. */
export const plainReason = (code: string): string =>
  Object.hasOwn(REASONS, code) ? reason(code as ReasonCode).message : code;
