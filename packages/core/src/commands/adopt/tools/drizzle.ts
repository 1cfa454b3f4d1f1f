import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createdIn, readText, sha256OfAnyEnds, type MigrationFile, type MigrationTool } from "./tool.ts";

/** Drizzle: files that a journal lists, or, in its later form, a folder for each migration. */
export const drizzle: MigrationTool = {
  id: "drizzle",
  name: "Drizzle",
  table: "__drizzle_migrations",
  schema: "drizzle",
  rowsSql: (table) =>
    `select m.created_at::text as key, m.hash::text as checksum, 'applied' as state from ${table} m order by m.created_at, m.id`,
  findFolder: (root) =>
    [...toldFolders(root), path.join(root, "drizzle")].find((folder) => journalOf(folder) !== undefined || foldersIn(folder).length > 0),
  readFolder: (folder) => {
    const journal = journalOf(folder);
    return journal === undefined
      ? foldersIn(folder).map((name) => fileOf(path.join(folder, name, "migration.sql"), name, momentKey(name)))
      : journal.map(({ tag, when }) => fileOf(path.join(folder, `${tag}.sql`), tag, String(when)));
  },
  deploy: "npx drizzle-kit migrate",
};

function fileOf(file: string, name: string, key: string): MigrationFile {
  const sql = existsSync(file) ? readText(file) : undefined;
  const createdAt = new Date(Number(key));
  return {
    name,
    key,
    file,
    ...(sql === undefined ? {} : { sql, checksums: sha256OfAnyEnds(sql) }),
    ...(Number.isNaN(createdAt.getTime()) ? {} : { createdAt }),
  };
}

/** The moment in a folder's name, in milliseconds, which is what the table keeps. */
const momentKey = (name: string): string => String(createdIn(name).createdAt?.getTime() ?? name);

interface JournalEntry {
  readonly tag: string;
  readonly when: number;
}

function journalOf(folder: string): readonly JournalEntry[] | undefined {
  const file = path.join(folder, "meta", "_journal.json");
  if (!existsSync(file)) return undefined;
  // as Drizzle writes it
  const { entries = [] } = JSON.parse(readText(file)) as { readonly entries?: readonly (JournalEntry & { readonly idx: number })[] };
  return entries.toSorted((left, right) => left.idx - right.idx);
}

const foldersIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(path.join(folder, name, "migration.sql")))
        .toSorted()
    : [];

/** `out: "..."` of drizzle.config.*, read as text. */
function toldFolders(root: string): readonly string[] {
  return ["ts", "mts", "js", "mjs", "json"].flatMap((ending) => {
    const file = path.join(root, `drizzle.config.${ending}`);
    const out = existsSync(file) ? /["']?\bout["']?\s*:\s*["'`]([^"'`]+)["'`]/u.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    return out === undefined ? [] : [path.resolve(root, out)];
  });
}
