import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, namedBy } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import type { Cast } from "./model.ts";
import { castName, type CastTypes } from "./names.ts";

/** Its name follows from its types. */
export interface CreateCast extends Omit<Cast, "kind" | "name"> {
  readonly kind: "createCast";
}

export interface DropCast extends CastTypes {
  readonly kind: "dropCast";
}

export interface CastOperations {
  readonly createCast: CreateCast;
  readonly dropCast: DropCast;
}

export const castSql = (name: string): Sql => raw(`cast (${name})`);

type Named<Op extends CastTypes> = Op & { readonly name: string };

const named = <Op extends CastTypes>(op: Op): Named<Op> => ({ ...op, name: castName(op) });

function createSql(op: CreateCast): Sql {
  const { function: does, inout, context } = op;
  return words(
    sql`create ${castSql(castName(op))}`,
    does === undefined
      ? raw(inout === true ? "with inout" : "without function")
      : sql`with function ${{ schema: does.schema, name: does.name }}(${raw(does.signature)})`,
    when(context !== undefined, () => raw(`as ${context ?? ""}`)),
  );
}

export const castOperations: SpecsOf<CastOperations> = {
  createCast: {
    ...namedBy(
      creates<Named<CreateCast>>("cast", (op) => ({ ...op, kind: "cast" })),
      named<CreateCast>,
    ),
    sql: (op) => [createSql(op)],
    facts: () => metadataOnly,
  },
  dropCast: {
    ...namedBy(drops<Named<DropCast>>("cast"), named<DropCast>),
    sql: (op) => [sql`drop ${castSql(castName(op))}`],
    facts: () => metadataOnly,
  },
};
