/** A heading as it is looked up: letters and digits only, without accents. */
const plain = (heading: string): string =>
  heading
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Which of `fields` each heading means, by the words `known` for it; null where none does. No field is meant twice. */
export function fieldsMeant<Field extends string>(
  heading: readonly string[],
  fields: readonly Field[],
  known: Record<Field, readonly string[]>,
): (Field | null)[] {
  const taken = new Set<Field>();
  return heading.map((word) => {
    const field = fields.find((each) => !taken.has(each) && known[each].includes(plain(word)));
    if (field) taken.add(field);
    return field ?? null;
  });
}
