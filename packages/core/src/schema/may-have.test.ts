import fc from "fast-check";
import { expect, test } from "vitest";
import { objectsOf, putObjects, removeObjects, schemaOf } from "./database-schema.ts";
import { createMayHave } from "./may-have.ts";

const thing = fc.record({ at: fc.nat({ max: 600 }), isRare: fc.boolean() });
const objectOf = ({ at, isRare }: { readonly at: number; readonly isRare: boolean }) => ({
  kind: isRare ? "rare" : "thing",
  schema: "s",
  name: `n${at}`,
});

test("a schema that may have none has none, after any changes", () => {
  fc.assert(
    fc.property(fc.array(thing, { maxLength: 300 }), fc.array(fc.tuple(fc.array(thing), fc.array(thing))), (all, rounds) => {
      const mayHave = createMayHave((container) => [...container.values()].some(({ kind }) => kind === "rare"));
      let schema = schemaOf(all.filter(({ isRare }) => !isRare).map(objectOf));
      expect(mayHave(schema)).toBe(false);
      for (const [put, gone] of rounds) {
        schema = removeObjects(putObjects(schema, put.map(objectOf)), gone.map(objectOf));
        if (objectsOf(schema).some(({ kind }) => kind === "rare")) expect(mayHave(schema)).toBe(true);
      }
    }),
  );
});
