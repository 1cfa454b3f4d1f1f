import { chmod } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runMig, type ProcessResult } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { openShop, revisionFile, tablesOf, type RevisionParts, type Shop } from "./shop.ts";

// Branches, merges, dependencies and everything that shows them, through the command.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.project.write({ "mig.config.ts": "export default {};\n" });
});
afterEach(() => shop.close());

/** Writes revision files: id -> what is below and beside it. */
async function write(revisions: Readonly<Record<string, RevisionParts>>): Promise<void> {
  for (const [id, parts] of Object.entries(revisions)) await shop.project.write(revisionFile(id, parts));
}

const rows = async (): Promise<readonly string[]> =>
  (await shop.database.query<{ version_num: string }>("select version_num from alembic_version order by 1")).map(
    ({ version_num: row }) => row,
  );

const offline = (...args: readonly string[]): Promise<ProcessResult> => migHere(args, { cwd: shop.project.path });

async function header(id: string): Promise<string> {
  const files = await shop.project.list("mig/versions");
  const file = files.find((name) => name.startsWith(id));
  return shop.project.read(`mig/versions/${file}`);
}

const fork = { aa11: {}, bb11: { down: "aa11" }, cc11: { down: "aa11" } };

describe("revision", () => {
  test("goes where it is told: a head, a new base, a splice; with label, dependencies and id", async () => {
    await write(fork);
    await shop.done("revision", "-m", "on b", "--head", "bb11", "--rev-id", "bb22");
    expect(await header("bb22")).toContain('downRevision = "bb11"');
    await shop.done("revision", "-m", "billing", "--head", "base", "--branch-label", "billing", "--depends-on", "cc", "--rev-id", "dd11");
    expect(await header("dd11")).toMatch(/downRevision = null;\n.*branchLabels = \["billing"\];\n.*dependsOn = \["cc11"\];/u);
    await shop.done("revision", "-m", "more billing", "--head", "billing@head", "--depends-on", "bb22", "--rev-id", "dd22");
    await shop.done("revision", "-m", "in between", "--head", "bb11", "--splice", "--rev-id", "bb33");
    await shop.done("revision", "-m", "needs a branch", "--head", "bb33", "--depends-on", "billing", "--rev-id", "bb44");
    expect(await header("bb44")).toContain('dependsOn = ["billing"]');
    expect(await shop.done("heads")).toBe(
      "bb22 (effective head), on b\nbb44 (head), needs a branch\ncc11 (effective head), cc11\ndd22 (billing) (head), more billing\n",
    );
    expect(await shop.done("heads", "--resolve-dependencies")).toBe("bb44 (head), needs a branch\ndd22 (billing) (head), more billing\n");
  });

  test.each([
    { args: ["--head", "aa11"], code: "NOT_A_HEAD", exit: 2 },
    { args: ["--head", "nope"], code: "REVISION_NOT_FOUND", exit: 1 },
    { args: [], code: "MULTIPLE_HEADS", exit: 3 },
    { args: ["--head", "bb11", "--rev-id", "aa11"], code: "DUPLICATE_REVISION", exit: 1 },
    { args: ["--head", "aa11", "--splice", "--rev-id", "aa11"], code: "DUPLICATE_REVISION", exit: 1 },
    { args: ["--head", "bb11", "--rev-id", "../aa"], code: "OPTION_INVALID", exit: 2 },
    { args: ["--head", "bb11", "--rev-id", "head"], code: "OPTION_INVALID", exit: 2 },
    { args: ["--head", "bb11", "--branch-label", "base"], code: "OPTION_INVALID", exit: 2 },
    { args: ["--head", "bb11", "--branch-label", "rel-1"], code: "OPTION_INVALID", exit: 2 },
    { args: ["--head", "bb11", "--branch-label", "team-2fa"], code: "OPTION_INVALID", exit: 2 },
    { args: ["--head", "bb11", "--rev-id", "a-b"], code: "ILLEGAL_REVISION_ID", exit: 1 },
    { args: ["--head", "bb11", "--rev-id", "x".repeat(33)], code: "REVISION_ID_TOO_LONG", exit: 1 },
    { args: ["--head", "bb11", "--branch-label", "cc11"], code: "LABEL_IS_REVISION", exit: 1 },
    { args: ["--head", "bb11", "--depends-on", "zz"], code: "REVISION_NOT_FOUND", exit: 1 },
    { args: ["--head", "bb11", "--version-path", "elsewhere"], code: "VERSION_FOLDER_UNKNOWN", exit: 2 },
  ])("refuses $args", async ({ args, code, exit }) => {
    await write(fork);
    expect(await shop.json("revision", "-m", "x", ...args)).toMatchObject({ code: exit, error: { code } });
    expect(await shop.project.list("mig/versions")).toHaveLength(3);
  });

  test("several folders: beside its parent; a new base must say where", async () => {
    await shop.project.write({ "mig.config.ts": 'export default { versions: ["one", "two"] };\n' });
    await shop.done("revision", "-m", "first", "--rev-id", "aa11", "--version-path", "two");
    expect(await shop.done("revision", "-m", "second", "--rev-id", "bb11")).toBe("two/bb11_second.ts\n");
    expect(await shop.json("revision", "-m", "other", "--head", "base")).toMatchObject({
      code: 3,
      error: { code: "VERSION_FOLDER_NEEDED" },
    });
    expect(await shop.done("revision", "-m", "other", "--head", "base", "--version-path", "one", "--rev-id", "cc11")).toBe(
      "one/cc11_other.ts\n",
    );
  });

  test("file names by template, in a time zone, in folders of their own", async () => {
    await shop.project.write({
      "mig.config.ts":
        'export default { recursive: true, timezone: "Asia/Kolkata", slugLength: 10, fileTemplate: "{year}/{month}-{day}_{revision}_{slug}" };\n',
    });
    const written = await shop.done("revision", "-m", "a message that is long", "--rev-id", "aa11");
    expect(written).toMatch(/^mig\/versions\/\d{4}\/\d\d-\d\d_aa11_a_message\.ts\n$/u);
    expect(await shop.project.read(written.trim())).toMatch(/Created: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:30/u);
    expect(await shop.done("heads")).toContain("aa11 (head)");
  });

  test.each([
    { config: '{ fileTemplate: "{year}/{revision}" }', says: "recursive" },
    { config: '{ fileTemplate: "../{revision}", recursive: true }', says: "fileTemplate" },
    { config: '{ fileTemplate: "{slug}" }', says: "{revision}" },
    { config: '{ fileTemplate: "{revision}_{weekday}" }', says: "{weekday}" },
    { config: '{ timezone: "Mars" }', says: "Mars" },
    { config: "{ afterWrite: [1] }", says: "afterWrite" },
  ])("refuses $config", async ({ config, says }) => {
    await shop.project.write({ "mig.config.ts": `export default ${config};\n` });
    const { code, stderr } = await offline("revision", "-m", "x");
    expect(code).toBe(2);
    expect(stderr).toContain("CONFIG_INVALID");
    expect(stderr).toContain(says);
  });

  test("hooks run over the new file; one that fails is an error, and the file stays", async () => {
    await shop.project.write({
      "mig.config.ts": `export default { afterWrite: ["echo formatted >> {file}", { command: "cat >&2", cwd: "mig" }] };\n`,
    });
    const written = await shop.mig("revision", "-m", "it's", "--rev-id", "aa11");
    expect(written).toMatchObject({ code: 0, stdout: "mig/versions/aa11_it_s.ts\n" });
    expect(written.stderr).toContain("formatted");
    await shop.project.write({ "mig.config.ts": `export default { afterWrite: ["exit 3 #"] };\n` });
    expect(await shop.json("revision", "-m", "next")).toMatchObject({
      code: 1,
      error: { code: "HOOK_FAILED", message: expect.stringContaining("exit code 3") },
    });
    expect(await shop.project.list("mig/versions")).toHaveLength(2);
  });
});

