/** What the server takes, and customers’ phones load at once. */
const MOST_BYTES = 12 * 1024;
/** Pixels of the longer side, from what is printed well to what is still seen well. */
const SIDES = [512, 384, 320, 256, 192, 144, 96];

/**
 * A picture file of any kind the browser can draw, as the largest PNG or JPEG that is light enough, in base64. Drawing
 * it anew also leaves behind where and when it was taken, and turns an SVG into plain pixels.
 */
export async function shrink(file: Blob): Promise<string | 'unreadable' | 'too_heavy'> {
  const picture = await drawable(file);
  if (!picture) return 'unreadable';
  for (const side of SIDES) {
    const canvas = drawn(picture, side, file.type === 'image/svg+xml');
    for (const type of ['image/png', 'image/jpeg'] as const) {
      // A JPEG would put black where the picture lets the page through.
      if (type === 'image/jpeg' && !isOpaque(canvas)) continue;
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.86));
      if (blob && blob.size <= MOST_BYTES) return base64(blob);
    }
  }
  return 'too_heavy';
}

async function drawable(file: Blob): Promise<HTMLImageElement | null> {
  const address = URL.createObjectURL(file);
  const picture = new Image();
  picture.src = address;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** An SVG is sharp at any size, and counts as a square when it says none; a photo is never made larger than it is. */
function drawn(picture: HTMLImageElement, mostSide: number, isDrawing: boolean): HTMLCanvasElement {
  const width = picture.naturalWidth || mostSide;
  const height = picture.naturalHeight || mostSide;
  const fitting = mostSide / Math.max(width, height);
  const scale = isDrawing ? fitting : Math.min(1, fitting);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext('2d')!;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function isOpaque(canvas: HTMLCanvasElement): boolean {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) if (data[at]! < 255) return false;
  return true;
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
