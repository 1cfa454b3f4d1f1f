import { quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { mayBeDomain } from "../../../type/user-types.ts";
import { domainEffect, type DomainEffect } from "../../types/domain/fragment.ts";
import { spelledOut } from "./identity/serial-type.ts";
import type { Column } from "./model.ts";
import { isVolatile } from "./value/volatile.ts";

/**
 * What ADD COLUMN does to the rows that are there. PostgreSQL writes them anew for values that differ from row to row, and to check
 * each value against the constraints of a domain.
 */
export function addFacts(column: Omit<Column, "kind">, before: DatabaseSchema): OperationFacts {
  const made = spelledOut({ ...column, kind: "column" }).column;
  const { type, notNull, default: given, generated, identity } = made;
  const domain = domainEffect(type, column.schema, before) ?? guessed(type, column.schema, before);
  const value = given ?? domain.default;
  const isNull = value === undefined && generated === undefined && identity === undefined;
  const rewrites = identity !== undefined || generated?.as === "stored" || (value !== undefined && isVolatile(value)) || domain.isChecked;
  const reason = notNull === true && isNull ? "the table has rows" : domain.isChecked ? domain.mayFail : reasonOfMade(made);
  return { ...quickExclusive, rewrites, scans: rewrites, ...(reason === undefined ? {} : { mayFail: reason }) };
}

/** Why the values that PostgreSQL makes itself may not do. */
function reasonOfMade({ notNull, generated, identity }: Column): string | undefined {
  if (notNull === true && generated?.as === "stored") return `rows for which ${generated.expression} is null`;
  const isBounded = identity?.maxValue !== undefined || identity?.minValue !== undefined;
  return isBounded && identity?.cycle !== true ? "more rows than its sequence has values" : undefined;
}

/** Of a type that is not known, such as one that an extension has brought, the worst is told. */
const guessed = (type: string, home: string, before: DatabaseSchema): DomainEffect =>
  mayBeDomain(type, home, before) ? { isChecked: true, mayFail: `a check of ${type}, if it is a domain` } : { isChecked: false };
