import { identifier, identifiers, literal, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import type { Index, IndexElement } from "./model.ts";

/** CREATE INDEX. @example createIndexSql(index).sql // create index users_email_idx on public.users (email) */
export { classKeyOf, usesOfNames } from "./element-keys.ts";
export { renamedElements } from "./renamed-elements.ts";
export function createIndexSql(index: Omit<Index, "kind">, options: { readonly concurrently?: true; readonly only?: true } = {}): Sql {
  const { schema, table, name, unique, method, columns, include, where, nullsNotDistinct, storage } = index;
  return words(
    sql`create`,
    when(unique === true, () => sql`unique`),
    sql`index`,
    when(options.concurrently === true, () => sql`concurrently`),
    sql`${identifier(name)} on`,
    when(options.only === true, () => sql`only`),
    sql`${{ schema, name: table }}`,
    usingMethod(method),
    sql`(${columns.map(indexElement)})`,
    includeClause(include),
    when(nullsNotDistinct === true, () => sql`nulls not distinct`),
    storageClause(storage),
    when(where !== undefined, () => sql`where ${raw(where ?? "")}`),
  );
}

/** One key of an index or of an exclusion constraint. @example indexElement({ column: "email", order: "desc" }).sql // email desc */
export function indexElement({ column, expression, collation, operatorClass, operatorClassParameters, order, nulls }: IndexElement): Sql {
  return words(
    column === undefined ? sql`(${raw(expression ?? "")})` : identifier(column),
    when(collation !== undefined, () => sql`collate ${raw(collation ?? "")}`),
    when(operatorClass !== undefined, () => raw(operatorClass ?? "")),
    when(operatorClassParameters !== undefined, () => sql`(${settings(operatorClassParameters ?? {})})`),
    when(order !== undefined, () => sql`desc`),
    when(nulls !== undefined, () => sql`nulls ${raw(nulls ?? "")}`),
  );
}

/** USING, but for the default method. */
export const usingMethod = (method: string | undefined): Sql =>
  when(method !== undefined && method !== "btree", () => sql`using ${identifier(method ?? "")}`);

/** Columns that an index carries beside its key. */
export const includeClause = (columns: readonly string[] | undefined): Sql =>
  when(columns !== undefined && columns.length > 0, () => sql`include (${identifiers(columns ?? [])})`);

/** WITH and the storage parameters. */
export const storageClause = (storage: Readonly<Record<string, string>> | undefined): Sql =>
  when(storage !== undefined && Object.keys(storage).length > 0, () => sql`with (${settings(storage ?? {})})`);

/** Parameters and their values: numbers and plain words as they are, all else as a string. */
export const settings = (values: Readonly<Record<string, string>>): readonly Sql[] =>
  Object.entries(values).map(([name, value]) => sql`${identifier(name)} = ${plainValue.test(value) ? raw(value) : literal(value)}`);

const plainValue = /^(?:-?\d+(?:\.\d+)?|on|off|true|false|auto)$/u;

export {
  decodeInclude,
  decodeKeys,
  decodeLacking,
  decodePartOf,
  decodeStorage,
  indexesQuery,
  inTable,
  lackedBy,
  type KeyRow,
} from "./keys.ts";
export { attachmentBetween, attachmentOf, type AttachIndex } from "./attach.ts";
export type { RenamePartitionIndex } from "./rename-in-partition.ts";
export { normalizeElement, normalStorage, settleElements, settleName } from "./normal-form.ts";
export {
  elementsOf,
  hasTarget,
  isKeyed,
  keyedKeys,
  mapElements,
  statisticsChanges,
  withoutStatistics,
  type SetIndexStatistics,
} from "./statistics.ts";
