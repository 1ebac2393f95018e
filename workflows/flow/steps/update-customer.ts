import { z } from 'zod';
import { defineStep } from './define-step.js';

const tag = z.string().trim().min(1, { error: 'Name the tag.' }).max(60);
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, {
  error: 'Name an attribute with letters, digits and underscores.',
});

/** Change what we know about the customer: tags, and attributes of the business's own. */
export const updateCustomer = defineStep({
  kind: 'update_customer',
  settings: z
    .object({
      addTags: z.array(tag).max(20).optional(),
      removeTags: z.array(tag).max(20).optional(),
      set: z
        .record(
          attribute,
          z.union([z.string().max(1000), z.number(), z.boolean(), z.null()], {
            error: 'Give a text, a number, true or false.',
          }),
        )
        .optional(),
    })
    .refine(
      ({ addTags, removeTags, set }) =>
        (addTags?.length ?? 0) + (removeTags?.length ?? 0) + Object.keys(set ?? {}).length > 0,
      { error: 'Say what to change: a tag to add or remove, or something to remember.' },
    ),
  exits: ['done'],
  effect: true,
});
