import { catalogSnapshot, createDatabase, migTables, tempProject, type ProcessResult, type ScratchDatabase } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alembic, alembicFiles, alembicPython, envPy, hasAlembic, linkAlembic, type PythonRevision } from "./alembic.ts";

// Stubs have the SQL that Alembic writes offline, each revision on its own, as far as it can be written and runs.

if (!hasAlembic)
  console.info(`Alembic's SQL is not tested: ${alembicPython} lacks it, or its driver (apt-get install alembic python3-psycopg2).`);

const history: Readonly<Record<string, PythonRevision>> = {
  aa11: {
    down: [],
    upgrade: [
      'print("a migration prints something")',
      'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", sa.Enum("x", "y", name="kind")))',
    ],
    downgrade: ['op.drop_table("users")'], // and leaves the type behind
  },
  bb11: {
    down: ["aa11"],
    labels: ["side"],
    upgrade: [`op.execute("insert into users (kind) values ('x')")`],
    downgrade: ['op.execute("delete from users")'],
  },
  bb22: {
    down: ["aa11"],
    upgrade: [
      "with op.get_context().autocommit_block():",
      '    op.create_index("users_kind", "users", ["kind"], postgresql_concurrently=True)',
    ],
    downgrade: ['op.drop_index("users_kind")'],
  },
  cc11: { down: ["bb11", "bb22"], upgrade: ["pass"], downgrade: ["pass"] },
  dd11: { down: ["cc11"], upgrade: ['op.execute("update users set kind = null")'], downgrade: ["pass"] },
  ee11: {
    down: ["dd11"],
    upgrade: ['op.add_column("users", sa.Column("note", sa.Text(), server_default="a\\tb"))'],
    downgrade: ['raise NotImplementedError("no way")'],
  },
  ff11: {
    down: ["ee11"],
    upgrade: ['op.create_table("logs", sa.Column("at", sa.Text()))'],
    downgrade: ['op.execute("drop table nowhere")'],
  },
};

const unwritable: Readonly<Record<string, PythonRevision>> = {
  gg11: { down: ["ff11"], upgrade: ['op.get_bind().execute(sa.text("select 1")).scalar()'], downgrade: ["pass"] },
  hh11: { down: ["gg11"], upgrade: [`op.execute("insert into logs values ('%s')" % datetime.datetime.now())`], downgrade: ["pass"] },
  ii11: { down: ["hh11"], upgrade: ["if not context.is_offline_mode():", '    op.execute("drop table logs")'], downgrade: ["pass"] },
  jj11: { down: ["ii11"], upgrade: ['op.execute("alter table logs add b int")'], downgrade: ['op.drop_column("logs", "b")'] },
};

let project: Awaited<ReturnType<typeof tempProject>>;
const databases: ScratchDatabase[] = [];
const newDatabase = async (): Promise<ScratchDatabase> => {
  const database = await createDatabase();
  databases.push(database);
  return database;
};
const mig = (url: string, ...args: readonly string[]): Promise<ProcessResult> =>
  migHere(args, { cwd: project.path, env: { DATABASE_URL: url } });
const stub = (id: string): Promise<string> => project.read(`mig/versions/${id}_step_${id}.ts`);
const design = (url: string): ReturnType<typeof catalogSnapshot> => catalogSnapshot(url, { exclude: migTables });

beforeAll(async () => {
  project = await tempProject(alembicFiles(history));
  if (hasAlembic) await linkAlembic(project);
});
afterAll(async () => {
  await Promise.all([project.remove(), ...databases.map((database) => database.drop())]);
});

test.skipIf(!hasAlembic)("stubs build what Alembic builds, go back, and can be taken back", { timeout: 120_000 }, async () => {
  const [ofAlembic, ofMig, empty] = await Promise.all([newDatabase(), newDatabase(), newDatabase()]);
  expect((await alembic(project, ofAlembic.url, "upgrade", "head")).code).toBe(0);
  const init = await mig(ofAlembic.url, "init");
  expect(init).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("They have Alembic's SQL, so they also build an empty database.") as string,
  });
  expect(await stub("aa11")).toMatch(/\/\/ Created: 2024-03-01T10:20:30Z\n\/\/ Adopts: alembic migration sha256:[0-9a-f]{64} aa11\n/u);
  expect((await mig(ofAlembic.url, "current")).stdout).toContain("ff11 (side) (head)");
  expect(await mig(ofAlembic.url, "upgrade", "head")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Nothing to do") as string,
  });

  expect(await mig(ofMig.url, "upgrade", "head")).toMatchObject({ code: 0 });
  expect(await design(ofMig.url)).toEqual(await design(ofAlembic.url));
  expect(await ofMig.query("select kind from users")).toEqual([{ kind: null }]);
  // Alembic goes on from there, and mig from where that ends.
  expect((await alembic(project, ofMig.url, "current")).stdout).toContain("ff11 (head)");
  expect(await mig(ofMig.url, "downgrade", "ee11", "--allow-loss")).toMatchObject({ code: 0 }); // by comparison: Alembic's own does not run
  expect(await mig(ofMig.url, "downgrade", "base", "--allow-loss")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      "Revision ee11 has no way back: Alembic's downgrade cannot be written as SQL: NotImplementedError: no way.",
    ) as string,
  });
  expect(await stub("dd11")).toContain("It changes rows (update users set ...)");
  expect(await mig(empty.url, "upgrade", "cc11")).toMatchObject({ code: 0 });
  expect(await mig(empty.url, "downgrade", "base", "--allow-loss")).toMatchObject({ code: 0 });
  expect(await design(empty.url)).not.toMatch(/users|kind/u); // nor the type that Alembic leaves

  expect((await mig(ofAlembic.url, "adopt", "--undo")).stdout).toContain("mig/versions/aa11_step_aa11.ts");
  expect(await ofAlembic.query("select version_num from alembic_version")).toEqual([{ version_num: "ff11" }]);
});

