import { z } from 'zod';
import { positiveDuration } from '../duration.js';
import { defineStep } from './define-step.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** https everywhere; plain http only to this machine itself, which the network guard opens for tests alone. */
function isSafeAddress(text: string): boolean {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

/** POST the enrollment's facts to an address the business controls, and keep parts of the answer. */
export const webhook = defineStep({
  kind: 'webhook',
  settings: z.object({
    url: z.string().max(2000).refine(isSafeAddress, {
      error: 'Give a web address that begins with https:// and holds no password.',
    }),
    /** Liquid text, or JSON whose texts may hold Liquid fields; absent: the facts themselves. */
    body: z.union([z.string().max(50_000), z.record(z.string(), z.unknown())]).optional(),
    /** What to keep of the answer, as `saved.<name>`. */
    save: z
      .record(
        z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, { error: 'Name it with letters, digits and underscores.' }),
        z
          .string()
          .max(200)
          .regex(/^\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[\d{1,4}\])*$/, {
            error: 'Give a path into the answer such as $.order.id.',
          }),
      )
      .optional(),
    usefulFor: positiveDuration.optional(),
  }),
  exits: ['accepted', 'rejected'],
  effect: true,
});
