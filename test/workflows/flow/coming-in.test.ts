import { expect, test } from '@jest/globals';
import {
  couldEnterNow,
  wouldHaveEntered,
  type Arrival,
  type PassageBefore,
} from '../../../workflows/flow/coming-in.js';
import type { Flow } from '../../../workflows/flow/flow.js';

const now = '2026-11-20T10:00:00.000Z';
const job = (id: string) => ({ kind: 'job', id });

function finished(id: string, customer: string, day: string, subject = job(id), totalCents = 9000): Arrival {
  const at = `2026-11-${day}T10:00:00.000Z`;
  return {
    id,
    at,
    event: { id, type: 'job_completed', occurredAt: at, customerId: customer, subject, data: { totalCents } },
    customer: { id: customer, name: customer },
  };
}

const passage = (customerId: string, change: Partial<PassageBefore> = {}): PassageBefore => ({
  customerId,
  subject: job('old'),
  startedAt: '2026-10-01T10:00:00.000Z',
  active: false,
  eventId: null,
  ...change,
});

const door = (rules: Flow['rules'] = {}, where?: Flow['entry'] extends infer E ? E : never) => ({
  flow: { entry: where ?? ({ on: 'event', type: 'job_completed' } as const), rules },
  business: {},
});
const large = door({}, {
  on: 'event',
  type: 'job_completed',
  where: { field: 'event.data.totalCents', op: 'gte', value: 5000 },
} as never);

const ids = (arrivals: Arrival[]) => arrivals.map(({ id }) => id).sort();

test('only what meets the conditions of the start comes in', () => {
  const arrivals = [finished('1', 'ana', '10'), finished('2', 'luis', '11', job('2'), 1000)];
  expect(ids(wouldHaveEntered(large, arrivals, []))).toEqual(['1']);
  expect(ids(couldEnterNow(large, arrivals, [], now))).toEqual(['1']);
  const other = { ...arrivals[0]!, event: { ...arrivals[0]!.event, type: 'invoice_paid' } };
  expect(wouldHaveEntered(large, [other], [])).toEqual([]);
});

test('the same job twice is one passage, two jobs are two', () => {
  const twice = [
    finished('1', 'ana', '10'),
    finished('2', 'ana', '11', job('1')),
    finished('3', 'ana', '12'),
  ];
  expect(ids(wouldHaveEntered(door(), twice, []))).toEqual(['1', '3']);
  // Of the two about one job the newer is taken in: it knows more.
  expect(ids(couldEnterNow(door(), twice, [], now))).toEqual(['2', '3']);
});

test('once for each customer takes in one job of each, the newest', () => {
  const jobs = [finished('1', 'ana', '10'), finished('2', 'ana', '12'), finished('3', 'luis', '11')];
  const once = door({ reentry: { mode: 'once' } });
  expect(ids(wouldHaveEntered(once, jobs, []))).toEqual(['1', '3']);
  expect(ids(couldEnterNow(once, jobs, [], now))).toEqual(['2', '3']);
  expect(ids(couldEnterNow(once, jobs, [passage('luis')], now))).toEqual(['2']);
});

test('again after thirty days: who came in last week has to wait', () => {
  const monthly = door({ reentry: { mode: 'every', days: 30 } });
  const lately = passage('ana', { startedAt: '2026-11-13T10:00:00.000Z' });
  const jobs = [finished('1', 'ana', '18'), finished('2', 'luis', '18')];
  expect(ids(couldEnterNow(monthly, jobs, [lately, passage('luis')], now))).toEqual(['2']);
});

test('nobody who is inside is taken in, whatever else happened to them', () => {
  const jobs = [finished('1', 'ana', '10'), finished('2', 'luis', '11')];
  const inside = passage('ana', { active: true });
  expect(ids(couldEnterNow(door({ reentry: { mode: 'always' } }), jobs, [inside], now))).toEqual(['2']);
});

test('what has begun a passage once does not begin it again, not even where people come in as often as it happens', () => {
  const jobs = [finished('1', 'ana', '10'), finished('2', 'ana', '11')];
  const through = passage('ana', { eventId: '1', subject: job('1') });
  expect(ids(couldEnterNow(door({ reentry: { mode: 'always' } }), jobs, [through], now))).toEqual(['2']);
});

test('what the business lays down about coming back counts where the journey is silent', () => {
  const jobs = [finished('1', 'ana', '10'), finished('2', 'ana', '12')];
  const silent = { ...door(), reentry: { mode: 'once' as const } };
  expect(ids(wouldHaveEntered(silent, jobs, []))).toEqual(['1']);
  const own = { ...door({ reentry: { mode: 'per_subject' } }), reentry: { mode: 'once' as const } };
  expect(ids(wouldHaveEntered(own, jobs, []))).toEqual(['1', '2']);
});
