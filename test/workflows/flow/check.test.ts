import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draft } from '../../../workflows/flow/draft.js';
import { check, publishable } from '../../../workflows/flow/check.js';
import { ISSUES, type IssueCode } from '../../../workflows/flow/issues.js';

const text = readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8');
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents under test are broken on purpose
type Any = any;
const reference = (): Any => JSON.parse(text);
const context = { now: '2026-11-20T10:00:00.000Z', hasPostalAddress: true, locales: ['en'] };
const codes = (made: unknown, more: object = {}) =>
  check(made, { ...context, ...more }).map(({ code }) => code);

const sms = (id: string, then: string | null, settings: object = {}) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body: 'Hello', ...settings },
  exits: { sent: then, undeliverable: then },
});
const flowOf = (...steps: object[]) => ({
  entry: { on: 'event', type: 'job_completed' },
  first: (steps[0] as { id: string }).id,
  steps,
  rules: {},
});

const split = (id: string, ...arms: [string, number][]) => ({
  id,
  kind: 'split',
  settings: { arms: arms.map(([name, weight]) => ({ name, weight })) },
  exits: Object.fromEntries(arms.map(([name]) => [name, null])),
});
const look = (when: object) => ({
  id: 'look',
  kind: 'branch',
  settings: { arms: [{ name: 'yes', when }] },
  exits: { yes: null, otherwise: null },
});

test('the reference journey can be published', () => {
  expect(publishable(reference(), context).flow).not.toBeNull();
});

/** One fault each, made on purpose in a good journey. */
const faults: [IssueCode, (flow: Any) => unknown][] = [
  ['empty_flow', (flow) => ({ ...flow, steps: [], first: null })],
  ['missing_entry', (flow) => ({ ...flow, entry: null })],
  ['bad_entry', (flow) => ({ ...flow, entry: { on: 'event', type: 'job_finished' } })],
  ['missing_first', (flow) => ({ ...flow, first: null })],
  ['bad_rules', (flow) => ({ ...flow, rules: { ...flow.rules, expireAfter: 'soon' } })],
  [
    'unknown_kind',
    (flow) => ({ ...flow, steps: [...flow.steps, { id: 'x', kind: 'fax', settings: {}, exits: {} }] }),
  ],
  ['duplicate_id', (flow) => ({ ...flow, steps: [...flow.steps, flow.steps[0]] })],
  ['unknown_target', (flow) => ((flow.steps[0].exits.sent = 'nowhere'), flow)],
  ['missing_exit', (flow) => (delete flow.steps[0].exits.sent, flow)],
  ['unreachable_step', (flow) => ({ ...flow, steps: [...flow.steps, sms('island', null)] })],
  ['cycle_without_wait', () => flowOf(sms('a', 'b'), sms('b', 'a'))],
  ['incomplete_step', (flow) => ((flow.steps[0].settings.subject = ''), flow)],
  ['missing_purpose', () => flowOf({ ...sms('a', null), settings: { body: 'Hello' } })],
  ['looser_than_intent', () => flowOf(sms('a', null, { purpose: 'service', intent: 'upsell' }))],
  ['template_fault', () => flowOf(sms('a', null, { body: 'Hello {{ customer.name' }))],
  ['unknown_field', () => flowOf(sms('a', null, { body: 'Hello {{ costumer.name }}' }))],
  ['no_default', () => flowOf(sms('a', null, { body: 'Hello {{ customer.firstName }}' }))],
  [
    'costly_character',
    () => flowOf(sms('a', null, { body: `Don’t forget us. ${'We are near. '.repeat(5)}` })),
  ],
  ['long_text', () => flowOf(sms('a', null, { body: 'x'.repeat(700) }))],
  [
    'bad_webhook_url',
    () =>
      flowOf({
        id: 'w',
        kind: 'webhook',
        settings: { url: 'http://example.com' },
        exits: { accepted: null, rejected: null },
      }),
  ],
  [
    'bad_weights',
    () =>
      flowOf({
        id: 's',
        kind: 'split',
        settings: {
          arms: [
            { name: 'a', weight: 0 },
            { name: 'b', weight: 0 },
          ],
        },
        exits: { a: null, b: null },
      }),
  ],
  [
    'wait_too_long',
    () =>
      flowOf({ id: 'w', kind: 'wait', settings: { duration: 'P3Y' }, exits: { done: 'a' } }, sms('a', null)),
  ],
  [
    'quiet_hours_off',
    () => ({
      ...flowOf({
        id: 'r',
        kind: 'review_request',
        settings: { channels: ['sms'] },
        exits: { sent: null, undeliverable: null },
      }),
      rules: { quietHours: null },
    }),
  ],
  [
    'quiet_hours_off_marketing',
    () => ({ ...flowOf(sms('a', null, { purpose: 'marketing' })), rules: { quietHours: null } }),
  ],
  [
    'no_subject',
    () => ({
      ...flowOf(sms('a', null)),
      entry: { on: 'manual' },
      rules: { goals: [{ type: 'invoice_paid', same: 'subject' }] },
    }),
  ],
  [
    'no_sending_hours',
    () => ({
      ...flowOf(sms('a', null)),
      rules: {
        quietHours: { from: '20:00', until: '08:00' },
        sendWindow: { days: ['monday'], from: '21:00', until: '23:00' },
      },
    }),
  ],
  [
    'endless_cycle',
    () =>
      flowOf(sms('a', 'w'), { id: 'w', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: 'a' } }),
  ],
  ['duplicate_name', () => flowOf(split('s', ['a', 1], ['a', 1]))],
  ['empty_arm', () => flowOf(split('s', ['a', 1], ['b', 0]))],
  ['bad_condition', () => flowOf(look({ field: 'customer.tags', op: 'in', value: 'vip' }))],
  ['past_date', () => flowOf(look({ field: 'event.occurredAt', op: 'before', value: '2025-01-01' }))],
  ['wait_outlasts_journey', (flow) => ((flow.rules.expireAfter = 'P1D'), flow)],
  ['unusual_field', () => flowOf(sms('a', null, { body: "{{ event.data.plumber | default: 'we' }}" }))],
  ['no_rating_link', (flow) => ((flow.steps[4].settings.body = 'How did we do?'), flow)],
  [
    'too_many_steps',
    () => flowOf(...Array.from({ length: 201 }, (_, index) => sms(`s${index}`, `s${index + 1}`))),
  ],
  ['many_steps', () => flowOf(...Array.from({ length: 61 }, (_, index) => sms(`s${index}`, null)))],
  [
    'review_gating',
    (flow) => ({
      ...flowOf(
        { ...look({ field: 'answers.rating', op: 'gte', value: 4 }), exits: { yes: 'ask', otherwise: null } },
        flow.steps[4],
      ),
    }),
  ],
  [
    'conditional_review_link',
    () => flowOf(sms('a', null, { body: '{% if answers.rating > 3 %}{{ publicReviewLink }}{% endif %}' })),
  ],
  ['feeds_itself', () => ({ ...flowOf(sms('a', null)), entry: { on: 'event', type: 'message_delivered' } })],
];

