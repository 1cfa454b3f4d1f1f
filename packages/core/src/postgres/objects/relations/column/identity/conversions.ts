import { aboutOf, quickExclusive, statewise } from "../../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../../operation/kinds.ts";
import { objectsIn, putObjects, removeObjects } from "../../../../../schema/database-schema.ts";
import { sequenceClause } from "../../sequence/fragment.ts";
import type { Sequence } from "../../sequence/model.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../../sql/sql.ts";
import { resource } from "../../../resources.ts";
import { alterColumnSql, changeColumn, columnKey, type ColumnRef } from "../column-ref.ts";
import { identityClause } from "../fragment.ts";
import type { Identity } from "../model.ts";
import { namedSequence, ownSequence } from "./advance.ts";
import { tableOfPersistence } from "./persistence.ts";
import { sequenceAfter } from "./sequence-type.ts";
import { nextValue } from "./serial.ts";
import { identitySequenceName, sequenceKey } from "./sequence-name.ts";

/** Replaces a serial column's sequence and default by an identity that goes on where the sequence was. */
export interface ConvertSerialToIdentity extends ColumnRef {
  readonly kind: "convertSerialToIdentity";
  readonly identity: Identity;
  /** The serial column's sequence, which goes away. */
  readonly sequence: { readonly schema: string; readonly name: string };
}

/** Replaces an identity by a sequence of the column's own that goes on where the identity was. */
export interface ConvertIdentityToSerial extends ColumnRef {
  readonly kind: "convertIdentityToSerial";
  readonly sequence: Omit<Sequence, "kind" | "ownedBy">;
  /** The name of the identity's sequence, in the table's schema. Absent: `<table>_<column>_seq`. */
  readonly identitySequence?: string;
}

export interface SerialOperations {
  readonly convertSerialToIdentity: ConvertSerialToIdentity;
  readonly convertIdentityToSerial: ConvertIdentityToSerial;
}

/** What a sequence is called while another has its name. */
const asideName = "mig_sequence_aside";

const renameSequence = (schema: string, name: string, to: string): Sql =>
  sql`alter sequence ${{ schema, name }} rename to ${identifier(to)}`;

const continueSql = (target: Sql, schema: string, name: string): Sql =>
  sql`select pg_catalog.setval(${target}, s.last_value, s.is_called) from ${{ schema, name }} s`;

const convertSerialToIdentity: OperationSpec<ConvertSerialToIdentity> = {
  about: aboutOf("column"),
  ...statewise((before, op) =>
    changeColumn(removeObjects(before, objectsIn(before, op.sequence)), op, ({ default: _, ...column }) => ({
      ...column,
      notNull: true,
      identity: op.identity,
    })),
  ),
  touches: (op) => ({
    alters: [columnKey(op)],
    drops: [resource.relation(op.sequence.schema, op.sequence.name)],
    creates: [sequenceKey(op, op.identity)],
    ...tableOfPersistence(op, op.identity.unlogged),
  }),
  sql: (op) => {
    const { schema, name } = op.sequence;
    const collides = schema === op.schema && name === (op.identity.sequence ?? identitySequenceName(op.table, op.name));
    const old = collides ? asideName : name;
    return [
      alterColumnSql(op, sql`drop default`),
      ...(collides ? [renameSequence(schema, name, old)] : []),
      sql`alter sequence ${{ schema, name: old }} owned by none`, // or it would be taken for the column's sequence below
      alterColumnSql(op, sql`add ${identityClause(op.identity, op.schema)}`),
      ...sequenceAfter(op, op.identity),
      continueSql(ownSequence(op, op.identity), schema, old),
      sql`drop sequence ${{ schema, name: old }}`,
    ];
  },
  facts: () => quickExclusive,
};

const convertIdentityToSerial: OperationSpec<ConvertIdentityToSerial> = {
  about: aboutOf("column"),
  ...statewise((before, op) => {
    const sequence: Sequence = { ...op.sequence, kind: "sequence", ownedBy: { schema: op.schema, table: op.table, column: op.name } };
    return putObjects(
      changeColumn(before, op, ({ identity: _, ...column }) => ({ ...column, default: nextValue(sequence) })),
      [sequence],
    );
  }),
  touches: (op) => ({
    alters: [columnKey(op)],
    drops: [resource.relation(op.schema, op.identitySequence ?? identitySequenceName(op.table, op.name))],
    creates: [resource.relation(op.sequence.schema, op.sequence.name)],
  }),
  sql: (op) => {
    const { schema, name, dataType, unlogged, ...options } = op.sequence;
    const own = op.identitySequence ?? identitySequenceName(op.table, op.name);
    const collides = schema === op.schema && name === own;
    const made = { schema, name: collides ? asideName : name };
    return [
      words(
        sql`create`,
        when(unlogged === true, () => sql`unlogged`),
        sql`sequence ${made}`,
        when(dataType !== undefined, () => sql`as ${raw(dataType ?? "")}`),
        sequenceClause(options),
      ),
      continueSql(namedSequence(made), op.schema, own),
      alterColumnSql(op, sql`drop identity`),
      ...(collides ? [renameSequence(schema, asideName, name)] : []),
      alterColumnSql(op, sql`set default ${raw(nextValue(op.sequence))}`),
      sql`alter sequence ${{ schema, name }} owned by ${{ schema: op.schema, name: op.table }}.${identifier(op.name)}`,
    ];
  },
  facts: () => quickExclusive,
};

export const serialSpecs: SpecsOf<SerialOperations> = { convertSerialToIdentity, convertIdentityToSerial };