describe("merge", () => {
  test("joins heads; rows collapse, and come back", async () => {
    await write(fork);
    await shop.done("upgrade", "heads");
    expect(await rows()).toEqual(["bb11", "cc11"]);
    expect(await shop.done("merge", "--rev-id", "dd11")).toBe("mig/versions/dd11_merge_bb11_and_cc11.ts\n  joins bb11, cc11\n");
    await shop.done("upgrade");
    expect(await rows()).toEqual(["dd11"]);
    expect(await shop.done("show", "dd11")).toContain("Revision: dd11 (head) (mergepoint)\nMerges: bb11, cc11\n");
    await shop.done("downgrade", "bb11");
    expect(await rows()).toEqual(["bb11", "cc11"]);
    expect(await shop.done("merge")).toBe("Nothing to merge: there are fewer than two heads.\n");
  });

  test.each([
    { args: ["bb11", "bb11"], code: "MERGE_OF_ONE" },
    { args: ["aa11", "bb11"], code: "NOT_A_HEAD" },
    { args: ["zz", "bb11"], code: "REVISION_NOT_FOUND" },
  ])("refuses $args", async ({ args, code }) => {
    await write(fork);
    expect(await shop.json("merge", ...args)).toMatchObject({ ok: false, error: { code } });
  });
});

