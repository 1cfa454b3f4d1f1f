/** A list for people: all of it up to `most`, else one fewer and how many more there are. The only place that cuts lists. */
export const firstFew = (texts: readonly string[], most = 10): readonly string[] =>
  texts.length <= most ? texts : [...texts.slice(0, most - 1), `and ${texts.length - most + 1} more`];

/** The same as one text. */
export const some = (texts: readonly string[], separator = ", ", most = 10): string => firstFew(texts, most).join(separator);

/** A number with its noun. @example counted(1, "statement") // "1 statement" */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
