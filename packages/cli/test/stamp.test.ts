import { expect, test } from "vitest";
import { revisionFile, withShop } from "./shop.ts";

// What a stamp says of what it leaves behind, where Alembic's rules may surprise.

const graph = {
  ...revisionFile("aaaa"),
  ...revisionFile("bbbb", { down: "aaaa" }),
  ...revisionFile("cccc"),
  ...revisionFile("dddd", { down: "cccc" }),
};

test.each([
  {
    name: "a target that takes another one's row",
    rows: ["cccc", "bbbb"],
    args: ["heads"],
    after: ["dddd"],
    warns: /bbbb was given but is not among the rows now.*mig stamp --purge heads/u,
  },
  { name: "all heads", rows: ["aaaa"], args: ["heads"], after: ["bbbb", "dddd"] },
  { name: "nothing, by force", rows: ["gone"], args: ["base", "--purge"], after: [] },
  { name: "what is lost, by force", rows: ["cccc", "bbbb"], args: ["heads", "--purge"], after: ["bbbb", "dddd"] },
])("$name", ({ rows, args, after, warns }) =>
  withShop(async (shop) => {
    await shop.project.write(graph);
    await shop.done("ensure-version");
    for (const row of rows) await shop.database.query("insert into alembic_version values ($1)", [row]);
    const { data, warnings } = await shop.json("stamp", ...args);
    expect(data).toEqual({ before: rows.toSorted(), after });
    expect(warnings).toEqual(warns === undefined ? [] : [expect.stringMatching(warns)]);
    expect(await shop.database.query("select version_num from alembic_version order by 1")).toEqual(
      after.map((row) => ({ version_num: row })),
    );
  }),
);

test("a downgrade says before and after what it loses, and asks for a branch that is there", () =>
  withShop(async (shop) => {
    await shop.project.write(
      revisionFile("aaaa", {
        upgrade: 'op.execute("create table t (id int)");',
        downgrade: 'op.dropTable({ schema: "public", name: "t" });',
      }),
    );
    await shop.done("upgrade");
    expect(await shop.json("downgrade", "typo@base")).toMatchObject({ ok: false, error: { code: "REVISION_NOT_FOUND" } });
    const { stdout, stderr } = await shop.mig("downgrade", "base");
    expect(stderr).toBe(
      "Running downgrade aaaa -> base, aaaa\nwarning: the downgrade of aaaa loses data: drop table public.t (all rows of table t)\n",
    );
    expect(stdout).toBe("downgraded 1 revision, now at base\n"); // it had no rows
  }));
