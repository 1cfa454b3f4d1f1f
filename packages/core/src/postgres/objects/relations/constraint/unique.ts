import { aboutOf, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { objectsIn } from "../../../../schema/database-schema.ts";
import { toldAs } from "../../../../schema/use.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import { followsParent } from "../parents.ts";
import type { AttachIndex, RenamePartitionIndex } from "../index/fragment.ts";
import type { RenameConstraint } from "./fragment.ts";
import { sharedByKeys } from "./shared-by-keys.ts";
import { comesWithCreation } from "./with-table.ts";
import { hasTable, partOf, tableName, type TablePart } from "../table-part.ts";
import { uniqueClause } from "./fragment.ts";
import { isMerged } from "./merged.ts";
import { isUnique, type Unique } from "./model.ts";
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

export interface AddUnique extends Omit<Unique, "kind" | "partOf" | "lackedBy" | "invalid"> {
  readonly kind: "addUnique";
  /** Without parts in the partitions of the table: keys of these are attached to it one by one, and then it is valid. */
  readonly only?: true;
}

export interface DropUnique extends TablePart {
  readonly kind: "dropUnique";
}

export interface UniqueOperations {
  readonly addUnique: AddUnique;
  readonly dropUnique: DropUnique;
}

const shape: ConstraintShape<Unique> = { kind: "unique", is: isUnique, settles: settledKeys };

export const uniqueOperations: SpecsOf<UniqueOperations> = {
  addUnique: {
    about: aboutOf("unique"),
    ...statewise((before, op, kinds) => withConstraint(before, { ...op, kind: "unique" }, kinds)),
    touches: (op, before, kinds) => addTouches(shape, op, before, kinds),
    sql: (op) => [addSql(op, uniqueClause(op))],
    facts: (op, before, kinds) => addFacts(keyFacts(equalRows(op)), op, before, kinds),
  },
  dropUnique: dropsConstraint<DropUnique, Unique>(shape),
};

export const uniqueKind: PostgresKind<Unique, AddUnique | DropUnique | RenameConstraint | RenamePartitionIndex | AttachIndex> = {
  ...sharedByKeys,
  rename: partRenamedBy("renameConstraint"),
  kind: "unique",
  owns: ownKeys,
  create: (key, ends) =>
    creationOfKey(key, ends, {
      add: toldAs<AddUnique>(key, { ...asOwnKey(key), kind: "addUnique" }),
      comesWithTable: comesWithCreation(key, ends) && !isMerged(key, objectsIn(ends.after, tableName(key))),
    }),
  drop: (key, ends) => (hasTable(ends.after, key) && !followsParent(ends, key) ? [{ ...partOf(key), kind: "dropUnique" }] : []),
  alter: (from, to, ends) => alterKey(from, to, ends, normalizeKey),
};
