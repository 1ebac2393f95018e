import type { Instant } from './instant.js';

/** One customer, as conditions and messages see them. Attributes are what the business added. */
export interface CustomerFacts {
  id?: string;
  externalId?: string | null;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  /** BCP 47, `es` or `es-MX`. */
  locale?: string | null;
  /** IANA name. */
  timezone?: string | null;
  tags?: string[];
  attributes?: Record<string, unknown>;
  [more: string]: unknown;
}

export interface BusinessFacts {
  name?: string | null;
  timezone?: string | null;
  locale?: string | null;
  [more: string]: unknown;
}

/** The business object an enrollment is about. */
export interface Subject {
  kind: string;
  id: string;
}

export interface EventFacts {
  id?: string;
  type: string;
  occurredAt?: Instant;
  customerId?: string;
  subject?: Subject | null;
  data: Record<string, unknown>;
  [more: string]: unknown;
}

/**
 * All that decisions about one enrollment may look at. Conditions address it by path
 * (`event.data.totalCents`), messages by merge field (`{{ customer.firstName }}`).
 */
export interface Facts {
  /** Seeds splits and staggering; absent in previews, which then do not stagger. */
  enrollmentId?: string;
  customer: CustomerFacts;
  business: BusinessFacts;
  /** The event that began the enrollment, or the newest one merged into it. */
  event: EventFacts;
  subject?: Subject | null;
  staff?: Record<string, unknown> | null;
  location?: Record<string, unknown> | null;
  /** The latest answer given through this enrollment's own link. */
  answers?: Record<string, unknown>;
  /** What webhook steps kept of the answers they got. */
  saved?: Record<string, unknown>;
}

const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/** The value at a path, `event.data.lines.0.total`; undefined when anything on the way is missing. Own properties only. */
export function valueAt(facts: Facts, path: string): unknown {
  if (path === 'customer.firstName') return firstNameOf(facts.customer);
  let value: unknown = facts;
  for (const key of path.split('.')) {
    if (FORBIDDEN.has(key) || typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value ?? undefined;
}

/** The given name if known, else the first word of the name. */
export function firstNameOf(customer: CustomerFacts): string | undefined {
  const given = customer.firstName?.trim();
  if (given) return given;
  const first = customer.name?.trim().split(/\s+/)[0];
  return first === '' ? undefined : first;
}
