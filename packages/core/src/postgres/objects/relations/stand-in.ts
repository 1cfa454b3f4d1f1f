import { objectsIn, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { sameData } from "../../../schema/same-data.ts";
import { isColumn } from "./column/model.ts";
import { isPrimaryKey } from "./constraint/model.ts";
import { isMaterializedView, isView, type ViewColumn } from "./view/model.ts";

/** What a query sees of a relation that it reads. */
export interface StandIn {
  /** Absent: they follow from its own query. */
  readonly columns?: readonly ViewColumn[];
  /** A query may group by it, and name the other columns. Absent: none. */
  readonly primaryKey?: readonly string[];
  /** The query of a view whose columns no server has named. */
  readonly query?: { readonly text: string; readonly columns?: readonly string[] };
}

/** What a query sees of a relation. Undefined: the schema has not got it. */
export function standInOf(schema: DatabaseSchema, place: { readonly schema: string; readonly name: string }): StandIn | undefined {
  const objects = objectsIn(schema, place);
  const view = objects.find((object) => isView(object) || isMaterializedView(object));
  if (view !== undefined && (isView(view) || isMaterializedView(view))) {
    if (view.shape !== undefined) return { columns: view.shape };
    return { query: { text: view.query, ...(view.columns === undefined ? {} : { columns: view.columns }) } };
  }
  if (!objects.some(({ kind, table }) => kind === "table" && table === undefined)) return undefined;
  const key = objects.find(isPrimaryKey);
  return {
    columns: objects
      .filter(isColumn)
      .map(({ name, type, collation }) => ({ name, type, ...(collation === undefined ? {} : { collation }) })),
    ...(key === undefined ? {} : { primaryKey: key.columns }),
  };
}

/** The wanted columns in the order in which they will be: those that are there stay in their places, and new ones come last. */
export function inLiveOrder(wanted: StandIn, live: StandIn | undefined): StandIn {
  if (wanted.columns === undefined || live?.columns === undefined) return wanted;
  const places = new Map(live.columns.map(({ name }, at) => [name, at]));
  const placeOf = ({ name }: ViewColumn): number => places.get(name) ?? places.size;
  return { ...wanted, columns: wanted.columns.toSorted((left, right) => placeOf(left) - placeOf(right)) };
}

/** Whether a query sees the same of both. */
export const isSameStandIn = (wanted: StandIn, live: StandIn | undefined): boolean =>
  live !== undefined && wanted.query === undefined && sameData(inLiveOrder(wanted, live), live);
