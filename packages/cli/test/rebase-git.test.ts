import { mkdtemp, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, runProcess } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { openShop, revisionFile, tablesOf, type Shop } from "./shop.ts";

// A rebase never rewrites what others may have, whatever is applied in one's own database.

let shop: Shop;
let remote: string;
beforeEach(async () => {
  shop = await openShop();
  remote = await realpath(await mkdtemp(path.join(os.tmpdir(), "mig-remote-")));
  await shop.project.write({ "mig.config.ts": "export default {};\n", ".gitignore": "node_modules\n", ...revision("aa11", null) });
  await git("init", "-q", "-b", "main");
  await git("init", "-q", "--bare", "-b", "main", remote);
  await git("remote", "add", "origin", remote);
  await commit("first");
  await git("push", "-q", "-u", "origin", "main");
});
afterEach(async () => {
  await shop.close();
  await rm(remote, { recursive: true, force: true });
});

const revision = (id: string, down: string | null): Record<string, string> =>
  revisionFile(id, { down, upgrade: `op.execute("create table ${id} (id int)");`, downgrade: `op.execute("drop table ${id}");` });

async function git(...args: readonly string[]): Promise<string> {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always"];
  const { code, stdout, stderr } = await runProcess("git", [...identity, ...args], { cwd: shop.project.path });
  if (code !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

async function commit(message: string): Promise<void> {
  await git("add", "-A");
  await git("commit", "-q", "-m", message);
}

/** A colleague's revision on the remote's main, fetched and merged; the local main stays where it was. */
async function theirs(): Promise<void> {
  await git("checkout", "-q", "-b", "theirs", "origin/main");
  await shop.project.write(revision("bb22", "aa11"));
  await commit("theirs");
  await git("push", "-q", "origin", "theirs:main");
  await git("checkout", "-q", "-b", "mine", "main");
  await git("branch", "-q", "-D", "theirs");
}

const mine = async (): Promise<void> => {
  await shop.project.write(revision("cc33", "aa11"));
  await commit("mine");
};

const header = async (id: string): Promise<string> =>
  /downRevision = (.*);/u.exec(await shop.project.read(`mig/versions/${id}.ts`))?.[1] ?? "";
const own = async (): Promise<readonly string[]> =>
  (await tablesOf(shop.database)).map((name) => name.replace("public.", "")).filter((name) => !/^(?:alembic_version|mig_log)$/u.test(name));

describe("mine is local, theirs is on the remote", () => {
  beforeEach(async () => {
    await theirs();
    await mine();
  });

  test.each([
    { name: "neither is applied", upgrade: "aa11" },
    { name: "theirs is applied", upgrade: "bb22" },
  ])("$name: mine moves", async ({ upgrade }) => {
    await git("merge", "-q", "origin/main", "-m", "merge");
    await shop.done("upgrade", upgrade);
    expect(await shop.done("rebase")).toBe("cc33 now on top of bb22\n");
    expect(await header("bb22")).toBe('"aa11"');
  });

  test("mine is applied here: the way is said, and --reapply goes it", async () => {
    await shop.done("upgrade");
    await git("merge", "-q", "origin/main", "-m", "merge");
    expect(await shop.json("rebase")).toMatchObject({
      code: 1,
      error: {
        code: "REBASE_REFUSED",
        message: expect.stringContaining("cc33 is applied"),
        hint: expect.stringMatching(/mig downgrade cc33@aa11,.*mig rebase cc33 --onto bb22.*--reapply/u),
      },
    });
    expect(await shop.mig("rebase", "--reapply", "--dry-run")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("reverted before and applied again afterwards: cc33"),
    });
    expect([await header("bb22"), await header("cc33"), await own()]).toEqual(['"aa11"', '"aa11"', ["aa11", "cc33"]]);
    const { stdout, stderr, code } = await shop.mig("rebase", "--reapply");
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: "cc33 now on top of bb22, the database is at cc33\n" });
    expect([await header("bb22"), await header("cc33"), await own()]).toEqual(['"aa11"', '"bb22"', ["aa11", "bb22", "cc33"]]);
    expect(await shop.json("upgrade")).toMatchObject({ code: 0, warnings: [] });
  });

  test("the way by hand leads there too, and takes back nothing else", async () => {
    await git("merge", "-q", "origin/main", "-m", "merge");
    await shop.done("upgrade", "heads");
    await shop.done("downgrade", "cc33@aa11");
    expect(await own()).toEqual(["aa11", "bb22"]);
    await shop.done("rebase", "cc33", "--onto", "bb22");
    await shop.done("upgrade");
    expect(await own()).toEqual(["aa11", "bb22", "cc33"]);
  });

  test("--reapply in a database that is not a developer's own is refused", async () => {
    await shop.done("upgrade");
    await git("merge", "-q", "origin/main", "-m", "merge");
    await shop.project.write({ "mig.config.ts": "export default { development: false };\n" });
    expect(await shop.json("rebase", "--reapply")).toMatchObject({
      code: expect.any(Number),
      ok: false,
      error: { message: expect.stringContaining("may not be a development database") },
    });
    expect([await header("bb22"), await header("cc33"), await own()]).toEqual(['"aa11"', '"aa11"', ["aa11", "cc33"]]);
  });

  test.each([
    {
      name: "reverting",
      file: { upgrade: 'op.execute("create table cc33 (id int)");', downgrade: 'op.execute("drop table nowhere");' },
      says: /files were not changed.*mig upgrade cc33/u,
      headers: '"aa11"',
      tables: ["aa11", "cc33"],
    },
    {
      name: "applying",
      file: { upgrade: 'op.execute("create table cc33 as table nowhere");', downgrade: 'op.execute("drop table cc33");' },
      says: /files were rewritten.*mig upgrade cc33/u,
      headers: '"bb22"',
      tables: ["aa11", "bb22"],
    },
  ])("what fails while $name says the state and the way on", async ({ file, says, headers, tables }) => {
    await shop.done("upgrade");
    await git("merge", "-q", "origin/main", "-m", "merge");
    await shop.project.write(revisionFile("cc33", { down: "aa11", ...file }));
    expect(await shop.json("rebase", "--reapply")).toMatchObject({
      code: 1,
      error: { code: "REVISION_FAILED" },
      warnings: expect.arrayContaining([expect.stringMatching(says)]),
    });
    expect([await header("cc33"), await own()]).toEqual([headers, tables]);
    await shop.project.write(
      revisionFile("cc33", {
        down: headers.replaceAll('"', ""),
        upgrade: 'op.execute("create table if not exists cc33 (id int)");',
        downgrade: 'op.execute("drop table cc33");',
      }),
    );
    if (headers === '"aa11"') await shop.done("rebase", "--reapply");
    await shop.done("upgrade");
    expect(await own()).toEqual(["aa11", "bb22", "cc33"]);
  });
});

