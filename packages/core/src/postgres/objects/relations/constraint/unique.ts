import { aboutOf, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { objectsIn, putObjects } from "../../../../schema/database-schema.ts";
import { indexedConstraintAddresses } from "../address.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameConstraint } from "./fragment.ts";
import { hasTable, partOf, tableName, usesOfPart, type TablePart } from "../table-part.ts";
import { uniqueClause } from "./fragment.ts";
import { isMerged } from "./merged.ts";
import { isUnique, type Unique } from "./model.ts";
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

export interface AddUnique extends Omit<Unique, "kind"> {
  readonly kind: "addUnique";
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
    ...statewise((before, op) => putObjects(before, [{ ...op, kind: "unique" }])),
    touches: (op, _, kinds) => addTouches(shape, op, kinds),
    sql: (op) => [addSql(op, uniqueClause(op))],
    facts: (op) => keyFacts(equalRows(op)),
  },
  dropUnique: dropsConstraint<DropUnique, Unique>(shape),
};

export const uniqueKind: PostgresKind<Unique, AddUnique | DropUnique | RenameConstraint> = {
  kind: "unique",
  owns: ownKeys,
  uses: (key) => usesOfPart(key, allColumns(key)),
  rename: partRenamedBy("renameConstraint"),
  renamed: renamedKey,
  addresses: indexedConstraintAddresses,
  normalize: normalizeKey,
  create: (key, { before, after }) =>
    hasTable(before, key) || isMerged(key, objectsIn(after, tableName(key))) ? [{ ...key, kind: "addUnique" }] : [],
  drop: (key, { after }) => (hasTable(after, key) ? [{ ...partOf(key), kind: "dropUnique" }] : []),
  alter: () => "recreate",
};
