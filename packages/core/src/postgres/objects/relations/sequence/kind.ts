import type { Ends, ObjectKind } from "../../../../operation/object-kind.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { becomesIdentity, comesOfIdentity, comesWithColumn, goesWithColumn } from "../column/fragment.ts";
import { isTable } from "../table/model.ts";
import type { Sequence } from "./model.ts";
import { normalSequence, type AlterSequence, type SequenceOperations } from "./operations.ts";
import { changedOptions } from "./options.ts";

type SequenceOperation = SequenceOperations[keyof SequenceOperations];

export const sequenceKind: ObjectKind<Sequence, SequenceOperation> = {
  kind: "sequence",
  dependsOn: ({ schema, ownedBy }) => [
    { kind: "schema", name: schema },
    ...(ownedBy === undefined ? [] : [{ kind: "column", schema: ownedBy.schema, table: ownedBy.table, name: ownedBy.column }]),
  ],
  normalize: normalSequence,
  // Between serial and identity the column's own operation makes and drops the sequence, so as to keep its position.
  create: (sequence, ends) => (comesOfIdentity(sequence, ends) || comesWithColumn(sequence, ends) ? [] : createSequence(sequence)),
  drop: (sequence, ends) => (becomesIdentity(sequence, ends) || goesWithColumn(sequence, ends) ? [] : dropSequence(sequence)),
  alter: (from, to, ends) => [...alterOptions(from, to, ends), ...alterOwner(from, to)],
};

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
