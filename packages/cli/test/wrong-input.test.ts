import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createDatabase,
  migBin,
  migNode,
  runMig,
  runProcess,
  tempProject,
  type ProcessResult,
  type ScratchDatabase,
  type TempProject,
} from "@migts/testkit";
import { customers, prismaSchema, revisionFile, withShop } from "./shop.ts";

// Whatever is wrong: an error with code, place and next step, the right exit code, no stack trace, no password.

let database: ScratchDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const password = "s3cr3t/p@ss:w%rd";

interface Wrong {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: string;
  readonly exit: number;
  /** Each must be in the text for people. */
  readonly says?: readonly (string | RegExp)[];
}

const config = {
  "mig.config.ts": 'import { defineConfig } from "@migts/core";\nexport default defineConfig({ models: "schema.prisma" });\n',
};
const models = { "schema.prisma": prismaSchema(customers) };
const revision = revisionFile("aa11", { upgrade: 'op.execute("select 1");' });

/** Runs a command that must fail, in a project of its own, for people and as JSON. */
async function check({ files = {}, args, env = {}, code, exit, says = [] }: Wrong): Promise<void> {
  const project = await tempProject(files);
  try {
    const forPeople = await runMig(args, { cwd: project.path, env: { DATABASE_URL: database.url, ...env } });
    expect({ stdout: forPeople.stdout, code: forPeople.code }).toEqual({ stdout: "", code: exit });
    expect(forPeople.stderr).toContain(`error ${code}: `);
    expect(forPeople.stderr).toMatch(/^ {2}next: \S/mu);
    for (const text of says) expect(forPeople.stderr).toMatch(text);
    const forMachines = await runMig([...args, "--json"], { cwd: project.path, env: { DATABASE_URL: database.url, ...env } });
    expect(forMachines.code).toBe(exit);
    expect(JSON.parse(forMachines.stdout)).toMatchObject({
      ok: false,
      data: null,
      error: { code, exitCode: exit, message: expect.any(String), hint: expect.any(String) },
    });
    for (const result of [forPeople, forMachines]) expectClean(result, project);
  } finally {
    await project.remove();
  }
}

function expectClean({ stdout, stderr }: ProcessResult, project: TempProject): void {
  const shown = stdout + stderr;
  expect(shown).not.toMatch(/^ {4,}at /mu); // a line of a stack
  expect(shown).not.toContain("node_modules/@migts");
  for (const secret of [password, encodeURIComponent(password), "s3cr3t"]) expect(shown.replaceAll(project.path, "")).not.toContain(secret);
}

const url = (rest: string): string => `postgresql://ada:${password}@${rest}`;

