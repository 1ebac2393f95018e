import { randomUUID } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * A UUIDv7: sorts by the time it was made, and never backwards within this process.
 *
 * The 12 bits after the version count within a millisecond (RFC 9562 §6.2, method 1), starting at a
 * random point in their lower half; 62 random bits follow. When the counter is used up, or the clock
 * steps back, the time part runs ahead of the clock rather than repeat or go back.
 */
export function newId(atMs: number = Date.now()): string {
  const random = randomUUID();
  if (atMs > lastMs) {
    lastMs = atMs;
    counter = parseInt(random.slice(0, 3), 16) >> 1;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = parseInt(random.slice(0, 3), 16) >> 1;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const count = counter.toString(16).padStart(3, '0');
  // The last two groups of a UUIDv4 are the variant and 62 random bits: exactly what v7 wants there.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${random.slice(18)}`;
}

let pastCounter = 0;

/**
 * A UUIDv7 of a moment that has passed, for what is told about the past: it sorts by that moment, and among ids of the
 * same moment by when it was made (up to 4,096 of them).
 */
export function idOfPast(atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  const count = (pastCounter++ & 0xfff).toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(18)}`;
}

/** Is this text a UUID as we write them (lower case, any version)? */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && uuid.test(text);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
