import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { renameObject, renameResource } from "../../../../operation/rename.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { aboutConstraint, constraintKey, domainOf, type DomainConstraintRef } from "./constraint-operations.ts";
import { alterDomain, domainKey, notNullName } from "./fragment.ts";
import { domainAt, type DomainRef } from "./underlying.ts";

/** Columns and expressions of the domain follow by themselves. */
export interface RenameDomain extends DomainRef {
  readonly kind: "renameDomain";
  readonly to: string;
}

/** Moves the domain to another schema, with its constraints. Columns and expressions of it follow by themselves. */
export interface SetDomainSchema extends DomainRef {
  readonly kind: "setDomainSchema";
  /** The other schema. */
  readonly to: string;
}

/** Gives a constraint of a domain another name; on PostgreSQL 18 also its NOT NULL. */
export interface RenameDomainConstraint extends DomainConstraintRef {
  readonly kind: "renameDomainConstraint";
  readonly to: string;
}

export interface DomainRenameOperations {
  readonly renameDomain: RenameDomain;
  readonly setDomainSchema: SetDomainSchema;
  readonly renameDomainConstraint: RenameDomainConstraint;
}

const refOf = ({ schema, name }: DomainRef): { readonly kind: "domain"; readonly schema: string; readonly name: string } => ({
  kind: "domain",
  schema,
  name,
});

const renameDomain: OperationSpec<RenameDomain> = {
  about: aboutOf("domain"),
  apply: (before, { to, ...op }, kinds) => renameObject(before, refOf(op), { schema: op.schema, name: to }, kinds),
  reverse: ({ schema, name, to }): readonly RenameDomain[] => [{ kind: "renameDomain", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({ renames: true, drops: [domainKey({ schema, name })], creates: [domainKey({ schema, name: to })] }),
  sql: ({ to, ...op }) => [alterDomain(op, sql`rename to ${identifier(to)}`)],
  facts: () => metadataOnly,
};

const setDomainSchema: OperationSpec<SetDomainSchema> = {
  about: aboutOf("domain"),
  apply: (before, { to, ...op }, kinds) => renameObject(before, refOf(op), { schema: to, name: op.name }, kinds),
  reverse: ({ schema, name, to }): readonly SetDomainSchema[] => [{ kind: "setDomainSchema", schema: to, name, to: schema }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: [domainKey({ schema, name })],
    creates: [domainKey({ schema: to, name })],
    needs: [resource.schema(to)],
  }),
  sql: ({ to, ...op }) => [alterDomain(op, sql`set schema ${identifier(to)}`)],
  facts: () => metadataOnly,
};

const renameDomainConstraint: OperationSpec<RenameDomainConstraint> = {
  about: aboutConstraint,
  apply: (before, op, kinds) => {
    const { schema, domain, name, to } = op;
    const had = domainAt(before, domainOf(op));
    const isNotNull = had?.notNull === true && (had.notNullConstraint ?? notNullName(domain)) === name;
    if (!isNotNull) return renameObject(before, aboutConstraint(op), { schema, table: domain, name: to }, kinds);
    return renameResource(before, { owner: had, key: constraintKey(op), to: { schema, table: domain, name: to } }, kinds);
  },
  reverse: ({ to, ...op }): readonly RenameDomainConstraint[] => [{ ...op, name: to, to: op.name }],
  touches: (op) => ({
    renames: true,
    drops: [constraintKey(op)],
    creates: [constraintKey({ ...op, name: op.to })],
    needs: [domainKey(domainOf(op))],
  }),
  sql: (op) => [alterDomain(domainOf(op), sql`rename constraint ${identifier(op.name)} to ${identifier(op.to)}`)],
  facts: () => metadataOnly,
};

export const renameOperations: SpecsOf<DomainRenameOperations> = { renameDomain, setDomainSchema, renameDomainConstraint };
