import type { SchemaObject } from "../../../../schema/object.ts";

/** A domain: a type over another one, with a default and constraints. Its checks are objects of their own. */
export interface Domain {
  readonly kind: "domain";
  readonly schema: string;
  readonly name: string;
  /** The type that it is over, as PostgreSQL writes it (`format_type`), or one of its short names. */
  readonly baseType: string;
  /** SQL, such as `"C"`, qualified where it is not in pg_catalog. Absent: the type's own. */
  readonly collation?: string;
  /** SQL. What a column of the domain gets that has no default of its own. Absent: none. */
  readonly default?: string;
  /** Absent: NULL is allowed. */
  readonly notNull?: true;
  /** The name of its NOT NULL constraint on PostgreSQL 18. Absent: `<name>_not_null`. */
  readonly notNullConstraint?: string;
}

/** A check of a domain. */
export interface DomainConstraint {
  readonly kind: "domainConstraint";
  readonly schema: string;
  /** The domain. PostgreSQL keeps tables and domains under one set of names, so it stands where a constraint of a table has its table. */
  readonly table: string;
  readonly name: string;
  /** The condition over VALUE, without CHECK and the parentheses of the clause. */
  readonly expression: string;
  /** Values that were there before have not been checked. */
  readonly notValid?: true;
}

export const isDomain = (object: SchemaObject): object is Domain => object.kind === "domain";

export const isDomainConstraint = (object: SchemaObject): object is DomainConstraint => object.kind === "domainConstraint";
