import type { Ends } from "../../../../operation/ends.ts";
import { objectsIn } from "../../../../schema/database-schema.ts";
import { asMade, isLateDefault } from "../column/fragment.ts";
import { isColumn, type Column } from "../column/model.ts";
import { comesWithTable, isLateCheck, isMerged, isPartOfCreateTable, type InTable } from "../constraint/fragment.ts";
import { isCheck, isForeignKey, isPrimaryKey, isUnique } from "../constraint/model.ts";
import { relationAddress } from "../address.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import type { CreateTable } from "./create.ts";
import { heap, type Table } from "./model.ts";
import type { TableOperations } from "./operations.ts";
import { rowSecurityChange } from "./row-security.ts";
import { normalizeStorage, storageChange } from "./storage.ts";

export const tableKind: PostgresKind<Table, TableOperations[keyof TableOperations]> = {
  kind: "table",
  owns: ({ schema, name }) => [resource.relation(schema, name), resource.type(schema, name)],
  uses: ({ schema }) => [{ of: resource.schema(schema), how: "blocks", follows: true }],
  holdsData: () => true,
  detached: (table) => table,
  renamed: (table, names) => {
    const to = names.get(resource.relation(table.schema, table.name));
    return to === undefined ? table : { ...table, schema: to.schema, name: to.name };
  },
  rename: renamedBy("renameTable", "setTableSchema"),
  normalize: ({ storage, accessMethod, ...table }) => {
    const own = normalizeStorage(storage);
    return {
      ...table,
      ...(accessMethod === undefined || accessMethod === heap ? {} : { accessMethod }),
      ...(own === undefined ? {} : { storage: own }),
    };
  },
  create: (table, ends) => [creation(table, ends)],
  drop: ({ schema, name }) => [{ kind: "dropTable", schema, name }],
  alter: alterTable,
  addresses: { table: relationAddress("table", "table") },
};

/** The table as it will be; what CREATE TABLE cannot make comes after it. */
function creation({ kind: _, schema, name, ...attributes }: Table, ends: Ends): CreateTable {
  const objects = objectsIn(ends.after, { schema, name });
  const [primaryKey] = objects.filter(isPrimaryKey).map(inTable);
  const uniques = objects
    .filter(isUnique)
    .filter((key) => !isMerged(key, objects))
    .map(inTable);
  const checks = objects
    .filter(isCheck)
    .filter((check) => isPartOfCreateTable(check) && !isLateCheck(check, ends.after))
    .map(inTable);
  const foreignKeys = objects
    .filter(isForeignKey)
    .filter((key) => comesWithTable(key, ends))
    .map(inTable);
  return {
    kind: "createTable",
    schema,
    name,
    columns: objects.filter(isColumn).map((column) => inTable(withoutLateDefault(asMade(column, ends), column, ends))),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(uniques.length === 0 ? {} : { uniques }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    ...attributes,
  };
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

function alterTable(from: Table, to: Table): readonly TableOperations[keyof TableOperations][] {
  const { schema, name } = to;
  const { set, reset } = storageChange(from.storage, to.storage);
  const accessMethod = to.accessMethod ?? heap;
  return [
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
  ];
}
