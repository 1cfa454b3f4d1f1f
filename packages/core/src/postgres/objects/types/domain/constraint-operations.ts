import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { keysInText } from "../../../expression/text-uses.ts";
import { resource } from "../../resources.ts";
import { alterDomain, domainCheckClause, domainKey } from "./fragment.ts";
import { isDomainConstraint, type DomainConstraint } from "./model.ts";
import { aroundOf, domainAt, type DomainRef } from "./underlying.ts";
import { checksValues } from "./values.ts";

/** Names a constraint of a domain. */
export interface DomainConstraintRef {
  readonly schema: string;
  readonly domain: string;
  readonly name: string;
}

/** Fails if a value of the domain breaks it, unless it is added NOT VALID. */
export interface AddDomainConstraint extends DomainConstraintRef, Omit<DomainConstraint, "kind" | "table"> {
  readonly kind: "addDomainConstraint";
}

export interface DropDomainConstraint extends DomainConstraintRef {
  readonly kind: "dropDomainConstraint";
}

/** Checks the values that were there before a constraint was added NOT VALID. */
export interface ValidateDomainConstraint extends DomainConstraintRef {
  readonly kind: "validateDomainConstraint";
}

export interface DomainConstraintOperations {
  readonly addDomainConstraint: AddDomainConstraint;
  readonly dropDomainConstraint: DropDomainConstraint;
  readonly validateDomainConstraint: ValidateDomainConstraint;
}

export const constraintRef = ({ schema, table, name }: Pick<DomainConstraint, "schema" | "table" | "name">): DomainConstraintRef => ({
  schema,
  domain: table,
  name,
});

/** The object itself. */
export const aboutConstraint = ({
  schema,
  domain,
  name,
}: DomainConstraintRef): Pick<DomainConstraint, "kind" | "schema" | "table" | "name"> => ({
  kind: "domainConstraint",
  schema,
  table: domain,
  name,
});

export const domainOf = ({ schema, domain }: DomainConstraintRef): DomainRef => ({ schema, name: domain });

function constraintAt(schema: DatabaseSchema, ref: DomainConstraintRef): DomainConstraint | undefined {
  const found = getObject(schema, aboutConstraint(ref));
  return found !== undefined && isDomainConstraint(found) ? found : undefined;
}

export const constraintKey = ({ schema, domain, name }: DomainConstraintRef): string => resource.constraint(schema, domain, name);

const usedBy = ({ schema }: DomainConstraintRef, expression: string | undefined): readonly string[] =>
  expression === undefined ? [] : keysInText(expression, { schema });

const addDomainConstraint: OperationSpec<AddDomainConstraint> = {
  about: aboutConstraint,
  ...statewise((before, { domain, ...op }) => putObjects(before, [{ ...op, ...aboutConstraint({ ...op, domain }) }])),
  touches: (op, before) => {
    const domain = domainOf(op);
    const uses = usedBy(op, op.expression);
    // Values that are there are checked before more of the type come, and once those that the check cannot read have gone.
    const around = aroundOf(domain, before);
    return op.notValid !== true && domainAt(before, domain) !== undefined
      ? { creates: [constraintKey(op)], alters: [domainKey(domain), ...around], needs: uses, retypes: around }
      : { creates: [constraintKey(op)], needs: [domainKey(domain), ...uses] };
  },
  sql: (op) => [alterDomain(domainOf(op), sql`add ${domainCheckClause(op)}`)],
  facts: (op, before) =>
    op.notValid === true ? metadataOnly : checksValues(domainOf(op), before, `values for which ${op.expression} is false`),
};

const dropDomainConstraint: OperationSpec<DropDomainConstraint> = {
  about: aboutConstraint,
  ...statewise((before, op, kinds) => withoutObject(before, aboutConstraint(op), kinds)),
  touches: (op, before) => ({
    drops: [constraintKey(op)],
    frees: [domainKey(domainOf(op)), ...usedBy(op, constraintAt(before, op)?.expression)],
  }),
  sql: (op) => [alterDomain(domainOf(op), sql`drop constraint ${identifier(op.name)}`)],
  facts: () => metadataOnly,
};

const validateDomainConstraint: OperationSpec<ValidateDomainConstraint> = {
  about: aboutConstraint,
  ...statewise((before, op) => {
    const found = constraintAt(before, op);
    return found === undefined ? before : putObjects(before, [valid(found)]);
  }),
  touches: (op, before) => {
    const around = aroundOf(domainOf(op), before);
    return { alters: [constraintKey(op), domainKey(domainOf(op)), ...around], retypes: around };
  },
  sql: (op) => [alterDomain(domainOf(op), sql`validate constraint ${identifier(op.name)}`)],
  facts: (op, before) => checksValues(domainOf(op), before, "values that break it"),
};

const valid = ({ notValid: _, ...constraint }: DomainConstraint): DomainConstraint => constraint;

export const constraintOperations: SpecsOf<DomainConstraintOperations> = {
  addDomainConstraint,
  dropDomainConstraint,
  validateDomainConstraint,
};
