import type { Shape } from '../../api/client.js';
import type { operations } from '../../api/generated/openapi.js';
import { same } from './unsent.js';

export type Change = NonNullable<operations['updateBusiness']['requestBody']>['content']['application/json'];
type Settings = NonNullable<Change['settings']>;
type Day = NonNullable<Settings['hours']>[number]['day'];

/** The settings page as it is typed: text everywhere, one line for each day of the week. */
export interface Form {
  name: string;
  kind: string;
  timezone: string;
  locale: string;
  currency: string;
  country: string;
  email: string;
  phone: string;
  website: string;
  postalAddress: string;
  accent: string;
  reviewLinks: { site: string; url: string }[];
  quiet: { from: string; until: string } | null;
  /** 1 is Monday. Empty times: closed. */
  hours: { day: number; from: string; until: string }[];
  caps: {
    channel: '' | 'email' | 'sms';
    max: string;
    days: string;
    kept?: NonNullable<Settings['caps']>[number];
  }[];
  lowRating: string;
  senderName: string;
  replyTo: string;
  nameStaff: boolean;
  trackLinks: boolean;
  /** Hours the page cannot show, such as a second shift of one day: kept as they are. */
  otherHours: NonNullable<Settings['hours']>;
}

const LONG = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const numberOf = (day: Day) =>
  typeof day === 'number' ? day : LONG.findIndex((name) => name.slice(0, 3) === day.slice(0, 3)) + 1;

export function formOf(saved: Shape<'Business'>): Form {
  const settings = saved.settings as Settings;
  const hours = settings.hours ?? [];
  const first = [1, 2, 3, 4, 5, 6, 7].map((day) => hours.find((each) => numberOf(each.day) === day));
  return {
    name: saved.name,
    kind: saved.kind,
    timezone: saved.timezone,
    locale: saved.locale,
    currency: saved.currency,
    country: saved.country ?? '',
    email: saved.email ?? '',
    phone: saved.phone ?? '',
    website: saved.website ?? '',
    postalAddress: saved.postalAddress ?? '',
    accent: saved.accent ?? '',
    reviewLinks: saved.reviewLinks.map(({ site, url }) => ({ site, url })),
    quiet: settings.quietHours ?? null,
    hours: first.map((open, at) => ({ day: at + 1, from: open?.from ?? '', until: open?.until ?? '' })),
    otherHours: hours.filter((each) => !first.includes(each)),
    caps: (settings.caps ?? []).map((cap) => ({
      channel: cap.channel ?? '',
      max: String(cap.max),
      days: /^P(\d+)D$/.exec(cap.per)?.[1] ?? cap.per,
      kept: cap,
    })),
    lowRating: String(settings.lowRating ?? 3),
    senderName: settings.senders?.email?.name ?? '',
    replyTo: settings.senders?.email?.replyTo ?? '',
    nameStaff: settings.nameStaff !== false,
    trackLinks: settings.trackLinks === true,
  };
}

/** What the form would change of what stands: only that is sent, so whatever others changed stays. */
export function changeOf(stands: Shape<'Business'>, form: Form): Change {
  const { settings: before, ...plainBefore } = settingsOf(formOf(stands));
  const { settings: after, ...plain } = settingsOf(form);
  const settings = differing(before ?? {}, after ?? {});
  return {
    ...differing(plainBefore, plain),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

const differing = <Whole extends object>(before: Whole, after: Whole): Partial<Whole> =>
  Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !same(value, before[field as keyof Whole])),
  ) as Partial<Whole>;

/** What the page says, as the API takes it; an emptied field takes the setting away. */
function settingsOf(form: Form): Change {
  const orNull = (text: string) => text.trim() || null;
  const email = {
    ...(form.senderName.trim() && { name: form.senderName.trim() }),
    ...(form.replyTo.trim() && { replyTo: form.replyTo.trim() }),
  };
  return {
    name: form.name,
    kind: form.kind as NonNullable<Change['kind']>,
    timezone: form.timezone,
    locale: form.locale,
    currency: form.currency,
    country: orNull(form.country)?.toUpperCase() ?? null,
    email: orNull(form.email),
    phone: orNull(form.phone),
    website: orNull(form.website),
    postalAddress: orNull(form.postalAddress),
    accent: orNull(form.accent)?.toLowerCase() ?? null,
    reviewLinks: form.reviewLinks.filter(({ site, url }) => site.trim() || url.trim()),
    settings: {
      quietHours: form.quiet,
      hours: [
        ...form.hours
          .filter(({ from, until }) => from && until)
          .map(({ day, from, until }) => ({ day: LONG[day - 1] as Day, from, until })),
        ...form.otherHours,
      ],
      caps: form.caps.map(({ channel, max, days, kept }) => ({
        ...(kept?.purpose && { purpose: kept.purpose }),
        ...(channel && { channel }),
        max: Number(max),
        per: /^\d+$/.test(days.trim()) ? `P${days.trim()}D` : days,
      })),
      lowRating: Number(form.lowRating),
      trackLinks: form.trackLinks || null,
      // Named unless somebody has said otherwise.
      nameStaff: form.nameStaff ? null : false,
      senders: Object.keys(email).length > 0 ? { email } : null,
    },
  };
}
