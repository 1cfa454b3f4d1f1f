import { aboutOf, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { resource } from "../../resources.ts";
import { indexedConstraintAddresses } from "../address.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameConstraint } from "./fragment.ts";
import { hasTable, partOf, tableName, usesOfPart, type TablePart } from "../table-part.ts";
import { primaryKeyClause } from "./fragment.ts";
import { isPrimaryKey, type PrimaryKey } from "./model.ts";
import {
  addSql,
  addTouches,
  allColumns,
  dropsConstraint,
  equalRows,
  keyFacts,
  normalizeKey,
  ownKeys,
  settledKeys,
  renamedKey,
  type ConstraintShape,
} from "./parts.ts";

/** Its columns take no NULL from then on, and go on so when it is dropped. */
export interface AddPrimaryKey extends Omit<PrimaryKey, "kind"> {
  readonly kind: "addPrimaryKey";
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
    ...statewise((before, op) => putObjects(before, [...columnsMadeNotNull(before, op), { ...op, kind: "primaryKey" }])),
    touches: (op, _, kinds) => addTouches(shape, op, kinds),
    sql: (op) => [addSql(op, primaryKeyClause(op))],
    facts: (op) => keyFacts(equalRows(op, "NULL or ")),
  },
  dropPrimaryKey: dropsConstraint<DropPrimaryKey, PrimaryKey>(shape),
};

function columnsMadeNotNull(before: DatabaseSchema, key: AddPrimaryKey): readonly SchemaObject[] {
  const columns = objectsIn(before, tableName(key)).filter(({ kind, name }) => kind === "column" && key.columns.includes(name));
  return columns.map((column) => ({ ...column, notNull: true }));
}

export const primaryKeyKind: PostgresKind<PrimaryKey, AddPrimaryKey | DropPrimaryKey | RenameConstraint> = {
  kind: "primaryKey",
  owns: (key) => [...ownKeys(key), resource.primaryKey(key.schema, key.table)],
  uses: (key) => usesOfPart(key, allColumns(key)),
  rename: partRenamedBy("renameConstraint"),
  renamed: renamedKey,
  addresses: indexedConstraintAddresses,
  normalize: normalizeKey,
  create: (key, { before }) => (hasTable(before, key) ? [{ ...key, kind: "addPrimaryKey" }] : []),
  drop: (key, { after }) => (hasTable(after, key) ? [{ ...partOf(key), kind: "dropPrimaryKey" }] : []),
  alter: () => "recreate",
};
