import type { Calendar } from './calendar.js';
import { evaluate } from './conditions.js';
import { describeStep } from './describe.js';
import type { Directive } from './directive.js';
import { eventLabel } from './events.js';
import type { BusinessFacts, CustomerFacts, EventFacts, Facts } from './facts.js';
import { getStep, type Flow, type Step, type StepId, type StepOf } from './flow.js';
import { isBefore, toMillis, type Instant } from './instant.js';
import { textsFor } from './languages.js';
import { newEffort, renderTemplate, type MessageLinks } from './merge-fields.js';
import { listenedExit, outcomeOf } from './outcomes.js';
import { channelsOf, purposeOf } from './message-steps.js';
import { reason, type Reason } from './reasons.js';
import { answerable, reviewWording } from './review-wording.js';
import type { Channel, Purpose } from './purposes.js';
import { addDuration } from './schedule.js';
import { segmentsOf } from './segments.js';
import { judgeSend, refusal, type Judgement, type Permission, type SendingDefaults } from './sending.js';
import type { Kind } from './steps/index.js';
import { expiresAt, walk, type Trail, type Walked } from './walk.js';
import { zoneOf } from './zones.js';

/** Something the customer (or the world) does during a rehearsal. Without a type it is a rating. */
export interface Answer {
  /** How long after the start, or after reaching `step`; or `at`, exactly when. Neither: at once. */
  after?: string | undefined;
  at?: Instant | undefined;
  /**
   * The step it answers: it happens `after` the first time the passage waits there, or has sent the message there.
   * A passage that never comes to that step never sees it.
   */
  step?: StepId | undefined;
  type?: string | undefined;
  rating?: number | undefined;
  comment?: string | undefined;
  data?: Record<string, unknown> | undefined;
  subject?: EventFacts['subject'] | undefined;
}

export interface Rehearsal {
  flow: Flow;
  event: Pick<EventFacts, 'type'> & Partial<EventFacts>;
  customer: CustomerFacts;
  business: BusinessFacts;
  staff?: Facts['staff'];
  location?: Facts['location'];
  answers?: readonly Answer[] | undefined;
  startAt: Instant;
  calendar: Calendar;
  permission?: Permission | undefined;
  /** What the customer has been sent by other passages, over all journeys; what lies ahead of the clock does not count yet. */
  recent?: readonly Sent[] | undefined;
  /** Seeds shares and staggering as an enrollment's id does; without it nothing is staggered. */
  seed?: string | undefined;
  defaults?: SendingDefaults | undefined;
  links?: MessageLinks | undefined;
}

export interface Sent {
  channel: Channel;
  purpose: Purpose;
  at: Instant;
}

export interface RehearsalMessage {
  channel: Channel;
  purpose: Purpose;
  to: string;
  /** BCP 47: the language of its words. */
  language: string;
  subject: string | null;
  text: string;
  /** Parts of a text message; 0 for an email. */
  segments: number;
  /** Will its links be led through short ones of ours? */
  countsClicks?: true;
}

/** One line of what would happen. */
export interface RehearsalEntry {
  at: Instant;
  stepId: StepId | null;
  kind: Kind | 'event' | 'end';
  /** The step in words, or what happened. */
  what: string;
  exit: string | null;
  reason?: Reason;
  message?: RehearsalMessage;
  /** Of an event: what it was. */
  event?: { type: string; rating: number | null };
}

export interface Rehearsed {
  entries: RehearsalEntry[];
  /** `ignored`: the customer would not come in at all. */
  ended: { at: Instant; status: 'completed' | 'stopped' | 'failed' | 'ignored'; reason: Reason };
}

const MOST_ENTRIES = 500;

const EXAMPLE_LINKS: MessageLinks = {
  ratingLink: 'https://example.com/r/…',
  publicReviewLink: 'https://example.com/reviews',
  unsubscribeLink: 'https://example.com/u/…',
  whyLink: 'https://example.com/why/…',
};

