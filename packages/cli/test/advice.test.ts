import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openShop, revisionFile, type RevisionParts, type Shop } from "./shop.ts";

// Advice leads somewhere: each command that a message advises is run, and works.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.project.write({ "mig.config.ts": "export default {};\n" });
});
afterEach(() => shop.close());

async function write(revisions: Readonly<Record<string, RevisionParts>>): Promise<void> {
  for (const [id, parts] of Object.entries(revisions)) await shop.project.write(revisionFile(id, parts));
}

const line = { aaaa: {}, bbbb: { down: "aaaa" }, cccc: { down: "bbbb" } };
const fork = { aaaa: {}, bbbb: { down: "aaaa" }, cccc: { down: "aaaa" } };
const bases = { aaaa: {}, bbbb: {} };
const needs = { aaaa: {}, bbbb: { dependsOn: "aaaa" } };

interface Row {
  readonly name: string;
  readonly graph: Readonly<Record<string, RevisionParts>>;
  /** What is run before. */
  readonly before?: readonly (readonly string[])[];
  readonly args: readonly string[];
  readonly exit: number;
  readonly says: RegExp;
  /** What it must not say. */
  readonly never?: RegExp;
  /** Commands that it advises; each is run. */
  readonly leads?: readonly (readonly string[])[];
}

const rows: readonly Row[] = [
  {
    name: "an upgrade that points down",
    graph: line,
    before: [["upgrade"]],
    args: ["upgrade", "-1"],
    exit: 1,
    says: /"-1" points down, but an upgrade goes up[^]*mig downgrade -1/u,
    leads: [
      ["downgrade", "-1"],
      ["upgrade", "head-1"],
    ],
  },
  {
    name: "a downgrade that points up",
    graph: line,
    before: [["upgrade", "aaaa"]],
    args: ["downgrade", "+1"],
    exit: 1,
    says: /"\+1" points up, but a downgrade goes down[^]*mig upgrade \+1/u,
    leads: [
      ["upgrade", "+1"],
      ["downgrade", "-1"],
    ],
  },
  { name: "no step", graph: line, before: [["upgrade"]], args: ["downgrade", "-0"], exit: 1, says: /"-0"/u },
  {
    name: "show below the bases",
    graph: line,
    args: ["show", "-9"],
    exit: 1,
    says: /"-9" goes back further than the history[^]*mig history/u,
    leads: [["history"]],
  },
  {
    name: "an upgrade beyond the head",
    graph: line,
    args: ["upgrade", "+9"],
    exit: 1,
    says: /"\+9" goes beyond the end of the history/u,
    leads: [["history"], ["current"]],
  },
  {
    name: "a reversed range",
    graph: line,
    args: ["history", "-r", "cccc:aaaa"],
    exit: 1,
    says: /"cccc:aaaa" is reversed[^]*aaaa:cccc/u,
    leads: [["history", "-r", "aaaa:cccc"]],
  },
  {
    name: "ends on two branches are not reversed",
    graph: fork,
    args: ["history", "-r", "bbbb:cccc"],
    exit: 1,
    says: /is not below/u,
    never: /reversed/u,
  },
  {
    name: "a range beside another target, as a script",
    graph: fork,
    args: ["upgrade", "aaaa:bbbb", "cccc", "--sql"],
    exit: 2,
    says: /"aaaa:bbbb" is a range, so it must be the only target[^]*a script for each range/u,
    never: /not allowed here/u,
    leads: [["upgrade", "bbbb", "cccc", "--sql"]],
  },
  {
    name: "stamp beside its descendant",
    graph: line,
    args: ["stamp", "aaaa", "cccc"],
    exit: 1,
    says: /"cccc" already includes aaaa[^]*Give only "cccc"/u,
    leads: [["stamp", "cccc"]],
  },
  {
    name: "stamp beside its descendant, as a script",
    graph: line,
    args: ["stamp", "aaaa", "cccc", "--sql"],
    exit: 1,
    says: /already includes aaaa/u,
  },
  {
    name: "two heads",
    graph: fork,
    args: ["upgrade"],
    exit: 3,
    says: /mig merge heads/u,
    leads: [
      ["upgrade", "heads"],
      ["merge", "heads", "-m", "x"],
    ],
  },
  {
    name: "two heads, side by side",
    graph: fork,
    args: ["heads"],
    exit: 0,
    says: /2 heads \(bbbb, cccc\): they branch from a common revision/u,
    leads: [["merge"]],
  },
  {
    name: "two heads are no single head",
    graph: fork,
    args: ["check", "--heads"],
    exit: 4,
    says: /2 heads: bbbb, cccc/u,
    leads: [["merge"]],
  },
  { name: "independent bases are not made side by side", graph: bases, args: ["heads"], exit: 0, says: /^/u, never: /common revision/u },
  {
    name: "independent bases do not fail the check",
    graph: bases,
    args: ["check", "--heads"],
    exit: 0,
    says: /2 heads, each on its own branch: aaaa, bbbb/u,
  },
  {
    name: "branches of which one depends on the other are meant",
    graph: { ...fork, cccc: { down: "aaaa", dependsOn: "bbbb" } },
    args: ["check", "--heads"],
    exit: 0,
    says: /^/u,
    never: /Join them/u,
  },
  { name: "a dependency is no fork", graph: needs, args: ["check", "--heads"], exit: 0, says: /^/u, never: /Join them/u },
  {
    name: "current --check-heads",
    graph: fork,
    before: [["upgrade", "bbbb"]],
    args: ["current", "--check-heads"],
    exit: 4,
    says: /mig upgrade heads/u,
    leads: [["upgrade", "heads"]],
  },
  { name: "a file that is called head", graph: { head: {} }, args: ["heads"], exit: 1, says: /RESERVED_NAME[^]*head\.ts/u },
];

