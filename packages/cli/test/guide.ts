import { createHash } from "node:crypto";
import { createDatabase, migBin, queryRows, runProcess, tempProject, type ScratchDatabase, type TempProject } from "@migts/testkit";
import { deploy } from "./adopt.ts";

/** A page of a guide whose commands run, with what they printed when they ran here. */
export interface RanGuide {
  readonly text: string;
}

const fence = /^```(?<language>\w+)(?: (?<info>[^\n]*))?\n(?<body>[^]*?)^```$/gmu;
const hidden = /^<!-- (?<what>[\w-]+)(?:: (?<more>[^]*?))? -->$/gmu;

interface Place {
  readonly project: TempProject;
  database: ScratchDatabase;
}

/**
 * Runs a page from top to bottom in a project and a database of its own. In a fence `console`, each line that begins with `$ ` runs, and what follows
 * becomes what it printed. A fence with `file=path` writes the file, with `show=pattern` it becomes the text of the file that fits. Hidden comments set the
 * scene: `prisma-deploy`, `sql: ...`, `database` for a new one.
 */
export async function runGuide(page: string): Promise<RanGuide> {
  const place: Place = { project: await tempProject(), database: await createDatabase() };
  const databases = [place.database];
  try {
    const pieces = [...page.matchAll(fence), ...page.matchAll(hidden)].toSorted((left, right) => left.index - right.index);
    let text = "";
    let at = 0;
    for (const piece of pieces) {
      text += page.slice(at, piece.index);
      at = piece.index + piece[0].length;
      text += piece.groups?.["what"] === undefined ? await runFence(piece, place) : await setScene(piece, place, databases);
    }
    return { text: text + page.slice(at) };
  } finally {
    await Promise.all([place.project.remove(), ...databases.map((database) => database.drop())]);
  }
}

async function runFence({ 0: whole, groups = {} }: RegExpExecArray, place: Place): Promise<string> {
  const { language = "", info = "", body = "" } = groups;
  const file = /\bfile=(\S+)/u.exec(info)?.[1];
  if (file !== undefined) await place.project.write({ [file]: body });
  const shown = /\bshow=(\S+)/u.exec(info)?.[1];
  if (shown !== undefined) return `\`\`\`${language} ${info}\n${await readFitting(place.project, shown)}\`\`\``;
  if (language !== "console") return whole;
  const commands = body.split("\n").filter((line) => line.startsWith("$ "));
  let printed = "";
  for (const [index, line] of commands.entries()) printed += `${index === 0 ? "" : "\n"}${line}\n${await runLine(line.slice(2), place)}`;
  return `\`\`\`console${info === "" ? "" : ` ${info}`}\n${printed}\`\`\``;
}

/** As a terminal shows it: both streams in their order. */
async function runLine(line: string, { project, database }: Place): Promise<string> {
  const command = line.replaceAll(/(?<=^|&& |; )(?:npx )?mig(?= |$)/gu, `${process.execPath} ${migBin}`);
  const { stdout } = await runProcess("sh", ["-c", `{ ${command}\n} 2>&1`], { cwd: project.path, env: { DATABASE_URL: database.url } });
  return stdout;
}

async function readFitting(project: TempProject, pattern: string): Promise<string> {
  const folder = pattern.slice(0, pattern.lastIndexOf("/"));
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  const [start = "", end = ""] = name.split("*");
  const found = (await project.list(folder)).find((one) => one.startsWith(start) && one.endsWith(end));
  return found === undefined ? `no file fits ${pattern}\n` : project.read(`${folder}/${found}`);
}

async function setScene({ 0: whole, groups = {} }: RegExpExecArray, place: Place, databases: ScratchDatabase[]): Promise<string> {
  const { what = "", more = "" } = groups;
  if (what === "sql") await queryRows(place.database.url, more);
  if (what === "database") databases.push((place.database = await createDatabase()));
  if (what === "prisma-deploy") {
    const names = (await place.project.list("prisma/migrations")).filter((name) => !name.includes("."));
    const texts = await Promise.all(
      names.map(async (name) => [name, await place.project.read(`prisma/migrations/${name}/migration.sql`)] as const),
    );
    await deploy(place.database, Object.fromEntries(texts));
  }
  if (what === "drizzle-migrate") await migrateAsDrizzle(place);
  return whole;
}

/** As drizzle-kit does: each file, and a row with its hash and the moment of the journal. */
async function migrateAsDrizzle({ project, database }: Place): Promise<void> {
  const { entries } = JSON.parse(await project.read("drizzle/meta/_journal.json")) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  await queryRows(
    database.url,
    "create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const { tag, when } of entries) {
    const sql = await project.read(`drizzle/${tag}.sql`);
    await queryRows(database.url, sql);
    const hash = createHash("sha256").update(sql).digest("hex");
    await queryRows(database.url, `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${when})`);
  }
}

/** A page without what differs from run to run: ids and moments stand for themselves in their order. */
export function comparable(page: string): string {
  const names = new Map<string, string>();
  const named = (kind: string) => (found: string) => {
    const name = names.get(found) ?? `${kind}${names.size}`;
    names.set(found, name);
    return name;
  };
  return page
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)/gu, "moment")
    .replaceAll(/\b202[6-9]\d{10}(?=_)/gu, named("moment"))
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{12}(?=\b|_)/gu, named("id"));
}
