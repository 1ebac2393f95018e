import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import {
  advance,
  loadCase,
  lockAgain,
  lockCustomer,
  releaseQueued,
  tell,
  type Standing,
} from '../../db/perform.js';
import { dropHeld, forgetContent } from '../../db/messages.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import type { Directive } from '../../workflows/flow/directive.js';
import type { Flow, Step } from '../../workflows/flow/flow.js';
import { reason } from '../../workflows/flow/reasons.js';
import type { PerformAnswer, PerformInput } from '../../workflows/messages.js';
import { note, openCase, type Case, type Decision } from './case.js';
import type { PerformDeps } from './deps.js';
import type { Effect, Settlement } from './effect.js';
import { isMessageStep } from './message-attempt.js';
import { performMessage } from './perform-message.js';
import { performNotifyTeam } from './perform-notify-team.js';
import { performUpdateCustomer } from './perform-update-customer.js';
import { performWebhook } from './perform-webhook.js';
import { leave, position, versionsNamed, type Position } from './position.js';

/** An attempt made beside the workflow must not be waited for: it gives up before Temporal does. */
const BRIEF_MS = 2_000;

/** How long an attempt waits for the fate of another one: `brief` gives up and leaves the waiting to a durable one. */
export type Patience = 'brief' | 'long';

/**
 * Take an enrollment one turn further. The same turn again returns the stored directive, a lower turn changes nothing,
 * an enrollment that is over answers `end`: however often and late this is called, it happens once.
 *
 * One transaction decides and, for a message, writes the ledger; the world is asked between transactions; a second one
 * records what it said and walks on.
 */
export async function perform(
  input: PerformInput,
  deps: PerformDeps,
  patience: Patience,
): Promise<PerformAnswer> {
  const context = { businessId: input.businessId, actor: 'journey' };
  const began = performance.now();
  // What is read on another connection is read before this one holds any lock.
  const [connections] = await Promise.all([
    deps.connections.of(input.businessId),
    deps.keys.ensure(input.businessId),
  ]);
  for (;;) {
    const taken = await withBusiness(deps.database, context, (tx) => takeTurn(tx, input, connections, deps));
    if (!('busyUntil' in taken)) return finish(input, taken, began, deps);
    await waitForOther(taken.busyUntil, began, patience);
  }
}

/** A passage whose first turn is taken in the transaction that writes it. Call it once that has committed. */
export type BegunPassage = () => Promise<PerformAnswer>;

/**
 * Take the first turn of a passage in the transaction that has just written it: one commit, and no way to the database,
 * less before its first message. `connections` were read before.
 */
export async function beginPassage(
  tx: BusinessTransaction,
  enrollmentId: string,
  connections: Case['connections'],
  deps: PerformDeps,
): Promise<BegunPassage> {
  const began = performance.now();
  const input: PerformInput = { businessId: tx.businessId, enrollmentId, turn: 1, cause: 'step' };
  const taken = await takeTurn(tx, input, connections, deps);
  if ('busyUntil' in taken) throw new Error('Somebody is at the provider for a passage nobody knows of');
  return () => finish(input, taken, began, deps);
}

type Taken = TakenTurn | { busyUntil: string };
type TakenTurn = { answer: PerformAnswer } | { kase: Case; call: () => Promise<Settlement> };

/** After the commit: ask the world if the turn needs it, and write down what it said. */
async function finish(
  input: PerformInput,
  taken: TakenTurn,
  began: number,
  deps: PerformDeps,
): Promise<PerformAnswer> {
  const answer = 'answer' in taken ? taken.answer : await settle(input, taken.kase, await taken.call(), deps);
  deps.metrics.performed(input.cause, answer.directive.do, (performance.now() - began) / 1000);
  return answer;
}

