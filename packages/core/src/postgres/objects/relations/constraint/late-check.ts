import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { toldUses } from "../../../../schema/use.ts";
import { keysInText } from "../../../expression/text-uses.ts";
import { leadsBack } from "../../routines/routine/fragment.ts";
import { tableName } from "../table-part.ts";
import type { Check } from "./model.ts";

/** Whether a check calls a function that needs the table: it is added once both are there, and dropped before both go. */
export function isLateCheck(check: Check, schema: DatabaseSchema): boolean {
  if (!check.expression.includes("(")) return false;
  return leadsBack(toldUses(check)?.map(({ of }) => of) ?? keysInText(check.expression, check), tableName(check), schema);
}
