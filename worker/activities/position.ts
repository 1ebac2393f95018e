import type { MailRow } from '../../db/perform.js';
import type { Calendar } from '../../workflows/flow/calendar.js';
import { findStep, type Step, type StepId } from '../../workflows/flow/flow.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { isEffect, isMessage } from '../../workflows/flow/steps/index.js';
import { followsADate } from '../../workflows/flow/steps/wait.js';
import { expiresAt, planWait, replan, walk, type Walk, type Walked } from '../../workflows/flow/walk.js';
import { messagesHere, note, noteTrail, type Case, type Decision } from './case.js';

/**
 * Where the enrollment goes this turn: either to a decision, or to a step that touches the world and must now be
 * performed. Pure but for the case it advances.
 */
export type Position =
  | { decided: Decision }
  | {
      perform: Step;
      /** A message that had fallen due by this moment is not sent any more. */
      skipDueBy?: string;
    };

/** Told by the mailbox, in order: ends, jumps, and what else the present wait may end by. */
interface News {
  end?: { status: 'completed' | 'stopped'; code: string; message: string; eventId: string | null };
  jumped?: Position;
  /** Let go on, at this moment, with this done about what had fallen due by then. */
  resumed?: { at: string; overdue: 'send_now' | 'skip' | 'stagger' };
}

export function position(kase: Case, calendar: Calendar): Position {
  if (isHeld(kase)) return { decided: hold(kase) };

  const news = readMail(kase, calendar);
  if (news.end)
    return { decided: end(kase, news.end.status, news.end.code, news.end.message, news.end.eventId) };

  const expiry = expiresAt(kase.flow, kase.row.started_at.toISOString(), kase.facts, calendar);
  if (expiry !== null && kase.now >= expiry) {
    const { code, message } = reason('expired');
    return { decided: end(kase, 'stopped', code, message) };
  }
  if (news.jumped) return news.jumped;
  return stand(kase, calendar, news.resumed);
}

/** Leave the step an effect was performed at, and walk on. */
export function leave(kase: Case, exit: string, why: Reason | undefined, calendar: Calendar): Position {
  return go(kase, { leave: kase.stepId!, exit, ...(why && { reason: why }) }, calendar);
}

function isHeld({ row }: Case): boolean {
  return row.paused_at !== null || (row.journey_status === 'paused' && row.pause_mode === 'hold_everyone');
}

/** Stand still until told otherwise; what comes in meanwhile stays unread. */
function hold(kase: Case): Decision {
  const step = kase.stepId ?? kase.flow.first;
  return { directive: { do: 'listen', for: [], until: null, step }, reason: null };
}

/** An enrollment that ended says so last. */
export function end(
  kase: Case,
  status: 'completed' | 'stopped' | 'failed',
  code: string,
  message: string,
  eventId: string | null = null,
): Decision {
  note(kase, {
    type: 'ended',
    step_id: kase.stepId,
    visit: kase.visit,
    reason_code: code,
    reason_message: message,
    event_id: eventId,
  });
  return { directive: { do: 'end', status, reason: code }, reason: { code, message } };
}

function readMail(kase: Case, calendar: Calendar): News {
  const news: News = {};
  for (const mail of kase.row.mail) {
    if (mail.seen) continue;
    kase.seen.push(mail.id);
    if (news.end) continue;
    if (mail.kind === 'goal' || mail.kind === 'stop_rule') {
      const body = mail.body as { code: string; message: string };
      news.end = {
        status: mail.kind === 'goal' ? 'completed' : 'stopped',
        code: body.code,
        message: body.message,
        eventId: mail.event_id,
      };
    } else if (mail.kind === 'control') {
      obey(kase, mail, news, calendar);
    } else {
      const taken = takes(kase, mail);
      if (taken !== null) news.jumped = happened(kase, mail, taken, calendar);
    }
  }
  return news;
}

interface Control {
  act: 'skip' | 'move' | 'resume' | 'replan';
  stepId?: string;
  version?: number;
  credit?: boolean;
  overdue?: 'send_now' | 'skip' | 'stagger';
  reason?: string;
  actor?: string;
}