const wrong: readonly Wrong[] = [
  { name: "an unknown command", args: ["upgrde"], code: "USAGE", exit: 2, says: ["upgrde", "Did you mean upgrade"] },
  { name: "an unknown option", files: config, args: ["upgrade", "--dryrun"], code: "USAGE", exit: 2, says: ["--dryrun"] },
  { name: "a missing argument", files: config, args: ["downgrade"], code: "USAGE", exit: 2, says: ["target"] },
  {
    name: "an unknown format",
    files: config,
    args: ["diff", "db", "models", "--format", "xml"],
    code: "USAGE",
    exit: 2,
    says: ["xml", "sql"],
  },
  { name: "no configuration", args: ["upgrade"], code: "CONFIG_NOT_FOUND", exit: 2, says: ["mig init"] },
  {
    name: "a configuration that is not there",
    files: config,
    args: ["heads", "-c", "other.ts"],
    code: "CONFIG_NOT_FOUND",
    exit: 2,
    says: ["other.ts"],
  },
  {
    name: "an unknown setting",
    files: { "mig.config.json": '{ "modles": "x" }' },
    args: ["heads"],
    code: "CONFIG_INVALID",
    exit: 2,
    says: ["modles", "models", /mig\.config\.json/u],
  },
  {
    name: "a configuration with a mistake",
    files: { "mig.config.ts": "export default {{\n" },
    args: ["heads"],
    code: "CONFIG_BROKEN",
    exit: 2,
    says: ["at mig.config.ts:1"],
  },
  {
    name: "a configuration that throws",
    files: { "mig.config.ts": '\nthrow new Error("no secrets here");\nexport default {};\n' },
    args: ["heads"],
    code: "CONFIG_BROKEN",
    exit: 2,
    says: ["no secrets here", /mig\.config\.ts:2/u],
  },
  { name: "no URL", files: config, args: ["upgrade"], env: { DATABASE_URL: "" }, code: "DATABASE_URL_MISSING", exit: 2 },
  {
    name: "another database's URL",
    files: config,
    args: ["current"],
    env: { DATABASE_URL: `mysql://ada:${password}@localhost/shop` },
    code: "DATABASE_URL_INVALID",
    exit: 2,
  },
  {
    name: "a URL that cannot be read",
    files: config,
    args: ["current", "--url", url("local host:5432/shop")],
    code: "DATABASE_URL_INVALID",
    exit: 2,
  },
  {
    name: "a server that is down",
    files: config,
    args: ["upgrade"],
    env: { DATABASE_URL: url("127.0.0.1:1/shop") },
    code: "DATABASE_UNREACHABLE",
    exit: 1,
    says: ["127.0.0.1:1", /ada:\*\*\*@/u],
  },
  {
    name: "a host that is not there",
    files: config,
    args: ["current"],
    env: { DATABASE_URL: url("nowhere.invalid/shop") },
    code: "DATABASE_UNREACHABLE",
    exit: 1,
    says: ["nowhere.invalid"],
  },
  {
    name: "no models configured",
    files: { "mig.config.ts": "export default {};\n" },
    args: ["check"],
    code: "NO_MODELS",
    exit: 2,
    says: ["models"],
  },
  {
    name: "--autogenerate without models",
    files: { "mig.config.ts": "export default {};\n" },
    args: ["revision", "--autogenerate"],
    code: "NO_MODELS",
    exit: 2,
  },
  { name: "models that are not there", files: config, args: ["check"], code: "MODELS_NOT_FOUND", exit: 2, says: ["schema.prisma"] },
  {
    name: "broken models",
    files: { ...config, "schema.prisma": prismaSchema("model Customer {\n  id Intt @id\n}") },
    args: ["check"],
    code: "MODELS_INVALID",
    exit: 2,
    says: ["Intt", /schema\.prisma:6/u],
  },
  { name: "a side that is nothing", files: config, args: ["diff", "db", "nothing"], code: "SIDE_INVALID", exit: 2, says: ["nothing"] },
  {
    name: "an unknown revision",
    files: { ...config, ...revision },
    args: ["upgrade", "zz99"],
    code: "REVISION_NOT_FOUND",
    exit: 1,
    says: ["zz99", "mig history"],
  },
  {
    name: "a beginning of several ids",
    files: { ...config, ...revision, ...revisionFile("aa12", { down: "aa11" }) },
    args: ["show", "aa"],
    code: "AMBIGUOUS_PREFIX",
    exit: 3,
    says: ["aa11", "aa12"],
  },
  {
    name: "two heads",
    files: { ...config, ...revision, ...revisionFile("bb22") },
    args: ["upgrade", "head"],
    code: "MULTIPLE_HEADS",
    exit: 3,
    says: ["aa11", "bb22", "mig merge"],
  },
  {
    name: "a revision on two heads",
    files: { ...config, ...revision, ...revisionFile("bb22") },
    args: ["revision", "--empty", "-m", "x"],
    code: "MULTIPLE_HEADS",
    exit: 3,
    says: ["mig merge"],
  },
  {
    name: "a missing parent",
    files: { ...config, ...revisionFile("bb22", { down: "aa11" }) },
    args: ["heads"],
    code: "MISSING_DOWN_REVISION",
    exit: 1,
    says: ["aa11", /bb22\.ts/u],
  },
  {
    name: "a ring",
    files: { ...config, ...revisionFile("aa11", { down: "bb22" }), ...revisionFile("bb22", { down: "aa11" }) },
    args: ["history"],
    code: "REVISION_CYCLE",
    exit: 1,
    says: ["aa11", "bb22"],
  },
  {
    name: "a file that is no revision",
    files: { ...config, "mig/versions/notes.ts": "export const note = 1;\n" },
    args: ["heads"],
    code: "NO_REVISION_HEADER",
    exit: 1,
    says: [/notes\.ts/u],
  },
  {
    name: "a revision file that cannot be read",
    files: { ...config, ...revisionFile("aa11", { upgrade: "op.execute(" }) },
    args: ["upgrade"],
    code: "REVISION_FILE_BROKEN",
    exit: 1,
    says: [/aa11\.ts:\d+/u],
  },
  {
    name: "a revision that throws",
    files: { ...config, ...revisionFile("aa11", { upgrade: 'throw new Error("not like this");' }) },
    args: ["upgrade"],
    code: "REVISION_THREW",
    exit: 1,
    says: ["not like this", "aa11"],
  },
  {
    name: "a statement that fails",
    files: { ...config, ...revisionFile("aa11", { upgrade: 'op.execute("select 1 from missing_table");' }) },
    args: ["upgrade"],
    code: "REVISION_FAILED",
    exit: 1,
    says: ["missing_table", "42P01", "aa11"],
  },
  {
    name: "rows that stand in the way",
    files: {
      ...config,
      ...revisionFile("aa11", {
        upgrade: 'op.execute("create table twice as select 1 as a union all select 1"); op.execute("create unique index on twice (a)");',
      }),
    },
    args: ["upgrade"],
    code: "REVISION_FAILED",
    exit: 1,
    says: ["detail: Key (a)=(1) is duplicated"],
  },
  {
    name: "an operation that is not there",
    files: { ...config, ...revisionFile("aa11", { upgrade: "op.nonsense({});" }) },
    args: ["upgrade"],
    code: "OPERATION_UNKNOWN",
    exit: 1,
    says: ["op.nonsense", /at mig\/versions\/aa11\.ts:11/u],
  },
  { name: "a contradiction", files: config, args: ["revision", "--empty", "--autogenerate"], code: "OPTIONS_CONTRADICT", exit: 2 },
  { name: "help for a command that is none", args: ["help", "upgrde"], code: "USAGE", exit: 2, says: ["upgrde"] },
  { name: "a word too many", files: config, args: ["heads", "x"], code: "USAGE", exit: 2, says: ["got 1.\n", "mig heads --help"] },
  {
    name: "a configuration that is a folder",
    files: config,
    args: ["heads", "-c", "."],
    code: "CONFIG_BROKEN",
    exit: 2,
    says: ["a folder"],
  },
  {
    name: "a configuration that ends the process",
    files: { "mig.config.ts": "process.exit(0);\n" },
    args: ["heads"],
    code: "UNFINISHED",
    exit: 1,
    says: ["process.exit"],
  },
  {
    name: "a configuration that never comes",
    files: { "mig.config.ts": "export default () => new Promise(() => {});\n" },
    args: ["heads"],
    code: "FILE_HANGS",
    exit: 1,
    says: ["mig.config.ts"],
  },
  {
    name: "a configuration that fails on its own",
    files: {
      "mig.config.ts":
        'export default async () => {\n  void Promise.reject(new Error("on its own"));\n  await new Promise((resolve) => setTimeout(resolve, 500));\n  return {};\n};\n',
    },
    args: ["heads"],
    code: "UNEXPECTED",
    exit: 1,
    says: ["on its own", "at mig.config.ts:2"],
  },
  {
    name: "a file for a folder of revisions",
    files: { ...config, "mig/versions": "" },
    args: ["heads"],
    code: "FILE_FAILED",
    exit: 1,
    says: ["mig/versions"],
  },
  {
    name: "a URL in quotation marks",
    files: config,
    args: ["current"],
    env: { DATABASE_URL: `"${url("localhost/shop")}"` },
    code: "DATABASE_URL_INVALID",
    exit: 2,
    says: ["quotation marks", "user:password@host"],
  },
  {
    name: "an unknown branch",
    files: { ...config, ...revision },
    args: ["downgrade", "typo@base"],
    code: "REVISION_NOT_FOUND",
    exit: 1,
    says: ["typo"],
  },
  {
    name: "a revision that ends the process",
    files: { ...config, ...revisionFile("aa11", { upgrade: "process.exit(0);" }) },
    args: ["upgrade"],
    code: "UNFINISHED",
    exit: 1,
  },
  {
    name: "a promise of a revision that nobody awaits",
    files: {
      ...config,
      ...revisionFile("aa11", { upgrade: 'void Promise.reject(new Error("floating"));\n  await op.query("select pg_sleep(0.5)");' }),
    },
    args: ["upgrade"],
    code: "UNEXPECTED",
    exit: 1,
    says: ["floating", /at mig\/versions\/aa11\.ts:11/u],
  },
  {
    name: "a commit in a revision",
    files: { ...config, ...revisionFile("aa11", { upgrade: 'op.execute("commit");' }) },
    args: ["upgrade"],
    code: "TRANSACTION_CONTROL",
    exit: 1,
    says: [/at mig\/versions\/aa11\.ts:11/u],
  },
  {
    name: "an operation without what it needs",
    files: { ...config, ...revisionFile("aa11", { upgrade: 'op.createTable({ schema: "public" });' }) },
    args: ["upgrade"],
    code: "OPERATION_INVALID",
    exit: 1,
    says: ['op.createTable: "name" and "columns" are missing', "op.createTable takes schema, name", /at mig\/versions\/aa11\.ts:11/u],
  },
  {
    name: "no editor without a terminal",
    files: { ...config, ...revision },
    args: ["edit"],
    code: "EDITOR_MISSING",
    exit: 2,
    says: ["EDITOR"],
  },
  {
    name: "a script from where the database is",
    files: { ...config, ...revision },
    args: ["upgrade", "current:head", "--sql"],
    code: "CURRENT_OFFLINE",
    exit: 2,
    says: ["mig upgrade <from>:<to> --sql"],
  },
  { name: "two distances", files: { ...config, ...revision }, args: ["downgrade", "-3"], code: "WALKED_TOO_FAR", exit: 1 },
];

