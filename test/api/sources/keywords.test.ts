import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keywordOf } from '../../../api/sources/keywords.js';

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

test('no text is too strange to be looked at', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void keywordOf(text)));
});
