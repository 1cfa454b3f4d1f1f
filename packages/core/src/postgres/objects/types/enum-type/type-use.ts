import { normalizeType } from "../../../type/name.ts";
import { nameParts } from "../../../expression/names.ts";
import type { EnumType } from "./model.ts";

const brackets = /(?:\[\d*\])+$/u;

/** Types of the system's that can be written without quotes and without a schema, as an enum's name cannot where both are there. */
const systemTypes = new Set(
  `text json jsonb uuid date interval bytea money inet cidr macaddr macaddr8 xml name oid point line lseg box path polygon circle
   tsvector tsquery record void`.split(/\s+/u),
);

/** Whether a type name means this enum or an array of it. `home` is the schema that an unqualified name may be of. */
export function useOfEnum(type: string, of: Pick<EnumType, "schema" | "name">, home: string): "value" | "array" | undefined {
  const written = normalizeType(type);
  const element = written.replace(brackets, "");
  if (!isTypeName(element) || systemTypes.has(element) || !isNameOf(nameParts(element), of, home)) return undefined;
  return element === written ? "value" : "array";
}

/** One thing of a schema that a dotted name may mean; without a schema, one of the schema that the name stands in or of `public`. */
function isNameOf(parts: readonly string[], thing: Pick<EnumType, "schema" | "name">, home: string): boolean {
  if (parts.length === 2) return parts[0] === thing.schema && parts[1] === thing.name;
  return parts.length === 1 && parts[0] === thing.name && (thing.schema === "public" || thing.schema === home);
}

/** One name or two, nothing like `numeric(10,2)` or `double precision`. */
const isTypeName = (text: string): boolean => /^(?:"(?:[^"]|"")+"|[^\s"().[\]]+)(?:\.(?:"(?:[^"]|"")+"|[^\s"().[\]]+))?$/u.test(text);
