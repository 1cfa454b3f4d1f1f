import { expect } from "vitest";
import { statementsOf } from "../src/plan/plan.ts";
import { kinds, type Operation } from "../src/postgres/objects/index.ts";
import { resource } from "../src/postgres/objects/resources.ts";
import { isTable } from "../src/postgres/objects/relations/table/model.ts";
import { getObject, hasObject, objectsOf, type DatabaseSchema } from "../src/schema/database-schema.ts";
import { refText, type SchemaObject } from "../src/schema/object.ts";
import type { DatabaseDiff } from "./database-diff.ts";

/**
 * A diff never drops a table, a column or a sequence that both ends have, nor what it is in: its rows, values or position would go.
 * A column may be dropped and made anew where PostgreSQL has no other way (it becomes a generated one), and a table that becomes a foreign
 * one, if the plan says what is lost.
 */
export function expectDataStays({ before, after, upgrade, downgrade, forth, back }: DatabaseDiff, story = ""): void {
  expect(lostInSilence(upgrade, { start: before, end: after, plan: forth }), `the upgrade drops what both ends have${story}`).toEqual([]);
  expect(lostInSilence(downgrade, { start: after, end: before, plan: back }), `the downgrade drops what both ends have${story}`).toEqual(
    [],
  );
}

interface Way {
  readonly start: DatabaseSchema;
  readonly end: DatabaseSchema;
  readonly plan: DatabaseDiff["forth"];
}

function lostInSilence(ops: readonly Operation[], { start, end, plan }: Way): readonly string[] {
  const held = new Map(
    [...objectsOf(start)]
      .filter((object) => hasObject(end, object) && !isElsewhere(object, start))
      .flatMap((object) => keysOf(object).map((key) => [key, object])),
  );
  const said = new Set(statementsOf(plan).flatMap(({ operation, facts }) => (facts.losesData === undefined ? [] : [operation])));
  let schema = start;
  return ops.flatMap((op) => {
    const { renames, drops = [] } = kinds.specOf(op).touches(op, schema, kinds);
    schema = kinds.specOf(op).apply(schema, op, kinds);
    if (renames === true) return [];
    return drops.flatMap((key) => {
      const object = held.get(key);
      const mayGo = object?.kind === "column" || (object !== undefined && isElsewhere(object, end)); // a table becomes a foreign one
      return object === undefined || (mayGo && said.has(op)) ? [] : [`${op.kind} drops ${refText(object)}`];
    });
  });
}

/** It is a foreign table, or in one: its rows are elsewhere. */
function isElsewhere({ kind, schema = "", table, name }: SchemaObject, within: DatabaseSchema): boolean {
  if (kind !== "table" && kind !== "column") return false;
  const found = getObject(within, { kind: "table", schema, name: table ?? name });
  return found !== undefined && isTable(found) && found.foreign !== undefined;
}

/** What holds rows, values or a position, as the operations that drop it name it. Values of generated columns follow from others. */
function keysOf(object: SchemaObject): readonly string[] {
  const { kind, schema = "", table = "", name } = object;
  if (kind === "column") return "generated" in object ? [] : [resource.column(schema, table, name)];
  return kind === "table" || kind === "sequence" ? [resource.relation(schema, name)] : [];
}
