import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openShop, revisionFile, tablesOf, type RevisionParts, type Shop } from "./shop.ts";

// Applied means applied: what the rows imply is held against what the log says ran.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.project.write({ "mig.config.ts": "export default {};\n" });
});
afterEach(() => shop.close());

/** A revision that makes the table of its name. */
const write = (id: string, down: string | readonly string[] | null = null, parts: RevisionParts = {}): Promise<void> =>
  shop.project.write(
    revisionFile(id, {
      down,
      upgrade: `op.execute("create table ${id} (id int)");`,
      downgrade: `op.execute("drop table ${id}");`,
      ...parts,
    }),
  );

const own = async (): Promise<readonly string[]> =>
  (await tablesOf(shop.database)).map((name) => name.replace("public.", "")).filter((name) => !/^(?:alembic_version|mig_log)$/u.test(name));

/** aa11 <- bb22 applied; then cc33 is put between them. */
async function skipped(): Promise<void> {
  await write("aa11");
  await write("bb22", "aa11");
  await shop.done("upgrade");
  await write("cc33", "aa11");
  await write("bb22", "cc33");
}

const neverRun = [{ revision: "cc33", problem: "neverRun" }];

describe("a revision that was put below what is applied", () => {
  test("is named by every command that reads the rows", async () => {
    await skipped();
    for (const args of [["upgrade"], ["upgrade", "--dry-run"], ["upgrade", "bb22"]]) {
      const { code, error } = await shop.json(...args);
      expect({ code, error }).toMatchObject({
        code: 1,
        error: {
          code: "REVISION_NEVER_RUN",
          message: expect.stringContaining("cc33"),
          hint: expect.stringMatching(/mig upgrade --missing\b.*mig downgrade aa11\b.*mig stamp bb22/u),
        },
      });
    }
    expect(await shop.json("check", "--heads")).toMatchObject({ code: 4, data: { problems: neverRun } });
    expect(await shop.json("current")).toMatchObject({
      code: 0,
      data: { problems: neverRun },
      warnings: [expect.stringContaining("cc33: never ran")],
    });
    expect((await shop.json("current", "--check-heads")).code).toBe(4);
    expect((await shop.mig("history", "-i")).stdout).toContain("aa11 -> cc33 (never ran here), cc33\n");
    expect(await shop.json("history", "-i")).toMatchObject({ data: { problems: neverRun } });
    expect((await shop.mig("history", "--graph")).stdout).toContain("never ran here");
    expect(await own()).toEqual(["aa11", "bb22"]);
  });

  test("keeps check and revision from comparing", async () => {
    await shop.project.write({ "mig.config.ts": 'export default { models: "prisma/schema.prisma" };\n' });
    await skipped();
    expect(await shop.json("check")).toMatchObject({ code: 4, data: { inSync: false, problems: neverRun } });
    expect((await shop.mig("check")).stdout).toMatch(/^cc33: never ran in this database.*\n.*mig upgrade --missing/u);
    expect(await shop.json("revision", "-m", "x")).toMatchObject({ code: 1, error: { code: "REVISION_NEVER_RUN" } });
  });

  test("runs in its place with --missing, and what is above follows", async () => {
    await skipped();
    await write("dd44", "bb22");
    const { stdout, stderr, code } = await shop.mig("upgrade", "--missing");
    expect({ stdout, code }, stderr).toEqual({ code: 0, stdout: "upgraded 2 revisions, now at dd44\n" });
    expect(stderr).toContain("Running upgrade aa11 -> cc33, cc33 (below revisions that are already applied)\n");
    expect(await own()).toEqual(["aa11", "bb22", "cc33", "dd44"]);
    expect(await shop.mig("upgrade")).toMatchObject({ code: 0, stderr: "" });
    expect(await shop.json("current")).toMatchObject({ warnings: [] });
  });

  test("has nothing to take back, and runs with the next upgrade", async () => {
    await skipped();
    await shop.done("downgrade", "aa11");
    expect(await own()).toEqual(["aa11"]);
    await shop.done("upgrade");
    expect(await own()).toEqual(["aa11", "bb22", "cc33"]);
    await shop.done("downgrade", "base");
    expect(await own()).toEqual([]);
  });

  test("is settled by a stamp, which moves no row", async () => {
    await skipped();
    expect(await shop.json("stamp", "bb22")).toMatchObject({ ok: true, data: { after: ["bb22"], settled: neverRun } });
    expect(await shop.mig("upgrade")).toMatchObject({ code: 0, stdout: "Nothing to do: the database is at bb22.\n" });
  });

  test("and failed is still missing", async () => {
    await skipped();
    await write("cc33", "aa11", { upgrade: 'op.execute("create table bb22 (id int)");' });
    expect(await shop.json("upgrade", "--missing")).toMatchObject({ code: 1, error: { code: "REVISION_FAILED" } });
    expect(await shop.json("upgrade")).toMatchObject({ code: 1, error: { code: "REVISION_NEVER_RUN" } });
  });

  test("cut off between two transactions is finished by the next --missing", async () => {
    await skipped();
    await write("cc33", "aa11", {
      upgrade: 'op.execute("create table cc33 (id int)"); op.execute("vacuum aa11"); op.execute("create table bb22 (id int)");',
    });
    expect(await shop.json("upgrade", "--missing")).toMatchObject({ code: 1 });
    expect(await shop.json("downgrade", "aa11")).toMatchObject({ code: 1, error: { code: "REVISION_UNFINISHED" } });
    await shop.database.query("drop table bb22");
    await shop.done("upgrade", "--missing");
    expect(await own()).toEqual(["aa11", "bb22", "cc33"]);
    expect(await shop.json("current")).toMatchObject({ code: 0, warnings: [] });
  });

  test.each([
    { name: "by a dependency", change: () => write("bb22", "aa11", { dependsOn: "cc33" }) },
    { name: "by a merge", change: () => write("bb22", ["aa11", "cc33"]) },
  ])("$name", async ({ change }) => {
    await write("aa11");
    await write("bb22", "aa11");
    await shop.done("upgrade");
    await write("cc33");
    await change();
    expect(await shop.json("upgrade", "heads")).toMatchObject({ code: 1, error: { code: "REVISION_NEVER_RUN" } });
  });
});

