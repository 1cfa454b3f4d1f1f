import { hasObject } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { keysInText, renamedText } from "../../../expression/text-uses.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { Address, PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { constraintRef, type DomainConstraintOperations } from "./constraint-operations.ts";
import type { DomainConstraint } from "./model.ts";
import type { RenameDomainConstraint } from "./rename.ts";
import { domainAt } from "./underlying.ts";

/** Also of the NOT NULL of a domain. */
export const domainConstraintAddress: Address = {
  sql: ({ schema = "", table = "", name }) => sql`constraint ${identifier(name)} on domain ${{ schema, name: table }}`,
  key: ({ schema = "", table = "", name }) => resource.constraint(schema, table, name),
  commentLock: "none",
};

const keyOf = ({ schema, table, name }: DomainConstraint): string => resource.constraint(schema, table, name);

const domainRef = ({ schema, table }: DomainConstraint): ObjectRef => ({ kind: "domain", schema, name: table });

export const domainConstraintKind: PostgresKind<
  DomainConstraint,
  DomainConstraintOperations[keyof DomainConstraintOperations] | RenameDomainConstraint
> = {
  kind: "domainConstraint",
  owns: (constraint) => [keyOf(constraint)],
  uses: (constraint) => [
    { of: resource.type(constraint.schema, constraint.table), how: "part", follows: true },
    ...(toldUses(constraint) ?? keysInText(constraint.expression, { schema: constraint.schema }).map((of): Use => ({ of, how: "blocks" }))),
  ],
  goesAlong: "always",
  rename: ({ schema, table, name }, to) => [{ kind: "renameDomainConstraint", schema, domain: table, name, to: to.name }],
  renamed: (constraint, names) => {
    const [domain, own] = [names.get(resource.type(constraint.schema, constraint.table)), names.get(keyOf(constraint))];
    return {
      ...constraint,
      ...(domain === undefined ? {} : { schema: domain.schema, table: domain.name }),
      ...(own === undefined ? {} : { name: own.name }),
      expression: renamedText(constraint.expression, { schema: constraint.schema }, names),
    };
  },
  addresses: { domainConstraint: domainConstraintAddress },
  normalize: normalizeConstraint,
  create: (constraint, { before }) => {
    if (!hasObject(before, domainRef(constraint)) && isPartOfCreate(constraint)) return [];
    const { kind: _, table: __, ...rest } = constraint;
    return [{ kind: "addDomainConstraint", ...constraintRef(constraint), ...rest }];
  },
  drop: (constraint, { after }) =>
    hasObject(after, domainRef(constraint)) ? [{ kind: "dropDomainConstraint", ...constraintRef(constraint) }] : [],
  alter: (from, to) => {
    const { notValid, ...valid } = normalizeConstraint(from);
    const isValidated = notValid === true && sameData(valid, normalizeConstraint(to));
    return isValidated ? [{ kind: "validateDomainConstraint", ...constraintRef(to) }] : "recreate";
  },
  expressions: ({ schema, table, expression }, within) => {
    const domain = domainAt(within, { schema, name: table });
    return domain === undefined ? [] : [{ text: expression, as: "domain condition", type: domain.baseType }];
  },
  withExpressions: (constraint, [expression = constraint.expression]) => ({ ...constraint, expression }),
};

/** CREATE DOMAIN does not take NOT VALID. */
export const isPartOfCreate = ({ notValid }: DomainConstraint): boolean => notValid !== true;

function normalizeConstraint(constraint: DomainConstraint): DomainConstraint {
  return { ...constraint, expression: withoutOuterParentheses(constraint.expression) };
}
