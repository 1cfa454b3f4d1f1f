import { expect } from "vitest";
import { kinds } from "../src/postgres/objects/index.ts";
import { differencesOf } from "../src/runtime/compare/differences.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../src/schema/database-schema.ts";
import { refText, type SchemaObject } from "../src/schema/object.ts";
import { sameData } from "../src/schema/same-data.ts";
import type { DatabaseDiff } from "./database-diff.ts";

/** What differs is told, with what answers it, and nothing else. */
export function expectExplained(diff: DatabaseDiff, story: string): void {
  const told = differencesOf(diff);
  for (const { object, operations } of told) expect(operations, `an operation answers ${refText(object)}${story}`).not.toEqual([]);
  if (told.some(({ change }) => change === "renamed")) return;
  const changed = told.filter(({ change }) => change !== "remade").map(({ object, change }) => `${change} ${refText(object)}`);
  expect(changed.toSorted(), `each difference is told${story}`).toEqual([...between(diff.before, diff.after)].toSorted());
}

function between(before: DatabaseSchema, after: DatabaseSchema): readonly string[] {
  const normal = (object: SchemaObject): SchemaObject => kinds.of(object.kind).normalize(object);
  const dropped = objectsOf(before).filter((object) => getObject(after, object) === undefined);
  return [
    ...dropped.map((object) => `dropped ${refText(object)}`),
    ...objectsOf(after).flatMap((object) => {
      const had = getObject(before, object);
      if (had === undefined) return [`created ${refText(object)}`];
      return sameData(normal(had), normal(object)) ? [] : [`altered ${refText(object)}`];
    }),
  ];
}
