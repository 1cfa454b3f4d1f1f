import fc from "fast-check";
import { expect, test } from "vitest";
import { objectsOf, putObjects, removeObjects, schemaOf } from "./database-schema.ts";
import { createLookup } from "./lookup.ts";
import type { SchemaObject } from "./object.ts";

interface Thing extends SchemaObject {
  readonly keys: readonly string[];
}

// Few names, also such as look like several: every key names containers that are there, under other words, in other places.
const name = fc.constantFrom("a", "b", "a.b", "b a", "a(b", "a[]", "");
const key = fc
  .tuple(fc.constantFrom("", "thing ", "odd thing "), name, name, fc.constantFrom("", ".c", "(c)", "[]", " c"))
  .map(([word, schema, table, rest]) => `${word}${schema}.${table}${rest}`);
const thing = fc
  .record({
    schema: fc.option(name, { nil: undefined }),
    table: name,
    own: fc.constantFrom("x", "y"),
    keys: fc.array(key, { maxLength: 3 }),
  })
  .map(({ schema, table, own, keys }): Thing => ({ kind: "thing", ...(schema === undefined ? {} : { schema }), table, name: own, keys }));

test("a lookup finds the objects that have a key, in the order of the schema, whichever containers the key names", () => {
  fc.assert(
    fc.property(
      fc.array(thing),
      fc.array(thing, { maxLength: 5 }),
      fc.array(thing, { maxLength: 5 }),
      fc.array(key),
      (all, put, gone, asked) => {
        const { all: find, one: findOne } = createLookup((object) => (object as Thing).keys); // all objects here are things
        const first = schemaOf(all);
        const [changed, less] = [putObjects(first, put), removeObjects(putObjects(first, put), gone)];
        for (const one of [...asked, ...all.flatMap(({ keys }) => keys)]) {
          const expected = (schema: typeof first): readonly SchemaObject[] =>
            objectsOf(schema).filter((object) => (object as Thing).keys.includes(one));
          expect(find(first, one)).toEqual(expected(first));
          expect(new Set(find(changed, one))).toEqual(new Set(expected(changed)));
          expect(new Set(find(less, one))).toEqual(new Set(expected(less)));
          expect(find(less, one)).toHaveLength(expected(less).length);
          for (const schema of [first, changed, less]) {
            const found = findOne(schema, one);
            if (found === undefined) expect(expected(schema)).toEqual([]);
            else expect(expected(schema)).toContain(found);
          }
        }
      },
    ),
  );
});