async function takeTurn(
  tx: BusinessTransaction,
  input: PerformInput,
  connections: Case['connections'],
  deps: PerformDeps,
): Promise<Taken> {
  const who = [tx.businessId, input.enrollmentId];
  const [[customer], [row]] = await Promise.all([tx.run(lockCustomer, who), tx.run(loadCase, who)]);
  if (!row || !customer) return { answer: ended(input.turn, 'failed', 'customer_erased') };
  if (row.status !== 'active') return { answer: ended(row.turn, row.status, row.reason_code ?? 'finished') };
  if (input.turn <= row.turn) {
    // Whoever asks again has lost the answer, and with it perhaps the nudge of what came since: it is looked at next.
    const isNews = row.step_id !== null && row.mail.some(({ seen }) => !seen);
    const directive = isNews ? { do: 'run', step: row.step_id } : row.directive;
    return { answer: { turn: row.turn, directive: directive as unknown as Directive } };
  }

  const flows = new Map<number, Flow>();
  for (const version of [row.version, ...versionsNamed(row.mail)]) {
    flows.set(version, await deps.flows.get(tx, row.journey_id, version));
  }
  const kase = openCase(row, customer, flows, connections, nowOf(row.now, input));
  return go(tx, input, kase, position(kase, deps.calendar), deps);
}

/** The later of the database's clock and what was waited for: no skew can spin a wait or send early. */
function nowOf(databaseNow: Date, { cause, due }: PerformInput): string {
  const now = databaseNow.toISOString();
  return cause === 'due' && due !== undefined && Date.parse(due) > databaseNow.getTime()
    ? new Date(due).toISOString()
    : now;
}

/** Store a decision, or perform the step that was reached; a step the world is not needed for is left at once. */
async function go(
  tx: BusinessTransaction,
  input: PerformInput,
  kase: Case,
  position: Position,
  deps: PerformDeps,
): Promise<Taken> {
  if ('decided' in position) return { answer: store(tx, input, kase, position.decided) };
  const effect = await performStep(tx, kase, position, deps);
  switch (effect.do) {
    case 'leave':
      return { answer: store(tx, input, kase, decisionAfter(kase, effect.exit, effect.reason, deps)) };
    case 'hold':
      return { answer: store(tx, input, kase, heldAt(kase, effect.until, effect.reason)) };
    case 'busy':
      return { busyUntil: effect.until };
    case 'call':
      return { kase, call: effect.call };
  }
}

function performStep(
  tx: BusinessTransaction,
  kase: Case,
  { perform: step, skipDueBy }: Extract<Position, { perform: Step }>,
  deps: PerformDeps,
): Promise<Effect> {
  if (isMessageStep(step)) return performMessage(tx, kase, step, deps, skipDueBy);
  switch (step.kind) {
    case 'update_customer':
      return performUpdateCustomer(tx, kase, step, deps);
    case 'webhook':
      return performWebhook(tx, kase, step, deps);
    case 'notify_team':
      return performNotifyTeam(tx, kase, step, deps);
    default:
      throw ApplicationFailure.nonRetryable(`A ${step.kind} step is walked through, not performed`);
  }
}

/**
 * What the world said is recorded whatever became of the enrollment; it moves on only if it is still there. Both are
 * asked for in one journey to the database: `advance` itself moves nobody who was stopped or has gone on meanwhile.
 */
async function settle(
  input: PerformInput,
  kase: Case,
  settlement: Settlement,
  deps: PerformDeps,
): Promise<PerformAnswer> {
  const context = { businessId: input.businessId, actor: 'journey' };
  if (settlement.saved) kase.facts.saved = { ...kase.facts.saved, ...settlement.saved };
  if (settlement.message) {
    note(kase, {
      type: 'message',
      step_id: kase.stepId,
      visit: kase.visit,
      reason_code: settlement.message.reason?.code ?? 'sent',
      reason_message: settlement.message.reason?.message ?? reason('sent').message,
      message_id: settlement.message.id,
      stands: true,
    });
  }
  const decision = whereTo(kase, settlement.then, deps);
  const { answer, found } = await withBusiness(deps.database, context, async (tx) => {
    const locked = tx.run(lockAgain, [tx.businessId, input.enrollmentId, kase.row.customer_id]);
    settlement.record(tx);
    if (decision.directive.do === 'end') {
      // The end of a passage sets others free: that is done only for somebody who is seen to be here.
      const [current] = await locked;
      if (current?.status !== 'active' || current.turn >= input.turn) {
        const stands = kase.entries.filter((entry) => entry.stands && current?.status !== 'active');
        tx.last(tell, [tx.businessId, input.enrollmentId, '{}', JSON.stringify(stands)]);
        return { found: locked };
      }
      // It may have begun to wait while the world was asked.
      kase.row.queued_event_id = current.queued_event_id;
    }
    return { answer: store(tx, input, kase, decision), found: locked };
  });

  const [current] = await found;
  if (current?.erased && settlement.message) {
    const { id } = settlement.message;
    await withBusiness(deps.database, context, async (tx) => tx.last(forgetContent, [tx.businessId, id]));
  }
  if (current && current.status !== 'active') {
    return ended(current.turn, current.status as 'stopped', current.reason_code ?? 'finished');
  }
  if (answer && current && current.turn < input.turn) return answer;
  // Another attempt of this turn has gone on; the outcome stands in the ledger, the directive in the row.
  return { turn: current?.turn ?? input.turn, directive: { do: 'run', step: kase.stepId! } };
}