test('every kind of fault the checker knows is made somewhere in these tests', () => {
  const elsewhere: IssueCode[] = ['no_postal_address', 'missing_language'];
  const made = new Set([...faults.map(([code]) => code), ...elsewhere]);
  expect(Object.keys(ISSUES).filter((code) => !made.has(code as IssueCode))).toEqual([]);
});

test('a business that writes in two languages is told which version is lacking', () => {
  const made = flowOf(sms('a', null), sms('b', null, { languages: { es: { body: 'Hola' } } }));
  expect(check(made, { ...context, locales: ['en', 'es'] }).filter(({ level }) => level === 'tip')).toEqual([
    {
      level: 'tip',
      code: 'missing_language',
      stepId: 'a',
      path: 'steps.0.settings.languages',
      message: 'There is no version in es; those customers get the main text.',
    },
  ]);
});

test('a fault is told at its place, in words that say what to do', () => {
  const wait = (settings: object) => ({ id: 'w', kind: 'wait', settings, exits: { done: null } });
  expect(check(flowOf(wait({ duration: 'two days' })), context)).toEqual([
    {
      level: 'error',
      code: 'incomplete_step',
      stepId: 'w',
      path: 'steps.0.settings.duration',
      message: 'Give a time span such as P2D (two days) or PT90M (ninety minutes).',
    },
  ]);
  expect(check(flowOf(wait({})), context)).toMatchObject([
    { path: 'steps.0.settings.duration', message: '“duration” is still missing.' },
  ]);
  expect(check(flowOf(wait({ until: { field: 'event.data.startAt' } })), context)).toMatchObject([
    { code: 'missing_exit', path: 'steps.0.exits.unknown_date' },
    { code: 'unusual_field', message: expect.stringContaining('Did you mean event.data.startsAt?') },
  ]);
  expect(check(flowOf(sms('a', null, { body: '{{ customer.frstName }}' })), context)).toEqual([
    {
      level: 'error',
      code: 'unknown_field',
      stepId: 'a',
      path: 'steps.0.settings.body',
      message: 'There is no field “customer.frstName”. Did you mean customer.firstName?',
    },
  ]);
});

