import type { Ends } from "../../../../../operation/ends.ts";
import { columnsOf } from "../../columns.ts";
import { columnAt } from "../column-ref.ts";
import type { Column } from "../model.ts";
import { notNullName } from "./not-null.ts";

/** Whether a NOT NULL must get a name for the meantime, since the columns of a table pass theirs round in a circle: of these, one must. */
export function breaksCycle(live: Column, ends: Ends): boolean {
  const [first] = cycleOf(live, ends)
    .map(({ name }) => name)
    .toSorted();
  return first === live.name;
}

/** Columns that each take the name of the next one's NOT NULL, from this one back to it. None: it is in no such circle. */
function cycleOf(live: Column, { before, after }: Ends): readonly Column[] {
  const place = { schema: live.schema, name: live.table };
  const cycle: Column[] = [];
  for (let column: Column | undefined = live; column !== undefined;) {
    const stays = columnAt(after, column);
    const to: string | undefined = stays === undefined ? undefined : notNullName(stays);
    if (to === undefined || to === notNullName(column) || cycle.some(({ name }) => name === column?.name)) return [];
    cycle.push(column);
    column = columnsOf(before, place).find((other) => notNullName(other) === to);
    if (column?.name === live.name) return cycle;
  }
  return [];
}