test("branches, heads and history say what is there", async () => {
  await write({ ...fork, dd11: { labels: ["billing"], dependsOn: "bb11" } });
  const heads = await shop.mig("heads");
  expect(heads.stdout).toBe("bb11 (effective head), bb11\ncc11 (head), cc11\ndd11 (billing) (head), dd11\n");
  expect(heads.stderr).toMatch(/^2 heads \(bb11, cc11\): .*"mig merge".*"mig rebase"\.\n$/u);
  expect(await shop.done("branches")).toBe("aa11 (branchpoint), aa11\n  -> bb11 (effective head), bb11\n  -> cc11 (head), cc11\n");
  expect(await shop.done("history", "-r", "billing@base:")).toBe(
    "<base> (bb11) -> dd11 (billing) (head), dd11\naa11 -> bb11 (effective head), bb11\n<base> -> aa11 (branchpoint), aa11\n",
  );
  await shop.done("upgrade", "billing@head");
  expect(await rows()).toEqual(["dd11"]);
  expect(await shop.done("current")).toBe("bb11 (effective head), bb11\ndd11 (billing) (head), dd11\n");
  expect(await shop.done("history", "-i")).toContain("aa11 -> bb11 (effective head) (current), bb11\n");
});

test("current -v names the database without its password; --check-heads is an exit code", async () => {
  await write(fork);
  await shop.done("upgrade", "bb11");
  const url = shop.database.url.replace("postgres@", "postgres:hunter2@");
  const { stdout, code } = await shop.mig("current", "-v", "--check-heads", "--url", url);
  expect(code).toBe(4);
  expect(stdout).toMatch(/^Database: postgresql:\/\/postgres:\*\*\*@.*\n\nRevision: bb11 \(head\)\n/u);
  await shop.done("upgrade", "heads");
  expect((await shop.mig("current", "--check-heads")).code).toBe(0);
});

test("the graph is drawn, with what is applied and what came in below it", async () => {
  await write({ ...fork, dd11: { down: ["bb11", "cc11"] } });
  await shop.done("upgrade", "bb11");
  expect(await shop.done("history", "--graph")).toBe(
    [
      "○  dd11 (head) (mergepoint) (not applied) dd11",
      "├─╮",
      "│ ○  cc11 (not applied, older than applied ones) cc11",
      "● │  bb11 (current) bb11",
      "├─╯",
      "●  aa11 (branchpoint) aa11",
      "",
    ].join("\n"),
  );
  expect((await offline("history", "--graph", "--ascii")).stdout).toBe(
    "*  dd11 (head) (mergepoint) dd11\n|-.\n| *  cc11 cc11\n* |  bb11 bb11\n|-'\n*  aa11 (branchpoint) aa11\n",
  );
  expect((await offline("history", "--format", "mermaid")).stdout).toContain('flowchart BT\n  r0["dd11<br>dd11"]\n');
  expect((await offline("history", "--format", "dot")).stdout).toContain('  "aa11" -> "bb11";\n');
  expect((await offline("history", "--format", "json")).stdout).toBe((await offline("history", "--json")).stdout);
  expect(JSON.parse((await offline("history", "--format=json")).stdout)).toMatchObject({
    ok: true,
    command: "history",
    data: { revisions: [{}, {}, {}, {}] },
  });
  expect(JSON.parse((await migHere(["history", "-r", "nope:", "--format", "json"], { cwd: shop.project.path })).stdout)).toMatchObject({
    ok: false,
    error: { code: "REVISION_NOT_FOUND" },
  });
  const unreachable = await migHere(["history", "--graph", "--url", "postgresql://127.0.0.1:1/x"], { cwd: shop.project.path });
  expect(unreachable).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("◆  dd11") as string,
    stderr: expect.stringContaining("warning: Applied revisions are not marked") as string,
  });
});

