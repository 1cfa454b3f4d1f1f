import type { Kinds, OperationSpec } from "../../../../operation/kinds.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { dollarQuoted, quoteLiteral } from "../../../sql/literal.ts";
import { raw, sql, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { isParted, partsKey, type Parted } from "../partition-parts.ts";
import { renamePart, tableKey, tableName } from "../table-part.ts";

/**
 * Gives the index that a partition has for one of its table's another name than PostgreSQL has chosen; that of a constraint takes the
 * constraint along.
 */
export interface RenamePartitionIndex {
  readonly kind: "renamePartitionIndex";
  readonly schema: string;
  /** The partition. */
  readonly table: string;
  /** The index of the partitioned table that it is a part of. */
  readonly of: { readonly schema: string; readonly table: string; readonly name: string };
  readonly to: string;
}

const partAt = (schema: DatabaseSchema, { of, ...op }: RenamePartitionIndex): Parted | undefined =>
  objectsIn(schema, tableName(op))
    .filter(isParted)
    .find(
      ({ kind, partOf }) => kind !== "foreignKey" && partOf?.schema === of.schema && partOf.table === of.table && partOf.name === of.name,
    );

const rename = (before: DatabaseSchema, op: RenamePartitionIndex, kinds: Kinds): DatabaseSchema => {
  const part = partAt(before, op);
  if (part === undefined || part.name === op.to) return before;
  return renamePart(
    before,
    { schema: op.schema, table: op.table, name: part.name, to: op.to },
    ["index", "primaryKey", "unique", "exclusion"],
    kinds,
  );
};

const regclass = (schema: string, name: string): string =>
  `${quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)}::pg_catalog.regclass`;

/** The text of the statement is made of the name that the index has. Nothing is done where that is right. */
function renameSql({ schema, table, of, to }: RenamePartitionIndex): Sql {
  const statement = `pg_catalog.format('alter index %s rename to %I', x.oid::pg_catalog.regclass, ${quoteLiteral(to)}::text)`;
  const find =
    `select ${statement} from pg_catalog.pg_inherits h join pg_catalog.pg_index i on i.indexrelid operator(pg_catalog.=) h.inhrelid ` +
    `join pg_catalog.pg_class x on x.oid operator(pg_catalog.=) h.inhrelid where h.inhparent operator(pg_catalog.=) ${regclass(of.schema, of.name)} ` +
    `and i.indrelid operator(pg_catalog.=) ${regclass(schema, table)} and x.relname operator(pg_catalog.<>) ${quoteLiteral(to)}`;
  return sql`do ${raw(dollarQuoted(`begin execute coalesce((${find}), 'select'); end`))}`;
}

export const renamePartitionIndex: OperationSpec<RenamePartitionIndex> = {
  about: ({ to, ...op }) => aboutOf("index")({ schema: op.schema, table: op.table, name: to }),
  apply: rename,
  reverse: (op, before) => {
    const part = partAt(before, op);
    return part === undefined || part.name === op.to ? [] : [{ ...op, to: part.name }];
  },
  touches: ({ schema, table, of, to }, before) => {
    const part = partAt(before, { kind: "renamePartitionIndex", schema, table, of, to });
    return {
      renames: true,
      creates: [resource.relation(schema, to)],
      drops: part === undefined || part.name === to ? [] : [resource.relation(schema, part.name)],
      needs: [tableKey({ schema, table }), resource.relation(of.schema, of.name), partsKey(of)],
    };
  },
  sql: (op) => [renameSql(op)],
  facts: () => ({ ...metadataOnly, lock: "share update exclusive" }),
};
