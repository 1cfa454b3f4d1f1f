import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { migNode } from "@migts/testkit";
import { expect, test } from "vitest";
import { customersWithName, openShop, prismaSchema, type Shop } from "./shop.ts";

// A field with another name: its values stay if somebody says so, and nothing is written before that.

const bin = path.join(path.dirname(createRequire(import.meta.url).resolve("@migts/cli/package.json")), "bin/mig.js");
const hasScript = spawnSync("script", ["--version"]).status === 0;

const id = "column:public.customers.name";
const renamed = prismaSchema(customersWithName.replace("  name ", "  fullName "));

/** A database with a customer, and models in which the name of a field changed. */
async function withRenamed(use: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await openShop(customersWithName);
  try {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await shop.database.query("insert into customers (email, name) values ('a@b.c', 'Ada')");
    await shop.project.write({ "prisma/schema.prisma": renamed });
    await use(shop);
  } finally {
    await shop.close();
  }
}

async function expectKept(shop: Shop): Promise<void> {
  await shop.done("upgrade");
  expect(await shop.database.query('select "fullName" from customers')).toEqual([{ fullName: "Ada" }]);
  expect(await shop.mig("check")).toMatchObject({ code: 0 });
  await shop.done("downgrade", "-1");
  expect(await shop.database.query("select name from customers")).toEqual([{ name: "Ada" }]);
}

test("without a terminal it is a question with exit code 3, and the flag that answers it", () =>
  withRenamed(async (shop) => {
    const { code, stderr } = await shop.mig("revision", "-m", "full names");
    expect(code).toBe(3);
    expect(stderr).toContain("error RENAME_UNANSWERED: Something may have another name now");
    expect(stderr).toContain(`--rename ${id}=fullName`);
    expect(stderr).toContain("mig/answers.json");
    expect(await shop.json("revision", "-m", "full names")).toMatchObject({
      code: 3,
      error: { details: { questions: [{ id, to: "fullName", flag: `--rename ${id}=fullName` }] } },
    });
    expect(await shop.ids()).toHaveLength(1);
    expect(await shop.mig("check")).toMatchObject({ code: 4, stderr: expect.stringContaining(`--rename ${id}=fullName`) });
    expect((await shop.json("check")).data).toMatchObject({ renames: [{ id, to: "fullName" }] });
    expect(await shop.done("revision", "-m", "full names", "--rename", `${id}=fullName`)).toContain(
      "rename column public.customers.name to fullName",
    );
    await expectKept(shop);
  }));

test("answers in a file", () =>
  withRenamed(async (shop) => {
    await shop.project.write({ "mig/answers.json": JSON.stringify({ renames: { [id]: "fullName", "table:public.gone": "other" } }) });
    expect(await shop.done("diff", "db", "models", "--format", "sql")).toContain('rename column name to "fullName"');
    expect(await shop.mig("check")).toMatchObject({ code: 4, stdout: expect.stringContaining("rename column") });
    await shop.done("revision", "-m", "full names");
    await expectKept(shop);
  }));

test.each([
  { name: "by an option", args: ["--no-rename"] },
  { name: "by an answer", args: ["--rename", `${id}=`] },
])("no rename, $name", ({ args }) =>
  withRenamed(async (shop) => {
    expect(await shop.done("revision", "-m", "other names", ...args)).toMatch(/add column .*\n.*drop column .*LOSES DATA/u);
  }),
);

test("answers that fit nothing, and files that are none", () =>
  withRenamed(async (shop) => {
    const wrong = ["revision", "-m", "x", "--rename"];
    expect(await shop.json(...wrong, "column:public.customers.nme=fullName")).toMatchObject({ code: 2, error: { code: "RENAME_UNKNOWN" } });
    expect(await shop.json(...wrong, `${id}=full_name`)).toMatchObject({ code: 2, error: { code: "RENAME_UNKNOWN" } });
    expect(await shop.json(...wrong, id)).toMatchObject({ code: 2, error: { code: "OPTION_INVALID" } });
    for (const text of ["{", "[]", '{ "rename": {} }', '{ "renames": [] }', `{ "renames": { "${id}": 1 } }`]) {
      await shop.project.write({ "mig/answers.json": text });
      expect(await shop.json("check"), text).toMatchObject({
        code: 2,
        error: { code: "ANSWERS_INVALID", place: { file: "mig/answers.json" } },
      });
    }
    expect(await shop.ids()).toHaveLength(1);
  }));