test("revisions that come in below what is applied are said, by check --heads and by upgrade", async () => {
  await write({ aa11: {}, bb11: { down: "aa11" } });
  await shop.done("upgrade");
  expect(await shop.mig("check", "--heads")).toMatchObject({ code: 0, stdout: "One head: bb11\n" });
  await write({ cc11: { down: "aa11" } });
  const forked = await shop.mig("check", "--heads");
  expect(forked.code).toBe(4);
  expect(forked.stdout).toMatch(
    /^2 heads: bb11, cc11\..*\ncc11: older than applied revisions, and not applied: it will run with the next upgrade\n$/u,
  );
  await shop.done("merge", "--rev-id", "dd11");
  expect(await shop.mig("check", "--heads")).toMatchObject({
    code: 4,
    stdout: "cc11: older than applied revisions, and not applied: it will run with the next upgrade\n",
  });
  expect(await shop.done("upgrade", "--dry-run")).toContain("-- upgrade aa11 -> cc11, cc11\n-- older than applied revisions");
  expect(await shop.done("upgrade")).toBe("upgraded 2 revisions, now at dd11\nolder than revisions that were already applied: cc11\n");
  expect(await shop.mig("check", "--heads")).toMatchObject({ code: 0 });
});

describe("edit", () => {
  const editor = async (name: string, script: string): Promise<string> => {
    await shop.project.write({ [name]: `#!/bin/sh\n${script}\n` });
    const file = path.join(shop.project.path, name);
    await chmod(file, 0o755);
    return file;
  };
  const edit = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ProcessResult> =>
    runMig(["edit", ...args], { cwd: shop.project.path, env: { DATABASE_URL: shop.database.url, ...env } });

  test("opens the files in EDITOR, else VISUAL", async () => {
    await write(fork);
    await shop.done("upgrade", "bb11");
    const print = await editor("print.sh", 'for file in "$@"; do echo "${file##*/}"; done');
    expect(await edit({ EDITOR: `${print} --wait` }, "bb11", "cc11")).toMatchObject({ code: 0, stdout: "--wait\nbb11.ts\ncc11.ts\n" });
    expect(await edit({ EDITOR: "no-such-editor", VISUAL: print }, "current")).toMatchObject({ code: 0, stdout: "bb11.ts\n" });
  });

  test.each([
    { args: ["base"], script: "exit 0", code: "NOTHING_TO_EDIT" },
    { args: ["current"], script: "exit 0", code: "NOTHING_TO_EDIT" },
    { args: ["bb11"], script: "exit 7", code: "EDITOR_FAILED" },
  ])("$args with $script is $code", async ({ args, script, code }) => {
    await write(fork);
    const { stderr, code: exit } = await edit({ EDITOR: await editor("editor.sh", script) }, ...args);
    expect(exit).toBe(1);
    expect(stderr).toContain(code);
  });
});

test("ensure-version makes the table, once", async () => {
  expect(await shop.done("ensure-version", "--sql")).toContain(
    "create table if not exists public.alembic_version (version_num varchar(32)",
  );
  expect(await tablesOf(shop.database)).toEqual([]);
  await write(fork);
  expect(await shop.done("ensure-version")).toBe("created public.alembic_version\n");
  expect(await shop.done("ensure-version")).toBe("public.alembic_version is there\n");
  expect(await rows()).toEqual([]);
});

test("stamp: several targets, with --sql, with --purge", async () => {
  await write(fork);
  expect(await shop.done("stamp", "bb11", "cc11")).toBe("stamped bb11, cc11 (was base)\n");
  expect(await shop.done("stamp", "aa11:bb11", "--sql")).toMatch(
    /\nbegin;\nlock table public\.alembic_version in share row exclusive mode;\ndo \$mig\$ [^]*?\nupdate public\.alembic_version set version_num = 'bb11' where version_num operator\(pg_catalog\.=\) 'aa11';\ndo \$mig\$[^]*\ncommit;\n$/u,
  );
  expect(await shop.done("stamp", "aa11", "--purge", "--sql")).toContain(
    "delete from public.alembic_version;\ninsert into public.alembic_version (version_num) values ('aa11');",
  );
  expect(await shop.done("stamp", "aa11", "--purge")).toBe("stamped aa11 (was bb11, cc11)\n");
});

test("-x reaches a configuration that is a function", async () => {
  await shop.project.write({
    "mig.config.ts": "export default ({ x }) => ({ versions: x.folder ?? 'mig/versions' });\n",
    "other/zz11.ts": Object.values(revisionFile("zz11"))[0],
  });
  expect(await shop.done("heads", "-x", "folder=other")).toBe("zz11 (head), zz11\n");
});
