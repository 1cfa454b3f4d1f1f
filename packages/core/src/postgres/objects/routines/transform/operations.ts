import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, namedBy } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { sql, type Sql } from "../../../sql/sql.ts";
import type { Transform } from "./model.ts";
import { transformName, transformSql, type TransformOf } from "./names.ts";

/** Its name follows from its type and language. */
export interface CreateTransform extends Omit<Transform, "kind" | "name"> {
  readonly kind: "createTransform";
}

export interface DropTransform extends TransformOf {
  readonly kind: "dropTransform";
}

export interface TransformOperations {
  readonly createTransform: CreateTransform;
  readonly dropTransform: DropTransform;
}

type Named<Op extends TransformOf> = Op & { readonly name: string };

const named = <Op extends TransformOf>(op: Op): Named<Op> => ({ ...op, name: transformName(op) });

function createSql(op: CreateTransform): Sql {
  const parts = [
    ...(op.fromSql === undefined ? [] : [sql`from sql with function ${op.fromSql}(internal)`]),
    ...(op.toSql === undefined ? [] : [sql`to sql with function ${op.toSql}(internal)`]),
  ];
  return sql`create ${transformSql(transformName(op))} (${parts})`;
}

export const transformOperations: SpecsOf<TransformOperations> = {
  createTransform: {
    ...namedBy(
      creates<Named<CreateTransform>>("transform", (op) => ({ ...op, kind: "transform" })),
      named<CreateTransform>,
    ),
    sql: (op) => [createSql(op)],
    facts: () => metadataOnly,
  },
  dropTransform: {
    ...namedBy(drops<Named<DropTransform>>("transform"), named<DropTransform>),
    sql: (op) => [sql`drop ${transformSql(transformName(op))}`],
    facts: () => metadataOnly,
  },
};
