import { alters } from "../../../../operation/object-operations.ts";
import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { ownedSequences } from "../column/fragment.ts";
import { isColumn } from "../column/model.ts";
import { methodKeys } from "../../database/access-method/fragment.ts";
import { resource } from "../../resources.ts";
import { isSequence, type Sequence } from "../sequence/model.ts";
import { tableAt } from "../parents.ts";
import { attachmentOperations, type AttachmentOperations } from "./attachment.ts";
import { createTable, type CreateTable } from "./create.ts";
import { dropForeignTable, dropTable, type DropForeignTable, type DropTable } from "./drop.ts";
import { alterForeignTable, createForeignTable, type AlterForeignTable, type CreateForeignTable } from "./foreign-operations.ts";
import { heap, isTable, type Table } from "./model.ts";
import { ofTypeOperations, type OfTypeOperations } from "./of-type.ts";
import { recutOperations, type RecutOperations } from "./recut.ts";
import { renameTable, setTableSchema, type RenameTable, type SetTableSchema } from "./rename.ts";
import { referredTables } from "./persistence.ts";
import { rowSecurityOperations, type RowSecurityOperations } from "./row-security.ts";
import { changeStorage, parameterName, parameters } from "./storage.ts";

export interface SetTableStorage {
  readonly kind: "setTableStorage";
  readonly schema: string;
  readonly name: string;
  /** Parameters to be set. Absent: none. */
  readonly set?: Readonly<Record<string, string>>;
  /** Parameters that get PostgreSQL's default. Absent: none. */
  readonly reset?: readonly string[];
}

export interface SetTableLogged {
  readonly kind: "setTableLogged";
  readonly schema: string;
  readonly name: string;
}

export interface SetTableUnlogged {
  readonly kind: "setTableUnlogged";
  readonly schema: string;
  readonly name: string;
}

/** Has the rows stored in another way: all are written again. */
export interface SetTableAccessMethod {
  readonly kind: "setTableAccessMethod";
  readonly schema: string;
  readonly name: string;
  /** `heap`, or another one for tables. */
  readonly accessMethod: string;
}

export interface TableOperations extends RowSecurityOperations, AttachmentOperations, RecutOperations, OfTypeOperations {
  readonly createTable: CreateTable;
  readonly dropTable: DropTable;
  readonly createForeignTable: CreateForeignTable;
  readonly dropForeignTable: DropForeignTable;
  readonly alterForeignTable: AlterForeignTable;
  readonly renameTable: RenameTable;
  readonly setTableSchema: SetTableSchema;
  readonly setTableStorage: SetTableStorage;
  readonly setTableLogged: SetTableLogged;
  readonly setTableUnlogged: SetTableUnlogged;
  readonly setTableAccessMethod: SetTableAccessMethod;
}

type Ref = Pick<Table, "schema" | "name">;

function change(before: DatabaseSchema, { schema, name }: Ref, to: (table: Table) => Table): DatabaseSchema {
  const table = getObject(before, { kind: "table", schema, name });
  return table !== undefined && isTable(table) ? putObjects(before, [to(table)]) : before;
}

const logged = <Of extends { readonly unlogged?: true }>({ unlogged: _, ...object }: Of): Omit<Of, "unlogged"> => object;

const unlogged = <Of extends object>(object: Of): Of & { readonly unlogged: true } => ({ ...object, unlogged: true });

/** The sequences of a table's columns change with it, those of identity columns too. */
function withSequences(schema: DatabaseSchema, { schema: at, name }: Ref, to: (sequence: Sequence) => Sequence): DatabaseSchema {
  const owned = ownedSequences(schema, { schema: at, table: name }).filter(isSequence).map(to);
  const identities = objectsIn(schema, { schema: at, name }).flatMap((column) => {
    if (!isColumn(column) || column.identity?.unlogged === undefined) return [];
    const { unlogged: _, ...identity } = column.identity;
    return [{ ...column, identity }];
  });
  return owned.length + identities.length === 0 ? schema : putObjects(schema, [...owned, ...identities]);
}

const keyOf = ({ schema, name }: Ref): string => resource.relation(schema, name);

function withStorage({ storage, ...table }: Table, { set = {}, reset = [] }: SetTableStorage): Table {
  const now = changeStorage(storage, { set, reset });
  return { ...table, ...(now === undefined ? {} : { storage: now }) };
}

const setTableStorage: OperationSpec<SetTableStorage> = {
  about: aboutOf("table"),
  ...statewise((before, op) => change(before, op, (table) => withStorage(table, op))),
  touches: (op) => ({ needs: [keyOf(op), resource.toast(op.schema, op.name)] }), // its parameters are lost where it is not there yet
  sql: ({ schema, name, set = {}, reset = [] }) => [
    ...(Object.keys(set).length === 0 ? [] : [sql`alter table ${{ schema, name }} set (${parameters(set)})`]),
    ...(reset.length === 0 ? [] : [sql`alter table ${{ schema, name }} reset (${reset.map(parameterName)})`]),
  ],
  facts: () => ({ ...quickExclusive, lock: "share update exclusive" }),
};

const setTableLogged: OperationSpec<SetTableLogged> = {
  about: aboutOf("table"),
  ...statewise((before, op) => withSequences(change(before, op, logged), op, logged)),
  touches: (op, before) => ({ alters: [keyOf(op)], needs: referredTables(op, before) }),
  sql: ({ schema, name }) => [sql`alter table ${{ schema, name }} set logged`],
  facts: () => ({ ...quickExclusive, rewrites: true, scans: true }),
};

const setTableUnlogged: OperationSpec<SetTableUnlogged> = {
  about: aboutOf("table"),
  ...statewise((before, op) => withSequences(change(before, op, unlogged), op, unlogged)),
  touches: (op, before) => ({ alters: [keyOf(op)], frees: referredTables(op, before) }),
  sql: ({ schema, name }) => [sql`alter table ${{ schema, name }} set unlogged`],
  facts: () => ({ ...quickExclusive, rewrites: true, scans: true }),
};

const setsMethod = alters<SetTableAccessMethod, Table>("table", ({ accessMethod: _, ...table }, { accessMethod }) =>
  accessMethod === heap ? table : { ...table, accessMethod },
);

/** What it gets may be made anew, and have the same name as what it had. A partitioned table has no rows of its own. */
const setTableAccessMethod: OperationSpec<SetTableAccessMethod> = {
  ...setsMethod,
  touches: (op, before, kinds) => {
    const { needs = [], ...touches } = setsMethod.touches(op, before, kinds);
    return { ...touches, needs: [...new Set([...needs, ...methodKeys(op.accessMethod)])] };
  },
  sql: ({ schema, name, accessMethod }) => [sql`alter table ${{ schema, name }} set access method ${identifier(accessMethod)}`],
  facts: (op, before) =>
    tableAt(before, op)?.partitionBy === undefined ? { ...quickExclusive, rewrites: true, scans: true } : quickExclusive,
};

export const tableOperations: SpecsOf<TableOperations> = {
  createTable,
  dropTable,
  createForeignTable,
  dropForeignTable,
  alterForeignTable,
  renameTable,
  setTableSchema,
  setTableStorage,
  setTableLogged,
  setTableUnlogged,
  setTableAccessMethod,
  ...rowSecurityOperations,
  ...attachmentOperations,
  ...recutOperations,
  ...ofTypeOperations,
};
