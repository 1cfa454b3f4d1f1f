import fc from "fast-check";
import { expect, test } from "vitest";
import { schemaOf, objectsOf, putObjects, removeObjects } from "./database-schema.ts";
import { LayeredMap } from "./layered-map.ts";
import { createLookup } from "./lookup.ts";

const steps = fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(fc.nat())), { maxLength: 60 }), { maxLength: 12 });

test("changes on a base read like a map that was changed itself", () => {
  fc.assert(
    fc.property(steps, (rounds) => {
      const plain = new Map<number, number>(Array.from({ length: 200 }, (_, at) => [at, at]));
      let layered: ReadonlyMap<number, number> = new Map(plain);
      for (const round of rounds) {
        const before = [...layered];
        const after = LayeredMap.changed(layered, new Map(round.map(([key, value]) => [key, value ?? undefined])));
        expect([...layered], "what was shared stays as it was").toEqual(before);
        for (const [key, value] of round) {
          if (value === null) plain.delete(key);
          else plain.set(key, value);
        }
        layered = after;
        expect(new Map(layered)).toEqual(plain);
        expect(layered.size).toBe(plain.size);
        for (let key = 0; key <= 400; key += 1) expect([layered.has(key), layered.get(key)]).toEqual([plain.has(key), plain.get(key)]);
      }
    }),
    { numRuns: 40 },
  );
});

test("a lookup finds what the schema holds, after any changes", () => {
  const byNote = createLookup((object) => ("note" in object ? [String(object.note)] : []));
  const noted = (at: number, note: string) => ({ kind: "thing", schema: "s", name: `n${at}`, note });
  let schema = schemaOf(Array.from({ length: 300 }, (_, at) => noted(at, at % 2 === 0 ? "even" : "odd")));
  for (let at = 0; at < 300; at += 1) {
    schema = at % 3 === 0 ? removeObjects(schema, [noted(at, "")]) : putObjects(schema, [noted(at, "seen")]);
    const expected = objectsOf(schema).filter((object) => "note" in object && object.note === "seen");
    expect(byNote.all(schema, "seen").toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      expected.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
  }
});
