import { withEnding } from "../../../../schema/kept-name.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import type { Domain, DomainConstraint } from "./model.ts";

export { domainEffect, retypeCost, retypeRisk, type DomainEffect } from "./effect.ts";
export { conversionOver } from "./conversion.ts";

export const domainKey = ({ schema, name }: Pick<Domain, "schema" | "name">): string => resource.type(schema, name);

/** ALTER DOMAIN and the change. */
export const alterDomain = ({ schema, name }: Pick<Domain, "schema" | "name">, change: Sql): Sql =>
  sql`alter domain ${{ schema, name }} ${change}`;

/** CHECK as ALTER DOMAIN ... ADD takes it; CREATE DOMAIN takes it without NOT VALID. */
export const domainCheckClause = ({ name, expression, notValid }: Pick<DomainConstraint, "name" | "expression" | "notValid">): Sql =>
  words(
    sql`constraint ${identifier(name)} check (${raw(expression)})`,
    when(notValid === true, () => sql`not valid`),
  );

/** Its NOT NULL as a resource: a constraint since PostgreSQL 18. */
export const notNullKey = ({ schema, name, notNullConstraint = notNullName(name) }: NotNullOf): string =>
  resource.constraint(schema, name, notNullConstraint);

interface NotNullOf extends Pick<Domain, "schema" | "name"> {
  readonly notNullConstraint?: string | undefined;
}

/** The names that it takes. */
export const ownedByDomain = (domain: Pick<Domain, "schema" | "name" | "notNull" | "notNullConstraint">): readonly string[] => [
  domainKey(domain),
  ...(domain.notNull === true ? [notNullKey(domain)] : []),
];

/** The name that PostgreSQL gives the NOT NULL constraint of a domain. */
export const notNullName = (domain: string): string => withEnding(domain, "_not_null");
