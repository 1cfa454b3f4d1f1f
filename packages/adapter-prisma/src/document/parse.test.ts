import { expect, test } from "vitest";
import type { CommentLine, Document } from "./document.ts";
import { parseDocument } from "./parse.ts";
import { placeOf } from "./place.ts";

const parse = (...texts: readonly string[]): Document =>
  parseDocument(texts.map((text, index) => ({ path: `${"abc"[index]}.prisma`, text })));

/** The tree without positions, to be readable in tables. */
const plain = (node: unknown): unknown =>
  JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === "at" || key === "end" ? undefined : value)));

const named = (name: string): unknown => ({ kind: "name", name });
const string = (value: string): unknown => ({ kind: "string", value });

test.each([
  { value: `"it's"`, gives: string("it's") },
  { value: String.raw`"a\"b\\c\n\u00e9\ud83d\ude00\/"`, gives: string('a"b\\c\né😀/') },
  { value: `"// no comment /* neither */ ( ] }"`, gives: string("// no comment /* neither */ ( ] }") },
  { value: "1", gives: { kind: "number", text: "1" } },
  { value: "-007", gives: { kind: "number", text: "-007" } },
  { value: "9007199254740993.10", gives: { kind: "number", text: "9007199254740993.10" } },
  { value: "true", gives: named("true") },
  { value: "ÉTAT", gives: named("ÉTAT") },
  { value: "now()", gives: { kind: "call", name: "now", args: [] } },
  { value: "uuid( 7 )", gives: { kind: "call", name: "uuid", args: [{ value: { kind: "number", text: "7" } }] } },
  { value: `dbgenerated("f(1, '}')")`, gives: { kind: "call", name: "dbgenerated", args: [{ value: string("f(1, '}')") }] } },
  { value: "[]", gives: { kind: "array", items: [] } },
  { value: "[ A , B, ]", gives: { kind: "array", items: [named("A"), named("B")] } },
  {
    value: "{ a: null, b: { not: 1 } }",
    gives: {
      kind: "object",
      entries: [
        { name: "a", value: named("null") },
        { name: "b", value: { kind: "object", entries: [{ name: "not", value: { kind: "number", text: "1" } }] } },
      ],
    },
  },
  {
    value: `title(ops: raw("x"), sort: Desc)`,
    gives: {
      kind: "call",
      name: "title",
      args: [
        { name: "ops", value: { kind: "call", name: "raw", args: [{ value: string("x") }] } },
        { name: "sort", value: named("Desc") },
      ],
    },
  },
  { value: "[\n a,\n b\n]", gives: { kind: "array", items: [named("a"), named("b")] } },
])("value $value", ({ value, gives }) => {
  const document = parse(`model A {\n  f Int @x(${value})\n}\n`);
  expect(document.faults).toEqual([]);
  expect(plain(document.models[0]?.fields[0]?.attributes)).toEqual([{ name: "x", args: [{ value: gives }] }]);
});

test.each([
  { type: "String", name: "String", written: "name", arity: "required" },
  { type: "String?", name: "String", written: "name", arity: "optional" },
  { type: "String []", name: "String", written: "name", arity: "list" },
  { type: `Unsupported("geometry(Point, 4326)")?`, name: "geometry(Point, 4326)", written: "unsupported", arity: "optional" },
  { type: `Unsupported("x")[]`, name: "x", written: "unsupported", arity: "list" },
])("type $type", ({ type, ...gives }) => {
  expect(plain(parse(`model A {\n  f ${type}\n}\n`).models[0]?.fields[0]?.type)).toEqual(gives);
});

const textsOf = (comments: readonly CommentLine[] = []): readonly string[] => comments.map(({ text }) => text);

test("a block with everything in it", () => {
  const document = parse(
    `/* two
lines */
/// The users.
/// All of them.
model User { whatever stands here is read over
  id Int @id @db . Integer // trailing
  // nothing
  /// Their name.
  name String? @db.VarChar (20) /* here */
  @@map("users") // ok

  @@index([name(sort: Desc)], map: "i")
}
enum E {
  A @map("a")
  B /// last
  @@schema("s")
}
view V {
  x Int
}
datasource db {
  provider = "postgresql" // pg
  schemas  = ["a", "b"]
}
generator client {
  provider = "p"
}`.replace("@db . Integer", "@db.Integer"),
  );
  expect(document.faults).toEqual([]);
  const [user, view] = document.models;
  expect(textsOf(user?.comments)).toEqual(["The users.", "All of them."]);
  expect(user?.fields.map((field) => [field.name, textsOf(field.comments), field.attributes.map((attribute) => attribute.name)])).toEqual([
    ["id", [], ["id", "db.Integer"]],
    ["name", ["Their name."], ["db.VarChar"]],
  ]);
  expect(user?.attributes.map((attribute) => attribute.name)).toEqual(["map", "index"]);
  expect(view?.kind).toBe("view");
  expect(plain(document.enums[0]?.values)).toEqual([
    { name: "A", attributes: [{ name: "map", args: [{ value: string("a") }] }] },
    { name: "B", attributes: [], comments: [{ text: "last" }] },
  ]);
  expect(plain(document.datasources[0]?.settings)).toEqual([
    { name: "provider", value: string("postgresql") },
    { name: "schemas", value: { kind: "array", items: [string("a"), string("b")] } },
  ]);
  expect(document.generators).toHaveLength(1);
});

test.each(["\n", "\r\n", "\r"])("line ends %j", (newline) => {
  const document = parse(["// é😀", "model A {", "  a Int", "  /// doc", "  b Int", "}", ""].join(newline));
  expect(document.faults).toEqual([]);
  const b = document.models[0]?.fields[1];
  expect(textsOf(b?.comments)).toEqual(["doc"]);
  expect(placeOf(document, b?.at ?? -1)).toEqual({ file: "a.prisma", line: 5, column: 3 });
});

test("places in several files", () => {
  const document = parse("model A {\n  a Int\n}", "", '\nmodel B {\n  b String @id(map: "x")\n}\n');
  expect(document.faults).toEqual([]);
  const field = document.models[1]?.fields[0];
  const places = [
    document.models[0]?.at,
    document.models[1]?.at,
    field?.type.at,
    field?.attributes[0]?.at,
    field?.attributes[0]?.args[0]?.at,
    field?.attributes[0]?.args[0]?.value.at,
  ];
  expect(places.map((at) => Object.values(placeOf(document, at ?? -1)).join(":"))).toEqual([
    "a.prisma:1:7",
    "c.prisma:2:7",
    "c.prisma:3:5",
    "c.prisma:3:12",
    "c.prisma:3:16",
    "c.prisma:3:21",
  ]);
});

test.each([
  { text: "modl A {\n  id Int\n}\n", faults: ["1:1", "3:1"] },
  { text: 'model A {\n  a\n  b Int @\n  c String @default("x)\n  d Int\n', faults: ["2:4", "3:10", "4:21", "6:1"] },
  { text: "model A {\n  a Int @id $\n}\n/* open", faults: ["2:13", "4:1"] },
  { text: "model A {\n  a Int @default(1", faults: ["2:19"] },
  { text: "model A { id Int }\n", faults: ["2:1"] },
])("faults of $text", ({ text, faults }) => {
  const document = parse(text);
  expect(document.faults.map(({ at }) => placeOf(document, at)).map(({ line, column }) => `${line}:${column}`)).toEqual(faults);
});