function obey(kase: Case, mail: MailRow, news: News, calendar: Calendar): void {
  const control = mail.body as unknown as Control;
  switch (control.act) {
    case 'skip':
      if (control.stepId !== undefined && control.stepId !== kase.stepId) return;
      tell(kase, control, reason('skipped_by_hand'));
      news.jumped = skip(kase, calendar);
      return;
    case 'move': {
      const target = control.stepId ?? null;
      if (control.version !== undefined) takeVersion(kase, control.version);
      if (target !== null && findStep(kase.flow, target) === null) return;
      note(kase, {
        type: 'moved',
        step_id: target,
        reason_code: 'moved',
        reason_message: control.reason || reason('moved').message,
        actor: control.actor ?? null,
      });
      const credited = control.credit ? creditAt(kase, target, calendar) : undefined;
      news.jumped = go(kase, { enter: target }, calendar, credited);
      return;
    }
    case 'resume':
      tell(kase, control, reason('resumed'));
      news.resumed = { at: new Date(mail.at).toISOString(), overdue: control.overdue ?? 'send_now' };
      return;
    case 'replan':
      return; // standing at the step works the date out again
  }
}

function tell(kase: Case, control: Control, { code, message }: Reason): void {
  note(kase, {
    type: 'control',
    step_id: kase.stepId,
    reason_code: code,
    reason_message: control.reason || message,
    actor: control.actor ?? null,
  });
}

/** A published version never changes; the flows a move may name are read before the turn begins. */
function takeVersion(kase: Case, version: number): void {
  const flow = kase.flows.get(version);
  if (!flow) throw new Error(`Version ${version} was not read before the turn`);
  kase.flow = flow;
  kase.version = version;
}

/**
 * Since when somebody who is moved has been at the new place, if that is not now. Time counts that was spent waiting for
 * so long; an hour of the week, a date and the usefulness of a message are not owed to those who come from elsewhere.
 */
function creditAt(kase: Case, target: StepId | null, calendar: Calendar): string | undefined {
  const step = target === null ? null : findStep(kase.flow, target);
  const stays = target === kase.stepId;
  if (step?.kind === 'wait_for_event') return kase.since;
  if (step?.kind !== 'wait') return stays ? kase.since : undefined;
  if ('duration' in step.settings) return kase.since;
  if (followsADate(step.settings)) return stays ? kase.since : undefined;
  const planned = planWait(step, { facts: kase.facts, now: kase.now, calendar, since: kase.since });
  return stays && 'until' in planned && planned.until > kase.now ? kase.since : undefined;
}

/** Leave whatever it waits at by the way out that time would take. */
function skip(kase: Case, calendar: Calendar): Position {
  const step = kase.stepId === null ? null : findStep(kase.flow, kase.stepId);
  if (!step) return go(kase, { enter: kase.flow.first }, calendar);
  const exit =
    step.kind === 'wait_for_event'
      ? 'timed_out'
      : isMessage(step.kind)
        ? hasLeft(kase, step)
          ? 'sent'
          : 'undeliverable'
        : step.kind === 'webhook'
          ? 'rejected'
          : 'done';
  return leave(kase, exit, reason('skipped_by_hand'), calendar);
}

/** Has the message of this step and visit gone, or may it have gone? What may follow is a reminder. */
const hasLeft = (kase: Case, step: Step): boolean =>
  messagesHere(kase, step).some(({ status }) => ['sending', 'sent', 'delivered', 'unknown'].includes(status));

/** The exit by which an event ends the present listening, or null. */
function takes(kase: Case, mail: MailRow): string | null {
  const step = kase.stepId === null ? null : findStep(kase.flow, kase.stepId);
  if (step?.kind !== 'wait_for_event' || kase.row.directive === null) return null;
  return takesAt(mail, step);
}

function happened(kase: Case, mail: MailRow, exit: string, calendar: Calendar): Position {
  note(kase, { type: 'event', step_id: kase.stepId, visit: kase.visit, event_id: mail.event_id });
  kase.taken[mail.id] = kase.stepId!;
  if (!kase.seen.includes(mail.id)) kase.seen.push(mail.id);
  return leave(kase, exit, reason('happened', { what: exit }), calendar);
}