test.skipIf(!hasAlembic)("what cannot be written refuses to run, and is filled later", { timeout: 120_000 }, async () => {
  const database = await newDatabase();
  await project.write({ "mig.config.ts": "export default {};\n", ...alembicFiles(unwritable) });
  const { stdout, code } = await mig(database.url, "adopt", "--history");
  expect(code).toBe(0);
  expect(stdout).toContain("Alembic: 11 stubs written");
  expect(stdout).toContain("8 of 11 have Alembic's SQL");
  for (const [id, why] of [
    ["gg11", "AttributeError"],
    ["hh11", "its SQL is another each time it is written"],
    ["ii11", "it does something else when it is written as SQL"],
  ] as const) {
    expect(await stub(id)).toContain(`// Alembic's SQL is not here: ${why}`);
    expect(await stub(id)).toContain(`Apply it with: alembic upgrade ${id}`);
  }
  expect(await mig(database.url, "upgrade", "head")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("alembic upgrade gg11") as string,
  });
  expect((await alembic(project, database.url, "upgrade", "ii11")).code).toBe(0);

  expect((await mig(database.url, "adopt")).stdout).toMatch(/with SQL +8\n +refusing +3 {2}gg11, hh11, ii11/u);
  await project.write(alembicFiles({ gg11: { ...history["cc11"], down: ["ff11"], upgrade: ["pass"], downgrade: ["pass"] } }));
  await project.write(alembicFiles({ cc11: { down: ["bb11", "bb22"], upgrade: ['op.execute("select 1")'], downgrade: ["pass"] } }));
  const again = await mig(database.url, "adopt", "--history");
  expect(again.stdout).toContain("Alembic: 1 stub written\n  mig/versions/gg11_step_gg11.ts");
  expect(again.stderr).toContain("Alembic's SQL for these is not what their stubs have: cc11.");
});

test.skipIf(!hasAlembic)("an env.py that does not run is said, and every stub refuses", { timeout: 60_000 }, async () => {
  const database = await newDatabase();
  await project.write({ "mig.config.ts": "export default {};\n", "alembic/env.py": "import nowhere_at_all\n" });
  const { stdout } = await mig(database.url, "adopt", "--history");
  expect(stdout).toContain(
    "They have no SQL (Alembic's env.py did not run offline: ModuleNotFoundError: No module named 'nowhere_at_all').",
  );
  expect(await mig(database.url, "adopt", "--link")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("ADOPT_FILES_MISSING") as string,
  });
});

// Where Alembic records its heads, which mig goes on with.
test.each([
  {
    name: "in env.py",
    env: `version_table="heads", version_table_schema="app"`,
    schema: "app",
    table: "heads",
    says: 'name: "heads", schema: "app"',
  },
  { name: "computed", env: `version_table=NAMES["x"]`, schema: "app", table: "heads", says: 'name: "heads", schema: "app"' },
  { name: "found by a search_path", env: "url=url", schema: "tenant", table: "alembic_version", says: 'schema: "tenant"' },
])("the version table: $name", async ({ env, schema, table, says }) => {
  const database = await newDatabase();
  await database.query(
    `create schema ${schema}; create table ${schema}.${table} (version_num varchar(32) primary key); insert into ${schema}.${table} values ('aa11');
      create schema other; create table other.alembic_version (version_num varchar(32) primary key); insert into other.alembic_version values ('zz99')`,
  );
  const own = await tempProject({
    ...alembicFiles({ aa11: { down: [], upgrade: ["pass"], downgrade: ["pass"] } }),
    "alembic/env.py": `context.configure(${env})\n`,
  });
  const run = (...args: readonly string[]): Promise<ProcessResult> => migHere(args, { cwd: own.path, env: { DATABASE_URL: database.url } });
  expect(await run("init")).toMatchObject({ code: 0 });
  expect(await own.read("mig.config.ts")).toContain(`versionTable: { ${says} }`);
  expect((await run("current")).stdout).toContain("aa11 (head)");
  await own.write({ "mig.config.ts": "export default {};\n" });
  for (const args of [["adopt"], ["adopt", "--history"]])
    expect(await run(...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Alembic records what ran in ${schema}.${table}`) as string,
    });
  await own.remove();
});

test.skipIf(!hasAlembic)(
  "stubs whose tables are in the schema of the version table build an empty database",
  { timeout: 60_000 },
  async () => {
    const [database, empty] = await Promise.all([newDatabase(), newDatabase()]);
    const create = ['op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), schema="app")'];
    const own = await tempProject({
      ...alembicFiles({ aa11: { down: [], upgrade: create, downgrade: ['op.drop_table("users", schema="app")'] } }),
      "alembic/env.py": envPy.replaceAll("context.configure(", 'context.configure(version_table_schema="app", '),
    });
    await linkAlembic(own);
    await database.query("create schema app");
    expect((await alembic(own, database.url, "upgrade", "head")).code).toBe(0);
    const run = (url: string, ...args: readonly string[]): Promise<ProcessResult> =>
      migHere(args, { cwd: own.path, env: { DATABASE_URL: url } });
    expect(await run(database.url, "init")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("They have Alembic's SQL") as string,
    });
    expect(await run(empty.url, "upgrade", "head")).toMatchObject({ code: 0 });
    expect(await design(empty.url)).toBe(await design(database.url));
    expect((await alembic(own, empty.url, "current")).stdout).toContain("aa11 (head)");
    await own.remove();
  },
);
