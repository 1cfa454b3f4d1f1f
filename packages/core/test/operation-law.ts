import { expect } from "vitest";
import { applyAll, reverseAll } from "../src/operation/engine.ts";
import { orderOperations } from "../src/plan/order.ts";
import { forServer } from "../src/postgres/for-server.ts";
import { catalogs, kinds, type Operation } from "../src/postgres/objects/index.ts";
import { objectsOf, schemaOf, type DatabaseSchema } from "../src/schema/database-schema.ts";
import { operationsText } from "../src/source/revision-file.ts";
import { isNamedIn } from "../src/schema/lookup.ts";
import { byRefKey, containerKey, placeOfContainer, refText } from "../src/schema/object.ts";
import { inTransaction } from "./in-transaction.ts";
import { recorded } from "./recorded.ts";

/** Equal schemas give equal lists. */
export const content = (schema: DatabaseSchema): unknown =>
  [...objectsOf(schema)].map((object) => kinds.of(object.kind).normalize(object)).toSorted(byRefKey);

/** Each operation, printed, records itself, and what it reverses to leads from the model after it to the model before. */
export function checkLaws(before: DatabaseSchema, ops: readonly Operation[]): void {
  let schema = before;
  checkWithin(schema);
  for (const op of ops) {
    const text = operationsText([op]);
    expect(recorded(text), "what is printed records the operation").toEqual([op]);
    const after = kinds.specOf(op).apply(schema, op, kinds);
    const reversed = kinds.specOf(op).reverse(op, schema, kinds) as readonly Operation[]; // kinds give registered operations only
    const undone = orderOperations(reversed, after, kinds);
    expect(content(applyAll(after, undone, kinds)), `the reverse of${text}gives the model before`).toEqual(content(schema));
    schema = after;
    checkWithin(schema);
  }
}

/** What says that its keys are of its own table has no others. */
function checkWithin(schema: DatabaseSchema): void {
  for (const object of objectsOf(schema)) {
    const kind = kinds.of(object.kind);
    const keys = [
      ...(kind.ownsWithin?.(object) === true ? kind.owns(object) : []),
      ...(kind.usesWithin?.(object) === true ? kind.uses(object, kinds).map(({ of }) => of) : []),
    ];
    const place = placeOfContainer(containerKey(object));
    for (const key of keys) if (!isNamedIn(key, place)) expect(key, `a key of ${refText(object)} names its table`).toBe(place);
  }
}

/**
 * What an operation does to the model it does to the database, and what it reverses to undoes both. `setup` is run
 * first; all is rolled back.
 */
export async function checkLaw(url: string, setup: string, op: Operation): Promise<void> {
  await inTransaction(url, async ({ run, read, version }) => {
    await run([{ sql: setup }]);
    const before = schemaOf(await read(catalogs));
    const after = kinds.specOf(op).apply(before, op, kinds);
    expect(content(after), "the operation does something").not.toEqual(content(before));

    await run(kinds.specOf(op).sql(op, kinds));
    expect(content(forServer(after, version, kinds)), "the model after is the database after").toEqual(
      content(schemaOf(await read(catalogs))),
    );

    // kinds give registered operations only
    const undone = orderOperations(reverseAll([op], before, kinds) as readonly Operation[], after, kinds);
    const back = undone.reduce((schema, next) => kinds.specOf(next).apply(schema, next, kinds), after);
    expect(content(back), "the reverse gives the model before").toEqual(content(before));

    await run(undone.flatMap((next) => kinds.specOf(next).sql(next, kinds)));
    expect(content(schemaOf(await read(catalogs))), "the reverse gives the database before").toEqual(content(before));
  });
}
