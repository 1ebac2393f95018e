import { expect, test } from '@jest/globals';
import type { Entry, Rehearsal } from '../../../editor/rehearse/api.js';
import { stopsOf } from '../../../editor/rehearse/path.js';
import { answerFor, choiceOf, keyOf, questionsOf } from '../../../editor/rehearse/questions.js';
import { entryType, fieldsOfEvent, sampleData } from '../../../editor/rehearse/sample-event.js';
import { en } from '../../../editor/rehearse/words/en.js';
import { es } from '../../../editor/rehearse/words/es.js';
import { fr } from '../../../editor/rehearse/words/fr.js';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { draft } from '../../../workflows/flow/draft.js';
import { flow as flowSchema } from '../../../workflows/flow/flow.js';
import { rehearse, type Answer } from '../../../workflows/flow/rehearse.js';

const document = {
  entry: {
    on: 'event',
    type: 'job_completed',
    where: {
      all: [
        { field: 'event.data.totalCents', op: 'gte', value: 20000 },
        { field: 'event.data.service', op: 'contains', value: 'boiler' },
        { field: 'event.data.rooms', op: 'gt', value: 2 },
      ],
    },
  },
  first: 'text',
  steps: [
    {
      id: 'text',
      kind: 'sms',
      settings: { purpose: 'service', body: 'All well?' },
      exits: { sent: 'reply', undeliverable: 'reply' },
    },
    {
      id: 'reply',
      kind: 'wait_for_event',
      settings: {
        events: [
          { name: 'replied', type: 'sms_received' },
          { name: 'clicked', type: 'link_clicked' },
        ],
        timeout: 'P3D',
      },
      exits: { replied: 'pause', clicked: 'ask', timed_out: 'ask' },
    },
    { id: 'pause', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: 'ask' } },
    {
      id: 'ask',
      kind: 'review_request',
      settings: { channels: ['sms'], body: 'How? {{ ratingLink }}', remindAfter: 'P2D' },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { goals: [{ type: 'feedback_received' }], stopOn: [{ type: 'job_cancelled' }], quietHours: null },
};
const flow = draft(document);
const now = new Date('2026-11-20T10:00:00Z');

function run(answers: Answer[] = []): Rehearsal {
  const rehearsed = rehearse({
    flow: flowSchema.parse(document),
    event: { type: 'job_completed', data: sampleData('job_completed', document.entry.where, now) },
    customer: { name: 'Ana', phone: '+34600111222', timezone: 'Europe/Madrid' },
    business: { name: 'Lopez', timezone: 'Europe/Madrid' },
    startAt: now.toISOString(),
    answers,
    calendar,
  });
  return { ...rehearsed, timezone: 'Europe/Madrid' } as unknown as Rehearsal;
}
const places = (rehearsal: Rehearsal) => stopsOf(flow, rehearsal).map(({ itemId }) => itemId);

test('the event filled in beforehand gets past what the start asks for', () => {
  expect(entryType(flow)).toBe('job_completed');
  expect(sampleData('job_completed', document.entry.where, now)).toMatchObject({
    totalCents: 20000,
    service: 'boiler',
    rooms: 3,
  });
  expect(run().ended.status).not.toBe('ignored');
  const paths = fieldsOfEvent('job_completed', document.entry.where).map(({ path }) => path);
  expect(paths).toContain('event.data.rooms');
  expect(new Set(paths).size).toBe(paths.length);
});

test('at each wait the customer may do what the wait listens for, what a message allows, and what ends the journey', () => {
  const { entries } = run();
  const asked = questionsOf(flow, entries).map(({ stepId, choices }) => [stepId, choices.map(keyOf)]);
  const stars = ['rate:5', 'rate:4', 'rate:3', 'rate:2', 'rate:1'];
  expect(asked).toEqual([
    ['reply', ['reply', 'click', ...stars, 'event:job_cancelled']],
    ['ask', ['reply', ...stars, 'event:job_cancelled']],
  ]);
});

test('an answer takes the way it should, and is recognised again', () => {
  const given = answerFor(flow, 'reply', { is: 'reply' }, { after: 'PT1H', reply: 'Yes', now });
  expect(given).toMatchObject({ step: 'reply', after: 'PT1H', type: 'sms_received', data: { body: 'Yes' } });
  expect(choiceOf(given)).toEqual({ is: 'reply' });
  expect(run([given]).entries).toContainEqual(expect.objectContaining({ stepId: 'reply', exit: 'replied' }));
  const rated = answerFor(flow, 'ask', { is: 'rate', stars: 2 }, { after: 'P1D', reply: '', now });
  expect(run([rated]).ended.reason.code).toBe('goal');
});

test('the dot goes from card to card to the end, and stays where the journey ended early', () => {
  expect(places(run())).toEqual(['entry', 'text', 'reply', 'ask', 'end:ask:sent']);
  const replied = answerFor(flow, 'reply', { is: 'reply' }, { after: 'PT1H', reply: 'Yes', now });
  expect(places(run([replied]))).toEqual(['entry', 'text', 'reply', 'pause', 'ask', 'end:ask:sent']);
  const rated = answerFor(flow, 'reply', { is: 'rate', stars: 5 }, { after: 'PT1H', reply: '', now });
  expect(places(run([rated]))).toEqual(['entry', 'text', 'reply']);
});

test('every line of the rehearsal is told at one stop, in order', () => {
  const rehearsal = run();
  const told = stopsOf(flow, rehearsal).flatMap(({ from, until }) =>
    Array.from({ length: until - from }, (_, index) => from + index),
  );
  expect(told).toEqual(rehearsal.entries.map((_: Entry, index: number) => index));
});

test('the words of a test run fill the same blanks in every language', () => {
  const blanks = (texts: object, path = ''): string[] =>
    Object.entries(texts).flatMap(([key, text]: [string, string | object]) =>
      typeof text === 'object'
        ? blanks(text, `${path}${key}.`)
        : [
            `${path}${key}: ${[...new Set([...text.matchAll(/(?<!(?:=0|one|other) )\{(\w+)[,}]/g)].map(([, name]) => name))].sort().join()}`,
          ],
    );
  expect(blanks(es)).toEqual(blanks(en));
  expect(blanks(fr)).toEqual(blanks(en));
});
