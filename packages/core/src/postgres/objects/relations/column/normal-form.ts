import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { normalizeType } from "../../../type/name.ts";
import { withoutDefaultOptions } from "../sequence/fragment.ts";
import { normalizeAttributes } from "./attributes/normal-form.ts";
import { inAnyOrder } from "../parents.ts";
import { notNullConstraint, sayable } from "./value/not-null.ts";
import type { Column, Identity, NotNullConstraint } from "./model.ts";
import { sequenceType } from "./identity/sequence-type.ts";

/**
 * DEFAULT NULL is what a column without a default has; PostgreSQL keeps it as an expression for some types. With a type of a schema it
 * keeps it for domains only: there it stands instead of the default of the domain.
 */
export const isNull = (text: string): boolean => /^\s*null(?:::[^.]*)?$/iu.test(text);

/** As compared: an identity column takes no NULL, and the name of its sequence is its own business. */
export function normalizeColumn({
  kind,
  schema,
  table,
  name,
  type,
  notNull,
  notNullConstraint: said,
  default: given,
  identity,
  generated,
  collation,
  inheritedFrom,
  alsoOwn: _,
  ...attributes
}: Column): Column {
  const own = normalizeCollation(collation);
  const constraint = notNull === true ? normalNotNull(table, name, said ?? {}) : undefined;
  return {
    kind,
    schema,
    table,
    name,
    type: normalizeType(type),
    ...(notNull === true || identity !== undefined ? { notNull: true } : {}),
    ...(constraint === undefined ? {} : { notNullConstraint: constraint }),
    ...(given === undefined || isNull(given) ? {} : { default: given }),
    ...(identity === undefined ? {} : { identity: normalizeIdentity(identity, type) }),
    ...(generated === undefined ? {} : { generated: { expression: withoutOuterParentheses(generated.expression), as: generated.as } }),
    ...(own === undefined ? {} : { collation: own }),
    ...(inheritedFrom === undefined || inheritedFrom.length === 0 ? {} : { inheritedFrom: inAnyOrder(inheritedFrom) }),
    ...normalizeAttributes(attributes, type),
  };
}

/** The name of an inherited one cannot be chosen. */
function normalNotNull(table: string, column: string, said: NotNullConstraint): NotNullConstraint | undefined {
  return notNullConstraint(table, column, sayable(said) ?? {});
}

function normalizeIdentity({ generation, sequence: _, dataType, unlogged, ...options }: Identity, type: string): Identity {
  const [own, ofColumn] = [sequenceType(dataType === undefined ? {} : { dataType }, type), sequenceType({}, type)];
  return {
    generation,
    ...(own === ofColumn ? {} : { dataType: own }),
    ...(unlogged === undefined ? {} : { unlogged }),
    ...withoutDefaultOptions(options, own),
  };
}

function normalizeCollation(collation: string | undefined): string | undefined {
  const bare = collation?.replace(/^(?:"pg_catalog"|pg_catalog)\./u, "");
  return bare === '"default"' || bare === "default" ? undefined : bare;
}
