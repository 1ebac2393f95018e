import { z } from 'zod';

/** A UUID as we write them. */
export const id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i, {
    error: 'This is no id: give a UUID such as 0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b.',
  })
  .toLowerCase()
  .meta({ format: 'uuid' });

/** `/:id` */
export const idParams = z.object({ id });

/** An instant in an answer: RFC 3339 in UTC. */
export const instantOut = z.string().meta({ format: 'date-time' });

/** An instant in a request. */
export const instantIn = z.iso.datetime({
  offset: true,
  error: 'Give a time with its offset, such as 2026-11-20T15:04:05Z.',
});

/** `?cursor=&limit=` of every list. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce
    .number({ error: 'Give a whole number from 1 to 200.' })
    .int({ error: 'Give a whole number from 1 to 200.' })
    .min(1, { error: 'Give a whole number from 1 to 200.' })
    .max(200, { error: 'Give a whole number from 1 to 200.' })
    .default(50),
});

/** What every list answers. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Text a person writes: trimmed, and not empty. What is short enough to be a name is one line, wherever it is shown. */
export const words = (max: number) =>
  z
    .string({ error: 'Give some text.' })
    .trim()
    .min(1, { error: 'This may not be empty.' })
    .max(max, { error: `Keep this to ${max} characters.` })
    .regex(max <= 200 ? /^\P{Cc}*$/u : /^[\P{Cc}\t\r\n]*$/u, {
      error: max <= 200 ? 'Write this on one line.' : 'This holds signs that nobody can read.',
    });

/** Bytes of a file instead of JSON. */
export const file = (contentType: string) => z.any().meta({ type: 'string', format: 'binary', contentType });

/** A JSON array of these that is written while it is being read: never whole in memory. The shape has a name. */
export const fileOf = (item: z.ZodType) =>
  z.any().meta({
    type: 'array',
    items: { $ref: `#/components/schemas/${String(item.meta()?.id)}` },
    contentType: 'application/json',
  });