describe("what is published", () => {
  beforeEach(async () => {
    await theirs();
    await mine();
    await git("merge", "-q", "origin/main", "-m", "merge");
    await shop.done("upgrade", "cc33"); // mine is applied here, which must not make theirs move
  });

  const moves = async (): Promise<void> => {
    await shop.done("downgrade", "aa11");
    expect(await shop.done("rebase")).toBe("cc33 now on top of bb22\n");
  };
  const asks = async (base = "origin/main"): Promise<void> => {
    for (const args of [[], ["--reapply"]]) {
      expect(await shop.json("rebase", ...args)).toMatchObject({
        code: 3,
        error: { code: "REBASE_WHICH", hint: expect.stringContaining(`--base ${base}`) },
      });
    }
    expect([await header("bb22"), await header("cc33")]).toEqual(['"aa11"', '"aa11"']);
  };

  test("a stale main counts for nothing", moves);

  test("by name, a stale main is as good as what it follows", async () => {
    await shop.done("downgrade", "aa11");
    expect(await shop.done("rebase", "--base", "main")).toBe("cc33 now on top of bb22\n");
  });

  test("detached, or in a second working tree", async () => {
    await git("checkout", "-q", "--detach");
    await moves();
  });

  test("a file that is not committed at all is mine", async () => {
    await git("rm", "-q", "--cached", "mig/versions/cc33.ts");
    await moves();
  });

  test("any remote branch counts, and --base says which one decides", async () => {
    await git("push", "-q", "origin", "mine:feature");
    await asks();
    await shop.done("downgrade", "aa11");
    expect(await shop.json("rebase", "cc33", "--onto", "bb22")).toMatchObject({
      code: 1,
      error: { code: "REBASE_REFUSED", message: expect.stringContaining("origin/feature") },
    });
    expect(await shop.done("rebase", "--base", "origin/main")).toBe("cc33 now on top of bb22\n");
  });

  test("under another name, after a squash", async () => {
    await git("checkout", "-q", "-b", "squashed", "origin/main");
    await shop.project.write({ "mig/versions/other.ts": Object.values(revision("cc33", "aa11"))[0] ?? "" });
    await rm(path.join(shop.project.path, "mig/versions/cc33.ts"), { force: true });
    await commit("squash");
    await git("push", "-q", "origin", "squashed:main");
    await git("checkout", "-q", "mine");
    await git("branch", "-q", "-D", "squashed");
    await asks();
  });

  test("what was there once: a revert on the remote", async () => {
    await git("push", "-q", "origin", "mine:main");
    await git("checkout", "-q", "-b", "reverted", "mine");
    await git("rm", "-q", "mig/versions/cc33.ts");
    await commit("revert");
    await git("push", "-q", "origin", "reverted:main");
    await git("checkout", "-q", "mine");
    await asks();
  });

  test("a second remote, and a tag", async () => {
    await git("tag", "v1", "mine");
    await asks();
    await git("tag", "-d", "v1");
    await git("update-ref", "refs/remotes/fork/mine", "mine");
    await asks();
  });

  test("both are mine: the one that is not applied moves", async () => {
    await git("update-ref", "refs/remotes/origin/main", "main");
    expect(await shop.done("rebase")).toBe("bb22 now on top of cc33\n");
  });

  test("nothing is remote: the main branch decides, or is asked for", async () => {
    await git("remote", "remove", "origin");
    await git("branch", "-q", "-f", "main", "mine");
    await asks("main");
  });

  test("a shallow clone", async () => {
    await git("push", "-q", "origin", "mine:main");
    const clone = `${remote}-clone`;
    await git("clone", "-q", "--depth", "1", `file://${remote}`, clone);
    const { code, stderr } = await runProcess("git", ["-C", clone, "log", "--oneline"]);
    expect(code, stderr).toBe(0);
    await rm(path.join(shop.project.path, ".git"), { recursive: true });
    await runProcess("cp", ["-r", path.join(clone, ".git"), path.join(shop.project.path, ".git")]);
    await rm(clone, { recursive: true });
    await asks();
  });
});

