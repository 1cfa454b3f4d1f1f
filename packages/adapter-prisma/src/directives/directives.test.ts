import { objectsOf, type Check } from "@migts/core/adapter";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadTexts } from "../adapter.ts";
import { splitComments } from "./text/split.ts";

// Directives that are not right: where, what was expected, and which name is near.

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

/** The directive stands in line 4, above a model, or as a field's in line 8. */
const aboveModel = (directive: string): string => `${datasource}${lines(directive, "")}model Item {
  id Int @id
  price Int
  unitPrice Int @map("unit_price")
  createdAt DateTime?
  owner Owner? @relation(fields: [price], references: [id])
  many Owner[] @relation("m")
}
model Owner {
  id Int @id
  items Item[]
  some Item[] @relation("m")
}
`;

const aboveField = (directive: string, field = "total Int?"): string =>
  `${datasource}model Item {\n  id Int @id\n  price Int\n${lines(directive, "  ")}  ${field}\n}\nenum Mood {\n  happy\n}\n`;

const lines = (directive: string, indent: string): string =>
  directive
    .split("\n")
    .map((line) => `${indent}/// ${line}\n`)
    .join("");

async function saidOf(text: string): Promise<readonly string[]> {
  const { diagnostics } = await loadTexts([{ path: "s.prisma", text }], { defaultSchema: "public" });
  return diagnostics.map(({ severity, code, message, place }) => {
    const column = place !== undefined && "column" in place ? place.column : 0;
    return `${place?.line}:${column} ${severity === "warning" ? "warning " : ""}${code === "PRISMA_DIRECTIVE" ? "" : `${code} `}${message}`;
  });
}

