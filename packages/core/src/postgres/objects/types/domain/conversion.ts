import type { Ends } from "../../../../operation/ends.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { conversionBetween, type Conversion } from "../../../type/conversion.ts";
import { isString } from "../../../type/casts.ts";
import { typeParts } from "../../../type/parts.ts";
import { isRangeOf } from "../range-type/fragment.ts";
import { underlying } from "./underlying.ts";

/** A column whose type changes. */
interface Source {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly notNull?: true;
}

/**
 * How the values of a column get a new type, where domains are between: as those of the types below. PostgreSQL takes a value of a
 * domain for one of the type below, and the other way round. A text is read as a range only where that is said.
 */
export function conversionOver(from: Source, to: string, { before, after }: Ends, isEnum: (base: string) => boolean): Conversion {
  const [had, wanted] = [underlying(from.type, from.schema, before), underlying(to, from.schema, after)];
  if (wanted.isNested === true && had.isNested === undefined) return { using: `${quoteIdentifier(from.name)}::text[]::${to}` };
  const isOfText = isString(typeParts(had.base).base) && typeParts(had.base).array === typeParts(wanted.base).array;
  if (isOfText && isRangeOf(wanted.base, from.schema, after)) return { using: `${quoteIdentifier(from.name)}::${to}` };
  return conversionBetween({ ...from, type: had.base }, wanted.base, isEnum);
}
