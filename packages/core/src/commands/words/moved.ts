/** A file whose header names other parents. */
export interface MovedFile {
  readonly revision: string;
  readonly file: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** `mig/versions/ae10.ts: builds on 27c6 (was 1b2c)`. */
export const movedLine = ({ file, from, to }: MovedFile): string => `${file}: builds on ${to.join(", ")} (was ${from.join(", ")})`;
