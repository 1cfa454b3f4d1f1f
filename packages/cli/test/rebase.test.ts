import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runProcess } from "@migts/testkit";
import { openShop, revisionFile, type Shop } from "./shop.ts";

// Two people made a revision on the same parent; one of them puts theirs on top of the other's.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.project.write({
    "mig.config.ts": "export default {};\n",
    ...revisionFile("aa11"),
    ...revisionFile("bb11", { down: "aa11" }),
    ...revisionFile("bb22", { down: "bb11" }),
    ...revisionFile("cc11", { down: "aa11" }),
  });
});
afterEach(() => shop.close());

const file = (id: string): Promise<string> => shop.project.read(`mig/versions/${id}.ts`);

async function git(...args: readonly string[]): Promise<void> {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
  const { code, stderr } = await runProcess("git", [...identity, ...args], { cwd: shop.project.path });
  if (code !== 0) throw new Error(stderr);
}

test("what is applied stays; the other goes on top, by its header alone", async () => {
  const before = await file("cc11");
  await shop.done("upgrade", "bb22");
  const { code, stdout, stderr } = await shop.mig("rebase");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "cc11 now on top of bb22\n" });
  expect(stderr).toContain("writing mig/versions/cc11.ts: builds on bb22 (was aa11)\n");
  expect(await file("cc11")).toBe(before.replace('downRevision = "aa11"', 'downRevision = "bb22"'));
  expect(await shop.done("heads")).toBe("cc11 (head), cc11\n");
  expect(await shop.done("upgrade")).toBe("upgraded 1 revision, now at cc11\n");
  expect(await shop.done("rebase")).toBe("Nothing to rebase: there are fewer than two heads.\n");
});

test("several revisions move together, also the ones that mig wrote", async () => {
  await shop.done("upgrade", "cc11");
  await shop.done("revision", "-m", "mine", "--head", "bb22", "--rev-id", "bb33");
  expect(await shop.json("rebase")).toMatchObject({
    ok: true,
    data: {
      dryRun: false,
      onto: "cc11",
      moved: ["bb11", "bb22", "bb33"],
      files: [{ revision: "bb11", file: "mig/versions/bb11.ts", from: ["aa11"], to: ["cc11"] }],
    },
  });
  expect(await shop.done("history", "-r", "aa11:")).toMatch(/bb33[^]*bb22[^]*cc11 -> bb11[^]*aa11 -> cc11/u);
});

test("the comment of the header follows", async () => {
  await shop.done("upgrade", "bb22");
  await shop.done("revision", "-m", "mine", "--head", "cc11", "--rev-id", "cc22");
  await shop.done("rebase", "--onto", "bb22");
  expect(await shop.project.read("mig/versions/cc22_mine.ts")).toContain("// Revises: cc11\n");
  await shop.done("downgrade", "aa11");
  await shop.done("revision", "-m", "theirs", "--head", "aa11", "--splice", "--rev-id", "dd11");
  await shop.done("rebase", "dd11", "--onto", "cc22");
  expect(await shop.project.read("mig/versions/dd11_theirs.ts")).toMatch(/\/\/ Revises: cc22\n[^]*downRevision = "cc22"/u);
});

test("--dry-run writes nothing", async () => {
  await shop.done("upgrade", "bb22");
  const before = await file("cc11");
  expect(await shop.done("rebase", "--dry-run")).toBe("mig/versions/cc11.ts: builds on bb22 (was aa11)\n");
  expect(await file("cc11")).toBe(before);
});

describe("git", () => {
  test("what is on the base branch stays", async () => {
    await git("init", "-q", "-b", "main");
    await git("add", "mig/versions/aa11.ts", "mig/versions/cc11.ts");
    await git("commit", "-q", "-m", "theirs");
    await git("checkout", "-q", "-b", "mine");
    await git("add", "mig");
    await git("commit", "-q", "-m", "mine");
    expect(await shop.done("rebase")).toBe("bb11, bb22 now on top of cc11\n");
  });

  test("refused where both are on it", async () => {
    await git("init", "-q", "-b", "trunk");
    await git("add", "mig");
    await git("commit", "-q", "-m", "all");
    expect(await shop.json("rebase", "--base", "trunk")).toMatchObject({
      code: 1,
      error: { code: "REBASE_REFUSED", message: expect.stringContaining("on the branch trunk") },
    });
    expect(await shop.json("rebase", "--base", "nowhere")).toMatchObject({ code: 2, error: { code: "OPTION_INVALID" } });
  });
});

describe("refused, or asked back", () => {
  test.each([
    { name: "either may move", stamp: "aa11", args: [], code: "REBASE_WHICH", exit: 3 },
    { name: "both are applied", stamp: "heads", args: [], code: "REBASE_REFUSED", exit: 1 },
    { name: "the one to move is applied", stamp: "bb22", args: ["--onto", "cc11"], code: "REBASE_REFUSED", exit: 1 },
    { name: "not a head", stamp: "aa11", args: ["--onto", "bb11"], code: "REBASE_REFUSED", exit: 1 },
    { name: "not there", stamp: "aa11", args: ["--onto", "zz99"], code: "REVISION_NOT_FOUND", exit: 1 },
  ])("$name", async ({ stamp, args, code, exit }) => {
    await shop.done("stamp", stamp);
    const before = await Promise.all(["bb11", "cc11"].map(file));
    expect(await shop.json("rebase", ...args)).toMatchObject({ code: exit, error: { code } });
    expect(await Promise.all(["bb11", "cc11"].map(file))).toEqual(before);
  });

  test("a header that cannot be rewritten safely", async () => {
    await shop.done("upgrade", "bb22");
    await shop.project.write({
      "mig/versions/cc11.ts":
        '/* export const downRevision = "zz" */\nexport const revision = "cc11";\nexport const downRevision = "aa11";\n',
    });
    expect(await shop.json("rebase")).toMatchObject({
      code: 1,
      error: { code: "REBASE_REFUSED", message: expect.stringContaining("cc11.ts") },
    });
  });

  test("branches without a revision in common", async () => {
    await shop.project.write(revisionFile("dd11"));
    await shop.done("stamp", "bb22", "cc11");
    expect(await shop.json("rebase", "dd11", "--onto", "cc11")).toMatchObject({ code: 1, error: { code: "REBASE_REFUSED" } });
  });
});
