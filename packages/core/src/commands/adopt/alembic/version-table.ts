import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql, type QualifiedName } from "../../../postgres/sql/sql.ts";
import type { Session } from "../../../runtime/session.ts";
import type { AlembicRevision } from "./files.ts";
import type { AlembicSettings } from "./settings.ts";

/** A table in which Alembic records its heads. */
export type AlembicTable = Required<QualifiedName>;

/** Where env.py says nothing. */
export const usual: AlembicTable = { schema: "public", name: "alembic_version" };

export const isSameTable = (one: AlembicTable, other: AlembicTable): boolean => one.schema === other.schema && one.name === other.name;

/** The table as `version_table` and `version_table_schema` in env.py say, which is read as text. Undefined: it computes them. */
export function toldTable({ scripts }: AlembicSettings): AlembicTable | undefined {
  const file = path.join(scripts, "env.py");
  const text = existsSync(file)
    ? readFileSync(file, "utf8").replaceAll(/("[^"\n]*"|'[^'\n]*')|#[^\n]*/gu, (_, kept: string = "") => kept)
    : "";
  const [name, schema] = [valueIn(text, "version_table"), valueIn(text, "version_table_schema")];
  if (name === "computed" || schema === "computed") return undefined;
  return { name: name?.text ?? usual.name, schema: schema?.text ?? usual.schema };
}

type Value = "computed" | { readonly text: string };

/** A value that a call is given: a text, or a name that stands for one. Undefined: none is given. */
function valueIn(text: string, name: string): Value | undefined {
  const values = Array.from(
    text.matchAll(
      new RegExp(
        String.raw`(?:(?<=[(,\s])${name}\s*=|(["'])${name}\1\s*:)\s*(?:(["'])(?<text>[^"'\n]*)\2(?=\s*[,)\n}])|(?<other>[^,)\n}]+))`,
        "gu",
      ),
    ),
    ({ groups }): Value | undefined => {
      const other = groups?.["other"]?.trim();
      if (other === undefined) return { text: groups?.["text"] ?? "" };
      if (other === "None") return undefined;
      const named = Array.from(text.matchAll(/^(\w+)\s*(?::[^=\n]*)?=\s*(["'])([^"'\n]*)\2\s*$/gmu)).filter(
        ([, variable]) => variable === other,
      );
      return named.length === 1 ? { text: named[0]?.[3] ?? "" } : "computed";
    },
  ).filter((value) => value !== undefined);
  const [first, ...others] = values;
  return first === undefined || others.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : "computed";
}

/**
 * The table that has rows of these revisions: what env.py computes, or leaves to a search_path, is seen in the database. Undefined: none
 * has, or several have, of which none is the told one.
 */
export async function tableIn(
  session: Session,
  revisions: readonly AlembicRevision[],
  told: AlembicTable | undefined,
): Promise<AlembicTable | undefined> {
  const rows = await session.query(
    `select n.nspname::text as schema, c.relname::text as name
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'version_num' and not a.attisdropped
      where c.relkind in ('r', 'p') and pg_catalog.has_table_privilege(c.oid, 'select') order by 1, 2`,
  );
  const ids = revisions.map(({ revision }) => revision);
  const found: AlembicTable[] = [];
  for (const { schema, name } of rows) {
    const table = { schema: String(schema), name: String(name) };
    const own = await session.query(
      sql`select 1 from ${table} where version_num::pg_catalog.text = any($1::pg_catalog.text[]) limit 1`.sql,
      [ids],
    );
    if (own.length > 0) found.push(table);
  }
  return found.find((table) => told !== undefined && isSameTable(table, told)) ?? (found.length === 1 ? found[0] : undefined);
}
