import type { Ends, Expression, UsedChange } from "../../../../operation/ends.ts";
import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { spelledName, spelledType } from "../../../type/spelling.ts";
import type { RenameConstraint } from "../constraint/fragment.ts";
import type { PostgresKind } from "../../kind.ts";
import { columnAddress, constraintAddress } from "../address.ts";
import { partRenamedBy } from "../../renaming.ts";
import { attributeRename } from "../typed.ts";
import { columnLikeness } from "./likeness.ts";
import { arrayKeys, valueKeys } from "../../../type/user-types.ts";
import { hasTable, tableName } from "../table-part.ts";
import { alterColumn, fillColumn } from "./alter.ts";
import { columnAt, columnRef } from "./column-ref.ts";
import { joinsNotNull } from "../exchanged-parents.ts";
import { childrenAtBoth, followsParent, heirsLeftWith, sharedParents } from "../parents.ts";
import { afterParents } from "./heirs.ts";
import { asInherited, mergedColumn, ownColumn } from "./inherited.ts";
import { detachedColumn, renamedColumn, usesOfColumn, usesWithinTable } from "./uses.ts";
import { namesOfColumn, ownedByColumn } from "./keys.ts";
import { identitySequenceName, sequenceKey } from "./identity/sequence-name.ts";
import { asMade } from "./identity/serial-type.ts";
import { isColumn, type Column } from "./model.ts";
import { normalizeColumn } from "./normal-form.ts";
import { oneColumnSpecs, type ColumnOperations } from "./own-operations.ts";
import { isLateDefault } from "./value/late-default.ts";
import { notNullName } from "./value/not-null.ts";
import type { SetColumnDefault } from "./value/operations.ts";

type ColumnOperation = ColumnOperations[keyof ColumnOperations] | RenameConstraint | RenameAttribute;

type RenameAttribute = NonNullable<ReturnType<typeof attributeRename>>[number];

const renamedBy = partRenamedBy("renameColumn");

export const columnKind: PostgresKind<Column, ColumnOperation> = {
  kind: "column",
  isOrdered: "in table",
  carries: {
    type: ["collation"],
    default: ["identity", "generated"],
    identity: ["default", "generated"],
    generated: ["default", "identity"],
    notNull: ["notNullConstraint"],
  },
  owns: ownedByColumn,
  names: namesOfColumn,
  uses: usesOfColumn,
  ownsWithin: ({ identity }) => identity === undefined,
  usesWithin: usesWithinTable,
  standsAside,
  rename: (column, to, schema) => {
    if (column.inheritedFrom !== undefined) return []; // it has its name from there
    return attributeRename(column, to, schema) ?? renamedBy(column, to);
  },
  likeness: columnLikeness,
  renamed: renamedColumn,
  holdsData: ({ generated }) => generated === undefined,
  detached: detachedColumn,
  brings: (column) => (column.identity === undefined ? [] : [sequenceKey(column, column.identity)]),
  makes: ({ schema, table, name, identity }) =>
    identity === undefined ? [] : [{ of: "sequence", schema, name: identity.sequence ?? identitySequenceName(table, name) }],
  addresses: { column: columnAddress, constraint: { ...constraintAddress, since: 180000 } },
  normalize: normalizeColumn,
  disturbed: keepingNotNull,
  create: createColumn,
  drop: (column, ends) => {
    if (!hasTable(ends.after, column))
      return isLateDefault(column, ends.before) ? [{ kind: "dropColumnDefault", ...columnRef(column) }] : [];
    return followsParent(ends, column) ? [] : dropColumn(column, ends);
  },
  alter: alterInherited,
  expressions: ({ default: given, generated, type, ...column }) => {
    const table = tableName(column);
    const ofDefault: readonly Expression[] = given === undefined ? [] : [{ text: given, as: "default", type }];
    return generated === undefined ? ofDefault : [...ofDefault, { text: generated.expression, table, as: "value" }];
  },
  withExpressions: (column, texts) => {
    const rest = [...texts];
    const given = column.default === undefined ? undefined : (rest.shift() ?? column.default);
    const { generated } = column;
    return {
      ...column,
      ...(given === undefined ? {} : { default: given }),
      ...(generated === undefined ? {} : { generated: { ...generated, expression: rest.shift() ?? generated.expression } }),
    };
  },
  forServer: (column, version) => (version >= 180000 || column.notNullConstraint === undefined ? column : withoutConstraint(column)),
  fromServer: (column, live, version) => (version >= 180000 ? column : withConstraintOf(column, live)),
  settleNames: (wanted, live) => {
    const collation = wanted.collation === undefined ? undefined : spelledName(wanted.collation, live.collation);
    return { ...wanted, type: spelledType(wanted.type, live.type), ...(collation === undefined ? {} : { collation }) };
  },
};

/** A new one that is inherited comes with those of the tables that it is inherited from: what it has beside that is its own. */
function createColumn(column: Column, ends: Ends): readonly ColumnOperation[] {
  if (followsParent(ends, column)) return changesOfNewHeir(column, ends);
  if (!hasTable(ends.before, column)) return lateDefault(column, ends);
  const filled = fillColumn(columnAt(ends.before, column), column, ends);
  if (filled !== undefined) return filled;
  const { inheritedFrom: _, alsoOwn: __, ...own } = asMade(column, ends);
  return [{ ...own, kind: "addColumn" }];
}

