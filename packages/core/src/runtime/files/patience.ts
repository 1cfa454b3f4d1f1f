import { MigError } from "../../errors.ts";

export interface Patience {
  /** 0: for ever. */
  readonly seconds: number;
  /** Told after some seconds, once. */
  readonly onSlow?: (seconds: number) => void;
  /** The error when time is up; `seconds` absent: nothing is left that could end the wait. */
  readonly onLimit: (seconds?: number) => Error;
}

const wordSeconds = 5;

/** Waits for what the user's own code is to finish, such as a module with `await` at its top level. */
export async function withPatience<Result>(work: Promise<Result>, { seconds, onSlow, onLimit }: Patience): Promise<Result> {
  let stop = (): void => {};
  const given = new Promise<never>((_, reject) => {
    const emptied = (): void => reject(onLimit());
    const word = setTimeout(() => onSlow?.(wordSeconds), wordSeconds * 1000);
    const limit = seconds === 0 ? undefined : setTimeout(() => reject(onLimit(seconds)), seconds * 1000);
    word.unref(); // whatever keeps the process alive is what the wait is for
    limit?.unref();
    process.once("beforeExit", emptied);
    stop = () => {
      clearTimeout(word);
      clearTimeout(limit);
      process.removeListener("beforeExit", emptied);
    };
  });
  try {
    return await Promise.race([work, given]);
  } finally {
    stop();
  }
}

export const fileHangs = (file: string, seconds?: number): MigError =>
  new MigError("FILE_HANGS", { file, ...(seconds === undefined ? {} : { seconds }) }, { place: { file } });