/**
 * What a journey would do to one customer, under a clock of its own: every step, when, why, and the words
 * it would send. Uses the interpreter and the judgement that live journeys use. Sends nothing.
 */
export function rehearse(input: Rehearsal): Rehearsed {
  return new Passage(input).run();
}

type MessageStep = StepOf<'email'> | StepOf<'sms'> | StepOf<'review_request'>;

interface Coming {
  at: Instant;
  event: EventFacts;
}

/** One imagined enrollment, moving through its own time. */
class Passage {
  private readonly entries: RehearsalEntry[] = [];
  private readonly coming: Coming[];
  private readonly past: Coming[] = [];
  private readonly recent: Sent[];
  /** For all its texts: a rehearsal runs while others wait. */
  private readonly effort = newEffort(5);
  /** Answers that wait for their step to be reached. */
  private unasked: Answer[];
  private readonly flow: Flow;
  private readonly calendar: Calendar;
  private facts: Facts;
  private now: Instant;
  private lastMessageAt: Instant;

  constructor(private readonly input: Rehearsal) {
    const { flow, event, customer, business, staff, location, startAt, calendar } = input;
    this.flow = flow;
    this.calendar = calendar;
    this.now = startAt;
    this.lastMessageAt = startAt;
    this.recent = [...(input.recent ?? [])];
    this.facts = {
      ...(input.seed === undefined ? {} : { enrollmentId: input.seed }),
      customer: structuredClone(customer),
      business,
      event: { occurredAt: startAt, ...event, data: event.data ?? {} },
      subject: event.subject ?? null,
      staff: staff ?? null,
      location: location ?? null,
      answers: {},
      saved: {},
    };
    const answers = input.answers ?? [];
    this.unasked = answers.filter(({ step }) => step !== undefined);
    this.coming = answers
      .filter(({ step }) => step === undefined)
      .map((answer) => this.comingFrom(answer, startAt))
      .sort(byTime);
  }

  run(): Rehearsed {
    const refused = this.refusedEntry();
    if (refused) return this.end('ignored', refused);
    let walked = this.walk({ enter: this.flow.first });
    while (this.entries.length < MOST_ENTRIES) {
      const next = this.obey(walked);
      if ('ended' in next) return next;
      walked = next;
    }
    return this.end('failed', reason('endless_loop'));
  }

  private refusedEntry(): Reason | null {
    const { entry } = this.flow;
    if (entry.on !== 'event') return null;
    if (entry.type !== this.facts.event.type) return reason('other_event');
    if (!entry.where) return null;
    const { holds, checks, missing } = evaluate(entry.where, this.facts, this.now);
    if (holds) return null;
    const failed = checks.filter(({ passed }) => !passed).map(({ label }) => label);
    return reason('condition_not_met', {
      what: [...failed, ...missing.map((field) => `${field} is missing`)].join(', '),
    });
  }

  private walk(from: Parameters<typeof walk>[0]['from'], visits: Walked['visits'] = {}): Walked {
    const { flow, facts, now, calendar } = this;
    const walked = walk({ flow, from, visits, facts, now, calendar, startedAt: this.input.startAt });
    walked.trail.forEach((line) => this.noteTrail(line));
    return walked;
  }

  private obey(walked: Walked): Walked | Rehearsed {
    const { directive } = walked;
    switch (directive.do) {
      case 'end':
        return this.end(directive.status, reason(directive.reason as Reason['code']));
      case 'run':
        return this.perform(getStep(this.flow, directive.step), walked);
      case 'wait':
        return this.sleep(walked, directive.until, 'done');
      case 'listen':
        return this.listen(walked, directive);
    }
  }

  /** Time passes until `until`, or until something ends the passage. */
  private sleep(walked: Walked, until: Instant, exit: string): Walked | Rehearsed {
    const happened = this.passTime(until, walked.at);
    if (happened && 'ended' in happened) return happened;
    const why = reason(exit === 'timed_out' ? 'timed_out' : 'wait_over');
    return this.leave(walked, happened?.exit ?? exit, happened?.reason ?? why);
  }

