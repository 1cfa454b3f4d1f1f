import {
  createDatabase,
  migBin,
  migNode,
  queryRows,
  runProcess,
  tempProject,
  type ScratchDatabase,
  type TempProject,
} from "@migts/testkit";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createMig, isMigError, type Mig, type MigEvent, type MigOptions } from "../src/index.ts";

// Commands as functions: the results of --json, without a process.

const revision = (id: string, below: string | null, up: string, down = ""): string => `
export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(below)};
export function upgrade(op) { ${up} }
export function downgrade(op) { ${down} }
`;

const tables = {
  "mig/versions/a1.mjs": revision("a1", null, `op.execute("create table a (id int primary key)");`, `op.execute("drop table a");`),
  "mig/versions/b2.mjs": revision("b2", "a1", `op.execute("create table b (id int)");`, `op.execute("drop table b");`),
};

interface Place {
  readonly project: TempProject;
  readonly database: ScratchDatabase;
}

async function withPlace<Result>(files: Readonly<Record<string, unknown>>, use: (place: Place) => Promise<Result>): Promise<Result> {
  const [project, database] = await Promise.all([tempProject(files), createDatabase()]);
  try {
    return await use({ project, database });
  } finally {
    await Promise.all([project.remove(), database.drop()]);
  }
}

const migOf = ({ project, database }: Place, options: MigOptions = {}): Mig =>
  createMig({ url: database.url }, { cwd: project.path, env: {}, ...options });

describe("a result is what --json prints", () => {
  const models = "create table public.goods (id int primary key, price numeric default 1);";
  const more = "create table public.goods (id int primary key, price numeric default 2, name text);";
  const config = `import { defineConfig, sql } from "@migts/core";\nexport default defineConfig({ models: sql("db/**/*.sql") });\n`;
  const rows: readonly (readonly [args: readonly string[], call: (mig: Mig) => Promise<unknown>])[] = [
    [["heads"], (mig) => mig.heads()],
    [["branches"], (mig) => mig.branches()],
    [["history", "-r", "base:head"], (mig) => mig.history({ range: "base:head" })],
    [["history", "-i"], (mig) => mig.history({ indicateCurrent: true })],
    [["show", "head"], (mig) => mig.show({ revisions: "head" })],
    [["current"], (mig) => mig.current()],
    [["config"], (mig) => mig.config()],
    [["check"], (mig) => mig.check()],
    [["check", "--heads"], (mig) => mig.checkHeads()],
    [["diff", "db", "models"], (mig) => mig.diff({ from: "db", to: "models" })],
    [["diff", "empty", "models", "--format", "ts", "--json"], (mig) => mig.diff({ from: "empty", to: "models", script: "ts" })],
    [["downgrade", "base", "--dry-run"], (mig) => mig.downgrade({ to: "base", dryRun: true })],
    [["downgrade", "head:base", "--sql"], (mig) => mig.downgrade({ to: "head:base", sql: true })],
    [["upgrade", "base:head", "--sql"], (mig) => mig.upgrade({ to: "base:head", sql: true })],
    [["upgrade"], (mig) => mig.upgrade()],
    [["stamp", "head"], (mig) => mig.stamp({ to: "head" })],
    [["merge"], (mig) => mig.merge()],
    [["rebase"], (mig) => mig.rebase()],
    [["ensure-version"], (mig) => mig.ensureVersion()],
    [["adopt"], (mig) => mig.adopt()],
  ];

  let place: Place;
  beforeAll(async () => {
    place = {
      project: await tempProject({ "mig.config.ts": config, "db/goods.sql": models }),
      database: await createDatabase(),
    };
    const mig = createMig(undefined, { cwd: place.project.path, url: place.database.url });
    await mig.revision({ message: "goods" });
    await mig.upgrade();
    await place.project.write({ "db/goods.sql": more });
  });
  afterAll(() => Promise.all([place.project.remove(), place.database.drop()]));

  test.each(rows)("mig %s", async (args, call) => {
    const { project, database } = place;
    const printed = await runProcess(migNode, [migBin, ...args, "--json"], {
      cwd: project.path,
      env: { DATABASE_URL: database.url },
    });
    const mig = createMig(undefined, { cwd: project.path, env: { DATABASE_URL: database.url } });
    const { data } = JSON.parse(printed.stdout) as { readonly data: unknown };
    expect(JSON.parse(JSON.stringify(await call(mig)))).toEqual(data);
  });
});

