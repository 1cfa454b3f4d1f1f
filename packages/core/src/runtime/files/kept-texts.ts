import type { Revision } from "../../revision/revision.ts";

const texts = new WeakMap<Revision, string>();

/** Keeps the text that a revision was read from, for a command that also compares it with what ran. */
export const keepText = (revision: Revision, text: string): void => void texts.set(revision, text);

/** Undefined: it was not kept. */
export const keptText = (revision: Revision): string | undefined => texts.get(revision);