test("a revision that ran and was put above what is applied does not run again", async () => {
  await write("aa11");
  await write("cc33", "aa11");
  await write("bb22", "cc33");
  await shop.done("upgrade");
  await write("bb22", "aa11");
  await write("cc33", "bb22");
  expect(await shop.json("current")).toMatchObject({ data: { problems: [{ revision: "cc33", problem: "ranBefore" }] } });
  const { code, stderr } = await shop.mig("upgrade");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "Running upgrade bb22 -> cc33, cc33 (it ran here before: nothing to run)\n" });
  expect(await shop.json("upgrade")).toMatchObject({ code: 0, warnings: [] });
  await shop.done("downgrade", "aa11");
  expect(await own()).toEqual(["aa11"]);
});

test("a row that another one implies since the history was changed gives way", async () => {
  await write("aa11");
  await write("bb22", "aa11");
  await write("cc33", "aa11");
  await shop.done("upgrade", "heads");
  await write("dd44", "bb22");
  await write("cc33", "dd44");
  expect(await shop.json("upgrade")).toMatchObject({
    code: 1,
    error: { code: "REVISION_NEVER_RUN", message: expect.stringContaining("dd44") },
  });
  for (const args of [["current"], ["check", "--heads"], ["history", "-i", "-r", ":current"], ["show", "current"]])
    expect(await shop.json(...args), args.join(" ")).toMatchObject({ error: null });
  await shop.done("upgrade", "--missing");
  expect(await own()).toEqual(["aa11", "bb22", "cc33", "dd44"]);
  expect(await shop.json("current")).toMatchObject({ data: { rows: ["cc33"] }, warnings: [] });
});

describe("a file that is not what ran", () => {
  const edited = async (change: (text: string) => string): Promise<unknown> => {
    await write("aa11");
    await write("bb22", "aa11");
    await shop.done("upgrade");
    const file = "mig/versions/aa11.ts";
    await shop.project.write({ [file]: change(await shop.project.read(file)) });
    return (await shop.json("current")).data?.["problems"] ?? [];
  };

  test("is named, and upgrade goes on", async () => {
    expect(await edited((text) => text.replace("(id int)", "(id bigint)"))).toEqual([{ revision: "aa11", problem: "edited" }]);
    await write("cc33", "bb22");
    expect(await shop.json("upgrade")).toMatchObject({
      code: 0,
      warnings: [expect.stringMatching(/aa11: was edited after it ran.*mig stamp cc33/u)],
      data: { problems: [{ revision: "aa11", problem: "edited" }] },
    });
    expect(await shop.json("check", "--heads")).toMatchObject({ code: 4 });
    expect(await shop.done("history", "-i")).toContain("<base> -> aa11 (edited since it ran here), aa11\n");
    await shop.done("stamp", "cc33");
    expect(await shop.json("upgrade")).toMatchObject({ code: 0, warnings: [] });
  });

  test.each([
    { name: "line ends", change: (text: string) => text.replaceAll("\n", "\r\n") },
    { name: "comments", change: (text: string) => `${text.replace("// aa11", "// other words")}\n/* and more */\n` },
    { name: "formatting", change: (text: string) => text.replaceAll(";\n", "\n").replaceAll("  ", "\t").replace('int)")', 'int)",\n)') },
    { name: "the header", change: (text: string) => text.replace("branchLabels = null", "branchLabels:  string[] | null = ['aaaa']") },
  ])("$name alone are no edit", async ({ change }) => {
    expect(await edited(change)).toEqual([]);
  });

  test("gone", async () => {
    await write("aa11");
    await write("bb22", "aa11");
    await shop.done("upgrade");
    await rm(path.join(shop.project.path, "mig/versions/aa11.ts"));
    await write("bb22");
    expect(await shop.json("upgrade")).toMatchObject({
      code: 0,
      data: { problems: [{ revision: "aa11", problem: "gone" }] },
      warnings: [expect.stringContaining("its file is gone")],
    });
  });
});

