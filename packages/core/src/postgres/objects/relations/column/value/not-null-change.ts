import type { Ends } from "../../../../../operation/ends.ts";
import type { RenameConstraint } from "../../constraint/fragment.ts";
import { columnRef } from "../column-ref.ts";
import type { Column, NotNullConstraint } from "../model.ts";
import { withEnding } from "../../../../../schema/kept-name.ts";
import { breaksCycle } from "./not-null-cycle.ts";
import { notNullName, sayable } from "./not-null.ts";
import { withTakenName } from "./taken-name.ts";
import type { DropColumnNotNull, SetColumnNotNull } from "./operations.ts";

interface NotNullChange {
  readonly drops: readonly DropColumnNotNull[];
  readonly sets: readonly SetColumnNotNull[];
  readonly renames: readonly RenameConstraint[];
}

/** What happens to NOT NULL: one that says something else is dropped and set again, one that was not valid is validated. */
export function notNullChange(live: Column, wanted: Column, ends: Ends): NotNullChange {
  const [had, has] = [saidOf(live), saidOf(wanted)];
  const ref = columnRef(wanted);
  const isReplaced =
    had !== undefined && has !== undefined && (had.noInherit !== has.noInherit || (has.notValid === true && had.notValid !== true));
  const isSet = has !== undefined && (had === undefined || isReplaced || (had.notValid === true && has.notValid !== true));
  const [name, to] = [notNullName(live), notNullName(wanted)];
  const isFixed = had?.inherited === true && has?.inherited === true; // only before it is inherited, or after, it can get another name
  const isRenamed = name !== undefined && to !== undefined && name !== to && !isReplaced && !isFixed;
  const names = !isRenamed ? [] : breaksCycle(live, ends) ? [name, withEnding(name, "__mig_old"), to] : [name, to];
  const constraint = had === undefined || isReplaced ? sayable(withTakenName(wanted, ends.before).notNullConstraint) : undefined;
  return {
    drops: had !== undefined && (has === undefined || isReplaced) ? [{ kind: "dropColumnNotNull", ...ref }] : [],
    renames: names
      .slice(1)
      .map((next, at) => ({ kind: "renameConstraint", schema: ref.schema, table: ref.table, name: names[at] ?? "", to: next })),
    sets: isSet ? [{ kind: "setColumnNotNull", ...ref, ...(constraint === undefined ? {} : { constraint }) }] : [],
  };
}

/** Undefined: NULL is allowed. */
const saidOf = ({ notNull, identity, notNullConstraint = {} }: Column): NotNullConstraint | undefined =>
  notNull === true || identity !== undefined ? notNullConstraint : undefined;