test.each(faults)('%s is found, and said in a sentence', (code, spoil) => {
  const found = check(spoil(reference()), context).filter((issue) => issue.code === code);
  expect(found).not.toEqual([]);
  for (const issue of found) {
    expect(issue.level).toBe(ISSUES[code]);
    expect(issue.message).toMatch(/^[A-Z0-9“].{10,}[.?]$/s);
    expect(issue.message).not.toMatch(/undefined|\[object|enrollment|node\b/);
  }
});

test('a marketing e-mail needs the business’s postal address', () => {
  const made = flowOf({
    id: 'a',
    kind: 'email',
    settings: { purpose: 'marketing', subject: 'Come back', body: 'Hello' },
    exits: { sent: null, undeliverable: null },
  });
  expect(codes(made, { hasPostalAddress: false })).toContain('no_postal_address');
  expect(codes(made)).not.toContain('no_postal_address');
});

test('a draft with faults is never published, a draft with advice is', () => {
  for (const [code, spoil] of faults) {
    const { flow } = publishable(spoil(reference()), context);
    if (ISSUES[code] === 'error') expect({ code, flow }).toEqual({ code, flow: null });
  }
});

test('whatever document arrives, the checker answers and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (made) => {
      expect(Array.isArray(check(made, context))).toBe(true);
      expect(publishable(made, context).flow).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('a good journey with any one value replaced by nonsense is answered too', () => {
  const places: string[][] = [];
  const walkAll = (value: Any, path: string[]) => {
    if (path.length > 0) places.push(path);
    if (typeof value === 'object' && value !== null)
      for (const key of Object.keys(value)) walkAll(value[key], [...path, key]);
  };
  walkAll(reference(), []);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, nonsense) => {
      const made = reference();
      let place = made;
      for (const key of path.slice(0, -1)) place = place[key];
      place[path.at(-1)!] = nonsense;
      const { flow, issues } = publishable(made, context);
      expect(flow !== null || issues.some(({ level }) => level === 'error')).toBe(true);
    }),
    // What cannot be written as text, everywhere first.
    { numRuns: 800, examples: places.map((path): [string[], fc.JsonValue] => [path, { toString: {} }]) },
  );
});

test('a document made to keep the checker busy is answered like any other', () => {
  const only = (kind: string, settings: unknown) => ({
    entry: { on: 'manual' },
    first: 'a',
    steps: [{ id: 'a', kind, settings, exits: { sent: null, undeliverable: null } }],
  });
  const codes = (made: unknown) =>
    new Set(check(made, { now: '2026-11-20T10:00:00.000Z' }).map(({ code }) => code));
  // Half a million braces that never close took minutes before counting stopped at what a text may hold.
  expect(codes(only('sms', { purpose: 'service', body: '{% '.repeat(330_000) }))).toContain(
    'incomplete_step',
  );
  const circles = Array.from({ length: 200 }, (_, index) => ({
    id: `s${index}`,
    kind: 'branch',
    settings: {
      arms: Array.from({ length: 20 }, (_, arm) => ({
        name: `arm ${arm}`,
        when: { field: 'answers.rating', op: 'gte', value: arm },
      })),
    },
    exits: Object.fromEntries(
      ['otherwise', ...Array.from({ length: 20 }, (_, arm) => `arm ${arm}`)].map((name, step) => [
        name,
        `s${(index + step * 7) % 200}`,
      ]),
    ),
  }));
  expect(codes({ entry: { on: 'manual' }, first: 's0', steps: circles })).toEqual(
    new Set(['cycle_without_wait', 'many_steps']),
  );
  const wide = { any: Array.from({ length: 300 }, () => ({ field: 'customer.tags', op: 'exists' })) };
  expect(
    codes({ ...only('sms', { purpose: 'service', body: 'x' }), entry: { on: 'segment', where: wide } }),
  ).toEqual(new Set(['bad_entry']));
  const nothing = { entry: { on: 'manual' }, first: 'a', steps: Array.from({ length: 250_000 }, () => 0) };
  expect(check(nothing, { now: '2026-11-20T10:00:00.000Z' })).toHaveLength(500);
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
  const ways = Object.fromEntries(names(20_000).map((name) => [name, 'a']));
  const split = { ...only('split', {}), steps: [{ id: 'a', kind: 'split', settings: {}, exits: ways }] };
  expect(draft(split).steps[0]!.exits).not.toHaveProperty('n60');
  const languages = Object.fromEntries(names(20_000).map((name) => [`en-${name}`, { body: '{{ x }}' }]));
  expect(codes(only('sms', { purpose: 'service', body: 'x', languages }))).toContain('incomplete_step');
  const fields = names(3000).map((name) => `{{ customer.${name} }}`);
  expect(codes(only('notify_team', { to: 'owner', body: fields.join('') }))).toContain('unknown_field');
  const deep = '{% if customer.firstName %}'.repeat(1250) + 'x' + '{% endif %}'.repeat(1250);
  expect(codes(only('email', { purpose: 'service', subject: 's', body: deep }))).toEqual(new Set());
});
