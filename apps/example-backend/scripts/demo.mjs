// The main job from nothing, on a copy of this application's schema and an empty database: write a revision, apply it,
// change a model, write and apply the next, revert it. Each command is printed and then run; what follows is its output.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { queryRows } from "@migts/testkit/server";
import { appFolder, chooseDatabase, demoFolder, givenUrl } from "./database/choose.mjs";
import { run } from "./database/run.mjs";

const ownerFile = path.join(demoFolder, "database"); // tells which database the revisions there are of

async function demo() {
  const database = await chooseDatabase({ database: "demo", fresh: true });
  try {
    await startOver(database.url);
    await runAll(database.url, [
      ["mig", "revision", "-m", "create all tables"],
      ["mig", "upgrade", "head"],
      ["node", script("list-tables.mjs")],
      ["node", script("add-field.mjs"), "prisma/schema.prisma", "Event", 'coverUrl String? @map("cover_url") @db.VarChar(512)'],
      ["mig", "diff", "db", "models"],
      ["mig", "revision", "-m", "add a cover picture to events"],
      ["mig", "upgrade", "head"],
      ["mig", "check"],
      ["mig", "downgrade", "-1"],
      ["mig", "history"],
      ["mig", "current"],
      ["node", script("list-tables.mjs")],
    ]);
  } finally {
    await database.close();
  }
  console.log(`\nThe database is kept (${database.what}). To look at it, in ${fromWhereCalled(appFolder)}:`);
  console.log("  node scripts/with-database.mjs --demo mig history");
  console.log(`  node scripts/with-database.mjs --demo node ${script("list-tables.mjs")}`);
}

/** The package manager changes the folder, and tells in INIT_CWD where it was called. */
function fromWhereCalled(folder) {
  const calledIn = process.env.INIT_CWD ?? process.cwd();
  return path.relative(calledIn, folder) || "this folder";
}

function script(name) {
  return path.relative(demoFolder, path.join(appFolder, "scripts", name));
}

async function runAll(url, commands) {
  for (const [program, ...args] of commands) {
    console.log(`\n$ ${[program, ...args].map(quoted).join(" ")}`);
    const code = await run(program, args, { cwd: demoFolder, env: { DATABASE_URL: url } });
    if (code !== 0) throw new Error(`${program} ended with exit code ${code}.`);
  }
}

/** An empty database and a fresh copy of the schema. A database that was given is emptied only of an earlier demo. */
async function startOver(url) {
  const owner = createHash("sha256").update(url).digest("hex");
  if (givenUrl() !== undefined) await revertEarlierDemo(url, owner);
  await rm(demoFolder, { recursive: true, force: true });
  await mkdir(demoFolder, { recursive: true });
  for (const part of ["prisma", "mig.config.ts"]) await cp(path.join(appFolder, part), path.join(demoFolder, part), { recursive: true });
  await writeFile(ownerFile, owner);
}

async function revertEarlierDemo(url, owner) {
  const [found] = await queryRows(url, "select count(*)::int as tables from pg_tables where schemaname = 'public'");
  if (found.tables === 0) return;
  const earlier = await readFile(ownerFile, "utf8").catch(() => "");
  if (earlier !== owner) throw new Error("The database of DATABASE_URL is not empty. Give the demo an empty one, or unset DATABASE_URL.");
  await runAll(url, [["mig", "downgrade", "base", "--allow-loss"]]);
}

function quoted(word) {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

demo().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
