import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draft, emptyDraft } from '../../../workflows/flow/draft.js';
import { check } from '../../../workflows/flow/check.js';
import { flow } from '../../../workflows/flow/flow.js';
import { exitsOf, KINDS, STEP_KINDS, type Kind } from '../../../workflows/flow/steps/index.js';

const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8'),
);

/** A flow of one step, with its faults as `path: message`. */
function faultsOf(step: Record<string, unknown>): string[] {
  const { error } = flow.safeParse({
    entry: { on: 'manual' },
    first: 'a',
    steps: [{ id: 'a', exits: {}, ...step }],
  });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const settingsFaults = (kind: Kind, settings: unknown): string[] => {
  const { error } = STEP_KINDS[kind].settings.safeParse(settings);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a journey that can run', () => {
  test('is the reference journey, unchanged', () => {
    expect(flow.parse(reference)).toEqual(reference);
  });

  test('is read again the same from what was stored', () => {
    expect(flow.parse(JSON.parse(JSON.stringify(flow.parse(reference))))).toEqual(reference);
  });

  test('a way out that leads nowhere, and one not spoken of, are both named', () => {
    expect(
      faultsOf({
        kind: 'email',
        settings: { purpose: 'service', subject: 'a', body: 'b' },
        exits: { sent: 'nowhere' },
      }),
    ).toEqual([
      'steps.0.exits.undeliverable: Say where “undeliverable” leads.',
      'steps.0.exits.sent: “sent” leads to “nowhere”, which does not exist.',
    ]);
  });

  test('two steps of one id, a first step and a jump that do not exist, are named', () => {
    const wait = { id: 'a', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: null } };
    const { error } = flow.safeParse({
      entry: { on: 'manual' },
      first: 'z',
      steps: [
        wait,
        wait,
        { id: 'g', kind: 'go_to', settings: { step: 'y', maxPasses: 2 }, exits: { exhausted: null } },
      ],
    });
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'steps.1.id: Two steps have the id “a”.',
      'first: There is no step “z” to begin with.',
      'steps.2.settings.step: There is no step “y” to go to.',
    ]);
  });
});

