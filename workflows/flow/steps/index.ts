import type { z } from 'zod';
import { branch } from './branch.js';
import { email } from './email.js';
import { goTo } from './go-to.js';
import { notifyTeam } from './notify-team.js';
import { reviewRequest } from './review-request.js';
import { sms } from './sms.js';
import { split } from './split.js';
import { updateCustomer } from './update-customer.js';
import { wait } from './wait.js';
import { waitForEvent } from './wait-for-event.js';
import { webhook } from './webhook.js';

/** Every kind of step there is. A new kind is a file beside these and a line here. */
export const STEP_KINDS = {
  wait,
  wait_for_event: waitForEvent,
  email,
  sms,
  review_request: reviewRequest,
  branch,
  split,
  update_customer: updateCustomer,
  webhook,
  notify_team: notifyTeam,
  go_to: goTo,
} as const satisfies { [Kind in string]: { kind: Kind } };

export type Kind = keyof typeof STEP_KINDS;
export type SettingsOf<K extends Kind> = z.infer<(typeof STEP_KINDS)[K]['settings']>;

export const KINDS = Object.keys(STEP_KINDS) as Kind[];
export const isKind = (text: unknown): text is Kind =>
  typeof text === 'string' && Object.hasOwn(STEP_KINDS, text);

/** Does performing a step of this kind touch the world? */
export const isEffect = (kind: Kind): boolean => STEP_KINDS[kind].effect;

/** The named ways out of a step; they follow from its kind and its settings. */
export function exitsOf<K extends Kind>({
  kind,
  settings,
}: {
  kind: K;
  settings: SettingsOf<K>;
}): readonly string[] {
  const exits = STEP_KINDS[kind].exits as (settings: SettingsOf<K>) => readonly string[];
  return exits(settings);
}

export const MESSAGE_KINDS = ['email', 'sms', 'review_request'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];
export const isMessage = (kind: Kind): kind is MessageKind =>
  (MESSAGE_KINDS as readonly string[]).includes(kind);
