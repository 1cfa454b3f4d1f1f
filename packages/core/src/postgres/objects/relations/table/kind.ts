import { MigError } from "../../../../errors.ts";
import type { Ends } from "../../../../operation/ends.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import { renamedText } from "../../../expression/text-uses.ts";
import { attachmentChange, leavesReferred, tornTables } from "./attachment-change.ts";
import { objectsIn } from "../../../../schema/database-schema.ts";
import { asMade, columnAt, isLateDefault, sayable } from "../column/fragment.ts";
import { isColumn, type Column } from "../column/model.ts";
import {
  comesWithTable,
  isInCreation,
  isLateCheck,
  isMerged,
  isPartOfCreateTable,
  ownCheck,
  type InTable,
} from "../constraint/fragment.ts";
import { isCheck, isForeignKey, isPrimaryKey, isUnique } from "../constraint/model.ts";
import { methodKeys, usesOfMethod } from "../../database/access-method/fragment.ts";
import { relationAddress } from "../address.ts";
import type { PostgresKind } from "../../kind.ts";
import { isCompositeType } from "../../types/composite-type/model.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { tableAt } from "../parents.ts";
import { assertAsTyped } from "../typed.ts";
import { assertKeyKept, keyUses } from "./partition-key.ts";
import { normalOptions, optionsChange } from "../../foreign-data/options.ts";
import type { CreateTable } from "./create.ts";
import type { AlterForeignTable, CreateForeignTable } from "./foreign-operations.ts";
import { heap, type Table, type TableName } from "./model.ts";
import type { TableOperations } from "./operations.ts";
import { withoutType } from "./of-type.ts";
import { rowSecurityChange } from "./row-security.ts";
import { normalizeStorage, storageChange } from "./storage.ts";

export const tableKind: PostgresKind<Table, TableOperations[keyof TableOperations]> = {
  kind: "table",
  owns: ({ schema, name }) => [resource.relation(schema, name), resource.type(schema, name), resource.row(schema, name)],
  ownsWithin: () => true,
  uses: usesOfTable,
  goesAlong: "always", // a partition with its table
  holdsData: ({ foreign }) => foreign === undefined,
  // of what else it uses it can let go by itself
  detached: (table, keys) => {
    const untyped = table.ofType !== undefined && keys.has(typeKey(table.ofType)) ? withoutType(table) : table;
    return methodKeys(table.accessMethod).some((key) => keys.has(key)) ? withoutMethod(untyped) : untyped;
  },
  // the columns change with the attributes, which PostgreSQL takes for a change of the table only if that is free of the type
  standsAside: (_, { use, from, isRetyped }) => isCompositeType(from) || (isRetyped && use.follows !== true),
  renamed: (table, names) => {
    const to = names.get(resource.relation(table.schema, table.name));
    const own = to === undefined ? table : { ...table, schema: to.schema, name: to.name };
    return renamedParents(table, own, names);
  },
  rename: renamedBy("renameTable", "setTableSchema"),
  normalize: ({ storage, accessMethod, foreign, ...table }) => {
    const own = normalizeStorage(storage);
    return {
      ...table,
      ...(accessMethod === undefined || accessMethod === heap ? {} : { accessMethod }),
      ...(own === undefined ? {} : { storage: own }),
      ...(foreign === undefined ? {} : { foreign: { server: foreign.server, ...normalOptions(foreign.options) } }),
    };
  },
  assertPossible: assertAsTyped,
  assertRetypable: assertKeyKept,
  create: (table, ends) => [creation(table, ends)],
  drop: (table, ends) => {
    const { schema, name, foreign } = table;
    return [...leavesReferred(table, ends.after), { kind: foreign === undefined ? "dropTable" : "dropForeignTable", schema, name }];
  },
  disturbed: tornTables,
  alter: (from, to, ends) => (from.foreign?.server === to.foreign?.server ? alterTable(from, to, ends) : "replace"),
  addresses: { table: relationAddress("table", "table"), foreignTable: relationAddress("foreign table") },
};

const withoutMethod = ({ accessMethod: _, ...table }: Table): Table => table;

