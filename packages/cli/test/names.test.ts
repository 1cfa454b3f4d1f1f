import { expect, test } from "vitest";
import { catalogSnapshot } from "@migts/testkit";
import { tablesOf, withShop } from "./shop.ts";

// Names that need quoting go the whole road: models, revision file, SQL, catalog, and back.

const longName = "n".repeat(63);

test.each([
  { name: "Order" },
  { name: 'a"b' },
  { name: "a.b" },
  { name: "two words" },
  { name: "select" },
  { name: "semi;colon--" },
  { name: "dollar$1" },
  { name: "back\\slash" },
  { name: "quote'd" },
  { name: "größe_表" },
  { name: longName },
])("a table and a column named $name", ({ name }) => {
  const mapped = JSON.stringify(name);
  const models = `model Thing {
  id    Int      @id
  value String   @default("x") @map(${mapped})
  kind  Kind     @default(ONE)
  other Int?
  up    Thing?   @relation("tree", fields: [other], references: [id], map: "fk")
  down  Thing[]  @relation("tree")

  @@index([value], map: "ix")
  @@map(${mapped})
}

enum Kind {
  ONE @map(${mapped})
  TWO

  @@map("kind")
}
`;
  return withShop(async (shop) => {
    await shop.done("revision", "-m", `add ${name}`);
    await shop.done("upgrade");
    expect(await tablesOf(shop.database)).toContain(`public.${name}`);
    await shop.database.query(`insert into "${name.replaceAll('"', '""')}" (id) values (1)`);
    expect(await shop.done("check")).toContain("agree");
    const before = await catalogSnapshot(shop.database.url);
    const script = (await shop.done("upgrade", "--sql")).replace(/^\\set.*$/mu, ""); // only psql knows it
    await shop.done("downgrade", "base", "--allow-loss");
    expect(await tablesOf(shop.database)).toEqual(["public.alembic_version", "public.mig_log"]);
    await shop.database.query("drop table alembic_version, mig_log");
    for (const part of script.split(/(?<=^commit;)$/mu)) if (part.trim() !== "") await shop.database.query(part);
    expect(await catalogSnapshot(shop.database.url)).toEqual(before);
  }, models);
});