  private listen(walked: Walked, { until, step }: Extract<Directive, { do: 'listen' }>): Walked | Rehearsed {
    const earlier = this.lookBack(step, walked.visit);
    if (earlier) return this.leave(walked, earlier.exit, earlier.reason);
    return this.sleep(walked, until ?? this.now, 'timed_out');
  }

  /** Events since the latest message, else since the start, count for a listener reached only now. */
  private lookBack(at: StepId, visit: number): { exit: string; reason: Reason } | null {
    const step = getStep(this.flow, at);
    if (step.kind !== 'wait_for_event' || step.settings.since === 'step' || visit > 1) return null;
    for (const { at: when, event } of this.past) {
      if (isBefore(when, this.lastMessageAt)) continue;
      const exit = listenedExit(event, this.flow, this.facts, this.now, at);
      if (exit !== null) return { exit, reason: reason('happened', { what: eventLabel(event.type) }) };
    }
    return null;
  }

  private passTime(until: Instant, at: StepId | null): { exit: string; reason: Reason } | Rehearsed | null {
    for (let next = this.coming[0]; next && !isBefore(until, next.at); next = this.coming[0]) {
      this.coming.shift();
      if (isBefore(this.now, next.at)) this.now = next.at;
      const outcome = this.take(next, at);
      if (outcome?.is === 'listened') return { exit: outcome.exit, reason: outcome.reason };
      if (outcome) return this.end(outcome.status, outcome.reason);
    }
    if (isBefore(this.now, until)) this.now = until;
    return null;
  }

  private take(coming: Coming, at: StepId | null): ReturnType<typeof outcomeOf> {
    const { event } = coming;
    this.past.push(coming);
    if (event.type === 'feedback_received')
      this.facts = { ...this.facts, answers: { ...event.data, ratedAt: coming.at } };
    const rating = event.data.rating;
    const what =
      typeof rating === 'number' ? `${eventLabel(event.type)}: ${rating} of 5` : eventLabel(event.type);
    this.entries.push({
      at: this.now,
      stepId: null,
      kind: 'event',
      what,
      exit: null,
      event: { type: event.type, rating: typeof rating === 'number' ? rating : null },
    });
    return outcomeOf(event, this.flow, this.facts, this.now, at);
  }

  private perform(step: Step, walked: Walked): Walked | Rehearsed {
    switch (step.kind) {
      case 'email':
      case 'sms':
      case 'review_request':
        return this.send(step, walked);
      case 'update_customer':
        this.update(step);
        return this.leave(walked, 'done');
      case 'notify_team': {
        const made = renderTemplate(step.settings.body, this.facts, this.manner());
        return this.leave(
          walked,
          'done',
          undefined,
          'text' in made ? `Tell my team (${step.settings.to}): ${made.text}` : undefined,
        );
      }
      case 'webhook':
        return this.leave(walked, 'accepted', reason('not_simulated'));
      default:
        throw new TypeError(`A ${step.kind} step has nothing to perform`);
    }
  }

  private send(step: MessageStep, walked: Walked): Walked | Rehearsed {
    const enteredAt = this.now;
    const sent = this.sendOnce(step, walked, enteredAt);
    if ('ended' in sent) return sent;
    if (sent.exit !== 'sent' || step.kind !== 'review_request' || !step.settings.remindAfter)
      return this.leaveMessage(walked, sent);
    this.note(step, 'sent', sent.reason, sent.message);
    const answered = this.awaitAnswer(step.settings.remindAfter);
    if (answered === 'answered') return this.leave(walked, 'sent', reason('answered'));
    if (answered) return answered;
    const again = this.sendOnce(step, walked, this.now);
    if ('ended' in again) return again;
    return this.leaveMessage(walked, {
      ...again,
      exit: 'sent',
      reason: again.message ? reason('reminder') : again.reason,
    });
  }

