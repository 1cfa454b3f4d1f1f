import { aboutOf, metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { renameResource } from "../../../../operation/rename.ts";
import { alsoForeign } from "../foreign.ts";
import { lockingHeirs, lockingTables } from "../locks.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { Kinds, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { toldUses } from "../../../../schema/use.ts";
import { resource } from "../../resources.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { alterTable, renamePart, partOf, tableKey, tableName, type TablePart } from "../table-part.ts";
import { madeNotNull, notNullName } from "../column/fragment.ts";
import { columnsOf, type Column } from "../columns.ts";
import { isCheck, isForeignKey, type Check, type ForeignKey } from "./model.ts";
import { heirsOf, settledKey } from "../parents.ts";
import { withAllParts } from "../partition-parts.ts";
import { constraintKey, indexKey, shapeTouches } from "./parts.ts";

// Operations on a constraint, whatever its kind.

/** Checks the rows that were there before a check or foreign key was added NOT VALID, while reads and writes go on. */
export interface ValidateConstraint extends TablePart {
  readonly kind: "validateConstraint";
}

function validatable(schema: DatabaseSchema, part: TablePart): Check | ForeignKey | undefined {
  const found = ["check", "foreignKey"].map((kind) => getObject(schema, { ...partOf(part), kind }));
  return found.find((object): object is Check | ForeignKey => object !== undefined && (isCheck(object) || isForeignKey(object)));
}

const valid = ({ notValid: _, ...constraint }: Check | ForeignKey): Check | ForeignKey => constraint;

/** The referenced table is only read: its rows must stay meanwhile. */
function validateFacts(op: ValidateConstraint, before: DatabaseSchema): OperationFacts {
  const facts: OperationFacts = { ...metadataOnly, lock: "share update exclusive", scans: true, mayFail: "rows that break it" };
  const constraint = validatable(before, op);
  if (constraint?.kind !== "foreignKey") return facts;
  const { schema, table } = constraint.references;
  return schema === op.schema && table === op.table ? facts : { ...facts, ...lockingTables([{ schema, table }], "row share") };
}

/**
 * Gives a constraint another name, since PostgreSQL 18 also a NOT NULL; that of a primary key, unique or exclusion constraint takes its
 * index along.
 */
export interface RenameConstraint extends TablePart {
  readonly kind: "renameConstraint";
  readonly to: string;
}

export interface AnyConstraintOperations {
  readonly validateConstraint: ValidateConstraint;
  readonly renameConstraint: RenameConstraint;
}

const indexed: readonly string[] = ["primaryKey", "unique", "exclusion"];
const kinds: readonly string[] = [...indexed, "check", "foreignKey"];

/** The column whose NOT NULL has that name. */
const notNullColumn = (schema: DatabaseSchema, { schema: at, table, name }: TablePart): Column | undefined =>
  columnsOf(schema, { schema: at, name: table }).find((column) => notNullName(column) === name);

const hasIndex = (schema: DatabaseSchema, part: TablePart): boolean =>
  indexed.some((kind) => getObject(schema, { ...partOf(part), kind }) !== undefined);

/** With the parts that it has in partitions, and the checks that are inherited from it. */
function validated(before: DatabaseSchema, op: TablePart, registry: Kinds): DatabaseSchema {
  const constraint = validatable(before, op);
  if (constraint === undefined) return before;
  if (isForeignKey(constraint)) return withAllParts(before, constraint, (key) => valid(key) as ForeignKey, registry); // the same kind
  return heirsOf(before, constraintKey(op), registry)
    .filter(isCheck)
    .reduce((schema, heir) => validated(schema, heir, registry), putObjects(before, [valid(constraint)]));
}

/** The columns that a NOT NULL is inherited from: it can get another name only after they have let go of it. */
const inheritedNotNull = (op: RenameConstraint, before: DatabaseSchema): readonly string[] => {
  const column = notNullColumn(before, op);
  if (column?.notNullConstraint?.inherited !== true) return [];
  return (column.inheritedFrom ?? []).map(({ schema, table }) => settledKey(resource.column(schema, table, column.name)));
};

export const anyConstraintOperations: SpecsOf<AnyConstraintOperations> = {
  validateConstraint: alsoForeign<ValidateConstraint>({
    about: aboutOf("constraint"),
    ...statewise<ValidateConstraint>(validated),
    touches: (op, before, registry) => {
      const { creates, needs } = shapeTouches(op, before, registry);
      const comesWith = toldUses(op) ?? []; // checks that it is inherited from, and that come first
      return { alters: [constraintKey(op)], creates, needs: [...needs, ...comesWith.map(({ of }) => of)] };
    },
    sql: (op) => [alterTable(op, sql`validate constraint ${identifier(op.name)}`)],
    facts: (op, before, registry) => lockingHeirs(validateFacts(op, before), tableName(op), before, registry),
  }),
  renameConstraint: {
    about: aboutOf("constraint"),
    apply: (before, op, registry) => {
      const renamed = renamePart(before, op, kinds, registry);
      const column = renamed === before ? notNullColumn(before, op) : undefined;
      const to = { schema: op.schema, table: op.table, name: op.to };
      return column === undefined ? renamed : renameResource(before, { owner: column, key: constraintKey(op), to }, registry);
    },
    reverse: (op) => [{ ...op, name: op.to, to: op.name }],
    touches: (op, before, registry) => {
      const renamed = { ...op, name: op.to };
      const shape = shapeTouches(op, before, registry);
      const index = hasIndex(before, op);
      const made = toldUses(op); // what it comes with under a name that no other one has
      return {
        renames: true,
        reads: [madeNotNull(op.schema, op.to)],
        creates: [constraintKey(renamed), ...(index ? [indexKey(renamed)] : []), ...shape.creates],
        drops: made === undefined ? [constraintKey(op), ...(index ? [indexKey(op)] : [])] : [],
        needs: [tableKey(op), ...inheritedNotNull(op, before), ...shape.needs, ...(made ?? []).map(({ of }) => of)],
      };
    },
    sql: (op) => [alterTable(op, sql`rename constraint ${identifier(op.name)} to ${identifier(op.to)}`)],
    facts: () => quickExclusive,
  },
};
