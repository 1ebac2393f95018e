import { z } from 'zod';
import { intlCalendar } from './calendar-intl.js';
import { condition, evaluate } from './conditions.js';
import { EVENT_LABELS } from './event-labels.js';
import type { EventFacts, Facts } from './facts.js';
import { isInstant, type Instant } from './instant.js';
import { channel, purpose } from './purposes.js';
import { asText } from './as-text.js';

/** Everything that can happen, apart from what a business names itself (`custom_…`). */
export const EVENT_TYPES = [
  'customer_created',
  'customer_updated',
  'tag_added',
  'estimate_sent',
  'estimate_approved',
  'job_scheduled',
  'job_rescheduled',
  'job_started',
  'job_completed',
  'job_cancelled',
  'invoice_created',
  'invoice_sent',
  'invoice_overdue',
  'invoice_paid',
  'invoice_voided',
  'payment_received',
  'payment_refunded',
  'payment_failed',
  'reservation_created',
  'reservation_changed',
  'reservation_confirmed',
  'reservation_reminder_due',
  'reservation_seated',
  'reservation_completed',
  'reservation_cancelled',
  'reservation_no_show',
  'stay_checked_in',
  'stay_checked_out',
  'waitlist_joined',
  'purchase_made',
  'visit_predicted',
  'points_earned',
  'tier_changed',
  'lead_created',
  'message_delivered',
  'message_failed',
  'link_clicked',
  'sms_received',
  'feedback_received',
  'review_link_opened',
  'qr_scanned',
  'unsubscribed',
] as const;
export type KnownEventType = (typeof EVENT_TYPES)[number];

/** Journeyman makes these itself and believes nobody else who says they happened. */
export const RESERVED_EVENT_TYPES = [
  'feedback_received',
  'unsubscribed',
  'message_delivered',
  'message_failed',
  'link_clicked',
  'sms_received',
  'qr_scanned',
  'review_link_opened',
] as const satisfies readonly KnownEventType[];

/** Somebody of the team enrolls a customer; meant for one journey, whose conditions do not count then. */
export const BY_HAND = 'custom_enrolled_by_hand';

/** What follows from a journey's own messages: entering by one of these would feed a journey to itself. */
export const CAUSED_BY_MESSAGES: ReadonlySet<string> = new Set([
  'message_delivered',
  'message_failed',
  'link_clicked',
  'sms_received',
  'feedback_received',
  'review_link_opened',
  'unsubscribed',
]);

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);
const RESERVED: ReadonlySet<string> = new Set(RESERVED_EVENT_TYPES);

export const isReserved = (type: string): boolean => RESERVED.has(type);

/** “A job is finished”; for a business's own event, its name in words. */
export function eventLabel(type: string): string {
  if (KNOWN.has(type)) return EVENT_LABELS[type as KnownEventType];
  const words = type
    .replace(/^custom_/, '')
    .replace(/_/g, ' ')
    .trim();
  return words === '' ? 'Something happens' : `“${words}” happens`;
}

export const eventType = z
  .string()
  .refine((type) => KNOWN.has(type) || /^custom_[a-z0-9_]{1,60}$/.test(type), {
    error: (issue) =>
      `“${asText(issue.input).slice(0, 80)}” is no known event type; use one of the listed types or a name of your own that begins with custom_.`,
  });

export const subject = z.object({
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, { error: 'Give a kind such as job or invoice, in lower case.' }),
  id: z.string().min(1, { error: 'Say which one.' }).max(200),
});

/** What to wait for, end at, or stop by. `same` says whose event it must be. */
export const eventPattern = z.object({
  type: eventType,
  where: condition.optional(),
  same: z.enum(['subject', 'customer'], { error: 'Choose subject or customer.' }).default('customer'),
});
export type EventPattern = z.infer<typeof eventPattern> & { name?: string };

/** Is this event the one meant? Conditions of the pattern see the incoming event as `event`. */
export function matches(pattern: EventPattern, event: EventFacts, facts: Facts, now: Instant): boolean {
  if (pattern.type !== event.type) return false;
  if (!isAboutTheSame(pattern.same, event, facts)) return false;
  return !pattern.where || evaluate(pattern.where, { ...facts, event }, now).holds;
}

