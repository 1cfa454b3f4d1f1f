import { expect, test } from "vitest";
import { schemaOf } from "../../schema/database-schema.ts";
import { usedObjects } from "./used-objects.ts";

const column = (name: string) => ({ kind: "column", schema: "app", table: "t", name });
const enumType = (schema: string, name: string) => ({ kind: "enumType", schema, name });

const schema = schemaOf([
  ...["a", "b", "lower", "mood", 'Odd "x"', "ä", "and", "deleted", "t"].map(column),
  enumType("app", "mood"),
  enumType("public", "Kind"),
  { kind: "column", schema: "app", table: "other", name: "c" },
]);

test.each([
  { text: "a > 0", uses: [column("a")] },
  { text: "(A > 0) AND (b IS NOT NULL)", uses: [column("a"), column("b")] },
  { text: "lower(a) = 'deleted'", uses: [column("a")] },
  { text: "lower = 'b'", uses: [column("lower")] },
  { text: "t.a > other.c", uses: [column("a")] },
  { text: "a = 'sad'::app.mood", uses: [column("a"), enumType("app", "mood")] },
  { text: "mood = 'sad'::mood", uses: [column("mood"), enumType("app", "mood")] },
  { text: "a = cast('x' as public.\"Kind\")", uses: [column("a"), enumType("public", "Kind")] },
  { text: '"Odd ""x""" > 0 and ä > 0', uses: [column('Odd "x"'), column("ä")] },
  { text: String.raw`a <> E'\' b ' and "and"`, uses: [column("a"), column("and")] },
  { text: "c > 0", uses: [] },
])("$text", ({ text, uses }) => {
  const found = usedObjects(text, { schema: "app", name: "t" }, schema);
  expect(new Set(found.map((ref) => JSON.stringify(ref)))).toEqual(new Set(uses.map((ref) => JSON.stringify(ref))));
});
