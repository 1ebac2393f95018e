/**
 * The letters of addresses on a grid of 5 × 7, for pictures that have no fonts. A letter is its seven rows from the top,
 * each a base-32 digit whose five bits are the row from the left.
 */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'ehjlphe', '1': '4c4444e', '2': 'eh1248v', '3': 'v2421he', '4': '26aiv22', '5': 'vgu11he',
  '6': '68guhhe', '7': 'v124888', '8': 'ehhehhe', '9': 'ehhf12c',
  A: 'ehhvhhh', B: 'uhhuhhu', C: 'ehggghe', D: 'sihhhis', E: 'vgguggv', F: 'vgguggg', G: 'ehgnhhf',
  H: 'hhhvhhh', I: 'e44444e', J: '72222ic', K: 'hikokih', L: 'ggggggv', M: 'hrllhhh', N: 'hhpljhh',
  O: 'ehhhhhe', P: 'uhhuggg', Q: 'ehhhlid', R: 'uhhukih', S: 'fgge11u', T: 'v444444', U: 'hhhhhhe',
  V: 'hhhhha4', W: 'hhhllla', X: 'hha4ahh', Y: 'hhha444', Z: 'v1248gv',
  a: '00e1fhf', b: 'ggmphhu', c: '00egghe', d: '11djhhf', e: '00ehvge', f: '698s888', g: '0fhhf1e',
  h: 'ggmphhh', i: '40c444e', j: '20622ic', k: 'ggikoki', l: 'c44444e', m: '00qllhh', n: '00mphhh',
  o: '00ehhhe', p: '00uhugg', q: '00djf11', r: '00mpggg', s: '00ege1u', t: '88s8896', u: '00hhhjd',
  v: '00hhha4', w: '00hhlla', x: '00ha4ah', y: '00hhf1e', z: '00v248v',
  '.': '00000cc', ':': '0cc0cc0', '/': '01248g0', '-': '000v000', '_': '000000v', '[': 'e88888e', ']': 'e22222e',
}; // prettier-ignore

export const LETTER_HEIGHT = 7;
/** With the space after it. */
export const LETTER_WIDTH = 6;

/** Calls `dot` for every dark dot of a text, in dots from its top left. Letters it does not know are left blank. */
export function eachDot(text: string, dot: (x: number, y: number) => void): void {
  [...text].forEach((letter, place) => {
    [...(LETTERS[letter] ?? '')].forEach((digit, y) => {
      const row = parseInt(digit, 32);
      for (let x = 0; x < 5; x++) if (row & (16 >> x)) dot(place * LETTER_WIDTH + x, y);
    });
  });
}
