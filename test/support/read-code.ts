import jsqr from 'jsqr';

type Read = (rgba: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// CommonJS under ES modules: what it exports is the `default` of its `default`, except where a bundler resolves it.
const read = (jsqr as unknown as { default?: Read }).default ?? (jsqr as unknown as Read);

/** What a phone would read in a picture (RGBA); null when it finds no code. */
export const readCode = (rgba: Uint8ClampedArray, width: number, height: number): string | null =>
  read(rgba, width, height)?.data ?? null;
