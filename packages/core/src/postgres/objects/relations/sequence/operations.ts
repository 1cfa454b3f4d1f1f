import { aboutOf, metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { lockingTables } from "../locks.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { normalizeType } from "../../../type/name.ts";
import { identifier, raw, sql, when, words } from "../../../sql/sql.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { resource } from "../../resources.ts";
import { alterSequenceClause, moveWithinBounds, sequenceClause } from "./fragment.ts";
import { isSequence, type Sequence } from "./model.ts";
import { applyOptions, narrows, withoutDefaultOptions, type SequenceOptionChanges } from "./options.ts";
import { renameSequence, type RenameSequence, setSequenceSchema, type SetSequenceSchema } from "./rename.ts";

/** Makes a sequence that belongs to no column: see `setSequenceOwner`. */
export interface CreateSequence extends Omit<Sequence, "kind" | "ownedBy"> {
  readonly kind: "createSequence";
}

export interface DropSequence {
  readonly kind: "dropSequence";
  readonly schema: string;
  readonly name: string;
}

/** Options that are absent stay as they are. */
export interface AlterSequence extends SequenceOptionChanges {
  readonly kind: "alterSequence";
  readonly schema: string;
  readonly name: string;
  readonly dataType?: "smallint" | "integer" | "bigint";
  readonly unlogged?: boolean;
}

/** Ties a sequence to a column of the same schema: it is dropped with it. */
export interface SetSequenceOwner {
  readonly kind: "setSequenceOwner";
  readonly schema: string;
  readonly name: string;
  readonly ownedBy: NonNullable<Sequence["ownedBy"]>;
}

export interface DropSequenceOwner {
  readonly kind: "dropSequenceOwner";
  readonly schema: string;
  readonly name: string;
}

export interface SequenceOperations {
  readonly createSequence: CreateSequence;
  readonly dropSequence: DropSequence;
  readonly alterSequence: AlterSequence;
  readonly renameSequence: RenameSequence;
  readonly setSequenceSchema: SetSequenceSchema;
  readonly setSequenceOwner: SetSequenceOwner;
  readonly dropSequenceOwner: DropSequenceOwner;
}

/** Readers go on, but nobody takes a value meanwhile. */
const shared: OperationFacts = { ...metadataOnly, lock: "share row exclusive" };

type Ref = Pick<Sequence, "schema" | "name">;

function sequenceAt(schema: DatabaseSchema, { schema: at, name }: Ref): Sequence | undefined {
  const found = getObject(schema, { kind: "sequence", schema: at, name });
  return found !== undefined && isSequence(found) ? found : undefined;
}

/** The schema with the sequence changed, if it is there. */
function change(before: DatabaseSchema, ref: Ref, to: (sequence: Sequence) => Sequence): DatabaseSchema {
  const sequence = sequenceAt(before, ref);
  return sequence === undefined ? before : putObjects(before, [to(sequence)]);
}

const keyOf = ({ schema, name }: Ref): string => resource.relation(schema, name);

const withoutOwner = ({ ownedBy: _, ...sequence }: Sequence): Sequence => sequence;

/** The column that it belongs to, as something that is no longer used. */
function freedOwner(ref: Ref, before: DatabaseSchema): readonly string[] {
  const owner = sequenceAt(before, ref)?.ownedBy;
  return owner === undefined ? [] : ownerKeys(owner);
}

const ownerKeys = ({ schema, table, column }: NonNullable<Sequence["ownedBy"]>): readonly string[] => [
  resource.relation(schema, table),
  resource.column(schema, table, column),
];

/** `bigint` is left out. */
export function normalSequence({ dataType, unlogged, ownedBy, kind, schema, name, ...options }: Sequence): Sequence {
  const type = normalizeType(dataType ?? "bigint");
  return {
    kind,
    schema,
    name,
    ...(type === "bigint" ? {} : { dataType: type }),
    ...(unlogged === undefined ? {} : { unlogged }),
    ...withoutDefaultOptions(options, type),
    ...(ownedBy === undefined ? {} : { ownedBy }),
  };
}

const createSequence: OperationSpec<CreateSequence> = {
  about: aboutOf("sequence"),
  ...statewise((before, op) => putObjects(before, [normalSequence({ ...op, kind: "sequence" })])),
  touches: (op) => ({ creates: [keyOf(op)], needs: [resource.schema(op.schema)] }),
  sql: (op) => [
    words(
      sql`create`,
      when(op.unlogged === true, () => sql`unlogged`),
      sql`sequence ${{ schema: op.schema, name: op.name }}`,
      when(op.dataType !== undefined, () => sql`as ${raw(normalizeType(op.dataType ?? ""))}`),
      sequenceClause(op),
    ),
  ],
  facts: () => metadataOnly,
};

const dropSequence: OperationSpec<DropSequence> = {
  about: aboutOf("sequence"),
  ...statewise((before, { schema, name }, kinds) => withoutObject(before, { kind: "sequence", schema, name }, kinds)),
  touches: (op) => ({ drops: [keyOf(op)], frees: [resource.schema(op.schema)] }),
  sql: ({ schema, name }) => [sql`drop sequence ${{ schema, name }}`],
  facts: () => ({ ...quickExclusive, losesData: "the sequence's position", losesFrom: [] }),
};

const alterSequence: OperationSpec<AlterSequence> = {
  about: aboutOf("sequence"),
  ...statewise((before, op) => change(before, op, (sequence) => altered(sequence, op))),
  touches: (op) => ({ alters: [keyOf(op)] }),
  sql: ({ kind: _, schema, name, dataType, unlogged, ...changes }) => {
    const clause = words(
      when(dataType !== undefined, () => sql`as ${raw(normalizeType(dataType ?? ""))}`),
      alterSequenceClause(changes),
    );
    return [
      ...(unlogged === undefined ? [] : [sql`alter sequence ${{ schema, name }} set ${raw(unlogged ? "unlogged" : "logged")}`]),
      ...moveWithinBounds({ schema, name }, changes),
      ...(clause.sql === "" ? [] : [sql`alter sequence ${{ schema, name }} ${clause}`]),
    ];
  },
  facts: (op, before) => ({
    ...shared,
    ...(op.unlogged === undefined ? {} : { lock: "access exclusive" }),
    ...(op.restart === true
      ? { losesData: "the sequence's position", losesFrom: [] }
      : mayLeaveOutside(op, before)
        ? { mayFail: "the sequence's position is outside the new bounds" }
        : {}),
  }),
};

function mayLeaveOutside(op: AlterSequence, before: DatabaseSchema): boolean {
  const from = sequenceAt(before, op);
  if (from === undefined) return false;
  const to = altered(from, op);
  return narrows({ ...from, options: from }, { ...to, options: to });
}

function altered({ kind, schema, name, dataType, unlogged, ownedBy, ...options }: Sequence, op: AlterSequence): Sequence {
  const type = normalizeType(op.dataType ?? dataType ?? "bigint");
  return {
    kind,
    schema,
    name,
    ...(type === "bigint" ? {} : { dataType: type }),
    ...((op.unlogged ?? unlogged) === true ? { unlogged: true } : {}),
    ...applyOptions(options, op, type, dataType),
    ...(ownedBy === undefined ? {} : { ownedBy }),
  };
}

/** Changes of it keep their order. The sequence itself is the same for all who use it. */
const belongingOf = ({ schema, name }: Ref): string => resource.belonging(schema, name);

const setSequenceOwner: OperationSpec<SetSequenceOwner> = {
  about: aboutOf("sequence"),
  ...statewise((before, op) => change(before, op, (sequence) => ({ ...sequence, ownedBy: op.ownedBy }))),
  touches: (op, before) => ({
    alters: [belongingOf(op)],
    // else it is there, also while its old table goes
    needs: [...(sequenceAt(before, op) === undefined ? [keyOf(op)] : []), ...ownerKeys(op.ownedBy)],
    frees: freedOwner(op, before),
    keeps: [keyOf(op)],
  }),
  sql: ({ schema, name, ownedBy }) => [
    sql`alter sequence ${{ schema, name }} owned by ${{ schema: ownedBy.schema, name: ownedBy.table }}.${identifier(ownedBy.column)}`,
  ],
  facts: ({ ownedBy }) => ({ ...shared, ...lockingTables([ownedBy], "access share") }),
};

const dropSequenceOwner: OperationSpec<DropSequenceOwner> = {
  about: aboutOf("sequence"),
  ...statewise((before, op) => change(before, op, withoutOwner)),
  touches: (op, before) => ({ alters: [belongingOf(op)], needs: [keyOf(op)], frees: freedOwner(op, before), keeps: [keyOf(op)] }),
  sql: ({ schema, name }) => [sql`alter sequence ${{ schema, name }} owned by none`],
  facts: () => shared,
};

export const sequenceOperations: SpecsOf<SequenceOperations> = {
  createSequence,
  dropSequence,
  alterSequence,
  renameSequence,
  setSequenceSchema,
  setSequenceOwner,
  dropSequenceOwner,
};