describe('the settings of a step', () => {
  test.each<[string, Kind, unknown, string[]]>([
    [
      'a wait of no known length',
      'wait',
      { duration: '2 days' },
      ['duration: Give a time span such as P2D (two days) or PT90M (ninety minutes).'],
    ],
    [
      'a wait backwards',
      'wait',
      { duration: '-P1D' },
      ['duration: Give a time span such as P2D (two days) or PT90M (ninety minutes).'],
    ],
    [
      'a wait until half past twenty-five',
      'wait',
      { until: { time: '25:30' } },
      ['until.time: Give a time of day from 00:00 to 23:59, such as 09:30.'],
    ],
    [
      'a wait until no weekday',
      'wait',
      { until: { weekday: 'someday', time: '09:00' } },
      ['until.weekday: Choose a weekday, monday to sunday.'],
    ],
    [
      'an unnamed choice for a past date',
      'wait',
      { until: { field: 'event.data.startsAt' }, ifPast: 'panic' },
      ['ifPast: Choose continue or unknown_date.'],
    ],
    [
      'a message without a purpose',
      'sms',
      { body: 'Hello' },
      ['purpose: Say why this is sent: service, review or marketing. Permission depends on it.'],
    ],
    [
      'an email without words',
      'email',
      { purpose: 'service', subject: ' ', body: '' },
      ['subject: Write a subject.', 'body: Write the message.'],
    ],
    [
      'a subject of two lines',
      'email',
      { purpose: 'service', subject: 'a\nBcc: all', body: 'b' },
      ['subject: A subject is one line.'],
    ],
    ['an ask by pigeon', 'review_request', { channels: ['pigeon'] }, ['channels.0: Choose email or sms.']],
    [
      'arms of one name',
      'split',
      {
        arms: [
          { name: 'a', weight: 1 },
          { name: 'a', weight: 1 },
        ],
      },
      ['arms.1.name: Two are named “a”; give each its own name.'],
    ],
    [
      'an arm of a kept name',
      'branch',
      { arms: [{ name: 'otherwise', when: { field: 'customer.tags', op: 'exists' } }] },
      ['arms.0.name: “otherwise” is kept for the other way out; choose another name.'],
    ],
    [
      'shares of nothing',
      'split',
      {
        arms: [
          { name: 'a', weight: 0 },
          { name: 'b', weight: 0 },
        ],
      },
      ['arms: Give at least one arm a share above zero.'],
    ],
    [
      'a web address without https',
      'webhook',
      { url: 'http://example.com/x' },
      ['url: Give a web address that begins with https:// and holds no password.'],
    ],
    [
      'a web address with a password',
      'webhook',
      { url: 'https://me:secret@example.com' },
      ['url: Give a web address that begins with https:// and holds no password.'],
    ],
    [
      'a note to an address',
      'notify_team',
      { to: 'boss@example.com', body: 'x' },
      ['to: Choose a member of your team or a role (owner, admin, manager, member, server), not an address.'],
    ],
    [
      'a jump without an end',
      'go_to',
      { step: 'a', maxPasses: 1000 },
      ['maxPasses: Let people pass at most 100 times.'],
    ],
    [
      'a change of nothing',
      'update_customer',
      { addTags: [] },
      [': Say what to change: a tag to add or remove, or something to remember.'],
    ],
    [
      'waiting for an unknown event',
      'wait_for_event',
      { events: [{ name: 'x', type: 'moon_full', same: 'customer' }], timeout: 'P1D' },
      [
        'events.0.type: “moon_full” is no known event type; use one of the listed types or a name of your own that begins with custom_.',
      ],
    ],
    [
      'waiting for ever',
      'wait_for_event',
      { events: [{ name: 'x', type: 'invoice_paid', same: 'customer' }], timeout: 'PT0S' },
      ['timeout: This time span must be longer than nothing.'],
    ],
  ])('%s is refused with what to do', (_, kind, settings, faults) => {
    expect(settingsFaults(kind, settings)).toEqual(faults);
  });

  test('a condition is told what is wrong with it, at its place', () => {
    const when = (made: unknown) => settingsFaults('branch', { arms: [{ name: 'a', when: made }] });
    expect(when({ field: 'event.data.totalCents', op: 'above', value: 1 })).toEqual([
      expect.stringMatching(/^arms\.0\.when\.op: Choose one of eq, ne,/),
    ]);
    expect(when({ field: 'x', op: 'eq', value: 1 })).toEqual([
      'arms.0.when.field: Name a field such as event.data.totalCents or customer.tags.',
    ]);
    expect(when({ all: [{ field: 'customer.tags', op: 'in', value: 'vip' }] })).toEqual([
      'arms.0.when.all.0.value: Give a list of values.',
    ]);
    expect(when({ any: [] })).toEqual(['arms.0.when.any: Add at least one check.']);
    expect(when({ not: { field: 'event.occurredAt', op: 'within_last', value: 'a while' } })).toEqual([
      'arms.0.when.not.value: Give a time span such as P30D (thirty days).',
    ]);
  });

  test('ways out follow from the kind and from the settings', () => {
    const at = { field: 'event.data.startsAt' };
    expect(exitsOf({ kind: 'wait', settings: { duration: 'P1D' } })).toEqual(['done']);
    expect(exitsOf({ kind: 'wait', settings: { until: at, ifPast: 'unknown_date' } })).toEqual([
      'done',
      'unknown_date',
    ]);
    expect(exitsOf({ kind: 'go_to', settings: { step: 'a', maxPasses: 3 } })).toEqual(['exhausted']);
    expect(
      exitsOf({
        kind: 'wait_for_event',
        settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'subject' }], timeout: 'P1D' },
      }),
    ).toEqual(['paid', 'timed_out']);
    expect(
      exitsOf({
        kind: 'branch',
        settings: { arms: [{ name: 'vip', when: { field: 'customer.tags', op: 'contains', value: 'vip' } }] },
      }),
    ).toEqual(['vip', 'otherwise']);
    expect(KINDS).toHaveLength(11);
  });
});

