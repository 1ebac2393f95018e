import type { Calendar } from './calendar.js';
import { clockWords } from './clock-words.js';
import type { Facts } from './facts.js';
import { isBefore, laterOf, toMillis, type Instant } from './instant.js';
import type { Channel, Purpose } from './purposes.js';
import { reason, type Reason, type ReasonCode } from './reasons.js';
import type { Cap, QuietHours, Rules, SendWindow } from './rules.js';
import {
  addDuration,
  hoursOutside,
  hoursWithin,
  nextAllowed,
  isAllowed,
  staggered,
  type Hours,
} from './schedule.js';
import { plausibleZones, zoneOf } from './zones.js';

/** Without a word from the business: nobody is texted from eight in the evening to eight in the morning. */
export const DEFAULT_QUIET_HOURS: QuietHours = { from: '20:00', until: '08:00' };

/** Marketing texts never leave outside these hours, whatever anyone sets. */
export const MARKETING_SMS_HOURS: QuietHours = { from: '21:00', until: '08:00' };

/** How long a message is worth sending when its step says nothing. */
export const DEFAULT_USEFUL_FOR = 'P3D';

/** What the business has set for all its journeys; a journey's own rules win, null meaning none. */
export interface SendingDefaults {
  quietHours?: QuietHours | null | undefined;
  sendWindow?: SendWindow | SendWindow[] | null | undefined;
  caps?: Cap[] | null | undefined;
  /** Purposes that need a yes on record, besides marketing. */
  requireConsent?: Purpose[] | undefined;
}

/** Whom we may write to. `consents` may hold every row or only the latest; the latest of a channel and purpose counts. */
export interface Permission {
  consents: readonly { channel: Channel; purpose: Purpose; granted: boolean; at?: Instant }[];
  /** Channels whose address must never be written to again. */
  suppressed: Partial<Record<Channel, boolean>>;
}

export interface SendCase {
  channel: Channel;
  purpose: Purpose;
  /** The journey's own rules. */
  rules: Pick<Rules, 'quietHours' | 'sendWindow' | 'caps'>;
  defaults: SendingDefaults;
  facts: Pick<Facts, 'customer' | 'business' | 'enrollmentId'>;
  permission: Permission;
  /** Messages this customer has been sent lately, over all journeys: at least those within the longest cap. */
  recent: readonly { channel: Channel; purpose: Purpose; at: Instant }[];
  /** How long after `enteredAt` the message is still worth sending. */
  usefulFor?: string | undefined;
  /** When the enrollment came to this step. */
  enteredAt: Instant;
  now: Instant;
  calendar: Calendar;
}

export type Judgement =
  { do: 'send' } | { do: 'hold'; until: Instant; reason: Reason } | { do: 'skip'; reason: Reason };

/** May this message go now? If not: when, or why never. */
export function judgeSend(kase: SendCase): Judgement {
  const refused = refusal(kase);
  if (refused) return { do: 'skip', reason: refused };
  const until = usefulUntil(kase);
  if (isBefore(until, kase.now)) return { do: 'skip', reason: reason('too_late') };

  const opening = nextOpening(kase);
  if (opening === null) return { do: 'skip', reason: reason('no_allowed_time') };
  if (!isBefore(kase.now, opening.at)) return { do: 'send' };
  if (isBefore(until, opening.at)) return { do: 'skip', reason: reason('too_late') };
  return { do: 'hold', until: opening.at, reason: opening.reason };
}

/** The last moment at which the message is worth sending. */
export function usefulUntil({
  enteredAt,
  usefulFor,
  facts,
  calendar,
}: Pick<SendCase, 'enteredAt' | 'usefulFor' | 'facts' | 'calendar'>): Instant {
  return addDuration(enteredAt, usefulFor ?? DEFAULT_USEFUL_FOR, zoneOf(facts, calendar), calendar);
}

/** Why the customer may not be written to at all by this channel and for this purpose; null when they may. */
export function refusal({
  channel,
  purpose,
  facts,
  permission,
  defaults,
}: Pick<SendCase, 'channel' | 'purpose' | 'facts' | 'permission' | 'defaults'>): Reason | null {
  const words = {
    purpose,
    channel: channel === 'sms' ? 'text' : 'email',
    address: channel === 'sms' ? 'phone number' : 'email address',
  };
  const address = channel === 'sms' ? facts.customer.phone : facts.customer.email;
  if (!address) return reason('no_address', words);
  if (permission.suppressed[channel]) return reason('suppressed', words);
  const consent = latestConsent(permission, channel, purpose);
  if (consent === false) return reason('opted_out', words);
  const needsConsent = purpose === 'marketing' || (defaults.requireConsent ?? []).includes(purpose);
  return consent === null && needsConsent ? reason('no_consent', words) : null;
}

