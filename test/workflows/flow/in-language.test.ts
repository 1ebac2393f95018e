import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { check } from '../../../workflows/flow/check.js';
import { describeEntry, describeStep, stepVerb } from '../../../workflows/flow/describe.js';
import { diff } from '../../../workflows/flow/diff.js';
import { draft, emptyDraft } from '../../../workflows/flow/draft.js';
import { EVENT_LABELS } from '../../../workflows/flow/event-labels.js';
import { COMMON_FIELDS, FIELDS_OF_EVENT } from '../../../workflows/flow/fields.js';
import { reason, REASONS, type ReasonCode } from '../../../workflows/flow/reasons.js';
import { KINDS } from '../../../workflows/flow/steps/index.js';
import { inLanguage } from '../../../workflows/flow/words/in-language.js';
import { FLOW_SENTENCES } from '../../../workflows/flow/words/sentences.js';
import { sentencesIn } from '../../support/sentences.js';

const es = inLanguage('es');
const fr = inLanguage('fr-FR');
const slotsOf = (text: string) => [...new Set(text.match(/\{\d\*?\}/g) ?? [])].sort();

test('every sentence the flow says has its like in Spanish and French', () => {
  const known = new Set(Object.keys(FLOW_SENTENCES).map((sentence) => sentence.replaceAll('*}', '}')));
  const said = sentencesIn('workflows/flow', ['issue', 'refuse']);
  // A hint at the end may be there or not.
  const lacking = said.filter(
    ({ sentence }) => !known.has(sentence) && !known.has(sentence.replace(/\.\{\d\}$/, '.')),
  );
  expect(lacking).toEqual([]);
  expect(said.length).toBeGreaterThan(90);
});

test('a translation leaves out nothing that is filled in', () => {
  for (const [english, words] of Object.entries(FLOW_SENTENCES))
    for (const text of words)
      expect({ english, slots: slotsOf(text) }).toEqual({ english, slots: slotsOf(english) });
});

test('every field, event and kind of step has a name in Spanish and French', () => {
  const labels = [...COMMON_FIELDS, ...Object.values(FIELDS_OF_EVENT).flat()].map(({ label }) => label);
  const names = [...labels, ...Object.values(EVENT_LABELS), ...KINDS.map(stepVerb)];
  // These are written alike.
  const alike = new Set([
    'Total',
    'Service',
    'Table',
    'Message',
    'Code',
    'Points',
    'Room',
    'Nights',
    'Place',
  ]);
  for (const say of [es, fr])
    expect(names.filter((name) => say(name) === name && !alike.has(name))).toEqual([]);
});

test('what is wrong, what is filled in and what it is about are said in one language', () => {
  expect(
    es(
      'This waits 2 days 3 hours, but everyone leaves the journey after 1 day. Shorten one or lengthen the other.',
    ),
  ).toBe(
    'Aquí se espera 2 días 3 horas, pero todos salen del recorrido después de 1 día. Acorte lo uno o alargue lo otro.',
  );
  expect(
    fr(
      "Customers without “First name” will not get this message. Give it a default: {{ customer.firstName | default: '…' }}.",
    ),
  ).toBe(
    "Les clients sans « Prénom » ne recevront pas ce message. Donnez-lui un texte de secours : {{ customer.firstName | default: '…' }}.",
  );
  expect(
    es(
      'How it begins: When this happens: A job is finished, if Total is at least 50 and Email address is known → When someone is added by hand',
    ),
  ).toBe(
    'Cómo empieza: Cuando pasa esto: Termina un trabajo, si Total es al menos 50 y Correo electrónico: se conoce → Cuando se añade a alguien a mano',
  );
  expect(fr('Wait 2 days → 1 day')).toBe('Attendre 2 jours → 1 jour');
  expect(es('When messages may leave: texts 09:00 to 19:00 on Monday, Friday → no limit')).toBe(
    'Cuándo pueden salir los mensajes: SMS de 09:00 a 19:00: lunes, viernes → sin límite',
  );
});

test('names and words that people wrote stay as they are', () => {
  expect(es('Nobody goes to “Send a text”: its share is zero.')).toBe(
    'Nadie va a «Send a text»: su parte es cero.',
  );
  expect(fr('Send a text: Wait 2 days')).toBe('Envoyer un SMS : Wait 2 days');
  expect(es('Salt and pepper')).toBe('Salt and pepper');
  expect(inLanguage('de')('Add a first step.')).toBe('Add a first step.');
});

test('everything said of the golden journeys is said in Spanish and French', () => {
  const folder = new URL('../../fixtures/flows/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const flow = draft(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    const said = [
      ...flow.steps.map(describeStep),
      ...(flow.entry ? [describeEntry(flow.entry as Parameters<typeof describeEntry>[0])] : []),
      ...diff(emptyDraft, flow).sentences,
      ...check(flow, { now: '2026-11-21T10:00:00Z' as never, locales: ['en', 'es'] }).map(
        ({ message }) => message,
      ),
    ];
    for (const say of [es, fr]) expect(said.filter((sentence) => say(sentence) === sentence)).toEqual([]);
  }
});

test('every reason of the engine is said in Spanish and French, with what is filled in', () => {
  const words = {
    what: 'A job is finished',
    field: 'First name',
    step: 'wait',
    until: 'Saturday 21 November, 08:00',
    pass: 1,
    most: 3,
    max: 2,
    days: 30,
    address: 'phone number',
    purpose: 'review',
    channel: 'text',
  };
  for (const code of Object.keys(REASONS) as ReasonCode[]) {
    const { message } = reason(code, words);
    for (const say of [es, fr]) {
      expect(say(message)).not.toBe(message);
      expect(say(message)).not.toMatch(/[{}]|A job is finished|First name|November|phone number/);
    }
  }
  expect(es(reason('quiet_hours', words).message)).toBe(
    'Retenido hasta el sábado 21 de noviembre, 08:00: es hora de silencio donde está el cliente.',
  );
  expect(fr(reason('arm_held', { what: 'Total is at least 50' }).message)).toBe(
    'Parce que Total est au moins 50.',
  );
});
