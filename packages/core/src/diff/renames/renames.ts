import { reverseAll } from "../../operation/engine.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import type { RenameGuess } from "./answers.ts";
import { untrueRenames } from "./declared.ts";
import { takeFollowers } from "./followers.ts";
import { parts, wholes } from "./held.ts";
import { labels } from "./labels.ts";
import { namespaces } from "./namespaces.ts";
import { exchangedNames, onlyNames } from "./only-names.ts";
import { take, type RenameOptions, type State } from "./search.ts";

export type { RenameOptions } from "./search.ts";

/** What goes on under another name, and what may. */
export interface Renames {
  /** The schema under the new names. */
  readonly schema: DatabaseSchema;
  /** What the other side wants that to be. */
  readonly target: DatabaseSchema;
  /** Operations that lead there, in order, and back. */
  readonly operations: readonly AnyOperation[];
  readonly back: readonly AnyOperation[];
  /** Questions that no answer was given to; they count as answered by no. */
  readonly open: readonly RenameGuess[];
  /** Ids of the answers that were taken. */
  readonly used: ReadonlySet<string>;
  /** Of older names that the other side gives: why one that is there was not taken. */
  readonly remarks: readonly Diagnostic[];
}

/**
 * Finds what goes on under another name between a schema and what it is to be. Where an object can be made again with nothing lost,
 * as an index or a constraint can, and only its name differs, it is renamed without a question. What holds rows, values or a position is
 * renamed if an answer says so; where that is likely and there is no answer, it is a question.
 */
export function findRenames(before: DatabaseSchema, options: RenameOptions): Renames {
  const open = new Map<string, RenameGuess>();
  const guess = (found: RenameGuess): string => {
    open.set(found.id, found);
    return found.to;
  };
  const search = createSearch(before, options, () => undefined);
  // What is in a table that may be renamed is asked about in the same go: as if the likeliest answers were given.
  if (search.hasQuestions) createSearch(before, options, guess);
  return { ...search.result, open: [...open.values()] };
}

/** What a source says of older names. */
export const namesSaidBy = ({ renames = [], followers }: ModelSource): Pick<RenameOptions, "declared" | "followers"> => ({
  declared: renames,
  ...(followers === undefined ? {} : { followers }),
});

interface Search {
  readonly result: Omit<Renames, "open">;
  readonly hasQuestions: boolean;
}

/** `assume` answers a question that has no answer; undefined: it is no rename. */
function createSearch(
  before: DatabaseSchema,
  { kinds, answers, sure, declared, followers, targetOf }: RenameOptions,
  assume: (guess: RenameGuess) => string | undefined,
): Search {
  const state: State = {
    schema: before,
    target: targetOf(before),
    operations: [],
    used: new Set(),
    origins: new Map(),
    schemas: new Map(),
    hasQuestions: false,
    kinds,
    answers,
    ...(sure === undefined ? {} : { sure }),
    declared,
    implied: [],
    ...(followers === undefined ? {} : { followers }),
    assume,
    targetOf,
  };
  take(state, namespaces(state));
  take(state, wholes(state));
  if (followers !== undefined) takeFollowers(state, followers);
  take(state, exchangedNames(state));
  take(state, labels(state));
  take(state, parts(state));
  take(state, onlyNames(state));
  take(state, labels(state)); // of what has got its new name only now
  const { operations, schema, target, used, hasQuestions } = state;
  return {
    result: {
      schema,
      target,
      operations,
      back: operations.length === 0 ? [] : reverseAll(operations, before, kinds),
      used,
      remarks: untrueRenames(state),
    },
    hasQuestions,
  };
}
