import { aboutOf, statewise } from "../../../../operation/shapes.ts";
import { heirColumns, inheritedNotNull } from "../column/fragment.ts";
import { columnsOf, type Column } from "../columns.ts";
import type { Kinds, SpecsOf } from "../../../../operation/kinds.ts";
import { putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { resource } from "../../resources.ts";
import { toldAs } from "../../../../schema/use.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import { followsParent } from "../parents.ts";
import type { AttachIndex, RenamePartitionIndex } from "../index/fragment.ts";
import type { RenameConstraint } from "./fragment.ts";
import { sharedByKeys } from "./shared-by-keys.ts";
import { comesWithCreation } from "./with-table.ts";
import { hasTable, partOf, tableName, type TablePart } from "../table-part.ts";
import { primaryKeyClause } from "./fragment.ts";
import { isPrimaryKey, type PrimaryKey } from "./model.ts";
import {
  addSql,
  addFacts,
  addTouches,
  alterKey,
  asOwnKey,
  creationOfKey,
  dropsConstraint,
  equalRows,
  keyFacts,
  normalizeKey,
  ownKeys,
  settledKeys,
  withConstraint,
  type ConstraintShape,
} from "./parts.ts";

/** Its columns take no NULL from then on, and go on so when it is dropped. */
export interface AddPrimaryKey extends Omit<PrimaryKey, "kind" | "partOf" | "lackedBy" | "invalid"> {
  readonly kind: "addPrimaryKey";
  /** Without parts in the partitions of the table: keys of these are attached to it one by one, and then it is valid. */
  readonly only?: true;
}

export interface DropPrimaryKey extends TablePart {
  readonly kind: "dropPrimaryKey";
}

export interface PrimaryKeyOperations {
  readonly addPrimaryKey: AddPrimaryKey;
  readonly dropPrimaryKey: DropPrimaryKey;
}

const shape: ConstraintShape<PrimaryKey> = { kind: "primaryKey", is: isPrimaryKey, settles: settledKeys };

export const primaryKeyOperations: SpecsOf<PrimaryKeyOperations> = {
  addPrimaryKey: {
    about: aboutOf("primaryKey"),
    ...statewise((before, op, kinds) => withConstraint(withColumnsNotNull(before, op, kinds), { ...op, kind: "primaryKey" }, kinds)),
    touches: (op, before, kinds) => addTouches(shape, op, before, kinds),
    sql: (op) => [addSql(op, primaryKeyClause(op))],
    facts: (op, before, kinds) => addFacts(keyFacts(equalRows(op, "NULL or ")), op, before, kinds),
  },
  dropPrimaryKey: dropsConstraint<DropPrimaryKey, PrimaryKey>(shape),
};

function withColumnsNotNull(before: DatabaseSchema, key: Pick<PrimaryKey, "schema" | "table" | "columns">, kinds: Kinds): DatabaseSchema {
  const columns = columnsOf(before, tableName(key)).filter(({ name, notNull }) => notNull !== true && key.columns.includes(name));
  return columns.reduce((schema, column) => madeNotNull(schema, { ...column, notNull: true }, kinds), before);
}

/** The column takes no NULL, nor do those that are inherited from it. */
const madeNotNull = (before: DatabaseSchema, column: Column, kinds: Kinds): DatabaseSchema =>
  heirColumns(before, column, kinds).reduce(
    (schema, heir) =>
      madeNotNull(schema, { ...heir, notNull: true, notNullConstraint: heir.notNullConstraint ?? inheritedNotNull(column) }, kinds),
    putObjects(before, [column]),
  );

export const primaryKeyKind: PostgresKind<
  PrimaryKey,
  AddPrimaryKey | DropPrimaryKey | RenameConstraint | RenamePartitionIndex | AttachIndex
> = {
  ...sharedByKeys,
  rename: partRenamedBy("renameConstraint"),
  kind: "primaryKey",
  owns: (key) => [...ownKeys(key), resource.primaryKey(key.schema, key.table)],
  create: (key, ends) =>
    creationOfKey(key, ends, {
      add: toldAs<AddPrimaryKey>(key, { ...asOwnKey(key), kind: "addPrimaryKey" }),
      comesWithTable: comesWithCreation(key, ends),
    }),
  drop: (key, ends) => (hasTable(ends.after, key) && !followsParent(ends, key) ? [{ ...partOf(key), kind: "dropPrimaryKey" }] : []),
  alter: (from, to, ends) => alterKey(from, to, ends, normalizeKey),
};
