import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { diff } from '../../../workflows/flow/diff.js';
import { draft } from '../../../workflows/flow/draft.js';
import { inLanguage } from '../../../workflows/flow/words/in-language.js';

const text = readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8');
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents under test are changed freely
const reference = (): any => JSON.parse(text);

test('nothing changed is nothing said', () => {
  expect(diff(draft(reference()), draft(reference())).sentences).toEqual([]);
});

test('changes are told in sentences an owner can check', () => {
  const after = reference();
  after.steps[1].settings.duration = 'P1D';
  after.steps.push({
    id: 'tell',
    kind: 'notify_team',
    settings: { to: 'owner', body: 'Done' },
    exits: { done: null },
  });
  after.steps[4].exits.sent = 'tell';
  after.rules.quietHours = { from: '20:00', until: '09:00' };
  const { sentences, changes } = diff(draft(reference()), draft(after));
  expect(sentences.join('\n')).toMatch(/2 days.*1 day/);
  expect(changes.map(({ change }) => change)).toEqual(expect.arrayContaining(['added', 'changed', 'rules']));
  for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|\[object/);
});

test('a removed step is named', () => {
  const after = reference();
  after.steps = after.steps.filter(({ id }: { id: string }) => id !== 'nudge');
  after.steps[1].exits.done = 'rest';
  expect(
    diff(draft(reference()), draft(after)).changes.some(
      (one) => one.change === 'removed' && one.stepId === 'nudge',
    ),
  ).toBe(true);
});

/** What is said of a journey whose rules were these and are now those, in the three languages. */
function saidOf(before: object, after: object): Record<'en' | 'es' | 'fr', string[]> {
  const { sentences } = diff(
    draft({ ...reference(), rules: before }),
    draft({ ...reference(), rules: after }),
  );
  return { en: sentences, es: sentences.map(inLanguage('es')), fr: sentences.map(inLanguage('fr')) };
}

test('a rule that changed says from what to what', () => {
  const rated = { type: 'feedback_received', same: 'customer' };
  const paid = { type: 'invoice_paid', same: 'subject' };
  expect(saidOf({ reentry: { mode: 'once' } }, { reentry: { mode: 'every', days: 30 } })).toEqual({
    en: ['Coming in again: once ever for each customer → again after 30 days'],
    es: ['Volver a entrar: una sola vez por cliente → otra vez después de 30 días'],
    fr: ['Entrer de nouveau : une seule fois par client → de nouveau après 30 jours'],
  });
  expect(saidOf({}, { reentry: { mode: 'always' } })).toEqual({
    en: ['Coming in again: as the business has set → as often as it happens'],
    es: ['Volver a entrar: como lo tiene el negocio → cada vez que pase'],
    fr: ['Entrer de nouveau : comme l’entreprise l’a réglé → à chaque fois'],
  });
  expect(saidOf({}, { goals: [rated] })).toEqual({
    en: ['The goal: none → A customer rates you'],
    es: ['El objetivo: ninguno → Un cliente le valora'],
    fr: ['L’objectif : aucun → Un client vous note'],
  });
  expect(saidOf({ goals: [rated] }, { goals: [rated, paid] })).toEqual({
    en: [
      'The goal: A customer rates you → A customer rates you, or An invoice is paid, for the same job, invoice or reservation',
    ],
    es: [
      'El objetivo: Un cliente le valora → Un cliente le valora o Se paga una factura, del mismo trabajo, factura o reserva',
    ],
    fr: [
      'L’objectif : Un client vous note → Un client vous note ou Une facture est payée, pour la même intervention, facture ou réservation',
    ],
  });
  expect(saidOf({ stopOn: [rated] }, {})).toEqual({
    en: ['What stops it: A customer rates you → nothing'],
    es: ['Qué lo detiene: Un cliente le valora → nada'],
    fr: ['Ce qui l’arrête : Un client vous note → rien'],
  });
  expect(saidOf({ onRepeat: 'restart' }, {})).toEqual({
    en: ['The same again while somebody is inside: start over → go on as before'],
    es: ['Lo mismo otra vez estando dentro: empezar de nuevo → seguir como si nada'],
    fr: ['La même chose pendant le parcours : recommencer → continuer'],
  });
});

test('the hours, limits and spans of a journey are told before and after', () => {
  const weekdays = { days: ['mon', 'fri'], from: '09:00', until: '18:00' };
  expect(saidOf({ quietHours: { from: '21:00', until: '08:00' } }, { quietHours: null })).toEqual({
    en: ['Quiet hours: 21:00–08:00 → none at all'],
    es: ['Horas de silencio: 21:00–08:00 → ninguna'],
    fr: ['Heures calmes : 21:00–08:00 → aucune'],
  });
  expect(saidOf({ sendWindow: null }, { sendWindow: { channel: 'sms', ...weekdays } })).toEqual({
    en: ['When messages may leave: at any hour outside quiet hours → texts 09:00 to 18:00 on Monday, Friday'],
    es: [
      'Cuándo pueden salir los mensajes: a cualquier hora fuera de las de silencio → SMS de 09:00 a 18:00: lunes, viernes',
    ],
    fr: [
      'Quand les messages peuvent partir : à toute heure hors des heures calmes → des SMS de 09:00 à 18:00 : lundi, vendredi',
    ],
  });
  expect(saidOf({ caps: [{ channel: 'sms', max: 2, per: 'P7D' }] }, { caps: null })).toEqual({
    en: ['The limit on messages: 2 texts in 7 days → no limit'],
    es: ['El límite de mensajes: 2 SMS en 7 días → sin límite'],
    fr: ['La limite de messages : 2 SMS en 7 jours → aucune limite'],
  });
  expect(saidOf({}, { expireAfter: 'P30D' })).toEqual({
    en: ['How long anybody stays: as long as it takes → 30 days'],
    es: ['Cuánto tiempo se queda alguien: lo que haga falta → 30 días'],
    fr: ['Combien de temps on reste : le temps qu’il faut → 30 jours'],
  });
});

test('who comes in, and what is checked, say their conditions before and after', () => {
  const over = (value: number) => ({ field: 'event.data.totalCents', op: 'gte', value });
  const made = (value: number) => ({
    ...reference(),
    entry: { on: 'event', type: 'job_completed', where: over(value) },
    first: 'check',
    steps: [
      {
        id: 'check',
        kind: 'branch',
        settings: { arms: [{ name: 'big', when: over(value) }] },
        exits: { big: null, otherwise: null },
      },
    ],
  });
  const { sentences } = diff(draft(made(5000)), draft(made(10000)));
  expect(sentences).toEqual([
    'How it begins: When this happens: A job is finished, if Total is at least 50 → A job is finished, if Total is at least 100',
    'Check: big if Total is at least 50 → big if Total is at least 100',
  ]);
  expect(sentences.map(inLanguage('es'))).toEqual([
    'Cómo empieza: Cuando pasa esto: Termina un trabajo, si Total es al menos 50 → Termina un trabajo, si Total es al menos 100',
    'Comprobar: big si Total es al menos 50 → big si Total es al menos 100',
  ]);
  expect(sentences.map(inLanguage('fr'))).toEqual([
    'Comment il commence : Quand ceci arrive : Une intervention est terminée, si Total est au moins 50 → Une intervention est terminée, si Total est au moins 100',
    'Vérifier : big si Total est au moins 50 → big si Total est au moins 100',
  ]);
});