describe("wrong input", () => {
  test.concurrent.each(wrong)("$name", check);
});

test("a row that no file has is named, with the ways out", () =>
  withShop(async (shop) => {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await shop.database.query("update alembic_version set version_num = 'gone'");
    for (const args of [["current"], ["upgrade"], ["check"], ["stamp", "head"]]) {
      const { code, stderr } = await shop.mig(...args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/APPLIED_REVISION_NOT_FOUND.*gone[^]*stamp --purge/u);
    }
    await shop.done("stamp", "--purge", "head");
    await shop.done("check");
  }));

describe("passwords with special characters", () => {
  const role = "mig_secret_role";
  const passwords = ["p@ss/w?rd#1", "100% sure", "a:b:c", "ü&=+'\"\\", "%41%zz"];

  beforeAll(async () => {
    await database.query(
      `do $$ begin if exists (select from pg_roles where rolname = '${role}') then execute 'drop owned by ${role}'; drop role ${role}; end if; end $$`,
    );
    await database.query(`create role ${role} login`);
  });
  afterAll(async () => {
    await database.query(`drop role ${role}`);
  });

  test.each(
    passwords.flatMap((secret) => [
      { secret, written: encodeURIComponent(secret) },
      ...(secret.includes("%41") ? [] : [{ secret, written: secret }]),
    ]),
  )("$written", async ({ secret, written }) => {
    const { host, pathname } = new URL(database.url);
    const mine = `postgresql://${role}:${written}@${host}${pathname}`;
    const project = await tempProject({ ...config, ...models });
    const verbose = await runMig(["current", "-v", "--json"], { cwd: project.path, env: { DATABASE_URL: mine } });
    expect(verbose.stdout + verbose.stderr).not.toContain(secret);
    const missing = await runMig(["current"], { cwd: project.path, env: { DATABASE_URL: mine.replace(pathname, "/no_such_database") } });
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toContain("DATABASE_MISSING");
    for (const text of [secret, written]) expect(missing.stderr).not.toContain(text);
    await project.remove();
  });
});

