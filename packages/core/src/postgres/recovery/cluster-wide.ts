import type { NotResumable, Recovery } from "../../operation/spec.ts";
import { literal, raw, sql, type Sql } from "../sql/sql.ts";
import type { Reader } from "./words.ts";

/** The role that an `owner` clause names, as SQL. Without one: who runs the statement. Undefined: the clause cannot be read. */
function ownerOf(reader: Reader): Sql | undefined {
  if (!reader.take("owner")) return raw("current_user::text");
  reader.take("=");
  for (const role of ["current_user", "current_role", "session_user"]) if (reader.take(role)) return raw(`${role}::text`);
  const name = reader.name();
  return name === undefined ? undefined : literal(name.name);
}

/** It is done when it is there now, was not before, and is what the statement asks for. */
const createRecovery = (catalog: string, isNamed: Sql, isAsked: Sql, broken?: { readonly when: Sql; readonly drop: Sql }): Recovery => {
  const from = sql`from ${{ schema: "pg_catalog", name: catalog }} where ${isNamed}`;
  return {
    look: sql`select coalesce((select oid::text ${from}), '') as seen`,
    judge: async (ask, seen) => {
      const [rows = []] = await ask(
        sql`select oid::text as oid, ${isAsked} as done, ${broken?.when ?? raw("false")} as broken ${from}`.sql,
      );
      const [row] = rows as readonly { readonly oid: string; readonly done: boolean; readonly broken: boolean }[];
      if (row === undefined || row.oid === seen) return { state: "undone" };
      if (row.broken && broken !== undefined) return { state: "undone", first: [broken.drop] };
      return { state: row.done ? "done" : "undone" };
    },
  };
};

/** A database. One whose creation, or end, was cut off has a connection limit of -2. */
export function createDatabaseRecovery(reader: Reader): Recovery | NotResumable {
  const name = reader.name()?.name;
  reader.take("with");
  const owner = ownerOf(reader);
  if (name === undefined || owner === undefined || !reader.isAtEnd())
    return { instead: "Create the database without options but OWNER, or outside of the revision" };
  return createRecovery(
    "pg_database",
    sql`datname = ${literal(name)}::pg_catalog.name`,
    sql`pg_catalog.pg_get_userbyid(datdba)::text = ${owner}`,
    {
      when: sql`datconnlimit = -2`,
      drop: sql`drop database if exists ${{ name }}`,
    },
  );
}

export function createTablespaceRecovery(reader: Reader): Recovery | NotResumable {
  const name = reader.name()?.name;
  const owner = ownerOf(reader);
  const location = reader.take("location") ? reader.rest() : "";
  if (name === undefined || owner === undefined || !/^'(?:[^'\\]|'')*'$/u.test(location))
    return { instead: "Create the tablespace without options but OWNER and LOCATION, and set them by ALTER TABLESPACE" };
  const isThere = sql`pg_catalog.rtrim(pg_catalog.pg_tablespace_location(oid), '/') = pg_catalog.rtrim(${raw(location)}, '/')`;
  return createRecovery(
    "pg_tablespace",
    sql`spcname = ${literal(name)}::pg_catalog.name`,
    sql`${isThere} and pg_catalog.pg_get_userbyid(spcowner)::text = ${owner}`,
  );
}
