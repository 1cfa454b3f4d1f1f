import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import { quoteLiteral } from "../../postgres/sql/literal.ts";
import { ask } from "../ask.ts";
import type { Session } from "../session.ts";

/**
 * The statement that creates an empty database beside the one that a session is connected to, with its encoding and collation, which are
 * fixed then.
 */
export async function createDatabaseSql(home: Session, database: string): Promise<string> {
  const [[row] = []] = await ask(home, [
    `select pg_catalog.pg_encoding_to_char(d.encoding)::text as encoding, d.datcollate::text as collate, d.datctype::text as ctype,
      d.datlocprovider::text as provider,
        coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale') as locale
      from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
  ]);
  const { encoding, collate, ctype, provider, locale } = row as Readonly<Record<"encoding" | "collate" | "ctype" | "provider", string>> & {
    readonly locale: string | null;
  }; // as the query names them
  const name = provider === "i" ? "icu" : provider === "b" ? "builtin" : undefined;
  const byProvider = name === undefined || locale === null ? "" : ` locale_provider ${name} ${name}_locale ${quoteLiteral(locale)}`;
  const text = `encoding ${quoteLiteral(encoding)} lc_collate ${quoteLiteral(collate)} lc_ctype ${quoteLiteral(ctype)}${byProvider}`;
  return `create database ${quoteIdentifier(database)} template template0 ${text}`;
}
