import type { Ends } from "../../../../operation/ends.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import type { Use } from "../../../../schema/use.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { becomesIdentity, comesOfIdentity, comesWithColumn, goesWithColumn } from "../column/fragment.ts";
import { isTable } from "../table/model.ts";
import { relationAddress } from "../address.ts";
import { columnKeys, tableKey } from "../table-part.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import type { Sequence } from "./model.ts";
import { normalSequence, type AlterSequence, type SequenceOperations } from "./operations.ts";
import { changedOptions } from "./options.ts";

type SequenceOperation = SequenceOperations[keyof SequenceOperations];

export const sequenceKind: PostgresKind<Sequence, SequenceOperation> = {
  kind: "sequence",
  owns: ({ schema, name }) => [resource.relation(schema, name)],
  ownsWithin: () => true,
  uses: ({ schema, ownedBy }) => [
    { of: resource.schema(schema), how: "blocks", follows: true },
    ...(ownedBy === undefined
      ? []
      : columnKeys(ownedBy, [ownedBy.column]).map((of): Use => ({ of, in: tableKey(ownedBy), how: "part", follows: true }))),
  ],
  holdsData: () => true,
  detached: ({ ownedBy, ...sequence }, keys) =>
    ownedBy === undefined || columnKeys(ownedBy, [ownedBy.column]).some((key) => keys.has(key)) ? sequence : { ...sequence, ownedBy },
  // One that belongs to a column stays in the schema of the table.
  rename: (sequence, to) =>
    renamedBy("renameSequence", "setSequenceSchema")(sequence, sequence.ownedBy === undefined ? to : { ...to, schema: sequence.schema }),
  renamed: renamedSequence,
  normalize: normalSequence,
  // Between serial and identity the column's own operation makes and drops the sequence, so as to keep its position.
  create: (sequence, ends) => (comesOfIdentity(sequence, ends) || comesWithColumn(sequence, ends) ? [] : createSequence(sequence)),
  drop: (sequence, ends) => (becomesIdentity(sequence, ends) || goesWithColumn(sequence, ends) ? [] : dropSequence(sequence)),
  addresses: { sequence: relationAddress("sequence", "sequence") },
  alter: (from, to, ends) => [...alterOptions(from, to, ends), ...alterOwner(from, to)],
};

/** It changes the schema with the column that owns it. */
function renamedSequence(sequence: Sequence, names: NewNames): Sequence {
  const { ownedBy } = sequence;
  const own = names.get(resource.relation(sequence.schema, sequence.name));
  const owner = ownedBy === undefined ? undefined : names.get(resource.column(ownedBy.schema, ownedBy.table, ownedBy.column));
  return {
    ...sequence,
    ...(own === undefined ? {} : { schema: own.schema, name: own.name }),
    ...(ownedBy === undefined || owner === undefined
      ? {}
      : { schema: owner.schema, ownedBy: { schema: owner.schema, table: owner.table ?? ownedBy.table, column: owner.name } }),
  };
}

const createSequence = ({ kind: _, ownedBy, ...sequence }: Sequence): readonly SequenceOperation[] => [
  { ...sequence, kind: "createSequence" },
  ...(ownedBy === undefined ? [] : [setOwner(sequence, ownedBy)]),
];

/** Dropping its column to make it anew would take the sequence along, which then could not be dropped by name. */
const dropSequence = ({ schema, name, ownedBy }: Sequence): readonly SequenceOperation[] => [
  ...(ownedBy === undefined ? [] : [dropOwner({ schema, name })]),
  { kind: "dropSequence", schema, name },
];

type Ref = Pick<Sequence, "schema" | "name">;

const setOwner = ({ schema, name }: Ref, ownedBy: NonNullable<Sequence["ownedBy"]>): SequenceOperation => ({
  kind: "setSequenceOwner",
  schema,
  name,
  ownedBy,
});

const dropOwner = ({ schema, name }: Ref): SequenceOperation => ({ kind: "dropSequenceOwner", schema, name });

function alterOptions(from: Sequence, to: Sequence, ends: Ends): readonly AlterSequence[] {
  const [had, wanted] = [normalSequence(from), normalSequence(to)];
  const changes = {
    ...(had.unlogged === wanted.unlogged || followsTable(from, to, ends) ? {} : { unlogged: wanted.unlogged === true }),
    ...(had.dataType === wanted.dataType ? {} : { dataType: (wanted.dataType ?? "bigint") as "bigint" }), // normal form: one of the three
    ...changedOptions({ options: had, ...typeOf(had) }, { options: wanted, ...typeOf(wanted) }),
  };
  return Object.keys(changes).length === 0 ? [] : [{ kind: "alterSequence", schema: to.schema, name: to.name, ...changes }];
}

/** It changes with the table of its column, and needs no word of its own. */
function followsTable({ ownedBy: had }: Sequence, { ownedBy, unlogged }: Sequence, { before, after }: Ends): boolean {
  if (ownedBy === undefined || !sameData(had, ownedBy)) return false;
  const [was, is] = [before, after].map((side) => getObject(side, { kind: "table", schema: ownedBy.schema, name: ownedBy.table }));
  return was !== undefined && is !== undefined && isTable(was) && isTable(is) && was.unlogged !== is.unlogged && is.unlogged === unlogged;
}

const typeOf = ({ dataType }: Sequence): { readonly dataType?: string } => (dataType === undefined ? {} : { dataType });

function alterOwner(from: Sequence, to: Sequence): readonly SequenceOperation[] {
  if (sameData(from.ownedBy, to.ownedBy)) return [];
  return [to.ownedBy === undefined ? dropOwner(to) : setOwner(to, to.ownedBy)];
}
