import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { publishable } from '../../../workflows/flow/check.js';
import { draft } from '../../../workflows/flow/draft.js';
import { flow } from '../../../workflows/flow/flow.js';
import { rehearse, type Rehearsal } from '../../../workflows/flow/rehearse.js';
import { STEP_KINDS } from '../../../workflows/flow/steps/index.js';

const folder = new URL('../../fixtures/flows/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const now = '2026-11-20T10:00:00.000Z';

describe.each(names)('the journey in %s', (name) => {
  test('can be published, unchanged by being read, stored and drafted', () => {
    const { issues } = publishable(read(name), { now, hasPostalAddress: true });
    expect(issues.filter(({ level }) => level === 'error')).toEqual([]);
    const parsed = flow.parse(read(name));
    expect(flow.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    expect(flow.parse(draft(read(name)))).toEqual(parsed);
  });
});

test('together the golden journeys use every kind of step', () => {
  const kinds = new Set(names.flatMap((name) => flow.parse(read(name)).steps.map(({ kind }) => kind)));
  expect([...kinds].sort()).toEqual(Object.keys(STEP_KINDS).sort());
});

const story = (name: string, change: Partial<Rehearsal> & Pick<Rehearsal, 'event'>) => {
  const { entries } = rehearse({
    flow: flow.parse(read(name)),
    customer: {
      id: 'c',
      name: 'Ana Ruiz',
      email: 'ana@example.com',
      phone: '+34600111222',
      timezone: 'Europe/Madrid',
    },
    business: { name: 'Lopez', timezone: 'Europe/Madrid' },
    startAt: '2026-11-20T15:00:00.000Z',
    calendar,
    ...change,
  });
  return entries
    .filter(({ exit, stepId }) => exit !== null || stepId === null)
    .map(({ at, stepId, exit, what, message }) =>
      [at.slice(5, 16), stepId ?? what, exit, message && `${message.channel}: ${message.text}`]
        .filter(Boolean)
        .join(' | '),
    );
};

const invoice = (data: Record<string, unknown>) => ({
  type: 'invoice_sent',
  subject: { kind: 'invoice', id: '7' },
  data: { invoiceNumber: 'F-7', totalCents: 5000, ...data },
});

test('an unpaid small invoice is reminded of three times, then a person calls', () => {
  expect(story('pay-the-invoice.json', { event: invoice({ dueDate: '2026-12-04' }) })).toEqual([
    '12-03T09:00 | until-due | done',
    '12-03T09:00 | remind | sent | sms: Lopez: invoice F-7 is due soon.',
    '12-10T09:00 | listen | timed_out',
    '12-10T09:00 | large | otherwise',
    '12-10T09:00 | again | jumped',
    '12-10T09:00 | remind | sent | sms: Lopez: invoice F-7 is due soon.',
    '12-17T09:00 | listen | timed_out',
    '12-17T09:00 | large | otherwise',
    '12-17T09:00 | again | jumped',
    '12-17T09:00 | remind | sent | sms: Lopez: invoice F-7 is due soon.',
    '12-24T09:00 | listen | timed_out',
    '12-24T09:00 | large | otherwise',
    '12-24T09:00 | again | exhausted',
    '12-24T09:00 | tell | done',
    '12-24T09:00 | The journey is finished.',
  ]);
});

test('a paid invoice is left alone at once, and another one paid changes nothing', () => {
  const paid = (id: string) => [{ after: 'P2D', type: 'invoice_paid', subject: { kind: 'invoice', id } }];
  const event = invoice({ dueDate: '2026-12-04', totalCents: 200000 });
  expect(story('pay-the-invoice.json', { event, answers: paid('7') })).toEqual([
    '11-22T15:00 | An invoice is paid',
    '11-22T15:00 | The goal was reached: An invoice is paid.',
  ]);
  expect(story('pay-the-invoice.json', { event, answers: paid('8') }).slice(1)).toEqual([
    '12-03T09:00 | until-due | done',
    '12-03T09:00 | remind | sent | sms: Lopez: invoice F-7 is due soon.',
    '12-10T09:00 | listen | timed_out',
    '12-10T09:00 | large | large',
    '12-10T09:00 | tell | done',
    '12-10T09:00 | The journey is finished.',
  ]);
});

test('an invoice without a due date waits a week instead, and a due date long past goes on at once', () => {
  expect(story('pay-the-invoice.json', { event: invoice({}) }).slice(0, 3)).toEqual([
    '11-20T15:00 | until-due | unknown_date',
    '11-27T15:00 | week | done',
    '11-27T15:00 | remind | sent | sms: Lopez: invoice F-7 is due soon.',
  ]);
  expect(story('pay-the-invoice.json', { event: invoice({ dueDate: '2026-11-01' }) })[0]).toBe(
    '11-20T15:00 | until-due | done',
  );
});

const table = (startsAt: string) => ({
  type: 'reservation_created',
  subject: { kind: 'reservation', id: '9' },
  data: { startsAt },
});

test('a guest is welcomed, reminded the day before, asked the morning after, and reminded of the ask', () => {
  // Saturday evening: the ask falls on a Sunday, when this business writes no emails.
  expect(story('before-a-reservation.json', { event: table('2026-11-28T20:30:00Z') })).toEqual([
    '11-20T15:00 | welcome | sent | email: We look forward to seeing you, Ana.',
    '11-27T20:30 | day-before | done',
    '11-28T08:00 | remind | sent | sms: Lopez: see you on 28/11 at 21:30.',
    '11-28T08:00 | share | next morning',
    '11-29T09:00 | morning | done',
    '11-30T08:00 | ask | sent | email: Hello Ana, how did we do? Your answer takes a minute: https://example.com/r/…\n\nLopez',
    '12-03T08:00 | ask | sent | email: Hello Ana, how did we do? Your answer takes a minute: https://example.com/r/…\n\nLopez',
    '12-03T08:00 | mark | done',
    '12-03T08:00 | report | accepted',
    '12-03T08:00 | The journey is finished.',
  ]);
});

test('a cancelled reservation hears nothing more', () => {
  const answers = [
    { after: 'P1D', type: 'reservation_cancelled', subject: { kind: 'reservation', id: '9' } },
  ];
  expect(
    story('before-a-reservation.json', { event: table('2026-11-28T20:30:00Z'), answers }).slice(1),
  ).toEqual([
    '11-21T15:00 | A reservation is cancelled',
    '11-21T15:00 | Stopped, because this happened: A reservation is cancelled.',
  ]);
});
