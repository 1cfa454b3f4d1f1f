import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { catalogSnapshot, createDatabase, runScript, servers, type ScratchDatabase } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { customers, customersWithName, openShop, prismaSchema, writeModels, type Shop } from "./shop.ts";

// mig diff <from> <to>: what it prints, run on the first side, makes it the second.

const catalogA = `
  create type mood as enum ('sad', 'glad');
  create table people (id int primary key, name text not null, mood mood default 'sad');
  create index people_name on people (lower(name));
  create table pets (id int primary key, owner int references people);
`;

const catalogB = `
  create schema "Other one";
  create type mood as enum ('sad', 'glad', 'so-so');
  create table people (id bigint primary key, name varchar(80) not null default 'nobody', mood mood default 'so-so', born date check (born > '1900-01-01'));
  create unique index people_name on people (name desc nulls last) where name <> '';
  create table "Other one"."a ""quoted"".table" ("Id" int generated always as identity primary key, "what;--" text unique, person bigint references people on delete cascade);
  comment on column "Other one"."a ""quoted"".table"."what;--" is 'don''t; -- panic';
`;

const databases: ScratchDatabase[] = [];
afterEach(async () => {
  for (const made of databases.splice(0)) await made.drop();
});

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  databases.push(made);
  return made;
}

/** psql would send each statement for itself; here the transactions that the script begins and ends are those that matter. */
async function runLikePsql(url: string, script: string): Promise<void> {
  for (const part of script.split(/(?<=^commit;)$/mu)) if (part.trim() !== "") await runScript(url, part);
}

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each([
    { way: "there", from: catalogA, to: catalogB },
    { way: "back", from: catalogB, to: catalogA },
    { way: "from nothing", from: "", to: catalogB },
    { way: "to nothing", from: catalogB, to: "" },
  ])("a script that makes one database another: $way", async ({ from, to }) => {
    const [left, right] = [await database(major, from), await database(major, to)];
    const script = await migHere(["diff", left.url, right.url, "--format", "sql"]);
    expect(script).toMatchObject({ code: 0, stderr: "" });
    await runLikePsql(left.url, script.stdout);
    expect(await catalogSnapshot(left.url)).toEqual(await catalogSnapshot(right.url));
    for (const format of ["sql", "text", "ts"]) {
      expect(await migHere(["diff", left.url, right.url, "--format", format, "--exit-code"])).toEqual({
        code: 0,
        signal: undefined,
        stdout: "",
        stderr: "No differences.\n",
      });
    }
    const document = await migHere(["diff", left.url, right.url, "--format", "json", "--exit-code"]);
    expect(document).toEqual(await migHere(["diff", left.url, right.url, "--json", "--exit-code"]));
    expect(JSON.parse(document.stdout)).toMatchObject({ ok: true, data: { operations: [], notCompared: [] } });
  });
});

describe("sides", () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await writeModels(shop, customersWithName);
    await shop.project.write({
      "old.prisma": prismaSchema(customers),
      "folder/a.prisma": prismaSchema(""),
      "folder/b.prisma": customersWithName,
    });
  });
  afterEach(() => shop.close());

  const added = "add column public.customers.name text\n";
  test("every way to name them", async () => {
    for (const [from = "", to = "", printed = ""] of [
      ["db", "models", added],
      ["db", "old.prisma", ""],
      ["old.prisma", "models", added],
      ["old.prisma", "folder", added],
      [shop.database.url, "prisma/schema.prisma", added],
      ["models", "folder", ""],
    ]) {
      expect({ from, to, ...(await shop.mig("diff", from, to, "--exit-code")) }).toMatchObject({
        from,
        to,
        stdout: printed,
        code: printed === "" ? 0 : 4,
      });
    }
    expect(await shop.done("diff", "models", "db")).toMatch(/^drop column public\.customers\.name \(LOSES DATA/u);
    expect(await shop.done("diff", "empty", "models")).toContain("create table public.customers\n");
    expect(await shop.done("diff", "db", "empty")).toMatch(/drop table public\.customers/u);
  });

  test("formats", async () => {
    expect(await shop.done("diff", "db", "models", "--format", "sql")).toBe(
      "begin;\nalter table public.customers add column name text;\ncommit;\n",
    );
    expect(await shop.done("diff", "db", "models", "--format", "ts")).toBe(
      '  op.addColumn({ schema: "public", table: "customers", name: "name", type: "text" });\n',
    );
    expect(await shop.done("diff", "db", "models", "--format", "json")).toBe(await shop.done("diff", "db", "models", "--json"));
    expect(await shop.json("diff", "db", "models")).toMatchObject({
      ok: true,
      data: { operations: [{ summary: added.trimEnd() }] },
      warnings: [],
      error: null,
    });
  });
});