  /** Time until the reminder; an answer in between makes it needless. */
  private awaitAnswer(remindAfter: string): 'answered' | Rehearsed | null {
    const until = addDuration(this.now, remindAfter, zoneOf(this.facts, this.calendar), this.calendar);
    const count = this.past.length;
    const ended = this.passTime(this.untilExpiry(until), null);
    if (ended && 'ended' in ended) return ended;
    if (this.isExpired()) return this.end('stopped', reason('expired'));
    return this.past.slice(count).some(({ event }) => event.type === 'feedback_received') ? 'answered' : null;
  }

  private sendOnce(step: MessageStep, walked: Walked, enteredAt: Instant): Attempt | Rehearsed {
    for (let held = 0; held < 50; held++) {
      const { channel, judgement } = this.judge(step, enteredAt);
      if (judgement.do === 'skip') return { exit: 'undeliverable', reason: judgement.reason };
      if (judgement.do === 'send') return this.compose(step, channel);
      this.note(step, null, judgement.reason);
      const ended = this.passTime(this.untilExpiry(judgement.until), walked.at);
      if (ended && 'ended' in ended) return ended;
      if (this.isExpired()) return this.end('stopped', reason('expired'));
    }
    return { exit: 'undeliverable', reason: reason('no_allowed_time') };
  }

  /** By the first channel that may reach the customer at all; if none may, why the first may not. */
  private judge(step: MessageStep, enteredAt: Instant): { channel: Channel; judgement: Judgement } {
    const purpose = purposeOf(step) ?? 'service';
    const channels = channelsOf(step);
    const common = {
      purpose,
      rules: this.flow.rules,
      defaults: this.input.defaults ?? {},
      facts: this.facts,
      permission: this.input.permission ?? { consents: [], suppressed: {} },
    };
    const channel =
      channels.find((one) => refusal({ ...common, channel: one }) === null) ?? channels[0] ?? 'email';
    const { now, calendar } = this;
    const recent = this.recent.filter(({ at }) => !isBefore(now, at));
    const judgement = judgeSend({
      ...common,
      channel,
      recent,
      usefulFor: step.settings.usefulFor,
      enteredAt,
      now,
      calendar,
    });
    return { channel, judgement };
  }

  private compose(step: MessageStep, channel: Channel): Attempt {
    const { customer, business } = this.facts;
    const own = textsFor(step.settings, customer.locale);
    const texts =
      step.kind === 'review_request'
        ? answerable(reviewWording(step.settings, customer.locale, business.locale))
        : own;
    const language = own.language ?? customer.locale ?? business.locale ?? 'en';
    const manner = this.manner(language);
    const body = renderTemplate(texts.body ?? '', this.facts, manner);
    const subject =
      channel === 'email' ? renderTemplate(texts.subject ?? '', this.facts, manner) : { text: '' };
    for (const made of [subject, body]) {
      if ('missing' in made)
        return { exit: 'undeliverable', reason: reason('missing_field', { field: made.missing }) };
      if ('fault' in made)
        return { exit: 'undeliverable', reason: reason('template_error', { what: made.fault }) };
    }
    const text = 'text' in body ? body.text : '';
    const purpose = purposeOf(step) ?? 'service';
    this.recent.push({ channel, purpose, at: this.now });
    this.lastMessageAt = this.now;
    return {
      exit: 'sent',
      reason: reason('sent'),
      message: {
        channel,
        purpose,
        to: (channel === 'sms' ? customer.phone : customer.email) ?? '',
        language,
        subject: channel === 'email' && 'text' in subject ? subject.text : null,
        text,
        segments: channel === 'sms' ? segmentsOf(text).parts : 0,
        ...(this.countsClicks(step) && { countsClicks: true }),
      },
    };
  }

  /** The step says whether clicks are counted, else the business does; else they are not. */
  private countsClicks({ settings }: MessageStep): boolean {
    const usual = (this.facts.business.settings as { trackLinks?: unknown } | undefined)?.trackLinks;
    return settings.trackLinks ?? usual === true;
  }

