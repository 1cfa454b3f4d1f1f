import type { DatabaseSchema } from "../../../../../schema/database-schema.ts";
import { toldUses } from "../../../../../schema/use.ts";
import { leadsBack } from "../../../routines/routine/fragment.ts";
import { tableName } from "../../table-part.ts";
import { defaultKeys } from "../keys.ts";
import type { Column } from "../model.ts";

/** Whether the default calls a function that needs the table: it is set once both are there, and dropped before both go. */
export function isLateDefault(column: Column, schema: DatabaseSchema): boolean {
  const { default: given } = column;
  if (given === undefined || !given.includes("(")) return false;
  return leadsBack(toldUses(column)?.map(({ of }) => of) ?? defaultKeys(given, column), tableName(column), schema);
}
