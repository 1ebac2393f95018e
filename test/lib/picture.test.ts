import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { crc32 } from 'node:zlib';
import { fitLogo, logoPath, readLogoPath } from '../../lib/logo.js';
import { readPicture } from '../../lib/picture.js';

const png = (width: number, height: number): Buffer => PNG.sync.write(new PNG({ width, height }));

const chunk = (kind: string, content: string): Buffer => {
  const body = Buffer.from(kind + content, 'latin1');
  const made = Buffer.alloc(8 + body.length);
  made.writeUInt32BE(content.length, 0);
  body.copy(made, 4);
  made.writeUInt32BE(crc32(body), made.length - 4);
  return made;
};

/** A JPEG of one grey pixel, by the letter of ITU-T T.81, with a note of a camera in it. */
const jpeg = (width = 1, height = 1, aside = 'Exif: 40.4168 N, 3.7038 W'): Buffer => {
  const part = (marker: number, content: number[] | Buffer) =>
    Buffer.concat([Buffer.from([0xff, marker, 0, content.length + 2]), Buffer.from(content)]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    part(0xe1, Buffer.from(aside)),
    part(0xdb, [0, ...Array<number>(64).fill(1)]),
    part(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    part(0xc4, [0, 1, ...Array<number>(15).fill(0), 0]),
    part(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
    part(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.from([0x3f, 0xff, 0x00, 0xff, 0xd0, 0x3f]),
    Buffer.from([0xff, 0xd9]),
  ]);
};

test('a picture is told by its content, and measured', () => {
  expect(readPicture(png(40, 20), 512)).toMatchObject({ mediaType: 'image/png', width: 40, height: 20 });
  expect(readPicture(jpeg(300, 100), 512)).toMatchObject({
    mediaType: 'image/jpeg',
    width: 300,
    height: 100,
  });
});

test('where a picture was taken, what it says and what hangs behind it are left out', () => {
  const whole = png(8, 8);
  const end = whole.length - 12;
  const talking = Buffer.concat([
    whole.subarray(0, end),
    chunk('tEXt', 'Comment\0<script>alert(1)</script>'),
    chunk('eXIf', 'secret place'),
    whole.subarray(end),
    Buffer.from('<script>alert(2)</script>'),
  ]);
  const read = readPicture(talking, 512);
  if (!read || 'tooWide' in read) throw new Error('not read');
  expect(read.bytes.toString('latin1')).not.toMatch(/script|secret/);
  expect(PNG.sync.read(read.bytes).width).toBe(8);

  const photo = readPicture(Buffer.concat([jpeg(), Buffer.from('<?php')]), 512);
  if (!photo || 'tooWide' in photo) throw new Error('not read');
  expect(photo.bytes.toString('latin1')).not.toMatch(/Exif|php/);
  expect(photo.bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  expect(readPicture(photo.bytes, 512)).toEqual(photo);
});

test('whatever is no whole picture is refused: programs in disguise, halves, noise', () => {
  const whole = png(8, 8);
  const broken = Buffer.from(whole);
  broken[45]! ^= 0xff;
  const others = [
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<!doctype html><p>Hello</p>',
    'GIF89a\x01\0\x01\0\0\0\0;',
    'RIFF\x10\0\0\0WEBPVP8 ',
    '',
  ].map((text) => Buffer.from(text, 'latin1'));
  for (const bytes of [...others, broken, whole.subarray(0, -1), jpeg().subarray(0, -2)])
    expect(readPicture(bytes, 512)).toBeNull();
  const starts = fc.constantFrom(whole.subarray(0, 8), whole.subarray(0, 33), jpeg().subarray(0, 2));
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      expect(readPicture(Buffer.concat([start, rest]), 512)).toBeNull();
    }),
  );
});

test('a picture that would unpack to something huge is refused before it does', () => {
  const huge = png(8, 8);
  huge.writeUInt32BE(60_000, 16);
  expect(readPicture(huge, 512)).toEqual({ tooWide: true });
  expect(readPicture(jpeg(513, 1), 512)).toEqual({ tooWide: true });
});

test('the path of a logo says its size, and is another one for other bytes and other businesses', () => {
  const read = readPicture(png(400, 100), 512);
  if (!read || 'tooWide' in read) throw new Error('not read');
  const path = logoPath('b1', read);
  expect(readLogoPath(path)).toMatchObject({ path, width: 400, height: 100 });
  expect(logoPath('b2', read)).not.toBe(path);
  for (const other of [
    'https://elsewhere.example/logo.png',
    '//elsewhere.example',
    `${path}?x`,
    `${path}\n`,
    '',
  ])
    expect(readLogoPath(other)).toBeNull();
});

test('a logo is shown as large as its room allows, wide or high', () => {
  const room = { width: 132, height: 44 };
  expect(fitLogo({ width: 400, height: 100 }, room)).toEqual({ width: 132, height: 33 });
  expect(fitLogo({ width: 512, height: 512 }, room)).toEqual({ width: 44, height: 44 });
  expect(fitLogo({ width: 1, height: 512 }, room)).toEqual({ width: 1, height: 44 });
});