describe("with several environments", () => {
  const config = (environments: object): string => `export default ${JSON.stringify({ environments })};\n`;

  /** Two heads, mine not pushed. */
  async function forked(environments: object): Promise<void> {
    await shop.project.write({ "mig.config.ts": config(environments) });
    await commit("environments");
    await git("push", "-q", "origin", "main");
    await theirs();
    await mine();
    await git("fetch", "-q");
    await git("merge", "-q", "--no-edit", "origin/main");
  }

  const applied = async (url: string): Promise<void> => {
    const { code, stderr } = await migHere(["upgrade", "cc33", "--url", url], { cwd: shop.project.path });
    expect(code, stderr).toBe(0);
  };

  test("what is applied in another environment stays, and that environment is named", async () => {
    const staging = await createDatabase();
    await forked({ staging: { url: staging.url, development: false } });
    await applied(staging.url);
    for (const args of [["rebase"], ["rebase", "--dry-run"], ["rebase", "--reapply"]]) {
      const refused = await shop.json(...args);
      expect(refused).toMatchObject({
        ok: false,
        code: expect.any(Number),
        error: { message: expect.stringContaining(`applied in the database of the environment "staging"`) },
      });
    }
    expect(await header("cc33")).toBe(`"aa11"`);
    await staging.drop();
  });

  test("so does what is applied in the configuration's own database, asked from an environment", async () => {
    const staging = await createDatabase();
    await forked({ staging: { url: staging.url } });
    await applied(shop.database.url);
    const refused = await shop.json("-n", "staging", "rebase");
    expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining("revert it there first (mig downgrade)") } });
    expect(await header("cc33")).toBe(`"aa11"`);
    await staging.drop();
  });

  test("environments with other revisions, and those that have not got it, do not matter", async () => {
    const staging = await createDatabase();
    await forked({ staging: { url: staging.url }, billing: { url: "postgresql://nobody@127.0.0.1:1/none", versions: "billing" } });
    const { code, warnings } = await shop.json("rebase");
    expect({ code, warnings }).toEqual({ code: 0, warnings: [] });
    expect(await header("cc33")).toBe(`"bb22"`);
    await staging.drop();
  });

  test("a database that does not answer is said; git decides", async () => {
    await forked({ production: { url: "postgresql://nobody@127.0.0.1:1/none" } });
    const { code, warnings } = await shop.json("rebase");
    expect(code).toBe(0);
    expect(warnings).toEqual([expect.stringContaining(`are applied in the environment "production": `)]);
    expect(await header("cc33")).toBe(`"bb22"`);
  });
});
