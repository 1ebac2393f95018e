import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keywordOf, WORDS, type Keyword } from '../../../api/sources/keywords.js';

test.each([
  'STOP', 'stop', 'Stop.', ' stop! ', 'STOPALL', 'Stop all', 'unsubscribe', 'CANCEL', 'End', 'quit', 'OPT-OUT', 'opt out',
  'revoke', 'please stop', 'Stop please', 'STOP 🛑', '“stop”', 'Don’t text me', 'Remove me',
  'baja', 'BAJA', 'Alto', 'parar', 'cancelar', 'No más', 'NO MAS', 'detener', 'baja por favor', 'BAJA, gracias',
  'ARRÊT', 'arret', 'Arrêter', 'désabonner', 'DESABONNER', 'Stop, s’il vous plaît', 'arrêtez svp', 'ＳＴＯＰ',
])('“%s” is STOP', (text) => expect(keywordOf(text)).toBe('stop')); // prettier-ignore

test.each(['START', 'start', 'Unstop', 'alta', 'Iniciar', 'Reprendre', 'démarrer'])('“%s” is START', (text) =>
  expect(keywordOf(text)).toBe('start'),
);

test.each(['YES', 'yes!', 'Sí', 'si', 'OUI'])('“%s” may be START, and may be an answer', (text) =>
  expect(keywordOf(text)).toBe('yes'),
);

test.each(['HELP', 'help?', 'INFO', 'Ayuda', 'información', 'AIDE'])('“%s” asks for help', (text) =>
  expect(keywordOf(text)).toBe('help'),
);

test.each([
  'Thanks, all well',
  'Can you stop by on Friday?',
  'please stop the leak in the kitchen',
  'I need help with the boiler',
  'Cancel my appointment on Tuesday',
  'yes please, Friday is fine for us',
  'No',
  '',
  '…',
])('“%s” is only a text', (text) => expect(keywordOf(text)).toBeNull());

test('case, spaces and punctuation around STOP change nothing', () => {
  const around = fc.string({ unit: fc.constantFrom(' ', '.', '!', '?', ',', '\n', '-', '¡') });
  const cased = fc.mixedCase(fc.constant('stop'));
  fc.assert(
    fc.property(around, cased, around, (before, word, after) => keywordOf(before + word + after) === 'stop'),
  );
});

const everyWord = Object.entries(WORDS).flatMap(([keyword, words]) =>
  words.map((word) => [keyword as Keyword, word] as const),
);

test.each(everyWord)('%s: “%s” is understood in every case, with any punctuation, and said politely', (keyword, word) => {
  const capital = word[0]!.toUpperCase() + word.slice(1);
  for (const cased of [word, word.toUpperCase(), capital]) {
    for (const [before, after] of [
      ['', ''], [' ', ' '], ['', '.'], ['', '!'], ['', '!!!'], ['¡', '!'], ['"', '"'], ['“', '”'], ['«', '»'],
      ['(', ')'], ['', ' 🙏'], ['\n', '\n'], ['- ', ''], ['', '…'], ['*', '*'],
    ] as const) {
      expect({ text: before + cased + after, is: keywordOf(before + cased + after) }).toEqual({
        text: before + cased + after,
        is: keyword,
      });
    }
    for (const polite of [`please ${cased}`, `${cased} please`, `por favor ${cased}`, `${cased}, gracias`, `${cased} svp`, `${cased}, merci`]) {
      expect({ polite, is: keywordOf(polite) }).toEqual({ polite, is: keyword });
    }
  }
}); // prettier-ignore

test('no word means two things', () => {
  const words = everyWord.map(([, word]) => word);
  expect(new Set(words).size).toBe(words.length);
});

test('the words that carriers and the law name are all there', () => {
  for (const word of [
    'stop',
    'stopall',
    'unsubscribe',
    'cancel',
    'end',
    'quit',
    'optout',
    'revoke',
    'opt out',
  ])
    expect({ word, is: keywordOf(word) }).toEqual({ word, is: 'stop' });
  for (const word of ['start', 'unstop']) expect(keywordOf(word)).toBe('start');
  for (const word of ['help', 'info']) expect(keywordOf(word)).toBe('help');
});

test('no text is too strange to be looked at', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void keywordOf(text)));
});