test.each([
  { directive: "@mig.chek(price > 0)", says: "4:5 mig knows no directive @mig.chek. Did you mean @mig.check?" },
  { directive: "@mig.something(price > 0)", says: "4:5 mig knows no directive @mig.something." },
  { directive: "@mig check(price > 0)", says: "4:5 Expected a directive here, such as @mig.check(price > 0)." },
  { directive: "@MIG.check(price > 0)", says: "4:5 Expected a directive here, such as @mig.check(price > 0)." },
  {
    directive: "always positive: @mig.check(price > 0)",
    says: "4:22 A directive begins a line of its own. Move this one to the next line.",
  },
  { directive: "@mig.check(price > 0", says: '4:25 Expected ")": @mig.check(...) is not closed.' },
  { directive: "@mig.check(price > 0\n@mig.check(price > 1)", says: '4:25 Expected ")": @mig.check(...) is not closed.' },
  { directive: "@mig.check(price <> 'a)", says: "4:25 This text is not closed." },
  { directive: "@mig.check(price > 0) and more", says: "4:27 Expected the end of the line after @mig.check(...)." },
  { directive: "@mig.check price > 0", says: '4:16 Expected "(" or the end of the line after @mig.check.' },
  { directive: "@mig.check", says: "4:5 Expected something such as @mig.check(price > 0)." },
  { directive: "@mig.check()", says: "4:5 Expected something such as @mig.check(price > 0)." },
  { directive: "@mig.check(, name: x)", says: "4:16 Expected something such as @mig.check(price > 0)." },
  {
    directive: "@mig.check(price > 0, price < 9)",
    says: "4:27 @mig.check takes one of these: @mig.check(price > 0). Parentheses keep commas together.",
  },
  {
    directive: "@mig.index(price, id)",
    says: "4:23 @mig.index takes several of these in brackets: @mig.index([lower(email)], unique: true).",
  },
  { directive: "@mig.check(price > 0, nam: x)", says: '4:32 @mig.check has no argument "nam". Did you mean name?' },
  { directive: "@mig.check(price > 0, name: x, name: y)", says: '4:42 The argument "name" stands here twice.' },
  { directive: "@mig.check(price > 0, name: )", says: '4:32 Expected a value for "name", as in @mig.check(price > 0).' },
  { directive: "@mig.check(price > 0, name: a b)", says: "4:33 Expected a name here, in double quotes if it is no plain word." },
  {
    directive: '@mig.check("price > 0")',
    says: '4:16 In SQL, "price > 0" is a name, and no column has it. Write the condition without quotes around it.',
  },
  {
    directive: "@mig.check('price > 0')",
    says: "4:16 In SQL, 'price > 0' is a text. Write the condition without quotes around it.",
  },
  { directive: "@mig.check(price > 0 -- why\n)", says: "4:26 No comment of SQL stands here. Write it on a line of its own." },
  { directive: "@mig.check(price /* in cents */ > 0)", says: undefined },
  { directive: "@mig.check(price > 0; drop table x)", says: "4:25 One expression stands here, and no semicolon." },
  {
    directive: "@mig.check(createdAt > now())",
    says: '4:16 PostgreSQL reads createdAt without quotes as createdat. Write "createdAt" for the column.',
  },
  {
    directive: "@mig.check(price > 0\n  and createdAt > now())",
    says: '5:11 PostgreSQL reads createdAt without quotes as createdat. Write "createdAt" for the column.',
  },
  {
    directive: '@mig.check("unitPrice" > 0)',
    says: "4:16 warning PRISMA_DIRECTIVE_DOUBTFUL unitPrice is a field, and its column is unit_price. SQL knows only the column.",
  },
  {
    directive: "@mig.check(price > 0)\n@mig.check(price > 1)",
    says: '5:5 PRISMA_NAME_TWICE Another directive has this name already: Item_price_check. Give the check another one with the argument "name".',
  },
  {
    directive: '@mig.check(price > 0, name: "Item_pkey")',
    says: '4:5 PRISMA_NAME_TWICE The primary key public.Item.Item_pkey has this name already: Item_pkey. Give the check another one with the argument "name".',
  },
  {
    directive: '@mig.index(price, name: "Owner")',
    says: '4:5 PRISMA_NAME_TWICE The table public.Owner has this name already: Owner. Give the index another one with the argument "name".',
  },
  { directive: "@mig.index([pric])", says: "4:17 Item has no field pric. Did you mean price?" },
  { directive: "@mig.index([unit_price])", says: "4:17 Item has no field unit_price. Did you mean unitPrice?" },
  { directive: "@mig.index([owner])", says: "4:17 The field owner is a relation and has no column." },
  { directive: "@mig.index([price, ])", says: "4:23 Expected a field or an expression here." },
  { directive: "@mig.index([])", says: "4:16 Expected a field or an expression here." },
  {
    directive: "@mig.index([price + 1])",
    says: "4:23 Expected an operator class, asc, desc, nulls first or nulls last here. Put parentheses around an expression.",
  },
  { directive: "@mig.index(price nulls)", says: '4:27 Expected "first" or "last" here.' },
  { directive: "@mig.index(price collate)", says: '4:29 Expected a collation here, such as "C".' },
  { directive: "@mig.index(price int4_ops (x))", says: "4:31 Expected parameters here, such as (siglen = 32)." },
  { directive: "@mig.index(price, unique: yes)", says: '4:31 Expected true or false for "unique".' },
  { directive: "@mig.index(price, nullsNotDistinct: true)", says: "4:41 Only a unique index has nullsNotDistinct. Add unique: true." },
  { directive: "@mig.index(price, include: [idd])", says: "4:33 Item has no field idd. Did you mean id?" },
  { directive: "@mig.index(price, where: 'x')", says: "4:30 In SQL, 'x' is a text. Write the condition without quotes around it." },
  { directive: "@mig.exclude([price])", says: '4:19 Expected "with" and an operator behind it, such as: room with =.' },
  { directive: "@mig.exclude([price with equal])", says: '4:19 Expected "with" and an operator behind it, such as: room with =.' },
  { directive: "@mig.exclude([price with =], deferrable: yes)", says: "4:46 Expected one of these: immediate, deferred." },
  { directive: "@mig.comment(it is)", says: "4:18 Expected a text in quotes here, such as 'what it is'. A quote within is written twice." },
  { directive: "@mig.comment('a')\n@mig.comment('b')", says: "5:5 @mig.comment stands here twice." },
  { directive: "@mig.default(1)", says: "4:5 @mig.default stands above a field, not above a model." },
  { directive: "@mig.renamedFrom()", says: "4:5 Expected something such as @mig.renamedFrom(old_name)." },
  {
    directive: "@mig.renamedFrom(Item)",
    says: "4:22 This is the name that it has now. Write the name that it had before in the database.",
  },
  {
    directive: "@mig.renamedFrom(a b)",
    says: "4:22 Expected a name, or a schema and a name as the database has it, in double quotes if it is no plain word.",
  },
  { directive: "@mig.renamedFrom(old)\n@mig.renamedFrom(old)", says: "5:22 old is said to be Item already. Only one of them can be." },
  { directive: "@mig.check(id > 0)\n\n", says: undefined },
])("above a model: $directive", async ({ directive, says }) => {
  expect(await saidOf(aboveModel(directive))).toEqual(says === undefined ? [] : [says]);
});

