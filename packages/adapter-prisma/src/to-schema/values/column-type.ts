import { integerOfSerial, quoteIdentifier } from "@migts/core/adapter";
import { nativeTypes, scalarTypes } from "../../native-types.ts";
import type { Context } from "../context.ts";
import type { MappedEnum, MappedField } from "../reading/mapped.ts";

/** The type of a field that is a column. */
export interface ColumnType {
  /** Of one element, as PostgreSQL prints it: `numeric(65,30)`. */
  readonly element: string;
  readonly list: boolean;
  /** Absent: it is no enum. */
  readonly enumOf?: MappedEnum;
}

/** Whether the type of a field brings a sequence: `Unsupported("bigserial")`. */
export const isSerial = ({ field: { type } }: MappedField): boolean =>
  type.written === "unsupported" && type.arity !== "list" && integerOfSerial(type.name) !== undefined;

/** The type of a field, or `undefined` for a relation. */
export function columnType(mapped: MappedField, context: Context): ColumnType | undefined {
  const { type } = mapped.field;
  const list = type.arity === "list";
  if (type.written === "unsupported") return { element: integerOfSerial(type.name) ?? type.name, list };
  const enumOf = context.enums.get(type.name);
  if (enumOf !== undefined) return { element: qualifiedName(enumOf), list, enumOf };
  if (context.models.has(type.name)) return undefined;
  const scalar = scalarTypes[type.name];
  if (scalar === undefined) {
    context.report.error("PRISMA_NOT_UNDERSTOOD", type.at, `mig does not understand the type "${type.name}".`);
    return undefined;
  }
  return { element: nativeType(mapped, context) ?? scalar, list };
}

function nativeType({ nativeType: native }: MappedField, context: Context): string | undefined {
  if (native === undefined) return undefined;
  const spelt = nativeTypes[native.name];
  if (spelt !== undefined) return spelt(native.args);
  context.report.error("PRISMA_NOT_UNDERSTOOD", native.at, `mig does not understand the native type "${native.name}".`);
  return undefined;
}

const qualifiedName = ({ schema, name }: MappedEnum): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** The type as a column has it. */
export const typeText = ({ element, list }: ColumnType): string => (list ? `${element}[]` : element);

/** A type without length or precision, as PostgreSQL prints it in a cast: `numeric`, `timestamp without time zone`. */
export function bareType(type: string): string {
  const bare = type.replace(/ ?\([^)]*\)/u, "");
  if (bare === "character") return "bpchar";
  return bare === "bit" ? '"bit"' : bare;
}