const inUse = "column:public.customers.full_name";

/** A database with two names of a customer, and models that have one of them: under the one name, with the type of the other. */
async function withNameInUse(use: (shop: Shop) => Promise<void>): Promise<void> {
  const both = customersWithName.replace("  name  String?\n", '  name String? @db.VarChar(20)\n  full_name String @default("")\n');
  const shop = await openShop(both);
  try {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await shop.database.query("insert into customers (email, name, full_name) values ('a@b.c', 'Ada', 'Ada Lovelace')");
    await shop.project.write({ "prisma/schema.prisma": prismaSchema(customersWithName.replace("String?", 'String @default("")')) });
    await use(shop);
  } finally {
    await shop.close();
  }
}

test("a name in use is a question, too", () =>
  withNameInUse(async (shop) => {
    const { code, stderr } = await shop.mig("revision", "-m", "one name");
    expect(code).toBe(3);
    expect(stderr).toContain(`${inUse} may be name now, in place of what has that name.`);
    expect(stderr).toContain(`--rename ${inUse}=name`);
    expect(stderr).toContain("--no-rename");
    expect(await shop.ids()).toHaveLength(1);
    await shop.done("revision", "-m", "one name", "--rename", `${inUse}=name`);
    await shop.done("upgrade");
    expect(await shop.database.query("select name from customers")).toEqual([{ name: "Ada Lovelace" }]);
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    await shop.done("downgrade", "-1");
    expect(await shop.database.query("select full_name, name from customers")).toEqual([{ full_name: "Ada Lovelace", name: null }]);
  }));

test.each(["--no-rename", `--rename=${inUse}=`])("a name in use that stays: %s", (flag) =>
  withNameInUse(async (shop) => {
    await shop.database.query("update customers set name = 'Bea'");
    expect(await shop.done("revision", "-m", "one name", flag)).toMatch(/drop column public.customers.full_name .*LOSES DATA/u);
    await shop.done("upgrade");
    expect(await shop.database.query("select name from customers")).toEqual([{ name: "Bea" }]);
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    await shop.done("downgrade", "-1");
    expect(await shop.database.query("select full_name, name from customers")).toEqual([{ full_name: "", name: "Bea" }]);
  }),
);

test.runIf(hasScript)("a name in use, in a terminal", () =>
  withNameInUse(async (shop) => {
    const result = await inTerminal(shop, "1\n");
    expect(result.shown).toMatch(
      /column:public.customers.full_name -> name \(same definition, similar name; [\d.]+\), in place of what has that name/u,
    );
    expect(result.code).toBe(0);
    await shop.done("upgrade");
    expect(await shop.database.query("select name from customers")).toEqual([{ name: "Ada Lovelace" }]);
  }),
);

/** Runs mig in a terminal, types an answer when it asks, and gives the exit code and what was shown. */
function inTerminal(shop: Shop, answer: string): Promise<{ readonly code: number | null; readonly shown: string }> {
  const child = spawn("script", ["-qec", `${migNode} ${bin} revision -m names`, "/dev/null"], {
    cwd: shop.project.path,
    env: { ...process.env, DATABASE_URL: shop.database.url, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  return new Promise((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const asked = shown.includes("[a]ll");
      shown += chunk.toString();
      if (!asked && shown.includes("[a]ll")) child.stdin.write(answer);
    });
    child.on("close", (code) => resolve({ code, shown }));
  });
}

test.runIf(hasScript).each([
  { name: "all", answer: "a\n", code: 0, shown: "rename column" },
  { name: "a number", answer: "1\n", code: 0, shown: "rename column" },
  { name: "none", answer: "n\n", code: 0, shown: "drop column" },
  { name: "Ctrl-C", answer: "\u0003", code: 130, shown: "[a]ll" },
])("in a terminal: $name", ({ answer, code, shown }) =>
  withRenamed(async (shop) => {
    const result = await inTerminal(shop, answer);
    expect(result.shown).toContain(`1  ${id} -> fullName (same definition, similar name, same place; `);
    expect(result.shown).toContain(shown);
    expect(result.code).toBe(code);
    expect(await shop.ids()).toHaveLength(code === 0 ? 2 : 1);
  }),
);