  private manner(language?: string): Parameters<typeof renderTemplate>[2] {
    const { customer, business } = this.facts;
    const locale = language ?? customer.locale ?? business.locale;
    return {
      links: this.input.links ?? EXAMPLE_LINKS,
      effort: this.effort,
      now: this.now,
      zone: zoneOf(this.facts, this.calendar),
      ...(locale ? { locale } : {}),
    };
  }

  private update({ settings: { addTags = [], removeTags = [], set = {} } }: StepOf<'update_customer'>): void {
    const { customer } = this.facts;
    const tags = [...new Set([...(customer.tags ?? []), ...addTags])].filter(
      (tag) => !removeTags.includes(tag),
    );
    this.facts = {
      ...this.facts,
      customer: { ...customer, tags, attributes: { ...customer.attributes, ...set } },
    };
  }

  private untilExpiry(until: Instant): Instant {
    const expiry = expiresAt(this.flow, this.input.startAt, this.facts, this.calendar);
    return expiry !== null && isBefore(expiry, until) ? expiry : until;
  }

  private isExpired(): boolean {
    const expiry = expiresAt(this.flow, this.input.startAt, this.facts, this.calendar);
    return expiry !== null && !isBefore(this.now, expiry);
  }

  private leaveMessage(walked: Walked, { exit, reason: why, message }: Attempt): Walked {
    return this.leave(walked, exit, why, undefined, message);
  }

  private leave(
    { at, visits }: Walked,
    exit: string,
    why?: Reason,
    what?: string,
    message?: RehearsalMessage,
  ): Walked {
    const { length } = this.entries;
    const walked = this.walk({ leave: at ?? '', exit, ...(why ? { reason: why } : {}) }, visits);
    const line = this.entries[length];
    if (line && what !== undefined) line.what = what;
    if (line && message) line.message = message;
    return walked;
  }

  private note(step: Step, exit: string | null, why?: Reason, message?: RehearsalMessage): void {
    const line: RehearsalEntry = {
      at: this.now,
      stepId: step.id,
      kind: step.kind,
      what: describeStep(step),
      exit,
    };
    if (why) line.reason = why;
    if (message) line.message = message;
    this.entries.push(line);
    const waits = exit === null && (step.kind === 'wait' || step.kind === 'wait_for_event');
    if (waits || exit === 'sent') this.ask(step.id);
  }

  /** What the customer does about a step is counted from the moment it was reached. */
  private ask(stepId: StepId): void {
    const now = this.unasked.filter(({ step }) => step === stepId);
    if (now.length === 0) return;
    this.unasked = this.unasked.filter(({ step }) => step !== stepId);
    this.coming.push(...now.map((answer) => this.comingFrom(answer, this.now)));
    this.coming.sort(byTime);
  }

  private noteTrail({ stepId, exit, reason: why }: Trail): void {
    this.note(getStep(this.flow, stepId), exit, why);
  }

  private end(status: Rehearsed['ended']['status'], why: Reason): Rehearsed {
    this.entries.push({
      at: this.now,
      stepId: null,
      kind: 'end',
      what: why.message,
      exit: null,
      reason: why,
    });
    return { entries: this.entries, ended: { at: this.now, status, reason: why } };
  }

  private comingFrom({ after, at, type, rating, comment, data, subject }: Answer, from: Instant): Coming {
    const { calendar } = this.input;
    const zone = zoneOf({ customer: this.input.customer, business: this.input.business }, calendar);
    const when = at ?? (after === undefined ? from : addDuration(from, after, zone, calendar));
    const said = {
      ...(rating === undefined ? {} : { rating }),
      ...(comment === undefined ? {} : { comment }),
    };
    return {
      at: when,
      event: {
        type: type ?? 'feedback_received',
        occurredAt: when,
        subject: subject ?? this.facts.subject ?? null,
        data: { ...said, ...data },
      },
    };
  }
}

const byTime = (a: Coming, b: Coming): number => toMillis(a.at) - toMillis(b.at);

interface Attempt {
  exit: 'sent' | 'undeliverable';
  reason?: Reason;
  message?: RehearsalMessage;
}
