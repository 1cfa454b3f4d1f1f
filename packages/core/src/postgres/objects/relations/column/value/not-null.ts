import { identifier, sql, when, words, type Sql } from "../../../../sql/sql.ts";
import { generatedName } from "../../../../../schema/kept-name.ts";
import type { Column, NotNullConstraint } from "../model.ts";

type Part = Pick<Column, "name" | "notNull" | "notNullConstraint" | "identity">;

/** What a NOT NULL constraint says beyond what goes without saying. `undefined` if that is nothing. */
export function notNullConstraint(
  table: string,
  column: string,
  { name, noInherit, notValid, inherited, alsoOwn }: NotNullConstraint,
): NotNullConstraint | undefined {
  const said: NotNullConstraint = {
    ...(name === undefined || name === generatedName(table, column, "not_null") ? {} : { name }),
    ...(noInherit === true ? { noInherit } : {}),
    ...(notValid === true ? { notValid } : {}),
    ...(inherited === true ? { inherited } : {}),
    ...(alsoOwn === true ? { alsoOwn } : {}),
  };
  return Object.keys(said).length === 0 ? undefined : said;
}

/**
 * That a NOT NULL of this name is made: PostgreSQL chooses another one where any table of the schema has it. So who is to get the name
 * as well, gets it after that.
 */
export const madeNotNull = (schema: string, name: string): string => `not null ${schema}.${name}`;

/** What an operation can say of it: of one that is inherited not the name. `undefined` if that is nothing. */
export function sayable(said: NotNullConstraint | undefined): NotNullConstraint | undefined {
  const { name, noInherit, notValid, inherited } = said ?? {};
  const own: NotNullConstraint = {
    ...(name === undefined || inherited === true ? {} : { name }),
    ...(noInherit === true ? { noInherit } : {}),
    ...(notValid === true ? { notValid } : {}),
  };
  return Object.keys(own).length === 0 ? undefined : own;
}

/** The name of a column's NOT NULL. Undefined: it takes NULL. */
export const notNullName = ({ table, name, notNull, identity, notNullConstraint: said }: Column): string | undefined =>
  notNull === true || identity !== undefined ? (said?.name ?? generatedName(table, name, "not_null")) : undefined;

/** A NOT NULL keeps its name when the table or the column gets another. `before` is the column under the old ones. */
export function keepNotNullName(column: Column, before: Column): Column {
  const name = notNullName(before);
  return name === undefined ? column : withNotNullName(column, name);
}

/** The column with another name for its NOT NULL. */
export function withNotNullName({ notNullConstraint: had, ...column }: Column, name: string): Column {
  const said = notNullConstraint(column.table, column.name, { ...had, name });
  return said === undefined ? column : { ...column, notNullConstraint: said };
}

/** NOT NULL in a column's clause. One that is not valid cannot stand there; that of an identity comes with it, unless it says more. */
export function notNullClause({ notNull, notNullConstraint: said, identity }: Part): Sql {
  if (notNull !== true || said?.notValid === true || (identity !== undefined && said === undefined)) return sql``;
  return words(
    nameClause(said),
    sql`not null`,
    when(said?.noInherit === true, () => sql`no inherit`),
  );
}

/** NOT NULL as ALTER TABLE ... ADD takes it. PostgreSQL 18. */
export const addNotNullClause = (column: string, said: NotNullConstraint): Sql =>
  words(
    sql`add`,
    nameClause(said),
    sql`not null ${identifier(column)}`,
    when(said.noInherit === true, () => sql`no inherit`),
    when(said.notValid === true, () => sql`not valid`),
  );

const nameClause = (said: NotNullConstraint | undefined): Sql =>
  when(said?.name !== undefined, () => sql`constraint ${identifier(said?.name ?? "")}`);

/** What must follow a column's clause: NOT NULL that it could not say. */
export const notNullAfter = (
  table: { readonly schema: string; readonly name: string },
  { name, notNullConstraint: said }: Part,
): readonly Sql[] => (said?.notValid === true ? [sql`alter table ${table} ${addNotNullClause(name, said)}`] : []);
