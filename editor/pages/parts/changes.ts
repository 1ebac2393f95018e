import { same, useUnsent } from './unsent.js';

type Changes<Form> = { [Field in keyof Form]?: { from: Form[Field]; to: Form[Field] } };

/**
 * A form over something that is saved already. Only the fields somebody changed are kept, each with what it said before:
 * what others save meanwhile is seen in the rest of the form, and beside a field changed by both.
 */
export function useChanges<Form extends object>(place: string, saved: Form) {
  const { typed, type, forget, sent, kept } = useUnsent<Changes<Form>>(place, {});
  const fields = (Object.keys(typed) as (keyof Form)[]).filter(
    (field) => field in saved && !same(typed[field]!.to, saved[field]),
  );
  const change = Object.fromEntries(fields.map((field) => [field, typed[field]!.to])) as Partial<Form>;
  return {
    form: { ...saved, ...change },
    /** What was changed, and is not saved. */
    change,
    changed: fields.length > 0,
    /** Changed here and, to something else, by somebody else. */
    theirs: fields.filter((field) => !same(typed[field]!.from, saved[field])),
    kept: kept && fields.length > 0,
    set: (next: Partial<Form>) => {
      const all: Changes<Form> = { ...typed };
      for (const field of Object.keys(next) as (keyof Form)[]) {
        const to = next[field] as Form[typeof field];
        if (same(to, saved[field])) delete all[field];
        else all[field] = { from: typed[field]?.from ?? saved[field], to };
      }
      type(all);
    },
    forget,
    sent,
  };
}
