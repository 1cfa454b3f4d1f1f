import type { Kinds } from "../../../../operation/kinds.ts";
import { usersOf } from "../../../../operation/links.ts";
import { getObject, objectsIn, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { resource } from "../../resources.ts";
import { descendantsOf } from "../parents.ts";
import type { TablePart } from "../table-part.ts";
import type { TableName } from "../table/model.ts";
import type { PartitionTrigger } from "./model.ts";
import { settingOf, type SetPartitionTriggerState } from "./setting.ts";

const isPartitionTrigger = (object: SchemaObject): object is PartitionTrigger => object.kind === "partitionTrigger";

const statesBelow = (schema: DatabaseSchema, { schema: at, table, name }: TablePart, kinds: Kinds): readonly PartitionTrigger[] =>
  usersOf(schema, resource.trigger(at, table, name), kinds).filter(isPartitionTrigger);

/** What sets the states again that partitions below have of a trigger, those above first. */
export const settingsBelow = (schema: DatabaseSchema, trigger: TablePart, kinds: Kinds): readonly SetPartitionTriggerState[] =>
  statesBelow(schema, trigger, kinds)
    .toSorted((left, right) => left.above.length - right.above.length)
    .map(settingOf);

/** The schema in which a change of a trigger has reached all partitions. */
export const withStatesBelow = (schema: DatabaseSchema, trigger: TablePart, kinds: Kinds): DatabaseSchema =>
  removeObjects(schema, statesBelow(schema, trigger, kinds));

/** The schema in which a table that was a partition, and its own partitions, have no triggers of the tables above it. */
export function withoutStatesFrom(schema: DatabaseSchema, table: TableName, parent: TableName, kinds: Kinds): DatabaseSchema {
  const states = [table, ...descendantsOf(schema, table, kinds)].flatMap((one) => objectsIn(schema, one).filter(isPartitionTrigger));
  return removeObjects(
    schema,
    states.filter(({ above }) => above.some((one) => one.schema === parent.schema && one.table === parent.name)),
  );
}

/** The state that the trigger has in the next table above. */
export function stateAbove(schema: DatabaseSchema, { name, above }: Pick<PartitionTrigger, "name" | "above">): PartitionTrigger["state"] {
  for (const table of above) {
    const found = ["partitionTrigger", "trigger"].flatMap((kind) => getObject(schema, { kind, ...table, name }) ?? [])[0];
    if (found !== undefined) return (found as Partial<PartitionTrigger>).state ?? "enabled"; // both kinds have it
  }
  return "enabled";
}
