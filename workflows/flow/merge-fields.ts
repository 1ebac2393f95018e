import { CaptureTag, Context, Liquid, type Template } from 'liquidjs';
import { firstNameOf, type Facts } from './facts.js';
import type { Instant } from './instant.js';
import { oncePerText } from './once-per-text.js';

/** Links made for one message. `reviewLink` is another name of `ratingLink`. */
export interface MessageLinks {
  ratingLink?: string;
  publicReviewLink?: string;
  unsubscribeLink?: string;
  whyLink?: string;
}

export interface Rendering {
  links?: MessageLinks;
  /** What `'now' | date` means; without it `now` is not known. */
  now?: Instant;
  /** The zone and language in which dates and money are written. */
  zone?: string;
  locale?: string;
  /** What is left of the work that several texts may cost together; it is used up. Without it each has its own. */
  effort?: Effort;
}

/**
 * How much work putting texts together may be: parts carried out (a loop carries out its inside each time), and
 * characters and list entries made. Counted and not timed, so that a busy machine never loses anybody a message.
 */
export interface Effort {
  parts: number;
  made: number;
}

/** Enough for a letter a hundred times; an endless loop is over within a tenth of a second. */
export const newEffort = (texts = 1): Effort => ({ parts: 20_000 * texts, made: 1_000_000 * texts });

export type Rendered = { text: string } | { missing: string } | { fault: string };

const LONGEST_TEMPLATE = 100_000;
const LONGEST_RESULT = 200_000;

/** Tags that reach for other templates, hidden state, or nothing a message needs. */
const UNWANTED_TAGS = ['include', 'render', 'layout', 'block', 'increment', 'decrement', 'tablerow', 'cycle'];
/** Filters that read the clock or chance, or evaluate text as code. */
const UNWANTED_FILTERS = [
  'sample',
  'shuffle',
  'where_exp',
  'reject_exp',
  'find_exp',
  'find_index_exp',
  'group_by_exp',
  'has_exp',
  'inspect',
  'raw',
];

/** Liquid counts what filters make, and not what is captured: forty captures of twice the last fill any memory. */
class MeasuredCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    context.memoryLimit.use(String(context.bottom()[this.variable] ?? '').length);
  }
}

const engine = madeEngine();

/**
 * A message put together. `missing` names the first field that is not known and has no default;
 * `fault` says why the template cannot be used at all. Nothing is escaped: that is the channel's work.
 */
export function renderTemplate(text: string, facts: Facts, how: Rendering = {}): Rendered {
  let templates: Template[];
  try {
    templates = parse(text);
  } catch (error) {
    return { fault: faultOf(error) };
  }
  try {
    const globals = { '@zone': how.zone, '@locale': how.locale, '@now': how.now };
    const scope = scopeOf(facts, how.links ?? {});
    const context = new Context(scope, engine.options, { globals, sync: true }, { liquid: engine });
    limit(context, how.effort ?? newEffort());
    const made = String(engine.renderSync(templates, context));
    return made.length > LONGEST_RESULT ? { fault: 'the result is too long' } : { text: made };
  } catch (error) {
    const missing = /^undefined variable: ([^,\n]+)/.exec(messageOf(error))?.[1];
    return missing ? { missing: wholePath(missing.trim(), error) } : { fault: faultOf(error) };
  }
}

/** Liquid asks before each part, and says how much a filter or range is about to make. */
function limit({ renderLimit, memoryLimit }: Context, effort: Effort): void {
  renderLimit.check = () => {
    effort.parts -= 1;
    if (effort.parts < 0) throw new Error('it repeats itself too often');
  };
  memoryLimit.use = (count) => {
    effort.made -= Math.max(0, Number(count) || 0);
    if (effort.made < 0) throw new Error('it makes too much text');
  };
}

/** Liquid names the first part that is not there (`staff`); owners know the field as they wrote it (`staff.name`). */
function wholePath(missing: string, error: unknown): string {
  const words = (error as { token?: { getText(): string } }).token?.getText() ?? '';
  const written = words.match(/[A-Za-z_][\w-]*(\.[\w-]+)*/g) ?? [];
  return written.find((path) => path.startsWith(`${missing}.`)) ?? missing;
}

/** Why a template does not parse, in a sentence; null when it does. */
export function templateFault(text: string): string | null {
  try {
    parse(text);
    return null;
  } catch (error) {
    return faultOf(error);
  }
}

/** Parsed once per wording: the same few templates are sent thousands of times. Throws what Liquid throws. */
export const parse = oncePerText((text): Template[] => engine.parse(text));

/** What merge fields see. Anything unknown, null or empty is left out, so that it counts as missing. */
function scopeOf(facts: Facts, links: MessageLinks): Record<string, unknown> {
  const { customer, business, event, subject, staff, location, answers, saved } = facts;
  const ratingLink = links.ratingLink;
  const all = {
    customer: { ...customer, firstName: firstNameOf(customer) },
    business,
    event,
    subject,
    staff,
    location,
    answers,
    saved,
    ...links,
    reviewLink: ratingLink,
  };
  return known(all, 12) as Record<string, unknown>;
}

function known(value: unknown, levels: number): unknown {
  if (value === null || value === '' || levels === 0) return undefined;
  if (Array.isArray(value))
    return value.map((one) => known(one, levels - 1)).filter((one) => one !== undefined);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === undefined) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const one = known(inner, levels - 1);
    if (one !== undefined && key !== '__proto__') kept[key] = one;
  }
  return kept;
}

function madeEngine(): Liquid {
  const made = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    // An empty set of templates: no file is ever looked for.
    templates: {},
    parseLimit: LONGEST_TEMPLATE,
  });
  for (const tag of UNWANTED_TAGS) delete made.tags[tag];
  for (const filter of UNWANTED_FILTERS) delete made.filters[filter];
  made.registerTag('capture', MeasuredCapture);
  writeDatesAndMoney(made);
  return made;
}

interface FilterThis {
  context: { globals: Record<string, unknown> };
}

/** Dates in the customer's zone and never by our clock; money in the customer's language. */
function writeDatesAndMoney(made: Liquid): void {
  const plain = made.filters.date as (
    this: unknown,
    value: unknown,
    format?: unknown,
    zone?: unknown,
  ) => unknown;
  made.registerFilter('date', function (this: unknown, value: unknown, format?: unknown, zone?: unknown) {
    const { globals } = (this as FilterThis).context;
    const at = value === 'now' || value === 'today' ? globals['@now'] : value;
    if (at === undefined) throw new Error('the present time is not known here');
    return plain.call(this, at, format, zone ?? globals['@zone'] ?? 'UTC');
  });
  made.registerFilter('money', function (this: unknown, cents: unknown, currency?: unknown) {
    const { globals } = (this as FilterThis).context;
    const amount = Number(cents);
    if (!Number.isFinite(amount)) throw new Error('“money” needs an amount in cents');
    return money(amount, typeof currency === 'string' ? currency : 'EUR', globals['@locale']);
  });
}

function money(cents: number, currency: string, locale: unknown): string {
  try {
    const format = new Intl.NumberFormat(typeof locale === 'string' ? locale.replace(/_/g, '-') : 'en', {
      style: 'currency',
      currency,
    });
    return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Liquid's own words without file positions beyond the line. */
function faultOf(error: unknown): string {
  const [first] = messageOf(error).split('\n');
  return (first ?? '')
    .replace(/, col:\d+/, '')
    .replace(/, line:(\d+)/, ' in line $1')
    .slice(0, 200);
}