const typeKey = ({ schema, name }: TableName): string => resource.type(schema, name);

/** A partition goes with its table. What a key of partitions is made of cannot change, and a table that others inherit cannot go. */
function usesOfTable({ schema, name, partitionBy, partitionOf, ofType, inherits = [], foreign, accessMethod }: Table): readonly Use[] {
  return [
    { of: resource.schema(schema), how: "blocks", follows: true },
    ...(partitionOf === undefined
      ? []
      : [{ of: resource.relation(partitionOf.schema, partitionOf.name), how: "part", follows: true } as const]),
    ...inherits.map((parent): Use => ({ of: resource.relation(parent.schema, parent.name), how: "blocks", follows: true })),
    ...(foreign === undefined ? [] : [{ of: resource.foreignServer(foreign.server), how: "blocks" } as const]),
    ...(ofType === undefined ? [] : [{ of: typeKey(ofType), how: "blocks" } as const]),
    ...usesOfMethod(accessMethod),
    ...keyUses({ schema, name, partitionBy }).map((key): Use => ({ of: key, how: "blocks" })), // no type of it can change
  ];
}

function renamedParents({ schema, name, partitionBy, partitionOf, ofType, inherits, foreign }: Table, own: Table, names: NewNames): Table {
  const renamed = <Of extends TableName>(parent: Of): Of => {
    const to = names.get(resource.relation(parent.schema, parent.name));
    return to === undefined ? parent : { ...parent, schema: to.schema, name: to.name };
  };
  const type = ofType === undefined ? undefined : names.get(typeKey(ofType));
  const server = foreign === undefined ? undefined : names.get(resource.foreignServer(foreign.server));
  return {
    ...own,
    ...(foreign === undefined || server === undefined ? {} : { foreign: { ...foreign, server: server.name } }),
    ...(type === undefined ? {} : { ofType: { schema: type.schema, name: type.name } }),
    ...(partitionBy === undefined ? {} : { partitionBy: renamedText(partitionBy, { schema, table: name }, names) }),
    ...(partitionOf === undefined ? {} : { partitionOf: renamed(partitionOf) }),
    ...(inherits === undefined ? {} : { inherits: inherits.map(renamed) }),
  };
}