describe("databases that mig did not bring to where they are stay quiet, and what comes in below later is seen", () => {
  const alembic =
    "create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key); insert into alembic_version values ('bb22'); create table aa11 (); create table bb22 ()";
  const comeIn = async (): Promise<void> => {
    await write("cc33", "aa11");
    await write("bb22", "cc33");
  };
  const quiet = async (): Promise<void> => {
    for (const args of [["current"], ["history", "-i"], ["check", "--heads"], ["upgrade"]])
      expect(await shop.json(...args), args.join(" ")).toMatchObject({ code: 0, warnings: [] });
  };
  beforeEach(async () => {
    await write("aa11");
    await write("bb22", "aa11");
  });

  test.each([
    { name: "stamped", prepare: () => shop.done("stamp", "head") },
    { name: "taken over from Alembic", prepare: () => shop.database.query(alembic) },
    {
      name: "restored without the log",
      prepare: async () => [await shop.done("upgrade"), await shop.database.query("drop table mig_log")],
    },
    {
      name: "restored with an empty log",
      prepare: async () => [await shop.done("upgrade"), await shop.database.query("truncate mig_log")],
    },
    {
      name: "moved by hand",
      prepare: async () => [
        await shop.done("upgrade", "aa11"),
        await shop.database.query("update alembic_version set version_num = 'bb22'"),
      ],
    },
    {
      name: "with a log of an earlier version of mig",
      prepare: async () => [
        await shop.done("upgrade"),
        await shop.database.query(
          "alter table mig_log drop column effect, drop column heads_before, drop column heads_after, drop column vouched",
        ),
      ],
    },
    {
      name: "with a log that was cut",
      prepare: async () => [await shop.done("upgrade"), await shop.database.query("delete from mig_log where revision = 'aa11'")],
    },
  ])("$name", async ({ prepare }) => {
    await prepare();
    await quiet();
    await comeIn();
    expect(await shop.json("upgrade")).toMatchObject({ code: 1, error: { code: "REVISION_NEVER_RUN" } });
    expect(await shop.json("current")).toMatchObject({ data: { problems: neverRun } });
    await shop.done("upgrade", "--missing");
    await quiet();
  });

  test("a script writes the log too: what comes in below it later is seen", async () => {
    await shop.done("upgrade", "aa11");
    await shop.database.query((await shop.done("upgrade", "aa11:bb22", "--sql")).replace(/^\\set.*$/mu, ""));
    await comeIn(); // before mig has looked at the database again
    expect(await shop.json("upgrade")).toMatchObject({ code: 1, error: { code: "REVISION_NEVER_RUN" } });
  });

  test("what another tool did in between does not hide what never ran", async () => {
    await shop.done("upgrade");
    await comeIn();
    await write("dd44", "bb22");
    await shop.database.query("update alembic_version set version_num = 'dd44'");
    expect(await shop.json("upgrade")).toMatchObject({ code: 1, error: { code: "REVISION_NEVER_RUN" } });
    await shop.done("upgrade", "--missing");
    await quiet();
  });

  test("another tool that goes back and forth", async () => {
    await shop.done("upgrade");
    await shop.database.query("drop table bb22; update alembic_version set version_num = 'aa11'");
    await shop.done("upgrade");
    await shop.database.query("drop table aa11, bb22; delete from alembic_version");
    await quiet();
    expect(await own()).toEqual(["aa11", "bb22"]);
  });
});
