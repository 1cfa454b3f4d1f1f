import { some } from "./some.ts";
import type { ErrorRows, Place } from "./row.ts";

/** Errors in the models. */
export interface SourceErrorDetails {
  readonly MODELS_INVALID: { readonly problems: readonly { readonly message: string; readonly place?: Place }[] };
  readonly MODELS_NOT_FOUND: { readonly path: string };
}

export const sourceErrors: ErrorRows<SourceErrorDetails> = {
  MODELS_INVALID: {
    exit: 2,
    say: ({ problems }) => {
      const lines = problems.map(({ message, place }) => `${place === undefined ? "" : `${place.file}:${place.line ?? 1}: `}${message}`);
      return lines.length === 1
        ? `The models are not valid: ${problems[0]?.message ?? ""}`
        : `The models are not valid (${problems.length} problems):\n  ${some(lines, "\n  ", 11)}`;
    },
    hint: () => "Fix the models, then run the command again.",
  },
  MODELS_NOT_FOUND: {
    exit: 2,
    say: ({ path }) => `No models were found at ${path}.`,
    hint: () => `Set "models" in mig.config.ts to a .prisma file, or to a folder of them.`,
  },
};