/** The table as it will be; what CREATE TABLE cannot make comes after it. */
function creation({ kind: _, schema, name, foreign, ...attributes }: Table, ends: Ends): CreateTable | CreateForeignTable {
  const objects = objectsIn(ends.after, { schema, name });
  const [primaryKey] = objects.filter(isPrimaryKey).filter(isWhole).filter(isInCreation).map(inTable);
  const uniques = objects
    .filter(isUnique)
    .filter(isWhole)
    .filter(isInCreation)
    .filter((key) => !isMerged(key, objects))
    .map(inTable);
  const checks = objects
    .filter(isCheck)
    .filter((check) => isOwn(check) && isPartOfCreateTable(check) && !isLateCheck(check, ends.after))
    .map(ownCheck)
    .map(inTable);
  const foreignKeys = objects
    .filter(isForeignKey)
    .filter(isWhole)
    .filter((key) => comesWithTable(key, ends))
    .map(inTable);
  const columns = objects
    .filter(isColumn)
    .filter(isOwn)
    .map((column) => inTable(bare(withoutInheritedExpression(withoutLateDefault(asMade(column, ends), column, ends), ends))));
  if (foreign !== undefined) {
    const { partitionOf, inherits } = attributes;
    return {
      kind: "createForeignTable",
      schema,
      name,
      columns,
      ...(checks.length === 0 ? {} : { checks }),
      ...(partitionOf === undefined ? {} : { partitionOf }),
      ...(inherits === undefined ? {} : { inherits }),
      ...foreign,
    };
  }
  return {
    kind: "createTable",
    schema,
    name,
    columns,
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(uniques.length === 0 ? {} : { uniques }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    ...attributes,
    ...(attributes.accessMethod === undefined && isPartitionOfOther(attributes, ends) ? { accessMethod: heap } : {}),
  };
}

/** Whether it would get another access method from its partitioned table. */
const isPartitionOfOther = ({ partitionOf }: Pick<Table, "partitionOf">, { before, after }: Ends): boolean =>
  partitionOf !== undefined && [before, after].some((schema) => tableAt(schema, partitionOf)?.accessMethod !== undefined);

/** Whether the table says it itself: the rest comes from the tables that it inherits from. */
const isOwn = ({ inheritedFrom, alsoOwn }: Pick<Column, "inheritedFrom" | "alsoOwn">): boolean =>
  inheritedFrom === undefined || alsoOwn === true;
const isWhole = ({ partOf }: { readonly partOf?: object }): boolean => partOf === undefined;

/** The column as CREATE TABLE says it. */
function bare({ inheritedFrom, alsoOwn: _, ...column }: Column): Column {
  if (inheritedFrom === undefined) return column;
  const { notNullConstraint: said, ...rest } = column;
  const own = sayable(said);
  return own === undefined ? rest : { ...rest, notNullConstraint: own };
}

/** Before PostgreSQL 16 the clause of a column takes no expression if the column of the other table has one, which it then inherits. */
function withoutInheritedExpression(column: Column, { after }: Ends): Column {
  const { generated, inheritedFrom = [], ...rest } = column;
  const isInherited = inheritedFrom.some(({ schema, table }) =>
    sameData(columnAt(after, { schema, table, name: column.name })?.generated, generated),
  );
  return generated === undefined || !isInherited ? column : { ...rest, inheritedFrom };
}

function withoutLateDefault(made: Column, column: Column, { after }: Ends): Column {
  const { default: _, ...rest } = made;
  return isLateDefault(column, after) ? rest : made;
}

const inTable = <Part extends { readonly kind: string; readonly schema: string; readonly table: string }>({
  kind: _,
  schema: __,
  table: ___,
  ...part
}: Part): InTable<Part> => part;

function alterTable(from: Table, to: Table, ends: Ends): readonly TableOperations[keyof TableOperations][] {
  const { schema, name } = to;
  const { set, reset } = storageChange(from.storage, to.storage);
  const accessMethod = to.accessMethod ?? heap;
  assertPartitionedAlike(from, to);
  const { leaves, joins } = attachmentChange(from, to, ends);
  const isOther = !sameData(from.ofType, to.ofType);
  return [
    ...leaves,
    ...(isOther && from.ofType !== undefined ? [{ kind: "unsetTableType" as const, schema, name }] : []),
    ...((from.accessMethod ?? heap) === accessMethod ? [] : [{ kind: "setTableAccessMethod" as const, schema, name, accessMethod }]),
    ...(from.unlogged === to.unlogged
      ? []
      : [{ kind: to.unlogged === true ? ("setTableUnlogged" as const) : ("setTableLogged" as const), schema, name }]),
    ...(Object.keys(set).length === 0 && reset.length === 0
      ? []
      : [
          {
            kind: "setTableStorage" as const,
            schema,
            name,
            ...(Object.keys(set).length === 0 ? {} : { set }),
            ...(reset.length === 0 ? {} : { reset }),
          },
        ]),
    ...rowSecurityChange(from, to),
    ...foreignChange(from, to),
    ...(isOther && to.ofType !== undefined ? [{ kind: "setTableType" as const, schema, name, ofType: to.ofType }] : []),
    ...joins,
  ];
}

/** Of the options alone: PostgreSQL cannot move it to another server. */
function foreignChange({ foreign: had }: Table, { schema, name, foreign: has }: Table): readonly AlterForeignTable[] {
  const change = optionsChange(had?.options, has?.options);
  return Object.keys(change).length === 0 ? [] : [{ kind: "alterForeignTable", schema, name, ...change }];
}

/** PostgreSQL cannot change how a table is partitioned. */
function assertPartitionedAlike(from: Table, to: Table): void {
  const [had, has] = [from.partitionBy, to.partitionBy];
  if (had === has) return;
  throw new MigError("PARTITIONING_FIXED", {
    table: `${to.schema}.${to.name}`,
    ...(had === undefined ? {} : { from: had }),
    ...(has === undefined ? {} : { to: has }),
  });
}