test("an upgrade without a folder of revisions is warned of", async () => {
  const project = await tempProject(config);
  const { code, stdout } = await runMig(["upgrade", "--json"], { cwd: project.path, env: { DATABASE_URL: database.url } });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ warnings: [expect.stringContaining("revision folder does not exist: mig/versions")] });
  await project.remove();
});

test.each([["--version"], ["--help"], ["upgrade", "--help"], ["help", "upgrade"]])(
  "mig %s %s with --json is one object, too",
  async (...args) => {
    const { code, stdout, stderr } = await runMig([...args, "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { text: expect.any(String) }, error: null });
  },
);

test("what a configuration leaves open does not keep a command from ending", async () => {
  const project = await tempProject({ "mig.config.ts": "setInterval(() => {}, 1000);\nexport default {};\n" });
  expect(await runMig(["heads"], { cwd: project.path, timeout: 10_000 })).toMatchObject({ code: 0 });
  await project.remove();
});

test.runIf(existsSync("/dev/full"))("a result that cannot be written is an error", async () => {
  const project = await tempProject({ ...config, ...models, ...revision });
  const { code, stderr } = await runProcess("/bin/sh", ["-c", '"$0" "$1" heads > /dev/full', migNode, migBin], {
    cwd: project.path,
  });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error OUTPUT_FAILED: .*\n {2}next: .*\n$/u) });
  await project.remove();
});

/**
 * Runs mig with the rights of the file modes alone, which root's go beyond: without those of its rights, rather than as another
 * user, who could not enter a checkout below a closed folder.
 */
function runByModes(args: readonly string[], cwd: string): Promise<ProcessResult> {
  const plain = process.getuid?.() !== 0;
  return plain
    ? runMig(args, { cwd })
    : runProcess("setpriv", ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", migNode, migBin, ...args], {
        cwd,
      });
}

test.skipIf(process.platform === "win32")("files that this user may not read", async () => {
  const project = await tempProject({ "mig.config.json": "{}", ...revision });
  await chmod(path.join(project.path, "mig/versions/aa11.ts"), 0o000);
  const { code, stderr } = await runByModes(["heads"], project.path);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("error FILE_FAILED: mig/versions/aa11.ts cannot be read: permission denied."),
  });
  await project.remove();
});

test(".env is read, and that is said with -v", async () => {
  const project = await tempProject({ ...config, ...models, ".env": `DATABASE_URL="${database.url}"\n` });
  expect(await runMig(["current"], { cwd: project.path })).toMatchObject({
    code: 0,
    stdout: "",
    stderr: "No revision is applied yet.\n",
  });
  for (const args of [
    ["current", "-v"],
    ["-v", "check"],
    ["heads", "--verbose"],
  ])
    expect((await runMig(args, { cwd: project.path })).stderr).toMatch(/^read \.env\n/u);
  await project.remove();
});
