import jsqr from 'jsqr';

type Read = (typeof jsqr)['default'];
// CommonJS under ES modules: what it exports is the `default` of its `default`.
const read = ((jsqr as unknown as { default?: Read }).default ?? jsqr) as Read;

/** What a phone would read in a picture (RGBA); null when it finds no code. */
export const readCode = (rgba: Uint8ClampedArray, width: number, height: number): string | null =>
  read(rgba, width, height)?.data ?? null;