function whereTo(kase: Case, then: Settlement['then'], deps: PerformDeps): Decision {
  switch (then.do) {
    case 'leave':
      return decisionAfter(kase, then.exit, then.reason, deps);
    case 'hold':
      return heldAt(kase, then.until, then.reason);
    case 'again':
      return { directive: { do: 'run', step: kase.stepId! }, reason: null };
  }
}

function decisionAfter(
  kase: Case,
  exit: string,
  why: Parameters<typeof leave>[2],
  deps: PerformDeps,
): Decision {
  const next = leave(kase, exit, why, deps.calendar);
  return 'decided' in next ? next.decided : { directive: { do: 'run', step: next.perform.id }, reason: null };
}

/** Stand at the step until the instant, then perform the same step again. */
function heldAt(kase: Case, until: string, why: { code: string; message: string }): Decision {
  return { directive: { do: 'wait', until, then: kase.stepId }, reason: why };
}

/** Write the turn: the directive, where the enrollment stands, its timeline and the mail it has read, in one statement. */
function store(tx: BusinessTransaction, input: PerformInput, kase: Case, decision: Decision): PerformAnswer {
  const { directive } = decision;
  const over = directive.do === 'end' ? directive : null;
  const standing: Standing = {
    turn: input.turn,
    directive,
    step_id: over ? null : kase.stepId,
    visit: kase.visit,
    visits: { ...kase.visits },
    since: over ? null : kase.since,
    due_at: directive.do === 'wait' || directive.do === 'listen' ? directive.until : null,
    saved: kase.facts.saved ?? {},
    last_message_at: kase.lastMessageAt,
    version: kase.version,
    status: over?.status ?? 'active',
    reason_code: decision.reason?.code ?? null,
    reason_message: decision.reason?.message ?? null,
  };
  tx.last(advance, [
    tx.businessId,
    input.enrollmentId,
    JSON.stringify(standing),
    JSON.stringify(kase.entries),
    kase.seen,
    JSON.stringify(kase.taken),
  ]);
  if (over && kase.row.step_messages.some(({ status }) => status === 'held')) {
    tx.last(dropHeld, [tx.businessId, input.enrollmentId, standing.reason_code, standing.reason_message]);
  }
  if (over && kase.row.queued_event_id) {
    tx.last(releaseQueued, [tx.businessId, kase.row.queued_event_id, kase.row.journey_id]);
  }
  return { turn: input.turn, directive };
}

function ended(turn: number, status: 'completed' | 'stopped' | 'failed', why: string): PerformAnswer {
  return { turn, directive: { do: 'end', status, reason: why } };
}

/**
 * Another attempt is at the provider. Look again in a moment; a local attempt leaves the waiting to the durable one,
 * which Temporal lets take its time.
 */
async function waitForOther(until: string, began: number, patience: Patience): Promise<void> {
  if (patience === 'brief' && performance.now() - began > BRIEF_MS) {
    throw ApplicationFailure.retryable('Another attempt is still at the provider', 'StillSending');
  }
  const left = Date.parse(until) - Date.now();
  await sleep(Math.min(250, Math.max(20, left)));
}
