import { quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts, OperationSpec, Touches } from "../../../../operation/spec.ts";
import { objectsIn, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef, SchemaObject } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { sql } from "../../../sql/sql.ts";
import { ownedByColumn, ownedSequences, usedByColumn } from "../column/fragment.ts";
import { isColumn } from "../column/model.ts";
import { isExclusion, isForeignKey, isPrimaryKey, isUnique } from "../constraint/model.ts";
import { isIndex } from "../index/model.ts";
import { resource } from "../../resources.ts";
import { isSequence } from "../sequence/model.ts";

/** Removes a table with all that belongs to it. Refused by PostgreSQL where a foreign key of another table refers to it. */
export interface DropTable {
  readonly kind: "dropTable";
  readonly schema: string;
  readonly name: string;
}

/** The table and what goes with it. */
function goneWith({ schema, name }: Omit<DropTable, "kind">, before: DatabaseSchema): readonly ObjectRef[] {
  const own = objectsIn(before, { schema, name }).filter(
    (object) => object.table === name || object.kind === "table" || (object.kind === "comment" && object.of === "table"),
  );
  return [...own, ...ownedSequences(before, { schema, table: name })];
}

function ownedBy(object: SchemaObject): readonly string[] {
  const { schema = "", table = "", name } = object;
  if (isColumn(object)) return ownedByColumn(object);
  if (isPrimaryKey(object) || isUnique(object))
    return [resource.constraint(schema, table, name), resource.relation(schema, name), resource.uniqueKey(schema, table, object.columns)];
  if (isIndex(object))
    return [resource.relation(schema, name), ...(object.unique === true ? uniqueKeyOf(object.schema, object.table, object.columns) : [])];
  if (isExclusion(object)) return [resource.constraint(schema, table, name), resource.relation(schema, name)];
  return object.kind === "check" || object.kind === "foreignKey" ? [resource.constraint(schema, table, name)] : [];
}

function uniqueKeyOf(schema: string, table: string, elements: readonly { readonly column?: string }[]): readonly string[] {
  const columns = elements.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return columns.length === elements.length ? [resource.uniqueKey(schema, table, columns)] : [];
}

function touches({ schema, name }: DropTable, before: DatabaseSchema): Touches {
  const objects = objectsIn(before, { schema, name });
  const sequences = ownedSequences(before, { schema, table: name }).filter(isSequence);
  return {
    drops: [
      resource.relation(schema, name),
      resource.type(schema, name),
      ...objects.flatMap(ownedBy),
      ...sequences.map((sequence) => resource.relation(sequence.schema, sequence.name)),
    ],
    frees: [
      resource.schema(schema),
      ...objects.filter(isColumn).flatMap(usedByColumn),
      ...objects
        .filter(isForeignKey)
        .flatMap(({ references }) => [
          resource.relation(references.schema, references.table),
          resource.uniqueKey(references.schema, references.table, references.columns),
        ]),
    ],
  };
}

/** Its foreign keys go with it, which locks the tables that they refer to. */
function facts(op: DropTable, before: DatabaseSchema): OperationFacts {
  const referred = objectsIn(before, op)
    .filter(isForeignKey)
    .map(({ references }) => `${references.schema}.${references.table}`);
  const tables = [...new Set(referred)].filter((table) => table !== `${op.schema}.${op.name}`).toSorted();
  return {
    ...quickExclusive,
    ...(tables.length === 0 ? {} : { alsoLocks: tables.map((table) => ({ table, lock: "access exclusive" as const })) }),
    losesData: `all rows of table ${quoteIdentifier(op.name)}`,
    losesFrom: [{ schema: op.schema, table: op.name }],
  };
}

export const dropTable: OperationSpec<DropTable> = {
  ...statewise((before, op) => removeObjects(before, goneWith(op, before))),
  touches,
  sql: ({ schema, name }) => [sql`drop table ${{ schema, name }}`],
  facts,
};
