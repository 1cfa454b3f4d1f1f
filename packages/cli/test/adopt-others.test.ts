import { createHash } from "node:crypto";
import { createDatabase, tempProject, withDatabase } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { expect, test } from "vitest";
import { designOf } from "./adopt.ts";

const first = `CREATE TABLE "users" ("id" serial PRIMARY KEY, "email" text NOT NULL);\n`;
const second = `CREATE TABLE "tasks" ("id" serial PRIMARY KEY, "user_id" integer REFERENCES "users"("id"));\n--> statement-breakpoint\nCREATE VIEW "busy" AS SELECT count(*) AS "tasks" FROM "tasks";\n`;

const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

interface Tool {
  readonly id: string;
  readonly name: string;
  readonly files: Readonly<Record<string, unknown>>;
  /** What the tool writes down when it has run both. */
  readonly table: string;
  /** Only its baseline can be taken. */
  readonly isCode?: true;
}

const tools: readonly Tool[] = [
  {
    id: "drizzle",
    name: "Drizzle",
    files: {
      "drizzle.config.ts": `export default { dialect: "postgresql", out: "./db/out" };`,
      "db/out/meta/_journal.json": {
        version: "7",
        dialect: "postgresql",
        entries: [
          { idx: 0, version: "7", when: 1700000000000, tag: "0000_first", breakpoints: true },
          { idx: 1, version: "7", when: 1710000000000, tag: "0001_second", breakpoints: true },
        ],
      },
      "db/out/0000_first.sql": first,
      "db/out/0001_second.sql": second,
    },
    table: `create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
      insert into drizzle.__drizzle_migrations (hash, created_at) values ('${sha(first)}', 1700000000000), ('${sha(second)}', 1710000000000)`,
  },
  {
    id: "flyway",
    name: "Flyway",
    files: { "db/migration/V1__first.sql": first, "db/migration/V2__second.sql": second, "db/migration/R__views.sql": "select 1" },
    table: `create table flyway_schema_history (installed_rank int primary key, version varchar(50), description varchar(200), type varchar(20),
      script varchar(1000), checksum int, installed_by varchar(100), installed_on timestamp default now(), execution_time int, success boolean);
      insert into flyway_schema_history values (1, '1', 'first', 'SQL', 'V1__first.sql', -207325445, 'x', now(), 1, true), (2, '2', 'second', 'SQL', 'V2__second.sql', 2080844204, 'x', now(), 1, true)`,
  },
  {
    id: "node-pg-migrate",
    name: "node-pg-migrate",
    files: {
      "migrations/1700000000000_first.sql": `-- Up Migration\n${first}-- Down Migration\nDROP TABLE users;\n`,
      "migrations/1710000000000_second.sql": second,
    },
    table: `create table pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null default now());
      insert into pgmigrations (name) values ('1700000000000_first'), ('1710000000000_second')`,
  },
  {
    id: "knex",
    name: "Knex",
    files: {
      "knexfile.js": "export default {};",
      "migrations/20240101_first.js": "exports.up = () => {};",
      "migrations/20240201_second.js": "",
    },
    table: `create table knex_migrations (id serial primary key, name varchar(255), batch int, migration_time timestamptz);
      insert into knex_migrations (name) values ('20240101_first.js'), ('20240201_second.js')`,
    isCode: true,
  },
  {
    id: "typeorm",
    name: "TypeORM",
    files: {
      "src/migrations/1700000000000-First.ts": "export class First1700000000000 implements MigrationInterface {}",
      "src/migrations/1710000000000-Second.ts": 'export class Second implements MigrationInterface { name = "Second1710000000000" }',
    },
    table: `create table migrations (id serial primary key, timestamp bigint not null, name varchar not null);
      insert into migrations (timestamp, name) values (1700000000000, 'First1700000000000'), (1710000000000, 'Second1710000000000')`,
    isCode: true,
  },
];

const forms = tools.flatMap((tool) => (["baseline", "history", "link"] as const).map((form) => ({ ...tool, form })));

