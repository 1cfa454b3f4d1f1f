import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, literal, raw, sql, type Sql } from "../../../sql/sql.ts";
import type { Collation } from "./model.ts";

interface CollationRef {
  readonly schema: string;
  readonly name: string;
}

export interface CreateCollation extends Omit<Collation, "kind"> {
  readonly kind: "createCollation";
}

export interface DropCollation extends CollationRef {
  readonly kind: "dropCollation";
}

/** Gives a collation another name; columns, indexes and expressions with it follow. */
export interface RenameCollation extends CollationRef {
  readonly kind: "renameCollation";
  readonly to: string;
}

/** Moves a collation into another schema; columns, indexes and expressions with it follow. */
export interface SetCollationSchema extends CollationRef {
  readonly kind: "setCollationSchema";
  /** The other schema. */
  readonly to: string;
}

export interface CollationOperations {
  readonly createCollation: CreateCollation;
  readonly dropCollation: DropCollation;
  readonly renameCollation: RenameCollation;
  readonly setCollationSchema: SetCollationSchema;
}

const nameOf = ({ schema, name }: CollationRef): CollationRef => ({ schema, name });

function createSql(op: CreateCollation): Sql {
  const { provider = "libc", locale, lcCollate, lcCtype, rules, nondeterministic } = op;
  const options = [
    sql`provider = ${raw(provider)}`,
    ...(locale === undefined ? [] : [sql`locale = ${literal(locale)}`]),
    ...(lcCollate === undefined ? [] : [sql`lc_collate = ${literal(lcCollate)}`]),
    ...(lcCtype === undefined ? [] : [sql`lc_ctype = ${literal(lcCtype)}`]),
    ...(rules === undefined ? [] : [sql`rules = ${literal(rules)}`]),
    ...(nondeterministic === true ? [sql`deterministic = false`] : []),
  ];
  return sql`create collation ${nameOf(op)} (${options})`;
}

export const collationOperations: SpecsOf<CollationOperations> = {
  createCollation: { ...creates<CreateCollation>("collation"), sql: (op) => [createSql(op)], facts: () => metadataOnly },
  dropCollation: {
    ...drops<DropCollation>("collation"),
    sql: (op) => [sql`drop collation ${nameOf(op)}`],
    facts: () => metadataOnly,
  },
  renameCollation: {
    ...renames<RenameCollation>("collation"),
    sql: (op) => [sql`alter collation ${nameOf(op)} rename to ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
  setCollationSchema: {
    ...moves<SetCollationSchema>("collation"),
    sql: (op) => [sql`alter collation ${nameOf(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
