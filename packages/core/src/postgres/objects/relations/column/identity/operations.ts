import { aboutOf, beside, metadataOnly, quickExclusive, statewise } from "../../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../../operation/kinds.ts";
import { resource } from "../../../resources.ts";
import {
  alterSequenceClause,
  applyOptions,
  moveWithinBounds,
  setSequenceClause,
  type SequenceOptionChanges,
} from "../../sequence/fragment.ts";
import { normalizeType } from "../../../../type/name.ts";
import { raw, sql, when, words, type Sql } from "../../../../sql/sql.ts";
import { alterColumnSql, changeColumn, columnAt, columnKey, type ColumnRef } from "../column-ref.ts";
import { identityClause } from "../fragment.ts";
import type { Column, Identity } from "../model.ts";
import { typeParts } from "../../../../type/parts.ts";
import { advanceSql, namedSequence, ownSequence } from "./advance.ts";
import { isTableUnlogged, persistenceSql, tableOfPersistence } from "./persistence.ts";
import { sequenceKey } from "./sequence-name.ts";
import { narrowsSequence, sequenceAfter, sequenceNameOf, sequenceType } from "./sequence-type.ts";

/** Makes an existing column an identity column; its sequence continues after the existing values. */
export interface AddColumnIdentity extends ColumnRef {
  readonly kind: "addColumnIdentity";
  readonly identity: Identity;
}

/** Options that are absent stay as they are. */
export interface AlterColumnIdentity extends ColumnRef {
  readonly kind: "alterColumnIdentity";
  readonly generation?: Identity["generation"];
  readonly options?: SequenceOptionChanges;
  /** The new type of its sequence; that of the column stays. Absent: it stays. */
  readonly dataType?: string;
  /** Whether its sequence is unlogged from now on. Absent: it stays. */
  readonly unlogged?: boolean;
  /** The name of its sequence, in the table's schema. Absent: `<table>_<column>_seq`. */
  readonly sequence?: string;
}

export interface DropColumnIdentity extends ColumnRef {
  readonly kind: "dropColumnIdentity";
}

/** Sets a sequence past the values of the column that takes from it. */
export interface AdvanceSequence extends ColumnRef {
  readonly kind: "advanceSequence";
  readonly sequence: { readonly schema: string; readonly name: string };
  /** Its first value. Absent: 1, or -1 when it descends. */
  readonly start?: string;
  /** Absent: 1. */
  readonly increment?: string;
}

export interface IdentityOperations {
  readonly addColumnIdentity: AddColumnIdentity;
  readonly alterColumnIdentity: AlterColumnIdentity;
  readonly dropColumnIdentity: DropColumnIdentity;
  readonly advanceSequence: AdvanceSequence;
}

const addColumnIdentity: OperationSpec<AddColumnIdentity> = {
  about: aboutOf("column"),
  ...statewise((before, op) =>
    changeColumn(before, op, ({ default: _, ...column }) => ({ ...column, notNull: true, identity: op.identity })),
  ),
  touches: (op) => ({ alters: [columnKey(op)], creates: [sequenceKey(op, op.identity)], ...tableOfPersistence(op, op.identity.unlogged) }),
  sql: (op) => [
    alterColumnSql(op, sql`add ${identityClause(op.identity, op.schema)}`),
    ...sequenceAfter(op, op.identity),
    beside(advanceSql(op, ownSequence(op, op.identity), op.identity), { ...metadataOnly, lock: "row exclusive", scans: true }),
  ],
  facts: () => quickExclusive,
};

const alterColumnIdentity: OperationSpec<AlterColumnIdentity> = {
  about: aboutOf("column"),
  ...statewise((before, op) => changeColumn(before, op, (column) => altered(column, op, isTableUnlogged(before, op)))),
  touches: (op) => ({ alters: [columnKey(op)], ...tableOfPersistence(op, op.unlogged) }),
  sql: alterSql,
  facts: (op, before) => {
    const column = columnAt(before, op);
    if (op.options?.restart === true) return { ...quickExclusive, losesData: "the sequence's position", losesFrom: [] };
    if (column === undefined || !narrowsSequence(column, altered(column, op, isTableUnlogged(before, op)))) return quickExclusive;
    return { ...quickExclusive, mayFail: "the sequence's position is outside the new bounds" };
  },
};

/** ALTER COLUMN has no word for the type of the sequence: then the sequence itself is altered, type and bounds at once. */
function alterSql(op: AlterColumnIdentity): readonly Sql[] {
  const { options = {}, dataType, generation, unlogged } = op;
  const sequence = sequenceNameOf(op, op.sequence);
  const ofColumn = words(
    when(generation !== undefined, () => sql`set generated ${raw(generation ?? "")}`),
    when(dataType === undefined, () => setSequenceClause(options)),
  );
  return [
    ...moveWithinBounds(sequence, options),
    ...(dataType === undefined
      ? []
      : [words(sql`alter sequence ${sequence} as ${raw(normalizeType(dataType))}`, alterSequenceClause(options))]),
    ...(ofColumn.sql === "" ? [] : [alterColumnSql(op, ofColumn)]),
    ...persistenceSql(sequence, unlogged),
  ];
}

function altered(column: Column, { generation, options, dataType, unlogged }: AlterColumnIdentity, ofTable: boolean): Column {
  if (column.identity === undefined) return column;
  const { generation: was, sequence, dataType: had, unlogged: wasUnlogged, ...rest } = column.identity;
  const own = unlogged ?? wasUnlogged ?? ofTable;
  const [before, after] = [had, dataType ?? had].map((type) => sequenceType(type === undefined ? {} : { dataType: type }, column.type));
  return {
    ...column,
    identity: {
      generation: generation ?? was,
      ...(sequence === undefined ? {} : { sequence }),
      ...(after === typeParts(column.type).base ? {} : { dataType: after ?? "" }),
      ...(own === ofTable ? {} : { unlogged: own }),
      ...applyOptions(rest, options ?? {}, after, before),
    },
  };
}

const dropColumnIdentity: OperationSpec<DropColumnIdentity> = {
  about: aboutOf("column"),
  ...statewise((before, op) => changeColumn(before, op, ({ identity: _, ...column }) => column)),
  touches: (op, before) => ({ alters: [columnKey(op)], drops: [sequenceKey(op, columnAt(before, op)?.identity)] }),
  sql: (op) => [alterColumnSql(op, sql`drop identity`)],
  facts: () => ({ ...quickExclusive, losesData: "the sequence's position", losesFrom: [] }),
};

const advanceSequence: OperationSpec<AdvanceSequence> = {
  about: aboutOf("column"),
  apply: (before) => before,
  reverse: () => [],
  touches: (op) => ({ alters: [columnKey(op)], needs: [resource.relation(op.sequence.schema, op.sequence.name)] }),
  sql: (op) => [advanceSql(op, namedSequence(op.sequence), op)],
  facts: () => ({ lock: "access share", rewrites: false, scans: false, transactional: true }),
};

export const identitySpecs: SpecsOf<IdentityOperations> = {
  addColumnIdentity,
  alterColumnIdentity,
  dropColumnIdentity,
  advanceSequence,
};