/** What tables that inherit it keep is left to them, with its NOT NULL: PostgreSQL would take that for inherited still. */
function dropColumn(column: Column, ends: Ends): readonly ColumnOperation[] {
  const heirs = heirsLeftWith(column, ends).filter(isColumn);
  if (heirs.length === 0) return [{ kind: "dropColumn", ...columnRef(column) }];
  const isNotNull = heirs.some(({ notNullConstraint: said }) => said?.inherited === true);
  return [
    ...(isNotNull ? [{ kind: "dropColumnNotNull" as const, ...columnRef(column), only: true as const }] : []),
    { kind: "dropColumn", ...columnRef(column), only: true },
  ];
}

function changesOfNewHeir(column: Column, ends: Ends): readonly ColumnOperation[] {
  const isOfTable = hasTable(ends.before, column);
  const inherited = (column.inheritedFrom ?? []).reduce<Column | undefined>((merged, { schema, table }) => {
    const parent = columnAt(ends.after, { schema, table, name: column.name });
    if (parent === undefined) return merged;
    const heir = asInherited(parent, { schema: column.schema, name: column.table });
    return mergedColumn(merged, isOfTable && parent.statistics !== undefined ? { ...heir, statistics: parent.statistics } : heir);
  }, undefined);
  if (inherited === undefined) return [];
  const ops = alterColumn(bare(withNotNullOf(inherited, column)), bare(column), ends);
  return ops === "replace" ? [] : ops;
}

/** Changes of what it is inherited from are its changes too. */
function alterInherited(from: Column, to: Column, ends: Ends): readonly ColumnOperation[] | "replace" {
  if (from.inheritedFrom === undefined) return alterColumn(bare(from), bare(to), ends);
  if (sharedParents(ends, from).length === 0) {
    const own = ownColumn(from);
    const { notNullConstraint: said } = to;
    if (joinsNotNull(from, to, ends))
      return alterColumn({ ...own, ...(said === undefined ? {} : { notNullConstraint: said }) }, bare(to), ends);
    return alterColumn(own, ownColumn(to), ends);
  }
  if (to.inheritedFrom === undefined) return alterColumn(ownColumn(from), bare(to), ends); // left with it
  const base = afterParents(from, ends, { alter: alterInherited, specs: oneColumnSpecs });
  return base === "replace" ? base : alterColumn(bare(withNotNullOf(base, to)), bare(to), ends);
}

/** Columns that keep NOT NULL where a table that they are inherited from loses it. While the table leaves that one, it can get its name. */
function keepingNotNull(ends: Ends): readonly Column[] {
  return childrenAtBoth(ends).flatMap(({ schema, name }) =>
    objectsIn(ends.before, { schema, name })
      .filter(isColumn)
      .filter((from) => {
        const to = columnAt(ends.after, from);
        if (from.notNull !== true || to?.notNull !== true || from.inheritedFrom === undefined) return false;
        if (!isPassedOn(from, ends.before)) return false;
        return !isPassedOn(to, ends.after) || (notNullName(from) !== notNullName(to) && sharedParents(ends, from).length === 0);
      }),
  );
}

/** Whether a table that it is inherited from has NOT NULL for it too. */
const isPassedOn = ({ name, inheritedFrom = [] }: Column, at: DatabaseSchema): boolean =>
  inheritedFrom.some(({ schema, table }) => {
    const parent = columnAt(at, { schema, table, name });
    return parent?.notNull === true && parent.notNullConstraint?.noInherit !== true;
  });

/** Nothing can be said of a NOT NULL as long as it is inherited: it is as it is wanted. On older servers it is no constraint at all. */
function withNotNullOf({ notNullConstraint: said, ...base }: Column, wanted: Column): Column {
  const isInherited = said?.inherited === true && wanted.notNull === true;
  const constraint = isInherited ? wanted.notNullConstraint : said;
  return constraint === undefined ? base : { ...base, notNullConstraint: constraint };
}

/** Without what says that it is inherited, which no operation on the column changes. */
const bare = ({ inheritedFrom: _, alsoOwn: __, ...column }: Column): Column => column;

const lateDefault = (column: Column, { after }: Ends): readonly SetColumnDefault[] =>
  column.default !== undefined && isLateDefault(column, after)
    ? [{ kind: "setColumnDefault", ...columnRef(column), default: column.default }]
    : [];

/** Before PostgreSQL 18, NOT NULL is no constraint. */
const withoutConstraint = ({ notNullConstraint: _, ...column }: Column): Column => column;

const withConstraintOf = (column: Column, { notNullConstraint: said }: Column): Column =>
  said === undefined || column.notNull !== true ? column : { ...column, notNullConstraint: said };

/**
 * A generated one that becomes an ordinary column keeps its values: it is let go of before the columns that it uses change. An ordinary
 * one follows its type, but not what happens to the arrays of it, or within its values.
 */
function standsAside(column: Column, change: UsedChange, { after }: Ends): boolean {
  if (!change.isRetyped || change.use.follows === true) return false;
  if (column.generated !== undefined) return columnAt(after, column)?.generated !== undefined;
  return [...arrayKeys(column.type, column.schema), ...valueKeys(column.type, column.schema)].includes(change.use.of);
}
