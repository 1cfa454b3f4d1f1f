import type { SpecsOf } from "../../../../operation/kinds.ts";
import { raw } from "../../../sql/sql.ts";
import { splitStatements } from "../../../sql/split-statements.ts";
import { rawFacts } from "./facts.ts";
import { enumWithNewValue } from "./statement.ts";
import { recoveryOf } from "../../../recovery/recovery.ts";
import { resource } from "../../resources.ts";

/** SQL written by hand, one statement or several. What it does to the schema is not known, and there is no way back from it. */
export interface Execute {
  readonly kind: "execute";
  readonly sql: string;
}

export interface RawSqlOperations {
  readonly execute: Execute;
}

export const rawSqlOperations: SpecsOf<RawSqlOperations> = {
  execute: {
    about: () => undefined,
    apply: (before) => before,
    reverse: () => [],
    touches: ({ sql }) => {
      const widened = enumWithNewValue(sql);
      return { anything: true, ...(widened === undefined ? {} : { alters: [resource.type(widened.schema ?? "public", widened.name)] }) };
    },
    sql: ({ sql }) => {
      const statements = splitStatements(sql);
      return statements.length === 1
        ? statements.map(raw)
        : statements.map((statement) => ({ ...raw(statement), facts: rawFacts(statement) }));
    },
    facts: ({ sql }) => rawFacts(sql),
    recovery: ({ sql }) => recoveryOf(sql),
  },
};
