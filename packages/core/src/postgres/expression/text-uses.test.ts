import { expect, test } from "vitest";
import { renamedText, textUses } from "./text-uses.ts";

const column = (name: string): string => `column app.t.${name}`;
const either = (what: string, name: string): readonly string[] => [`${what} app.${name}`, `${what} public.${name}`];

test.each([
  { text: "a > 0", uses: [column("a")] },
  { text: "(A > 0) AND (b IS NOT NULL)", uses: [column("a"), column("b")] },
  { text: "lower(a) = 'deleted'", uses: [...either("routine", "lower"), column("a")] },
  { text: "my.lower(a)", uses: ["routine my.lower", column("a")] },
  { text: "lower = 'b'", uses: [column("lower")] },
  { text: "t.a > other.c", uses: [column("a")] },
  { text: "a = 'sad'::app.mood", uses: [column("a"), "type app.mood"] },
  { text: "mood = 'sad'::mood", uses: [column("mood"), ...either("type", "mood")] },
  { text: "a = cast('x' as public.\"Kind\")", uses: [column("a"), "type public.Kind"] },
  { text: '"Odd ""x""" > 0 and ä > 0', uses: [column('Odd "x"'), column("ä")] },
  { text: String.raw`a <> E'\' b ' and "and"`, uses: [column("a"), column("and")] },
  { text: "a /* b */ > 0 -- c", uses: [column("a")] },
  { text: "nextval('app.\"S\"'::regclass)", uses: [...either("routine", "nextval"), "relation app.S", ...either("type", "regclass")] },
  { text: "a > '2000-01-01'::timestamp without time zone", uses: [column("a")] },
  { text: "a collate \"C\" > 'b'", uses: [column("a"), ...either("collation", "C")] },
])("$text", ({ text, uses }) => {
  expect(textUses(text, { schema: "app", table: "t" }).map(({ key }) => key)).toEqual(uses);
});

test.each([
  { text: "a > 0 and lower(a) = 'a'", gives: "b > 0 and lower(b) = 'a'" },
  { text: "t.a > 0", gives: "t.b > 0" },
  { text: "x = 'sad'::app.mood", gives: "x = 'sad'::app.feeling" },
  { text: "to_tsvector('app.s'::regconfig, 'app.s')", gives: "to_tsvector('app.\"S 3\"'::regconfig, 'app.s')" },
  { text: "nextval('app.s'::regclass)", gives: "nextval('app.\"S 2\"'::regclass)" },
  { text: "'app.s'::text", gives: "'app.s'::text" },
])("$text with new names", ({ text, gives }) => {
  const names = new Map([
    ["column app.t.a", { schema: "app", table: "t", name: "b" }],
    ["type app.mood", { schema: "app", name: "feeling" }],
    ["text search configuration app.s", { schema: "app", name: "S 3" }],
    ["relation app.s", { schema: "app", name: "S 2" }],
  ]);
  expect(renamedText(text, { schema: "app", table: "t" }, names)).toBe(gives);
});