/** Yes, no, or null when nobody has ever said. */
function latestConsent({ consents }: Permission, channel: Channel, purpose: Purpose): boolean | null {
  const said = consents.filter((row) => row.channel === channel && row.purpose === purpose);
  const latest = said.reduce<(typeof said)[number] | null>(
    (best, row) => (best && (best.at ?? '') > (row.at ?? '') ? best : row),
    null,
  );
  return latest?.granted ?? null;
}

interface Opening {
  at: Instant;
  reason: Reason;
}

/** The first moment allowed by hours and caps alike, with the first thing that stood in the way. */
function nextOpening(kase: SendCase): Opening | null {
  const { now, calendar, facts } = kase;
  let at = now;
  let why: { code: ReasonCode; words: Record<string, string | number> } | null = null;
  // Hours may push a message into a full cap and a cap into shut hours; each pass moves on in time.
  for (let pass = 0; pass < 50; pass++) {
    const full = fullCap(kase, at);
    if (full) {
      why ??= { code: 'cap', words: { max: full.max } };
      at = laterOf(at, full.frees);
    }
    const open = nextHour(kase, at);
    if (open === null) return null;
    if (isBefore(at, open.at)) why ??= { code: open.code, words: {} };
    const settled = !full && !isBefore(at, open.at);
    at = open.at;
    if (settled) break;
  }
  const until = clockWords(at, zoneOf(facts, calendar), calendar);
  return { at, reason: reason(why?.code ?? 'sent', { ...why?.words, until }) };
}

function fullCap(
  { rules, defaults, channel, purpose, recent, facts, calendar }: SendCase,
  at: Instant,
): { max: number; frees: Instant } | null {
  const caps = (rules.caps === undefined ? defaults.caps : rules.caps) ?? [];
  const zone = zoneOf(facts, calendar);
  let latest: { max: number; frees: Instant } | null = null;
  for (const cap of caps) {
    if (cap.channel && cap.channel !== channel) continue;
    if (cap.purpose && cap.purpose !== purpose) continue;
    const counted = recent
      .filter(
        (sent) =>
          (!cap.channel || sent.channel === cap.channel) && (!cap.purpose || sent.purpose === cap.purpose),
      )
      .map((sent) => addDuration(sent.at, cap.per, zone, calendar))
      .filter((frees) => isBefore(at, frees))
      .sort((a, b) => toMillis(b) - toMillis(a));
    const frees = counted[cap.max - 1];
    if (frees !== undefined && (!latest || isBefore(latest.frees, frees))) latest = { max: cap.max, frees };
  }
  return latest;
}

interface OpenHours {
  code: 'quiet_hours' | 'marketing_hours' | 'send_window';
  /** Any one of them open is open. */
  hours: Hours[];
}

function nextHour(kase: SendCase, at: Instant): { at: Instant; code: OpenHours['code'] } | null {
  const open = openHours(kase);
  const { facts, calendar } = kase;
  const plausible = plausibleZones(facts, calendar);
  // Zones too far apart may leave no common hour: then the likeliest zone decides.
  for (const zones of [plausible, [zoneOf(facts, calendar)]]) {
    const all = open.map(({ hours }) => hours);
    const next = nextAllowed(at, all, zones, calendar);
    if (next === null) continue;
    const code = open.find(({ hours }) => !isAllowed(at, [hours], zones, calendar))?.code ?? 'quiet_hours';
    if (!isBefore(at, next)) return { at: next, code };
    const later = staggered(next, facts.enrollmentId);
    return { at: isAllowed(later, all, zones, calendar) ? later : next, code };
  }
  return null;
}

/** The hours that bind this channel and purpose. Quiet hours hold texts of every purpose and marketing emails. */
export function openHours({
  channel,
  purpose,
  rules,
  defaults,
}: Pick<SendCase, 'channel' | 'purpose' | 'rules' | 'defaults'>): OpenHours[] {
  const bound: OpenHours[] = [];
  if (channel === 'sms' && purpose === 'marketing') {
    bound.push({ code: 'marketing_hours', hours: [hoursOutside(MARKETING_SMS_HOURS)] });
  }
  const quiet = quietHoursFor(purpose, rules, defaults);
  if (quiet && (channel === 'sms' || purpose === 'marketing')) {
    bound.push({ code: 'quiet_hours', hours: [hoursOutside(quiet)] });
  }
  const windows = (rules.sendWindow === undefined ? defaults.sendWindow : rules.sendWindow) ?? [];
  const mine = [windows].flat().filter((window) => !window.channel || window.channel === channel);
  if (mine.length > 0) bound.push({ code: 'send_window', hours: mine.map(hoursWithin) });
  return bound;
}

/** The journey's own, else the business's, else ours; null is none, which marketing may not have. */
function quietHoursFor(
  purpose: Purpose,
  rules: SendCase['rules'],
  defaults: SendingDefaults,
): QuietHours | null {
  const own = rules.quietHours === undefined ? defaults.quietHours : rules.quietHours;
  if (own === undefined) return DEFAULT_QUIET_HOURS;
  if (own === null && purpose === 'marketing') return defaults.quietHours ?? DEFAULT_QUIET_HOURS;
  return own;
}
