import { getObject, objectsIn, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { typeParts, typeText } from "../../../type/parts.ts";
import { typeNames } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import { isColumn, type Column } from "../../relations/column/model.ts";
import { compositeOf, hasInside } from "../composite-type/fragment.ts";
import { isCompositeType } from "../composite-type/model.ts";
import { isDomain, isDomainConstraint, type Domain, type DomainConstraint } from "./model.ts";

/** Names a domain. */
export interface DomainRef {
  readonly schema: string;
  readonly name: string;
}

/** What a type name leads to. */
export interface Underlying {
  /** The type below all domains: `integer[]` for an array of a domain over `integer`. */
  readonly base: string;
  /** The domains on the way, outermost first; of an array, those of its elements too. */
  readonly domains: readonly Domain[];
  /** It is an array of a domain over arrays, which no array without a domain can stand for: `base` is their texts. */
  readonly isNested?: true;
}

export function domainAt(schema: DatabaseSchema, { schema: at, name }: DomainRef): Domain | undefined {
  const found = getObject(schema, { kind: "domain", schema: at, name });
  return found !== undefined && isDomain(found) ? found : undefined;
}

/** Follows a type name, seen from a schema, through all domains. */
export function underlying(type: string, home: string, schema: DatabaseSchema): Underlying {
  const parts = typeParts(type);
  const domain = typeNames(type, home)
    .map((name) => domainAt(schema, name))
    .find((found) => found !== undefined);
  if (domain === undefined) return { base: type, domains: [] };
  const below = underlying(domain.baseType, domain.schema, schema);
  const domains = [domain, ...below.domains];
  if (!parts.array) return { base: below.base, domains };
  const element = typeParts(below.base);
  return element.array ? { base: "text[]", domains, isNested: true } : { base: typeText({ ...element, array: true }), domains };
}

/** The checks of a domain. */
export const constraintsOf = (domain: DomainRef, schema: DatabaseSchema): readonly DomainConstraint[] =>
  objectsIn(schema, domain).filter(isDomainConstraint);

/** Columns whose values a constraint of the domain concerns: of it, of a domain over it, of an array of one. */
export function columnsOf(domain: DomainRef, schema: DatabaseSchema): readonly Column[] {
  const found: Column[] = [];
  for (const object of objectsOf(schema)) {
    if (isColumn(object) && underlying(object.type, object.schema, schema).domains.some((one) => isSame(one, domain))) found.push(object);
  }
  return found;
}

/**
 * What has values of a domain, or of the domains over it, within its own, as resource keys: arrays, composite types and domains over these.
 * PostgreSQL checks no values there, and so it does not check those of a domain while a column holds any such values.
 */
export function aroundOf(domain: DomainRef, schema: DatabaseSchema): readonly string[] {
  const objects = objectsOf(schema);
  const over = objects.filter(
    (object): object is Domain =>
      isDomain(object) && underlying(object.baseType, object.schema, schema).domains.some((one) => isSame(one, domain)),
  );
  const around = objects.filter((object) => {
    if (isCompositeType(object)) return hasInside(object, domain, schema);
    const composite = isDomain(object)
      ? compositeOf(underlying(object.baseType, object.schema, schema).base, object.schema, schema)
      : undefined;
    return composite !== undefined && hasInside(composite, domain, schema);
  });
  return [
    ...[domain, ...over].map(({ schema: at, name }) => resource.arrayOf(at, name)),
    ...around.map(({ schema: at = "", name }) => resource.valuesOf(at, name)),
  ];
}

const isSame = (left: DomainRef, right: DomainRef): boolean => left.schema === right.schema && left.name === right.name;

/** The default that a new domain takes over from the domain that it is over. */
export function inheritedDefault(
  { baseType, schema: home }: Pick<Domain, "baseType" | "schema">,
  schema: DatabaseSchema,
): string | undefined {
  return typeParts(baseType).array ? undefined : underlying(baseType, home, schema).domains[0]?.default;
}