/** It stands at a step: is what it waits for over, is a message to be sent, or does it go on waiting? */
function stand(kase: Case, calendar: Calendar, resumed: News['resumed']): Position {
  if (kase.stepId === null || kase.row.directive === null) {
    return go(kase, { enter: kase.flow.first }, calendar);
  }
  const step = findStep(kase.flow, kase.stepId);
  if (!step) {
    const { code, message } = reason('step_missing', { step: kase.stepId });
    return { decided: end(kase, 'failed', code, message) };
  }
  if (isEffect(step.kind)) {
    return resumed?.overdue === 'skip' ? { perform: step, skipDueBy: resumed.at } : { perform: step };
  }
  const { flow, visits, facts, since } = kase;
  const here = { flow, visits, facts, since, calendar };
  const walked = replan({ ...here, stepId: step.id, now: kase.now });
  if (walked.at === step.id && walked.visit === kase.visit) {
    // Still waiting. Only a changed instant is worth a line.
    if (dueOf(walked) !== (kase.row.due_at?.toISOString() ?? null)) noteTrail(kase, walked.trail);
    return arrive(kase, walked, calendar, false);
  }
  sayWaitOver(walked);
  noteTrail(kase, walked.trail);
  const next = arrive(kase, walked, calendar, true);
  const skips = resumed?.overdue === 'skip' && isOver({ ...here, stepId: step.id, now: resumed.at });
  return skips && 'perform' in next ? { ...next, skipDueBy: resumed.at } : next;
}

/** Is what it waits for over at that moment? */
const isOver = (standing: Parameters<typeof replan>[0]): boolean => replan(standing).at !== standing.stepId;

/** A wait that was begun and is over says so, not that its time had passed on arrival. */
function sayWaitOver({ trail }: Walked): void {
  const [first] = trail;
  if (first?.reason?.code === 'already_past') first.reason = reason('wait_over');
}

function go(kase: Case, from: Walk['from'], calendar: Calendar, since?: string): Position {
  const walked = walk({
    flow: kase.flow,
    from,
    visits: kase.visits,
    facts: kase.facts,
    now: kase.now,
    calendar,
    since,
    startedAt: kase.row.started_at.toISOString(),
  });
  noteTrail(kase, walked.trail);
  return arrive(kase, walked, calendar, true);
}

/** Take over where the walk stopped; a listener first looks back at what came since the latest message. */
function arrive(kase: Case, walked: Walked, calendar: Calendar, isNew: boolean): Position {
  kase.stepId = walked.at;
  kase.visit = walked.visit;
  kase.visits = walked.visits;
  kase.since = walked.since;
  const { directive } = walked;
  if (directive.do === 'end') {
    const { code, message } = reason(directive.reason as Parameters<typeof reason>[0]);
    return { decided: end(kase, directive.status, code, message) };
  }
  const step = findStep(kase.flow, walked.at!)!;
  if (directive.do === 'run') return { perform: step };
  if (directive.do === 'listen' && isNew) {
    const earlier = lookBack(kase, step);
    if (earlier) return happened(kase, earlier, takesAt(earlier, step)!, calendar);
  }
  return { decided: { directive, reason: walked.trail.at(-1)?.reason ?? null } };
}

/**
 * Events that came since the latest message (else since the start) count for a listener reached only now. Not when the
 * step says so, nor what it was left by before, nor the event that began it all (which is never in the mailbox).
 */
function lookBack(kase: Case, step: Step): MailRow | null {
  if (step.kind !== 'wait_for_event' || step.settings.since === 'step') return null;
  const from = Date.parse(kase.lastMessageAt ?? kase.row.started_at.toISOString());
  return (
    kase.row.mail.find(
      (mail) =>
        mail.kind === 'event' &&
        takesAt(mail, step) !== null &&
        Date.parse(mail.at) >= from &&
        !(mail.id in kase.taken) &&
        !(mail.body.taken as StepId[] | undefined)?.includes(step.id),
    ) ?? null
  );
}

/** What was kept for an older version may name a way out that the step no longer has. */
function takesAt(mail: MailRow, { id, exits }: Step): string | null {
  const exit = (mail.body.steps as Record<string, string> | undefined)?.[id];
  return exit !== undefined && Object.hasOwn(exits, exit) ? exit : null;
}

const dueOf = ({ directive }: Walked): string | null =>
  directive.do === 'wait' || directive.do === 'listen' ? directive.until : null;

/** Versions that unread mail moves this enrollment to. */
export function versionsNamed(mail: MailRow[]): number[] {
  return mail.flatMap(({ seen, body }) => (!seen && typeof body.version === 'number' ? [body.version] : []));
}
