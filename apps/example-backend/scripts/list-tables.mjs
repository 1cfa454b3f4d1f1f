// Lists the tables of the database as PostgreSQL names them: node scripts/list-tables.mjs [url]
import { queryRows } from "@migts/testkit/server";

const text = "select schemaname || '.' || tablename as name from pg_tables where schemaname !~ '^(pg_|information_schema)' order by 1";
const url = process.argv[2] ?? process.env.DATABASE_URL ?? "";
const rows = url.startsWith("pglite:") ? await queryPglite(url.slice("pglite:".length)) : await queryRows(url, text);
for (const { name } of rows) console.log(name);
console.log(`${rows.length} tables`);

async function queryPglite(folder) {
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create(folder);
  const { rows: found } = await database.query(text);
  await database.close();
  return found;
}