test("from three processes at once each revision runs once, and nothing is printed", async () => {
  await withPlace(tables, async ({ project, database }) => {
    await project.write({
      "start.mjs": `
        import { createMig } from "@migts/core";
        const { steps } = await createMig({ url: process.env.DATABASE_URL }).upgrade();
        process.exitCode = 10 + steps.length;
      `,
    });
    const run = () => runProcess(process.execPath, ["start.mjs"], { cwd: project.path, env: { DATABASE_URL: database.url } });
    const ended = await Promise.all([run(), run(), run()]);
    expect(ended.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["", "", ""]);
    expect(ended.map(({ code }) => code).toSorted((left = 0, right = 0) => left - right)).toEqual([10, 10, 12]);
    expect(await queryRows(database.url, "select revision from mig_log where direction = 'upgrade' order by id")).toEqual([
      { revision: "a1" },
      { revision: "b2" },
    ]);
  });
});

test("several instances side by side keep to their own project and database", async () => {
  await withPlace(tables, async (one) => {
    await withPlace({ "mig/versions/z9.mjs": revision("z9", null, "") }, async (other) => {
      const reports = await Promise.all([migOf(one).upgrade(), migOf(other).upgrade(), migOf(one).upgrade()]);
      expect(reports.map(({ after }) => after)).toEqual([["b2"], ["z9"], ["b2"]]);
      expect(reports.flatMap(({ steps }) => steps.map(({ revision: id }) => id)).toSorted()).toEqual(["a1", "b2", "z9"]);
    });
  });
});

test("configurations that read variables are loaded side by side, each with its own", async () => {
  const config = (name: string): string => `
    await new Promise((resolve) => setTimeout(resolve, 50));
    export default { versions: "mig/" + process.env.MIG_TEST_WHERE, url: process.env.MIG_TEST_URL ?? "none of ${name}" };
  `;
  const files = (name: string) => ({
    "mig.config.mjs": config(name),
    ".env": `MIG_TEST_WHERE=${name}\nMIG_TEST_URL=postgresql://h/${name}\n`,
  });
  const projects = await Promise.all(["one", "two", "three"].map((name) => tempProject(files(name))));
  try {
    const found = await Promise.all(projects.map(({ path }) => createMig(undefined, { cwd: path }).config()));
    expect(found.map(({ versions, url }) => [versions, url])).toEqual(
      ["one", "two", "three"].map((name) => [[`mig/${name}`], `postgresql://h/${name}`]),
    );
  } finally {
    await Promise.all(projects.map((project) => project.remove()));
  }
});

