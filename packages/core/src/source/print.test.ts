import { runInThisContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printValue } from "./print.ts";
import { operationsText, revisionFileText } from "./revision-file.ts";

const evaluate = (text: string): unknown => runInThisContext(`(${text})`);

const scalar = fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.boolean(), fc.constantFrom("\u2028", "'\"\\\n", "__proto__", ""));
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("name", "__proto__", "a b")), tie("value"), { maxKeys: 5 }),
  ),
})).value;

test("evaluating what was printed gives the data back", () => {
  fc.assert(
    fc.property(value, (data) => {
      expect(evaluate(printValue(data))).toEqual(data);
      expect(evaluate(printValue(data, "  ", 20))).toEqual(data);
    }),
  );
});

test.each([
  { gives: `{ name: "id", type: "uuid" }`, data: { name: "id", type: "uuid" } },
  { gives: `{ "a b": 1 }`, data: { "a b": 1 } },
  { gives: `["a", "b"]`, data: ["a", "b"] },
  { gives: `{}`, data: { absent: undefined } },
])("$gives", ({ data, gives }) => expect(printValue(data)).toBe(gives));

test("what does not fit on a line is broken at the outermost level first", () => {
  const columns = ["id", "public_id", "a_rather_long_name", "another_rather_long_name"].map((name) => ({ name, type: "text" }));
  expect(`\n${printValue({ schema: "public", name: "users", columns }, "  ")}\n`).toMatchInlineSnapshot(`
    "
    {
        schema: "public",
        name: "users",
        columns: [
          { name: "id", type: "text" },
          { name: "public_id", type: "text" },
          { name: "a_rather_long_name", type: "text" },
          { name: "another_rather_long_name", type: "text" },
        ],
      }
    "
  `);
});

test("a revision file", () => {
  const text = revisionFileText({
    revision: "a1",
    downRevisions: [],
    branchLabels: ["billing"],
    dependsOn: [],
    message: "first\nsecond line */ ${x}",
    createdAt: "2026-01-02 03:04:05 UTC",
    upgrade: [{ kind: "createSchema", name: "app" } as { readonly kind: string }],
    downgrade: [],
  });
  expect(`\n${text}`).toMatchInlineSnapshot(`
    "
    // first
    // second line */ \${x}
    //
    // Revision: a1
    // Revises: (base)
    // Created: 2026-01-02 03:04:05 UTC
    import type { Op } from "@migts/core/op";

    export const revision = "a1";
    export const downRevision = null;
    export const branchLabels = ["billing"];
    export const dependsOn = null;

    export function upgrade(op: Op): void {
      op.createSchema({ name: "app" });
    }

    export function downgrade(_op: Op): void {}
    "
  `);
});

test("an operation is one call", () => {
  expect(operationsText([{ kind: "dropSchema", name: 'a"b' } as { readonly kind: string }])).toBe(`  op.dropSchema({ name: "a\\"b" });\n`);
});

test("a blank revision leaves its functions to be written", () => {
  const blank = {
    revision: "a1",
    downRevisions: ["a0"],
    branchLabels: [],
    dependsOn: [],
    message: "by hand",
    createdAt: "now",
    upgrade: [],
    downgrade: [],
    blank: true,
  } as const;
  expect(revisionFileText(blank)).toContain('export const downRevision = "a0";');
  expect(revisionFileText(blank)).toMatch(/export async function upgrade\(op: Op\): Promise<void> \{\n {2}\/\/ .*op\.execute/u);
});