describe("advice", () => {
  test.each(rows)("$name", async ({ graph, before = [], args, exit, says, never, leads = [] }) => {
    await write(graph);
    for (const words of before) await shop.done(...words);
    const { code, stdout, stderr } = await shop.mig(...args);
    expect(stdout + stderr).toMatch(says);
    if (never !== undefined) expect(stdout + stderr).not.toMatch(never);
    expect(code).toBe(exit);
    for (const words of leads) await shop.done(...words);
  });

  test("rows without files: what stamping does not do is said", async () => {
    await write(line);
    await shop.done("upgrade");
    await shop.project.write({
      "mig.config.ts": 'export default { versions: "other" };\n',
      ...Object.fromEntries(Object.entries(revisionFile("aaaa")).map(([name, text]) => [name.replace("mig/versions", "other"), text])),
    });
    const { code, stderr } = await shop.mig("upgrade");
    expect(code).toBe(1);
    expect(stderr).toMatch(/other git branches\. Switch to that branch, run "mig downgrade"[^]*does not revert/u);
    await shop.done("stamp", "--purge", "aaaa");
    await shop.done("upgrade");
  });

  test("a database behind two heads is told to upgrade to both", async () => {
    await shop.project.write({ "mig.config.ts": 'export default { models: "prisma/schema.prisma" };\n' });
    await write(fork);
    for (const args of [["check"], ["revision", "-m", "x", "--head", "bbbb"]]) {
      const { stdout, stderr } = await shop.mig(...args);
      expect(stdout + stderr).toContain('mig upgrade heads"');
    }
    await shop.done("upgrade", "heads");
  });

  test("older is only what was made before something that is applied", async () => {
    await write({ aaaa: { created: "2026-01-01T00:00:00Z" }, bbbb: { down: "aaaa", created: "2026-01-03T00:00:00Z" } });
    await shop.done("upgrade");
    await write({ cccc: { down: "aaaa", created: "2026-01-02T00:00:00Z" }, dddd: { down: "aaaa", created: "2026-01-04T00:00:00Z" } });
    const { data } = await shop.json("history", "-i");
    const older = ((data?.["revisions"] ?? []) as readonly { readonly id: string; readonly older?: boolean }[])
      .filter(({ older: is }) => is === true)
      .map(({ id }) => id);
    expect(older).toEqual(["cccc"]);
  });

  test("lists are cut, with a count", async () => {
    await write(
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`r${String(at).padStart(3, "0")}`, at === 0 ? {} : { down: "r000" }])),
    );
    for (const args of [["upgrade"], ["heads"], ["check", "--heads"], ["current", "--check-heads"]]) {
      const { stderr, stdout } = await shop.mig(...args);
      expect(`${stderr}${args[0] === "heads" ? "" : stdout}`).toMatch(/and 2[01] more/u);
    }
  });

  test("advice is in the JSON form too; quiet is without it", async () => {
    await write(fork);
    expect(await shop.json("heads")).toMatchObject({ advice: [expect.stringContaining("mig merge")] });
    expect(await shop.mig("heads", "-q")).toMatchObject({ code: 0, stdout: "bbbb (head), bbbb\ncccc (head), cccc\n", stderr: "" });
    expect((await shop.mig("-q", "upgrade", "nope")).stderr).toContain("REVISION_NOT_FOUND");
    expect((await shop.mig("-q", "upgrade", "heads")).stderr).toBe("");
  });
});
