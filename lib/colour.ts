/** A colour as three numbers from 0 to 255. */
export type Rgb = readonly [number, number, number];

export const WHITE: Rgb = [255, 255, 255];
export const BLACK: Rgb = [0, 0, 0];

/** `#rrggbb` */
export const isColour = (text: string | null): text is string =>
  text !== null && /^#[0-9a-f]{6}$/i.test(text);

/** The ratio of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The nearest shade towards `end` that is good. `end` itself always counts as good. */
export function shadeUntil(colour: Rgb, end: Rgb, isGood: (shade: Rgb) => boolean): Rgb {
  for (let step = 0; step < 50; step++) {
    const shade = colour.map((part, i) =>
      Math.round(part + ((end[i]! - part) * step) / 50),
    ) as unknown as Rgb;
    if (isGood(shade)) return shade;
  }
  return end;
}

/** Of `#rrggbb`. */
export const rgbOf = (colour: string): Rgb =>
  [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;
export const hexOf = (colour: Rgb): string =>
  `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
