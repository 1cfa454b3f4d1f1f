import { optionsChange as optionsChangeOf } from "../../../foreign-data/options.ts";
import { sameData } from "../../../../../schema/same-data.ts";
import { storageOfType } from "../../../../type/storage.ts";
import { columnRef } from "../column-ref.ts";
import type { Column } from "../model.ts";
import { afterRetype, type ColumnAttributes } from "./model.ts";
import { normalizeAttributes } from "./normal-form.ts";
import type { AttributeOperations } from "./operations.ts";

type AttributeOperation = AttributeOperations[keyof AttributeOperations];

/** What leads to the wanted attributes. A change of type before it has set storage and compression back: they are set again. */
export function attributeChanges(
  live: Column,
  wanted: Column,
  { isRetyped }: { readonly isRetyped: boolean },
): readonly AttributeOperation[] {
  const had = normalizeAttributes(isRetyped ? afterRetype(live) : live, live.type);
  const has = normalizeAttributes(wanted, wanted.type);
  const ref = columnRef(wanted);
  const ops: AttributeOperation[] = [];
  if (had.storage !== has.storage)
    ops.push({ kind: "setColumnStorage", ...ref, storage: has.storage ?? storageOfType(wanted.type) ?? "default" });
  if (had.compression !== has.compression) ops.push({ kind: "setColumnCompression", ...ref, compression: has.compression ?? "default" });
  if (had.statistics !== has.statistics) ops.push({ kind: "setColumnStatistics", ...ref, statistics: has.statistics ?? "default" });
  if (!sameData(had.options, has.options)) ops.push({ kind: "setColumnOptions", ...ref, ...optionsChange(had, has) });
  const foreign = optionsChangeOf(had.foreignOptions, has.foreignOptions);
  if (Object.keys(foreign).length > 0) ops.push({ kind: "setColumnForeignOptions", ...ref, ...foreign });
  return ops;
}

function optionsChange(
  { options: had = {} }: ColumnAttributes,
  { options: has = {} }: ColumnAttributes,
): { readonly set?: Readonly<Record<string, string>>; readonly reset?: readonly string[] } {
  const set = Object.entries(has).filter(([name, value]) => had[name] !== value);
  const reset = Object.keys(had).filter((name) => has[name] === undefined);
  return { ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }), ...(reset.length === 0 ? {} : { reset }) };
}
