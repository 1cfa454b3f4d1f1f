import { createHash } from "node:crypto";
import { quoteIdentifier, quoteLiteral } from "@migts/core/adapter";
import { prismaMigrate } from "../tool.ts";
import type { Migration } from "./folder.ts";

const [tableName = ""] = prismaMigrate.tables;

const equals = "operator(pg_catalog.=)";

/** SQL about the table that Prisma Migrate keeps in a schema. */
export function migrationsTable(schema: string) {
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(tableName)}`;
  const isDone = "m.finished_at is not null and m.rolled_back_at is null";
  return {
    // As Prisma Migrate makes it.
    prepare: `do $mig$ begin if pg_catalog.to_regclass(${quoteLiteral(table)}) is null then
  if pg_catalog.to_regnamespace(${quoteLiteral(quoteIdentifier(schema))}) is null then create schema ${quoteIdentifier(schema)}; end if;
  create table ${table} (id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0);
end if; end $mig$`,
    insert: ({ name, text }: Migration): string =>
      `insert into ${table} (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
  select pg_catalog.gen_random_uuid()::text, ${quoteLiteral(createHash("sha256").update(text).digest("hex"))}, pg_catalog.clock_timestamp(), ${quoteLiteral(name)}, pg_catalog.clock_timestamp(), 1
  where not exists (select from ${table} m where m.migration_name ${equals} ${quoteLiteral(name)} and ${isDone})`,
    remove: (name: string): string => `delete from ${table} m where m.migration_name ${equals} ${quoteLiteral(name)}`,
    find: `select 1 as there where pg_catalog.to_regclass(${quoteLiteral(table)}) is not null`,
    read: `select m.migration_name::text as name from ${table} m where ${isDone}`,
  };
}