test.each(forms)("$name with --$form", async ({ name, files, table, isCode, form }) => {
  const project = await tempProject(files);
  const database = await createDatabase({ setup: `${first}${second}` });
  await database.query(table);
  const migOn = (url: string, ...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: url } });
  const look = await migOn(database.url, "adopt");
  expect(look.stdout).toContain(`${name}: 2 migrations`);
  expect(look.stdout).toMatch(/applied +2 /u);
  expect(look.stdout).not.toMatch(/pending|edited|missing/u);
  const done = await migOn(database.url, "adopt", `--${form}`);
  if (isCode === true && form !== "baseline") {
    expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining("code, not SQL") as string });
    expect(await project.list("mig/versions")).toEqual([]);
  } else {
    expect(done, done.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("stamped") as string });
    expect(done.stderr).not.toContain("warning");
    expect(await migOn(database.url, "adopt", `--${form}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Nothing to do") as string,
    });
    await withDatabase({}, async (empty) => {
      expect(await migOn(empty.url, "adopt", `--${form}`)).toMatchObject({ code: 0 });
      const made = (await designOf(empty.url)).split("\n");
      const live = (await designOf(database.url)).split("\n");
      expect(made.filter((line) => !live.includes(line))).toEqual([]);
      expect(live.filter((line) => !made.includes(line) && !/migrations|flyway|drizzle/u.test(line))).toEqual([]);
    });
    expect(await migOn(database.url, "adopt", "--undo")).toMatchObject({ code: 0 });
  }
  await Promise.all([project.remove(), database.drop()]);
});

test("code that has not run is not in a baseline, and that is said", async () => {
  const knex = tools.find(({ id }) => id === "knex");
  const project = await tempProject({ ...knex?.files, "migrations/20240301_third.js": "" });
  const database = await createDatabase({ setup: `${first}${second};${knex?.table ?? ""}` });
  const mig = (...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
  const look = await mig("adopt");
  expect(look.stderr).toContain("these migrations are code, and what SQL they run cannot be read from it");
  expect(look.stderr).not.toContain("mig adopt --history");
  const { code, stderr } = await mig("adopt", "--baseline");
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("These have not run in this database, and are code: 20240301_third.") as string,
  });
  await Promise.all([project.remove(), database.drop()]);
});

test("files that Flyway ran with another text are named", async () => {
  const flyway = tools.find(({ id }) => id === "flyway");
  const project = await tempProject({ ...flyway?.files, "db/migration/V2__second.sql": `${second}-- edited\n` });
  const database = await createDatabase({ setup: `${first}${second};${flyway?.table ?? ""}` });
  const mig = (...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
  expect((await mig("adopt")).stdout).toMatch(/edited +1 +V2__second/u);
  // Other line ends are no other text.
  await project.write({ "db/migration/V2__second.sql": second.replaceAll("\n", "\r\n") });
  expect((await mig("adopt")).stdout).not.toContain("edited");
  await Promise.all([project.remove(), database.drop()]);
});

test("a folder of SQL files counts as run if it makes the database as it is", async () => {
  const project = await tempProject({
    "sql/1.sql": first,
    "sql/2.sql": second,
    "sql/10.sql": "CREATE INDEX by_user ON tasks (user_id);",
    "sql/1.down.sql": "drop table users",
  });
  const database = await createDatabase({ setup: `${first}${second}` });
  const mig = (...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
  const refused = await mig("adopt", "--from", "sql", "--migrations", "sql", "--history");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("ADOPT_DRIFTED") as string });
  expect(await project.list()).toEqual(["package.json", "sql"]);
  await database.query("CREATE INDEX by_user ON tasks (user_id)");
  const done = await mig("adopt", "--from", "sql", "--migrations", "sql", "--history");
  expect(done, done.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("3 revisions written") as string });
  expect((await mig("current")).stdout).toContain("10");
  await Promise.all([project.remove(), database.drop()]);
});

test("a database without a history", async () => {
  const project = await tempProject();
  const database = await createDatabase({ setup: `${first}${second}` });
  const mig = (...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
  expect(await mig("adopt")).toMatchObject({ code: 0, stdout: expect.stringContaining("No other migration tool") as string });
  expect(await mig("adopt", "--history")).toMatchObject({ code: 2, stderr: expect.stringContaining("NOTHING_TO_ADOPT") as string });
  expect(await mig("adopt", "--baseline")).toMatchObject({ code: 0, stdout: expect.stringContaining("stamped") as string });
  expect(await mig("upgrade", "head")).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to do") as string });
  await Promise.all([project.remove(), database.drop()]);
});

test("says which, where there are several", async () => {
  const [drizzle, , pgMigrate] = tools;
  const project = await tempProject({ ...drizzle?.files, ...pgMigrate?.files });
  const which = await migHere(["adopt"], { cwd: project.path, env: { DATABASE_URL: "" } });
  expect(which).toMatchObject({ code: 2, stderr: expect.stringContaining("--from drizzle, or --from node-pg-migrate") as string });
  const one = await migHere(["adopt", "--from", "drizzle"], { cwd: project.path, env: { DATABASE_URL: "" } });
  expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining("Drizzle: 2 migrations in db/out") as string });
  await project.remove();
});