describe('a draft', () => {
  test('keeps what is sane and drops what is not', () => {
    const kept = draft({
      entry: { on: 'event', type: 'job_completed', colour: 'red' },
      first: 'a',
      zoom: 3,
      steps: [
        {
          id: 'a',
          kind: 'wait',
          settings: { duration: 'P1D', x: 1 },
          exits: { done: 'b', odd: 7 },
          position: { x: 1 },
        },
        { id: 'b', kind: 'wait', settings: { duration: 'soon' }, exits: 'none' },
        { id: 'c', kind: 'teleport' },
        { kind: 'wait' },
        'rubbish',
      ],
      rules: { onRepeat: 'ignore', mood: 'good' },
    });
    expect(kept).toEqual({
      entry: { on: 'event', type: 'job_completed' },
      first: 'a',
      steps: [
        { id: 'a', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: 'b' } },
        { id: 'b', kind: 'wait', settings: { duration: 'soon' }, exits: {} },
      ],
      rules: { onRepeat: 'ignore' },
    });
  });

  test('of nothing is an empty one', () => {
    for (const made of [null, undefined, 7, 'x', [], {}]) expect(draft(made)).toEqual(emptyDraft);
  });

  test('has at most two hundred steps', () => {
    const steps = Array.from({ length: 250 }, (_, index) => ({
      id: `s${index}`,
      kind: 'wait',
      settings: { duration: 'P1D' },
      exits: { done: null },
    }));
    expect(draft({ steps }).steps).toHaveLength(200);
  });

  test('of any JSON never throws, is the same when read again, and can be checked', () => {
    const now = '2026-11-20T10:00:00.000Z';
    const made = fc.oneof(
      fc.jsonValue(),
      fc.record({
        entry: fc.jsonValue(),
        first: fc.jsonValue(),
        steps: fc.array(
          fc.record({
            id: fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.jsonValue()),
            kind: fc.constantFrom(...KINDS, 'other'),
            settings: fc.oneof(
              fc.jsonValue(),
              fc.dictionary(
                fc.constantFrom(
                  'duration',
                  'until',
                  'arms',
                  'events',
                  'body',
                  'subject',
                  'languages',
                  'channels',
                  'save',
                  'url',
                  'set',
                  'addTags',
                  'purpose',
                  'intent',
                  'step',
                ),
                fc.jsonValue(),
              ),
            ),
            exits: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.constantFrom('a', 'b', 'c', null))),
          }),
        ),
        rules: fc.oneof(
          fc.jsonValue(),
          fc.dictionary(
            fc.constantFrom('quietHours', 'goals', 'stopOn', 'caps', 'sendWindow', 'expireAfter', 'reentry'),
            fc.jsonValue(),
          ),
        ),
      }),
    );
    fc.assert(
      fc.property(made, (json) => {
        const kept = draft(json);
        expect(draft(kept)).toEqual(kept);
        expect(Array.isArray(check(json, { now }))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('nested a hundred thousand deep is survived', () => {
    let deep: unknown = { field: 'customer.tags', op: 'exists' };
    for (let level = 0; level < 100_000; level++) deep = { not: deep };
    const made = {
      entry: { on: 'segment', where: deep },
      steps: [{ id: 'a', kind: 'branch', settings: { arms: [{ name: 'x', when: deep }] }, exits: {} }],
    };
    expect(draft(made).steps).toHaveLength(1);
    expect(check(made, { now: '2026-11-20T10:00:00.000Z' }).some(({ level }) => level === 'error')).toBe(
      true,
    );
    expect(flow.safeParse(made).success).toBe(false);
  });
});
