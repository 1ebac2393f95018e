import { beforeAll, expect, test } from '@jest/globals';
import { answerIn, API_SENTENCES } from '../../api/words.js';
import { problems } from '../../lib/problem.js';
import { FLOW_SENTENCES } from '../../workflows/flow/words/sentences.js';
import { inLanguage } from '../../workflows/flow/words/in-language.js';
import { everySentenceIn, sentencesIn } from '../support/sentences.js';

/** What only programs meet: they are told in English, which their makers read. */
const FOR_PROGRAMS =
  /^api\/(sources|public|docs)\/|^api\/(config|read-bytes|read-json|app)\.ts|^api\/auth\/find-caller\.ts|Only for programs/;
const TO_PROGRAMS =
  /Authorization: Bearer|Idempotency|no scope|Use \{0\} here|kind of body|POST to|flow document|a4 or letter|of pixels|send_now|no_new_people|now_confirmed|give stepId/;

test('every refusal that a person can meet in the app has its like in Spanish and French', () => {
  const known = new Set(
    [...Object.keys(API_SENTENCES), ...Object.keys(FLOW_SENTENCES)].map((one) => one.replaceAll('*}', '}')),
  );
  const said = sentencesIn('api', ['Problem'], FOR_PROGRAMS).filter(
    ({ sentence }) => !TO_PROGRAMS.test(sentence),
  );
  expect(said.filter(({ sentence }) => !known.has(sentence))).toEqual([]);
  expect(said.length).toBeGreaterThan(60);
});

/** Where nothing is written that the app shows: catalogues, public pages with words of their own, what operators read. */
const ELSEWHERE =
  /words|(config|main)\.ts$|^api\/(sources|public|docs)\/|^api\/(read-bytes|read-json)\.ts|^api\/auth\/(find-caller|identity)\.ts|^db\/retention\.ts|^lib\/(crypto|payload-codec|standard-webhooks|settings|server-settings|temporal)|^workflows\/flow\/(segments|templates|review-wording)/;
const TO_MAKERS =
  /An Idempotency-Key|This cursor|no scope|kind of body|^Use \{0\} here|POST to|send_now|no_new_people|of pixels|a4 or letter|give stepId/;

let everything: { file: string; sentence: string }[];
beforeAll(() => {
  everything = ['api', 'db', 'lib', 'worker', 'workflows/flow']
    .flatMap((folder) => everySentenceIn(folder, ELSEWHERE))
    .filter(({ sentence }) => !TO_MAKERS.test(sentence));
});

test.each(['es', 'fr'])('no sentence of the server reaches the app in English only (%s)', (language) => {
  const say = inLanguage(language, API_SENTENCES);
  const english = everything.filter(({ sentence }) => {
    // A word that has its like in every language.
    const told = sentence.replace(/\{\w+\}/g, 'Rating');
    return say(told) === told;
  });
  expect(english).toEqual([]);
  expect(everything.length).toBeGreaterThan(300);
});

test('a refusal is told in the language that was asked for, what people wrote is not touched', () => {
  const problem = {
    type: 'about:blank',
    title: problems.conflict.title,
    status: 409,
    detail: 'Another customer has that email. Change that one instead.',
    code: 'conflict',
    errors: [{ path: 'name', message: 'Give some text.' }],
    draft: {
      flow: { name: 'Conflict' },
      issues: [{ code: 'empty_flow', message: 'This journey does nothing yet: add a first step.' }],
    },
  };
  expect(answerIn('es', problem)).toEqual({
    ...problem,
    title: 'Conflicto',
    detail: 'Otro cliente ya tiene ese dato (correo). Cambie aquel.',
    errors: [{ path: 'name', message: 'Escriba algo.' }],
    draft: {
      flow: { name: 'Conflict' },
      issues: [{ code: 'empty_flow', message: 'Este recorrido aún no hace nada: añada un primer paso.' }],
    },
  });
  expect(answerIn('en', problem)).toBe(problem);
  expect(answerIn('fr', { name: 'Conflict', text: 'Finish', createdAt: new Date(0) })).toEqual({
    name: 'Conflict',
    text: 'Finish',
    createdAt: new Date(0),
  });
});
