import { objectsOf, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { columnsOf } from "./columns.ts";
import { isTable } from "./table/model.ts";

/** A table whose columns stay in another order than the wanted one: PostgreSQL adds a column at the end and moves none. */
export interface OtherOrder {
  readonly schema: string;
  readonly name: string;
  /** As they are in the end, and as they are wanted. */
  readonly has: readonly string[];
  readonly wanted: readonly string[];
}

export function otherOrders(before: DatabaseSchema, after: DatabaseSchema): readonly OtherOrder[] {
  return objectsOf(before)
    .filter(isTable)
    .flatMap(({ schema, name }) => {
      const [had, wanted] = [before, after].map((side) => columnsOf(side, { schema, name }).map((column) => column.name)) as [
        string[],
        string[],
      ];
      const kept = had.filter((column) => wanted.includes(column));
      const has = [...kept, ...wanted.filter((column) => !had.includes(column))];
      return has.join("\u0000") === wanted.join("\u0000") ? [] : [{ schema, name, has, wanted }];
    });
}
