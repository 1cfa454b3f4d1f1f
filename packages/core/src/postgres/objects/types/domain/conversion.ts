import type { Ends } from "../../../../operation/ends.ts";
import { objectsIn, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { conversionBetween, type Conversion } from "../../../type/conversion.ts";
import { isBuiltIn, isString } from "../../../type/casts.ts";
import { normalizeType } from "../../../type/name.ts";
import { typeParts, type TypeParts } from "../../../type/parts.ts";
import { typeNames } from "../../../type/user-types.ts";
import { isCast } from "../cast/model.ts";
import { isCompositeType } from "../composite-type/model.ts";
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
  const [was, is] = [shapeOf(had.base, from.schema, before), shapeOf(wanted.base, from.schema, after)];
  const known = conversionBetween({ ...from, type: had.base }, wanted.base, isEnum);
  const isSame = normalizeType(had.base) === normalizeType(wanted.base);
  if (isSame || (was === undefined && is === undefined) || [before, after].some((schema) => hasCast(had.base, wanted.base, schema)))
    return known;
  return conversionByText(from, to, { had: typeParts(had.base), wanted: typeParts(wanted.base), isAlike: was === is, known });
}

/** Two types, the one or the other composite or of ranges. */
interface Shaped {
  readonly had: TypeParts;
  readonly wanted: TypeParts;
  /** Whether their values are written alike. */
  readonly isAlike: boolean;
  /** What is known without their shapes. */
  readonly known: Conversion;
}

/** PostgreSQL has no casts between two composite types, or two types of ranges, but by way of what they are written as. */
function conversionByText({ name }: Source, to: string, { had, wanted, isAlike, known }: Shaped): Conversion {
  const value = quoteIdentifier(name);
  if ([had, wanted].some(({ base }) => /^jsonb?$/u.test(base))) return known;
  if (isBuiltIn(had.base) && isBuiltIn(wanted.base) && known !== "impossible") return known;
  if (had.array !== wanted.array) return isString(wanted.base) ? known : "impossible";
  if (isString(wanted.base)) return "assigned";
  if (isString(had.base)) return { using: `${value}::${to}` };
  return isAlike ? { using: `${value}::text${had.array ? "[]" : ""}::${to}` } : "impossible";
}

/** Absent: it is written in another way. */
function shapeOf(type: string, home: string, schema: DatabaseSchema): "composite" | "range" | undefined {
  const { base } = typeParts(type);
  if (isBuiltIn(base)) return base.endsWith("range") ? "range" : undefined;
  if (typeNames(type, home).some((name) => objectsIn(schema, name).some(isCompositeType))) return "composite";
  return isRangeOf(base, home, schema) ? "range" : undefined;
}

const hasCast = (from: string, to: string, schema: DatabaseSchema): boolean =>
  objectsOf(schema).some(
    (object) =>
      isCast(object) && normalizeType(object.source) === normalizeType(from) && normalizeType(object.target) === normalizeType(to),
  );
