import type { Draft } from '../../workflows/flow/draft.js';
import { fieldsFor, type Field } from '../../workflows/flow/fields.js';

/** What a journey knows by name: what began it, the customer, and what its own steps keep. */
export function fieldsHere(flow: Draft, eventType?: string): Field[] {
  const found = [...fieldsFor(eventType ?? entryType(flow)), ...savedIn(flow), ...attributesIn(flow)];
  return found.filter(({ path }, index) => found.findIndex((one) => one.path === path) === index);
}

export function entryType({ entry }: Draft): string | null {
  const made = (entry ?? {}) as { on?: unknown; type?: unknown };
  return made.on === 'event' && typeof made.type === 'string' ? made.type : null;
}

const named = (path: string): Field => ({
  path,
  label: path.split('.').at(-1) ?? path,
  type: 'text',
  example: '…',
  optional: true,
});

const savedIn = ({ steps }: Draft): Field[] =>
  steps.flatMap(({ kind, settings }) =>
    kind === 'webhook'
      ? Object.keys((settings.save as object | undefined) ?? {}).map((one) => named(`saved.${one}`))
      : [],
  );

const attributesIn = ({ steps }: Draft): Field[] =>
  steps.flatMap(({ kind, settings }) =>
    kind === 'update_customer'
      ? Object.keys((settings.set as object | undefined) ?? {}).map((one) =>
          named(`customer.attributes.${one}`),
        )
      : [],
  );

export const GROUPS = ['customer', 'event', 'answers', 'work', 'business', 'saved'] as const;
export type FieldGroup = (typeof GROUPS)[number];

/** Under which heading of a menu a field stands. */
export function groupOf(path: string): FieldGroup {
  const [root = ''] = path.split('.');
  if (root === 'customer' || root === 'event' || root === 'answers' || root === 'saved') return root;
  if (root === 'subject') return 'event';
  if (root === 'staff' || root === 'location') return 'work';
  return 'business';
}