/**
 * The same invoice, whoever it is that pays it; or the same customer. Without a subject, an enrollment is about the
 * customer. Unknown customers (previews, events that name nobody) count as the same.
 */
function isAboutTheSame(same: EventPattern['same'], event: EventFacts, facts: Facts): boolean {
  if (same === 'subject' && facts.subject) {
    return event.subject?.kind === facts.subject.kind && event.subject.id === facts.subject.id;
  }
  return (
    event.customerId === undefined ||
    facts.customer.id === undefined ||
    event.customerId === facts.customer.id
  );
}

const text = (max: number) => z.string().max(max);
const instant = z
  .string()
  .refine(isInstant, { error: 'Give a time with its offset, such as 2026-11-20T15:04:05Z.' });

export const consentGiven = z.object({
  channel,
  purpose,
  granted: z.boolean(),
  evidence: text(1000).optional(),
  at: instant.optional(),
});

/** A person as an outside system describes one. */
export const eventCustomer = z.object({
  externalId: text(200).min(1).nullish(),
  name: text(200).nullish(),
  firstName: text(100).nullish(),
  lastName: text(100).nullish(),
  email: z.email({ error: 'This is no email address.' }).max(254).nullish(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, { error: 'Give the phone number with its country, such as +34600111222.' })
    .nullish(),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, { error: 'Give a language such as es or en-GB.' })
    .nullish(),
  timezone: z
    .string()
    .refine((zone) => intlCalendar.isZone(zone), { error: 'Give a time zone such as Europe/Madrid.' })
    .nullish(),
  tags: z.array(text(60).min(1)).max(100).optional(),
  attributes: z.record(z.string().max(60), z.unknown()).optional(),
  consents: z.array(consentGiven).max(20).optional(),
});

export const eventStaff = z.object({ externalId: text(200).min(1).nullish(), name: text(200).nullish() });
export const eventLocation = z.object({ externalId: text(200).min(1).nullish(), name: text(200).nullish() });

const knownParts = z.looseObject({
  id: text(255).min(1, { error: 'Give an id or leave it out.' }).optional(),
  type: eventType,
  occurredAt: instant.optional(),
  customer: eventCustomer.loose().nullish(),
  subject: subject.loose().nullish(),
  staff: eventStaff.loose().nullish(),
  location: eventLocation.loose().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

export interface NewEvent {
  id?: string;
  type: string;
  occurredAt?: Instant;
  customer?: z.infer<typeof eventCustomer> | null;
  subject?: z.infer<typeof subject> | null;
  staff?: z.infer<typeof eventStaff> | null;
  location?: z.infer<typeof eventLocation> | null;
  data: Record<string, unknown>;
}

/**
 * An event as it comes in. A wrong type is an error at its path; what we do not know is kept in `data`
 * (unknown parts of the customer under `data.customer`, and likewise subject, staff and location).
 * Reserved types pass here, since Journeyman sends them itself: doors to the outside ask `isReserved`.
 */
export const newEvent: z.ZodType<NewEvent> = knownParts.transform((event): NewEvent => {
  const [known, unknown] = sorted(event, knownParts.shape);
  const kept: Record<string, unknown> = { ...unknown };
  const shapes = { customer: eventCustomer, subject, staff: eventStaff, location: eventLocation };
  for (const [key, { shape }] of Object.entries(shapes)) {
    const part = known[key];
    if (typeof part !== 'object' || part === null) continue;
    const [ours, theirs] = sorted(part as Record<string, unknown>, shape);
    known[key] = ours;
    if (Object.keys(theirs).length > 0) kept[key] = theirs;
  }
  return { ...(known as unknown as NewEvent), data: { ...kept, ...event.data } };
});

/** Splits an object into the keys a shape knows and the rest. */
function sorted(
  made: Record<string, unknown>,
  shape: object,
): [Record<string, unknown>, Record<string, unknown>] {
  const known: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(made)) (Object.hasOwn(shape, key) ? known : rest)[key] = value;
  return [known, rest];
}
