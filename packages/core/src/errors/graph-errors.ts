import type { ErrorRows } from "./row.ts";

/** Errors of the revision graph: reading it, naming revisions, walking it. */
export interface GraphErrorDetails {
  readonly REVISION_NOT_FOUND: { readonly revision: string };
}

export const graphErrors: ErrorRows<GraphErrorDetails> = {
  REVISION_NOT_FOUND: {
    exit: 1,
    say: ({ revision }) => `No revision matches "${revision}".`,
    hint: () => `Run "mig history" to see the revisions there are.`,
  },
};