test.each([
  { directive: "@mig.exclude([total with =])", says: "7:7 @mig.exclude stands above a model, not above a field." },
  { directive: "@mig.index()", says: undefined },
  {
    directive: "@mig.generated(price * 2)",
    field: "total Int @default(1)",
    says: "7:7 A generated column has no default. Write @default(dbgenerated()) or none.",
  },
  { directive: "@mig.default(1)", field: "total Int @default(1)", says: "7:7 This field has a default from @default already." },
  { directive: "@mig.generated(price)\n@mig.default(1)", says: "8:7 This field has @mig.generated already." },
  { directive: "@mig.generated(price, virtual: 1)", says: '7:38 Expected true or false for "virtual".' },
  { directive: "@mig.generated", says: "7:7 Expected something such as @mig.generated(price * amount)." },
  {
    directive: "@mig.renamedFrom(public.old)",
    says: "7:24 Expected one name as the database has it, in double quotes if it is no plain word.",
  },
  {
    directive: "@mig.renamedFrom(a)",
    field: "total Int?\n  /// @mig.renamedFrom(a)\n  more Int?",
    says: "9:24 a is said to be total already. Only one of them can be.",
  },
  { directive: "@mig.default(gen_random_uuid())", field: "total String @default(uuid())", says: undefined },
])("above a field: $directive", async ({ directive, field, says }) => {
  expect(await saidOf(aboveField(directive, field))).toEqual(says === undefined ? [] : [says]);
});

const stray = "This directive stands above no model, field, enum or value. An empty line after it ends the comment.";
const check = "/// @mig.check(id > 0)";
const item = "model Item {\n  id Int @id\n}\n";

