import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { contrast, rgbOf, WHITE } from '../../../lib/colour.js';
import { codeColours } from '../../../lib/print/code-colours.js';
import { eachDot } from '../../../lib/print/letters.js';
import { matrixOf, QUIET } from '../../../lib/print/matrix.js';
import { drawPdf, FORMATS, type Sheet } from '../../../lib/print/pdf.js';
import { drawPng } from '../../../lib/print/png.js';
import { outlineOf, signsWithout } from '../../../lib/print/typeface.js';
import { drawSvg } from '../../../lib/print/svg.js';
import { PRINT_LANGUAGES } from '../../../lib/print/words.js';
import { shortCode } from '../../../lib/tokens.js';
import { readCode } from '../../support/read-code.js';
import { cut, rasterisePdf, rgbaOf, type Raster } from './rasterise.js';

const read = (picture: Raster) => readCode(rgbaOf(picture), picture.width, picture.height);

const channel = fc.integer({ min: 0, max: 255 }).map((part) => part.toString(16).padStart(2, '0'));
const anyColour = fc.tuple(channel, channel, channel).map((parts) => `#${parts.join('')}`);

const sheet = (more: Partial<Sheet> = {}): Sheet => {
  const url = 'https://olmo.example/q/K7M2P9QX';
  return {
    format: 'poster',
    paper: 'a4',
    language: 'en',
    business: 'Olmo Kitchen',
    purpose: 'rate',
    heading: null,
    standsFor: 'Table 12',
    matrix: matrixOf(url),
    colours: codeColours('#7d3128'),
    logo: null,
    address: url.slice(8),
    ...more,
  };
};
const NOW = new Date('2026-11-21T10:00:00Z');

test('whatever the colour and the address, the picture is read by a phone', () => {
  const host = fc.constantFrom(
    '127.0.0.1:4000',
    'hale.example',
    'journeys.a-very-long-name-of-a-firm.example.co.uk',
  );
  fc.assert(
    fc.property(anyColour, host, fc.integer({ min: 128, max: 360 }), (accent, where, size) => {
      const url = `https://${where}/q/${shortCode()}`;
      const { ink } = codeColours(accent);
      const png = PNG.sync.read(drawPng({ matrix: matrixOf(url), ink, address: url.slice(8) }, size));
      expect(png.width).toBeLessThanOrEqual(size);
      expect(readCode(new Uint8ClampedArray(png.data), png.width, png.height)).toBe(url);
    }),
    { numRuns: 8 },
  );
});

test.each(FORMATS.flatMap((format) => (['a4', 'letter'] as const).map((paper) => [format, paper] as const)))(
  'the printed %s on %s is read by a phone',
  async (format, paper) => {
    const page = rasterisePdf(await drawPdf(sheet({ format, paper }), NOW), 3);
    // Of a sheet of many, one after another as somebody would hold the camera over them.
    const view = { poster: [0, 0.4, 1, 1], tent: [0.4, 0.5, 1, 1], stickers: [0, 0, 0.36, 0.3], cards: [0, 0, 0.52, 0.26] }[format]; // prettier-ignore
    expect(read(cut(page, view as [number, number, number, number]))).toBe('https://olmo.example/q/K7M2P9QX');
  },
);

test('both faces of a tent carry the code, one of them head over', async () => {
  const page = rasterisePdf(await drawPdf(sheet({ format: 'tent' }), NOW), 3);
  expect(read(cut(page, [0, 0, 0.6, 0.5]))).toBe('https://olmo.example/q/K7M2P9QX');
});

test('a drawing has the same squares as its code, and says its address', () => {
  const { matrix, colours, address } = sheet();
  const svg = drawSvg({ matrix, ink: colours.ink, address });
  const drawn = matrix.map((row) => row.map(() => false));
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(width); at++) drawn[Number(y) - QUIET]![Number(x) - QUIET + at] = true;
  }
  expect(drawn).toEqual(matrix);
  expect(svg).toContain('>olmo.example/q/K7M2P9QX</text>');
  expect(svg).toContain(`fill="${colours.ink}"`);
  expect(drawSvg({ matrix, ink: '#000000', address: 'a<b>&"' })).not.toMatch(/<b>|&"/);
});

test('an owner’s colour that is too light for a camera is darkened, and said to be', () => {
  fc.assert(
    fc.property(anyColour, (accent) => {
      const { ink, panel, darkened } = codeColours(accent);
      expect(contrast(rgbOf(ink), WHITE)).toBeGreaterThanOrEqual(7);
      expect(contrast(rgbOf(panel), WHITE)).toBeGreaterThanOrEqual(4.5);
      expect(darkened).toBe(ink !== accent);
    }),
  );
  expect(codeColours('#ffd84d')).toMatchObject({ darkened: true });
  expect(codeColours('#12355b')).toMatchObject({ ink: '#12355b', darkened: false });
  expect(codeColours(null)).toMatchObject({ darkened: false });
});

test('a page prints in every language, and whatever a business is called', async () => {
  for (const language of PRINT_LANGUAGES) {
    for (const purpose of ['rate', 'contact'] as const) {
      const names = ['Ñandú & Söhne', '寿司 さくら', `${'Very long '.repeat(18)}name`];
      for (const business of names) {
        const pdf = await drawPdf(sheet({ language, purpose, business, format: 'cards' }), NOW);
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
      }
    }
  }
});

test('every letter an address is made of can be written under a picture', () => {
  for (const letter of '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.:/-_[]') {
    let dots = 0;
    eachDot(letter, (x, y) => {
      dots += 1;
      expect(x < 5 && y < 7).toBe(true);
    });
    expect(`${letter}: ${dots > 2 || '.:-'.includes(letter)}`).toBe(`${letter}: true`);
  }
});

test('names of every country that writes Latin, Greek or Cyrillic are printed letter by letter', () => {
  for (const face of ['voice', 'text', 'strong'] as const)
    for (const name of [
      'Żółta Łódź',
      'Jiří Dvořák',
      'Ştefan Ţepeş',
      'Кафе Борис',
      'Ελλάδα',
      'Đặng',
      'L’Été…',
    ])
      expect([name, outlineOf(name, face).letters.length]).toEqual([name, name.replace(' ', '').length]);
});

test('a sign that no font of ours has is left out, and the others stay where they belong', () => {
  const [whole, holed] = [outlineOf('ab', 'text'), outlineOf('a漢b', 'text')];
  expect(holed).toEqual(whole);
  expect(outlineOf('', 'voice')).toMatchObject({ letters: [], width: 0 });
});

test('the signs that print leaves out are named as people see them, each once, and nothing else is', () => {
  expect(signsWithout('Pizza 🍕 da 漢漢 👩‍🔧 שלום', 'voice')).toEqual(['🍕', '漢', '👩‍🔧', 'ש', 'ל', 'ו', 'ם']);
  for (const face of ['voice', 'text', 'strong'] as const)
    expect(signsWithout('Żółta Łódź & Кафе, Ελλάδα\u202f! “1\u00ad2”\n€ …', face)).toEqual([]);
});

test('a text keeps within its box: in lines, then smaller, then cut with a sign that it was', async () => {
  const long = 'Ein ganz besonders langer Name eines Geschäfts '.repeat(6);
  const pdf = await drawPdf(sheet({ business: long, heading: long, standsFor: long }), NOW);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const page = rasterisePdf(pdf, 2);
  expect(read(page)).toBe('https://olmo.example/q/K7M2P9QX');
});
