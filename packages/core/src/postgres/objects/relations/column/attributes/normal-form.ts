import { storageOfType } from "../../../../type/storage.ts";
import { normalOptions } from "../../../foreign-data/options.ts";
import type { ColumnAttributes } from "./model.ts";

/** As compared: without what the type or the server says anyway. */
export function normalizeAttributes(
  { storage, compression, statistics, options = {}, foreignOptions }: ColumnAttributes,
  type: string,
): ColumnAttributes {
  const set = Object.entries(options).map(([name, value]) => [name.toLowerCase(), value] as const);
  const { options: foreign } = normalOptions(foreignOptions, () => false);
  return {
    ...(storage === undefined || storage === storageOfType(type) ? {} : { storage }),
    ...(compression === undefined ? {} : { compression }),
    ...(statistics === undefined || statistics === -1 ? {} : { statistics }),
    ...(set.length === 0 ? {} : { options: Object.fromEntries(set.toSorted(([left], [right]) => (left < right ? -1 : 1))) }),
    ...(foreign === undefined ? {} : { foreignOptions: foreign }),
  };
}
