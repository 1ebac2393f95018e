import { createHash } from 'node:crypto';
import type { Picture } from './picture.js';

/** Where a business's logo is, below our own address, and how large it is in pixels. */
export interface Logo {
  /** `/logo/<name>/<width>x<height>.<png or jpg>` */
  path: string;
  name: string;
  width: number;
  height: number;
}

/** Public pages promise to open at once on a slow phone: 12 KB of logo at most. */
export const MOST_LOGO_BYTES = 12 * 1024;
export const MOST_LOGO_SIDE = 512;

const PATH = /^\/logo\/([A-Za-z0-9_-]{22})\/([1-9]\d{0,2})x([1-9]\d{0,2})\.(png|jpg)$/;

/**
 * Another picture, or another business, has another path, so what is at it never changes and may be kept for ever. Its
 * size stands in the path, so that a page can leave the room before the picture is there.
 */
export function logoPath(businessId: string, { bytes, mediaType, width, height }: Picture): string {
  const name = createHash('sha256').update(`${businessId}\n`).update(bytes).digest().subarray(0, 16);
  return `/logo/${name.toString('base64url')}/${width}x${height}.${mediaType === 'image/png' ? 'png' : 'jpg'}`;
}

/** Null for everything that is not the path of a logo. */
export function readLogoPath(path: string | null | undefined): Logo | null {
  const [, name, width, height] = PATH.exec(path ?? '') ?? [];
  return name ? { path: path!, name, width: Number(width), height: Number(height) } : null;
}

/** The same for an e-mail, which is read elsewhere. */
export function logoAt(publicUrl: string, path: string | null | undefined): (Logo & { url: string }) | null {
  const logo = readLogoPath(path);
  return logo && { ...logo, url: `${publicUrl}${logo.path}` };
}

/** The size in which a logo is shown: as high as asked, or as wide as allowed. Never empty. */
export function fitLogo(
  { width, height }: Pick<Logo, 'width' | 'height'>,
  room: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(room.width / width, room.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