test("an abort in the middle of a long statement leaves nothing half done", async () => {
  const slow = revision(
    "c3",
    "b2",
    `op.execute("create table c (id int)"); op.execute("select pg_sleep(600)");`,
    `op.execute("drop table c");`,
  );
  await withPlace({ ...tables, "mig/versions/c3.mjs": slow }, async (place) => {
    const abort = new AbortController();
    const listeners = process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");
    const upgrade = migOf(place).upgrade(
      {},
      {
        signal: abort.signal,
        on: (event) => void (event.kind === "stepStarted" && event.revision === "c3" && setTimeout(() => abort.abort(), 500)),
      },
    );
    expect(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM")).toBe(listeners);
    await expect(upgrade).rejects.toMatchObject({ code: "INTERRUPTED" });
    const { rows, pending } = await migOf(place).current();
    expect({ rows, pending }).toEqual({ rows: ["b2"], pending: ["c3"] });
    const activity = `select count(*)::int as n from pg_stat_activity where query like 'select pg_sleep%' and pid <> pg_backend_pid()`;
    expect(await queryRows(place.database.url, activity)).toEqual([{ n: 0 }]);
    expect(await queryRows(place.database.url, "select to_regclass('c') as c")).toEqual([{ c: null }]);
    await place.project.write({ "mig/versions/c3.mjs": slow.replace("600", "0") });
    expect((await migOf(place).upgrade()).after).toEqual(["c3"]);
  });
});

test("a signal that is aborted already begins nothing", async () => {
  await withPlace(tables, async (place) => {
    const calls: readonly ((mig: Mig) => Promise<unknown>)[] = [(mig) => mig.upgrade(), (mig) => mig.heads(), (mig) => mig.check()];
    for (const call of calls)
      await expect(call(migOf(place, { signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect((await migOf(place).current()).rows).toEqual([]);
  });
});

test("what only reads is aborted as well", async () => {
  await withPlace({ ...tables, "db/a.sql": "create table public.a (id int primary key);" }, async (place) => {
    const abort = new AbortController();
    const mig = createMig({ url: place.database.url, models: "db/a.sql" }, { cwd: place.project.path, env: {} });
    await mig.upgrade();
    await queryRows(place.database.url, "begin; lock table alembic_version in access exclusive mode; commit"); // the lock below can be had
    const holder = queryRows(place.database.url, "begin; lock table alembic_version in access exclusive mode; select pg_sleep(3); commit");
    setTimeout(() => abort.abort(), 800);
    const started = performance.now();
    await expect(mig.check({}, { signal: abort.signal })).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(performance.now() - started).toBeLessThan(2900);
    await holder;
  });
});

test("without its files, an application does not start as if there was nothing to do", async () => {
  await withPlace({ "mig.config.mjs": "export default {};" }, async ({ project, database }) => {
    const mig = createMig(undefined, { cwd: project.path, env: {}, url: database.url });
    await expect(mig.upgrade()).rejects.toMatchObject({ code: "VERSIONS_MISSING" });
    expect((await mig.upgrade({ allowMissingFolder: true })).steps).toEqual([]);
  });
});

test("a folder may be a URL", async () => {
  await withPlace(tables, async ({ project }) => {
    const { heads } = await createMig({}, { cwd: pathToFileURL(`${project.path}/`), env: {} }).heads();
    expect(heads.map(({ id, file }) => [id, file])).toEqual([["b2", "mig/versions/b2.mjs"]]);
  });
});

test("events tell what the command line prints", async () => {
  await withPlace(tables, async (place) => {
    const events: MigEvent[] = [];
    const mig = migOf(place, { on: (event) => void events.push(event) });
    await mig.upgrade();
    expect(events.filter(({ kind }) => kind === "stepStarted")).toMatchObject([
      { revision: "a1", downRevisions: [] },
      { revision: "b2", downRevisions: ["a1"] },
    ]);
    events.length = 0;
    await createMig({}, { cwd: place.project.path + "/none", env: {}, on: (event) => void events.push(event) }).heads();
    expect(events).toEqual([{ kind: "advice", text: 'There are no revisions yet. Write one with: mig revision -m "..."' }]);
  });
});

test("rows are not lost without a yes", async () => {
  await withPlace(
    {
      "mig/versions/a1.mjs": tables["mig/versions/a1.mjs"].replace(
        `op.execute("drop table a")`,
        `op.dropTable({ schema: "public", name: "a" })`,
      ),
    },
    async (place) => {
      await migOf(place).upgrade();
      await queryRows(place.database.url, "insert into a values (1)");
      await expect(migOf(place).downgrade({ to: "base" })).rejects.toMatchObject({ code: "LOSS_NOT_CONFIRMED" });
      const asked: unknown[] = [];
      const confirmLosses = async (losses: unknown): Promise<boolean> => asked.push(losses) > 1;
      await expect(migOf(place, { confirmLosses }).downgrade({ to: "base" })).rejects.toMatchObject({ code: "LOSS_NOT_CONFIRMED" });
      expect((await migOf(place, { confirmLosses }).downgrade({ to: "base" })).after).toEqual([]);
    },
  );
});

test("a rename is answered by the request, or by whoever is asked", async () => {
  await withPlace({ "db/a.sql": "create table public.a (id int primary key, name text);" }, async (place) => {
    const mig = (options: MigOptions = {}): Mig =>
      createMig(
        { url: place.database.url, models: "db/a.sql", versions: "mig/versions" },
        { cwd: place.project.path, env: {}, ...options },
      );
    await mig().revision({ message: "a" });
    await mig().upgrade();
    await place.project.write({ "db/a.sql": "create table public.a (id int primary key, full_name text);" });
    await expect(mig().revision()).rejects.toMatchObject({ code: "RENAME_UNANSWERED" });
    const { renames = [] } = await mig().check();
    expect(renames.map(({ id, to }) => [id, to])).toEqual([["column:public.a.name", "full_name"]]);
    const answerRenames: MigOptions["answerRenames"] = async (guesses) => new Map(guesses.map(({ id, to }) => [id, to]));
    const { operations } = await mig({ answerRenames }).revision();
    expect(operations.map(({ summary }) => summary)).toEqual(["rename column public.a.name to full_name"]);
    const given = await mig().check({ renames: { "column:public.a.name": "full_name" } });
    expect(given.pending).toHaveLength(1); // the revision above is not applied
  });
});

describe("what a program hands over wrongly is an error with a code", () => {
  const mig = createMig({}) as unknown as Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;
  const rows: readonly (readonly [call: string, args: readonly unknown[], problem: string])[] = [
    ["upgrade", [{ too: "head" }], '"too" is not a field of it (did you mean "to"?)'],
    ["upgrade", [{ to: 1 }], '"to"'],
    ["upgrade", [{ to: [] }], '"to" names no target'],
    ["upgrade", ["head"], "it takes an object"],
    ["upgrade", [{}, { on: 1 }], '"on" must be a function'],
    ["upgrade", [{}, { signal: "stop" }], '"signal" must be an AbortSignal'],
    ["downgrade", [], '"to" is missing'],
    ["downgrade", [{ to: ["a"] }], '"to"'],
    ["stamp", [null], "it takes an object"],
    ["diff", [{ from: "db" }], '"to" is missing'],
    ["diff", [{ from: "db", to: "models", script: "xml" }], '"script"'],
    ["revision", [{ renames: { a: true } }], '"renames.a"'],
    ["history", [{ indicateCurrent: "yes" }], '"indicateCurrent"'],
    ["eject", [{ to: "drizzle" }], '"to"'],
    ["adopt", [{ form: "all" }], '"form"'],
  ];

  test.each(rows)("%s(%j)", async (call, args, problem) => {
    const error: unknown = await mig[call]?.(...args).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(isMigError(error) && [error.code, error.message.includes(problem) ? problem : error.message]).toEqual([
      "ARGUMENT_INVALID",
      problem,
    ]);
  });

  test.each([
    ["a number in place of a configuration", [1]],
    ["an option that is none", [{}, { cwdd: "." }]],
    ["a folder that is none", [{}, { cwd: 1 }]],
    ["a question that is no function", [{}, { confirmLosses: true }]],
  ])("createMig with %s", (_, args) => {
    expect(() => (createMig as (...given: readonly unknown[]) => Mig)(...args)).toThrow(
      expect.objectContaining({ code: "ARGUMENT_INVALID" }),
    );
  });

  test("a setting that is none", async () => {
    const error = await createMig({ verions: "x" } as object)
      .heads()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "CONFIG_INVALID", message: expect.stringContaining("the given configuration") as string });
    expect(isMigError(error) && error.place).toBeUndefined();
  });
});
