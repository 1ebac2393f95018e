import { PNG } from 'pngjs';

export interface Picture {
  mediaType: 'image/png' | 'image/jpeg';
  /** Pixels. */
  width: number;
  height: number;
  /** The picture and nothing else: no place or time it was taken, no text, nothing after its end. */
  bytes: Buffer;
}

/**
 * The PNG or JPEG in these bytes, whatever they are said to be; null when they are neither, or broken. A PNG is decoded
 * to be sure. Sides above `mostSide` are refused before anything is unpacked.
 *
 * Sources: W3C "PNG (Third Edition)", §5; ITU-T T.81 (JPEG), annex B.
 */
export function readPicture(bytes: Buffer, mostSide: number): Picture | { tooWide: true } | null {
  const read = PNG_START.equals(bytes.subarray(0, 8))
    ? readPng(bytes)
    : bytes[0] === 0xff && bytes[1] === SOI
      ? readJpeg(bytes)
      : null;
  if (!read || read.width < 1 || read.height < 1) return null;
  if (read.width > mostSide || read.height > mostSide) return { tooWide: true };
  return read.mediaType === 'image/jpeg' || decodes(read.bytes) ? read : null;
}

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What makes up the picture; every other chunk says something about it. */
const PNG_PARTS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

function readPng(bytes: Buffer): Picture | null {
  const kept: Buffer[] = [PNG_START];
  let size: { width: number; height: number } | null = null;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) return null;
    if (kind === 'IHDR' && end - at === 25) {
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    if (PNG_PARTS.has(kind)) kept.push(bytes.subarray(at, end));
    if (kind === 'IEND') return size && { mediaType: 'image/png', ...size, bytes: Buffer.concat(kept) };
    at = end;
  }
  return null;
}

function decodes(png: Buffer): boolean {
  try {
    PNG.sync.read(png);
    return true;
  } catch {
    return false;
  }
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
/** Baseline, extended and progressive: what browsers and mail programs draw. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** Says how colours were turned before they were packed; without it they come out wrong. */
const ADOBE = 0xee;

function readJpeg(bytes: Buffer): Picture | null {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  let isScanned = false;
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) {
      kept.push(bytes.subarray(at, at + 2));
      return size && isScanned ? { mediaType: 'image/jpeg', ...size, bytes: Buffer.concat(kept) } : null;
    }
    if (at + 4 > bytes.length) return null;
    let end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end < at + 4 || end > bytes.length) return null;
    if (FRAMES.has(marker)) {
      // Four inks are for presses: mail programs show them in false colours.
      if (end - at < 10 || ![1, 3].includes(bytes[at + 9]!)) return null;
      size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    if (marker === SOS) {
      isScanned = true;
      end = endOfScan(bytes, end);
    }
    if (!isAside(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

/** Notes of programs and cameras: where and when, thumbnails, comments. */
const isAside = (marker: number): boolean =>
  marker === COM || (marker > 0xe0 && marker <= 0xef && marker !== ADOBE);

/** Packed pixels go on until a marker that is neither an escaped FF nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1]!;
    if (bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
