/** Characters of the texts that are remembered: every text of one journey, whose document is at most a megabyte. */
const MOST_CHARACTERS = 1_200_000;

/** `make`, done once for each text while it is remembered; the least recently asked for is let go first. Throws what `make` throws. */
export function oncePerText<Made>(make: (text: string) => Made): (text: string) => Made {
  const kept = new Map<string, { made: Made }>();
  let characters = 0;
  return (text) => {
    const known = kept.get(text);
    if (known) {
      kept.delete(text);
      kept.set(text, known);
      return known.made;
    }
    const made = make(text);
    kept.set(text, { made });
    characters += text.length;
    for (const oldest of kept.keys()) {
      if (characters <= MOST_CHARACTERS) break;
      kept.delete(oldest);
      characters -= oldest.length;
    }
    return made;
  };
}
