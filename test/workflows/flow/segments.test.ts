import { expect, test } from '@jest/globals';
import { explainSegments, segmentsOf } from '../../../workflows/flow/segments.js';

test.each([
  ['', 0, 'GSM-7'],
  ['a'.repeat(160), 1, 'GSM-7'],
  ['a'.repeat(161), 2, 'GSM-7'],
  ['€'.repeat(80), 1, 'GSM-7'],
  ['€'.repeat(81), 2, 'GSM-7'],
  ['ñ'.repeat(160), 1, 'GSM-7'],
  ['’', 1, 'UCS-2'],
  ['’' + 'a'.repeat(70), 2, 'UCS-2'],
  ['😀'.repeat(35), 1, 'UCS-2'],
  ['😀'.repeat(36), 2, 'UCS-2'],
])('%.10s… costs %i texts', (text, parts, encoding) => {
  expect(segmentsOf(text)).toMatchObject({ parts, encoding });
});

test('the counter says which character costs a second text, and what to write instead', () => {
  expect(explainSegments('Don’t forget: ' + 'a'.repeat(100))).toMatch(/’/);
  expect(explainSegments("Don't forget: " + 'a'.repeat(100))).toBeNull();
});
