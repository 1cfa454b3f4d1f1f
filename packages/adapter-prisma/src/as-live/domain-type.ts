import {
  getObject,
  normalizeType,
  objectsOf,
  putObjects,
  quoteIdentifier,
  type Column,
  type DatabaseSchema,
  type Domain,
} from "@migts/core/adapter";
import { momentAsLive } from "./moment-type.ts";

/**
 * Columns that are of a domain in the database, where the models want the type that the domain is over: to Prisma both are one.
 * A domain that takes no NULL makes the field a required one. Of a domain over a domain, or of an array of one, Prisma tells them apart.
 */
export function domainsAsLive(models: DatabaseSchema, wanted: DatabaseSchema, live: DatabaseSchema): DatabaseSchema {
  const domains = new Map(
    objectsOf(live)
      .filter(isDomain)
      .map((domain) => [typeOf(domain), domain]),
  );
  if (domains.size === 0) return wanted;
  const columns = objectsOf(models).flatMap((object) => {
    const there = object.kind === "column" ? (getObject(live, object) as Column | undefined) : undefined;
    const column = there === undefined ? undefined : (getObject(wanted, object) as Column | undefined);
    const domain = there === undefined ? undefined : domains.get(there.type);
    const isOverType = domain !== undefined && !domains.has(domain.baseType);
    return there === undefined || column === undefined || !isOverType ? [] : domainAsLive(column, there, domain);
  });
  return columns.length === 0 ? wanted : putObjects(wanted, columns);
}

const isDomain = (object: { readonly kind: string }): object is Domain => object.kind === "domain";

/** As the database writes the type of a column of it. */
const typeOf = ({ schema, name }: Domain): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

function domainAsLive(wanted: Column, there: Column, { baseType, notNull: refusesNull }: Domain): readonly Column[] {
  if (normalizeType(momentAsLive(wanted.type, baseType)) !== normalizeType(baseType)) return [];
  const { notNull, ...rest } = wanted;
  const isSaidByDomain = there.notNull === undefined && refusesNull === true;
  return [{ ...rest, type: there.type, ...(notNull === undefined || isSaidByDomain ? {} : { notNull }) }];
}