test.each([
  { name: "above an empty line", text: `${datasource}${check}\n\n${item}`, says: `4:5 ${stray}` },
  { name: "above a datasource", text: `${check}\n${datasource}${item}`, says: `1:5 ${stray}` },
  { name: "in a datasource", text: datasource.replace("}", `  ${check}\n}`), says: `3:7 ${stray}` },
  { name: "behind a setting", text: datasource.replace("\n}", ` ${check}\n}`), says: `2:31 ${stray}` },
  { name: "at the end", text: `${datasource}${item}${check}\n`, says: `7:5 ${stray}` },
  { name: "behind the end of a model", text: `${datasource}${item.replace("\n}", `\n} ${check}`)}`, says: `6:7 ${stray}` },
  {
    name: "above a view",
    text: `generator c {\n  provider = "p"\n  previewFeatures = ["views"]\n}\n${datasource}${check}\nview V {\n  id Int @unique\n}\n`,
    says: "8:5 mig leaves views alone: it takes no directives for them.",
  },
  {
    name: "above a field of a relation",
    text: `${datasource}model Item {\n  id Int @id\n  ${check}\n  parent Item? @relation("a", fields: [id], references: [id])\n  child Item? @relation("a")\n}\n`,
    says: "6:7 This field is a relation and has no column: @mig.check has no meaning here.",
  },
  {
    name: "above an enum",
    text: `${datasource}/// @mig.check(1 > 0)\nenum E {\n  a\n}\n`,
    says: "4:5 @mig.check stands above a model or a field, not above an enum.",
  },
  {
    name: "above a value",
    text: `${datasource}enum E {\n  /// @mig.comment('x')\n  a\n}\n`,
    says: "5:7 @mig.comment stands above a model or a field or an enum, not above an enum's value.",
  },
  {
    name: "inside a model, above an attribute",
    text: `${datasource}model Item {\n  id Int @id\n  ${check}\n  @@map("item")\n}\n`,
    says: undefined,
  },
  { name: "behind a brace", text: `${datasource}model Item { ${check}\n  id Int @id\n}\n`, says: undefined },
  { name: "behind a field", text: `${datasource}model Item {\n  id Int @id ${check}\n}\n`, says: undefined },
  { name: "above an empty line in a model", text: `${datasource}model Item {\n  ${check}\n\n  id Int @id\n}\n`, says: undefined },
  { name: "a comment of two slashes is for nobody", text: `${datasource}// @mig.chek(x)\n${item}`, says: undefined },
  { name: "another tool's words", text: `${datasource}/// @zod.string() someone@mig.example and @migration\n${item}`, says: undefined },
])("$name", async ({ text, says }) => {
  expect(await saidOf(text)).toEqual(says === undefined ? [] : [says]);
});

test("directives and documentation are told apart", () => {
  const texts = ["What it is.", "@mig.check(a in ('(', $$)$$, ')')", "  or b = 1, name: x)", "And more.", "@mig.index"];
  const { documentation, directives, problems } = splitComments(texts.map((text, at) => ({ at: at * 100, text })));
  expect(problems).toEqual([]);
  expect(documentation).toBe("What it is.\nAnd more.");
  expect(directives.map(({ name, args }) => [name, ...args.map((arg) => [arg.name, arg.text, arg.at])])).toEqual([
    ["check", [undefined, "a in ('(', $$)$$, ')')\n  or b = 1", 111], ["name", "x", 218]],
    ["index"],
  ]);
});

// Pieces of which directives are made, in any order: whatever comes out, it is said at a place of the comment, or declared as it was
// written.
const pieces = fc.array(
  fc.constantFrom(
    "@mig.check",
    "@mig.index",
    "@mig.exclude",
    "(",
    ")",
    "[",
    "]",
    ",",
    "'",
    '"',
    "$$",
    "--",
    "/*",
    "name:",
    "where:",
    "price",
    '"price"',
    "a > 0",
    "with =",
    "lower(",
    " ",
    "none",
    ";",
    "::text",
    ".",
    "é",
  ),
  { maxLength: 12 },
);

test("whatever a comment says, it is read, or said to be wrong at its place", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 3 }), async (written) => {
      const comment = written.map((line) => line.join("")).filter((line) => line.trim() !== "");
      const { diagnostics, schema } = await loadTexts([{ path: "s.prisma", text: aboveModel(comment.join("\n")) }], {
        defaultSchema: "public",
      });
      for (const { place, code } of diagnostics) {
        expect(code).toMatch(/^PRISMA_(?:DIRECTIVE|DIRECTIVE_DOUBTFUL|NAME_TWICE)$/u);
        expect(place?.line).toBeGreaterThanOrEqual(4);
        expect(place?.line).toBeLessThan(4 + Math.max(comment.length, 1));
      }
      for (const object of objectsOf(schema))
        if (object.kind === "check") expect(comment.map((line) => line.trim()).join("\n")).toContain((object as Check).expression);
    }),
    { numRuns: 300 },
  );
});
