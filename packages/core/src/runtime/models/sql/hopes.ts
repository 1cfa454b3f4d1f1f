import { declaredName, namesIn } from "../../../postgres/sql/names-in.ts";
import type { FileStatement } from "./read-statements.ts";

/** Which of the statements that failed may run by now: trying all of them after each success would take long. */
export interface Hopes {
  readonly has: (statement: FileStatement) => boolean;
  readonly areAll: (waiting: readonly { readonly statement: FileStatement }[]) => boolean;
  /** It has been tried. */
  readonly drop: (statement: FileStatement) => void;
  /** It has run: there is hope for those that name what it declares, or for all where it is not seen what that is. */
  readonly raise: (done: FileStatement) => void;
  readonly all: () => void;
}

export function hopesOf(statements: readonly FileStatement[]): Hopes {
  const hopeful = new Set(statements);
  const naming = new Map<string, FileStatement[]>();
  for (const statement of statements) {
    for (const name of namesIn(statement.text)) {
      const found = naming.get(name);
      if (found === undefined) naming.set(name, [statement]);
      else found.push(statement);
    }
  }
  const all = (): void => statements.forEach((statement) => hopeful.add(statement));
  return {
    has: (statement) => hopeful.has(statement),
    areAll: (waiting) => waiting.every(({ statement }) => hopeful.has(statement)),
    drop: (statement) => void hopeful.delete(statement),
    raise: ({ text }) => {
      const name = declaredName(text);
      if (name === undefined) all();
      else naming.get(name)?.forEach((statement) => hopeful.add(statement));
    },
    all,
  };
}
