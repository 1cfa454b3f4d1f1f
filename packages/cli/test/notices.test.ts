import { expect, test } from "vitest";
import { revisionFile, withShop } from "./shop.ts";

// What PostgreSQL says of a revision's statements reaches the user.

const quiet = 'op.execute("create table a (id int)"); op.execute("create table b (id int)"); op.execute("create index ix on a (id)");';
const files = {
  ...revisionFile("rev1", { upgrade: quiet }),
  ...revisionFile("rev2", {
    down: "rev1",
    upgrade: 'op.execute("create index concurrently if not exists ix on b (id)"); op.execute("drop view if exists nowhere");',
  }),
};

test("a skipped statement is a warning with its place, other notices are progress", () =>
  withShop(async (shop) => {
    await shop.project.write(files);
    const { code, stderr } = await shop.mig("upgrade");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^warning: PostgreSQL at mig\/versions\/rev2\w*\.ts:\d+: relation "ix" already exists, skipping \(create index concurrently if not exists ix on b \(id\)\)$/mu,
    );
    expect(stderr).toMatch(/^ {2}PostgreSQL at mig\/versions\/rev2\w*\.ts:\d+: view "nowhere" does not exist, skipping/mu);
  }));

test("--json has all of them, with their statements", () =>
  withShop(async (shop) => {
    await shop.project.write(files);
    const { data, warnings } = await shop.json("upgrade");
    expect(data).toMatchObject({
      steps: [
        { revision: "rev1", notices: [] },
        {
          revision: "rev2",
          notices: [
            { sqlState: "42P07", number: 1, place: { line: expect.any(Number) } },
            { sqlState: "00000", number: 2 },
          ],
        },
      ],
    });
    expect(warnings).toEqual([expect.stringContaining(`relation "ix" already exists, skipping`)]);
  }));
