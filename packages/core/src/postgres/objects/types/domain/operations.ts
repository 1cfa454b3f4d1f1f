import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { drops, dropTouches } from "../../../../operation/object-operations.ts";
import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { Touches } from "../../../../operation/spec.ts";
import { putObjects, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { keysInText } from "../../../expression/text-uses.ts";
import { typeKeys } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import { constraintOperations, type DomainConstraintOperations } from "./constraint-operations.ts";
import { alterDomain, domainCheckClause, domainKey, notNullKey, notNullName, ownedByDomain } from "./fragment.ts";
import type { Domain, DomainConstraint } from "./model.ts";
import { renameOperations, type DomainRenameOperations } from "./rename.ts";
import { aroundOf, domainAt, inheritedDefault, type DomainRef } from "./underlying.ts";
import { checksValues } from "./values.ts";

export interface CreateDomain extends Omit<Domain, "kind"> {
  readonly kind: "createDomain";
  /** Those that are not NOT VALID. Absent: none. */
  readonly checks?: readonly Pick<DomainConstraint, "name" | "expression">[];
}

export interface DropDomain extends DomainRef {
  readonly kind: "dropDomain";
}

/** New rows get it in columns that have no default of their own. */
export interface SetDomainDefault extends DomainRef {
  readonly kind: "setDomainDefault";
  /** SQL. */
  readonly default: string;
}

export interface DropDomainDefault extends DomainRef {
  readonly kind: "dropDomainDefault";
}

/** Fails if a column of the domain holds NULL. */
export interface SetDomainNotNull extends DomainRef {
  readonly kind: "setDomainNotNull";
  /** Its name, on PostgreSQL 18. Absent: `<name>_not_null`. */
  readonly constraint?: string;
}

export interface DropDomainNotNull extends DomainRef {
  readonly kind: "dropDomainNotNull";
}

export interface DomainOperations extends DomainConstraintOperations, DomainRenameOperations {
  readonly createDomain: CreateDomain;
  readonly dropDomain: DropDomain;
  readonly setDomainDefault: SetDomainDefault;
  readonly dropDomainDefault: DropDomainDefault;
  readonly setDomainNotNull: SetDomainNotNull;
  readonly dropDomainNotNull: DropDomainNotNull;
}

/** What a new domain and its checks are made of, as resource keys. */
const usedBy = ({ schema, baseType, collation, default: given, checks = [] }: Omit<CreateDomain, "kind">): readonly string[] => [
  resource.schema(schema),
  ...typeKeys(baseType, schema),
  ...keysOfName(collation, resource.collation),
  ...[...(given === undefined ? [] : [given]), ...checks.map(({ expression }) => expression)].flatMap((text) =>
    keysInText(text, { schema }),
  ),
];

const createDomain: OperationSpec<CreateDomain> = {
  about: aboutOf("domain"),
  ...statewise((before, { checks = [], ...op }) =>
    putObjects(before, [
      { ...withDefault(op, inheritedDefault(op, before)), kind: "domain" },
      ...checks.map((check) => ({ ...check, kind: "domainConstraint", schema: op.schema, table: op.name })),
    ]),
  ),
  touches: (op) => ({
    creates: [...ownedByDomain(op), ...(op.checks ?? []).map((check) => resource.constraint(op.schema, op.name, check.name))],
    needs: usedBy(op),
  }),
  sql: ({ schema, name, baseType, collation, default: given, notNull, notNullConstraint, checks = [] }) => [
    words(
      sql`create domain ${{ schema, name }} as ${raw(baseType)}`,
      when(collation !== undefined, () => sql`collate ${raw(collation ?? "")}`),
      when(given !== undefined, () => sql`default ${defaultText(given ?? "")}`),
      when(notNullConstraint !== undefined, () => sql`constraint ${{ name: notNullConstraint ?? "" }}`),
      when(notNull === true, () => sql`not null`),
      ...checks.map(domainCheckClause),
    ),
  ],
  facts: () => metadataOnly,
};

const withDefault = <Of extends Pick<Domain, "default">>(domain: Of, inherited: string | undefined): Of =>
  domain.default !== undefined || inherited === undefined ? domain : { ...domain, default: inherited };

/** CREATE DOMAIN takes an expression of several words only in parentheses. */
const defaultText = (text: string): Sql =>
  /\s/u.test(text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/gu, "")) ? sql`(${raw(withoutOuterParentheses(text))})` : raw(text);

const dropDomain: OperationSpec<DropDomain> = {
  ...drops<DropDomain>("domain"),
  touches: (op, before, kinds) => withoutArray(op, dropTouches({ kind: "domain", schema: op.schema, name: op.name }, before, kinds)),
  sql: ({ schema, name }) => [sql`drop domain ${{ schema, name }}`],
  facts: () => metadataOnly,
};

/** Its array type and its values come and go with it, and decide no order. */
const withoutArray = ({ schema, name }: DomainRef, touches: Touches): Touches => ({
  ...touches,
  drops: (touches.drops ?? []).filter((key) => key !== resource.arrayOf(schema, name) && key !== resource.valuesOf(schema, name)),
});

const changeDomain = (before: DatabaseSchema, ref: DomainRef, change: (domain: Domain) => Domain): DatabaseSchema => {
  const domain = domainAt(before, ref);
  return domain === undefined ? before : putObjects(before, [change(domain)]);
};

const defaultKeys = (text: string | undefined, { schema }: DomainRef): readonly string[] =>
  text === undefined ? [] : keysInText(text, { schema });

const setDomainDefault: OperationSpec<SetDomainDefault> = {
  about: aboutOf("domain"),
  ...statewise((before, op) => changeDomain(before, op, (domain) => ({ ...domain, default: op.default }))),
  touches: (op, before) => {
    const domain = domainAt(before, op);
    // a bare label of an enum names no type
    const needs = [...defaultKeys(op.default, op), ...(domain === undefined ? [] : typeKeys(domain.baseType, op.schema))];
    return { alters: [domainKey(op)], needs, frees: defaultKeys(domain?.default, op).filter((key) => !needs.includes(key)) };
  },
  sql: (op) => [alterDomain(op, sql`set default ${raw(op.default)}`)],
  facts: () => metadataOnly,
};

const dropDomainDefault: OperationSpec<DropDomainDefault> = {
  about: aboutOf("domain"),
  ...statewise((before, op) => changeDomain(before, op, ({ default: _, ...domain }) => domain)),
  touches: (op, before) => ({ alters: [domainKey(op)], frees: defaultKeys(domainAt(before, op)?.default, op) }),
  sql: (op) => [alterDomain(op, sql`drop default`)],
  facts: () => metadataOnly,
};

const setDomainNotNull: OperationSpec<SetDomainNotNull> = {
  about: aboutOf("domain"),
  ...statewise((before, { constraint, ...op }) =>
    changeDomain(before, op, (domain) => ({
      ...domain,
      notNull: true,
      ...(constraint === undefined || constraint === notNullName(op.name) ? {} : { notNullConstraint: constraint }),
    })),
  ),
  touches: (op, before) => {
    const around = aroundOf(op, before);
    return { creates: [notNullKey({ ...op, notNullConstraint: op.constraint })], alters: [domainKey(op), ...around], retypes: around };
  },
  sql: (op) => [alterDomain(op, op.constraint === undefined ? sql`set not null` : sql`add constraint ${{ name: op.constraint }} not null`)],
  facts: (op, before) => checksValues(op, before, `columns of ${op.schema}.${op.name} that hold NULL`),
};

const commentOnNotNull = ({ schema, name }: DomainRef, domain: Domain | undefined): ObjectRef => ({
  kind: "comment",
  of: "domainConstraint",
  schema,
  table: name,
  name: domain?.notNullConstraint ?? notNullName(name),
});

const dropDomainNotNull: OperationSpec<DropDomainNotNull> = {
  about: aboutOf("domain"),
  ...statewise((before, op) =>
    changeDomain(
      removeObjects(before, [commentOnNotNull(op, domainAt(before, op))]),
      op,
      ({ notNull: _, notNullConstraint: __, ...domain }) => domain,
    ),
  ),
  touches: (op, before) => ({ alters: [domainKey(op)], drops: [notNullKey(domainAt(before, op) ?? op)] }),
  sql: (op) => [alterDomain(op, sql`drop not null`)],
  facts: () => metadataOnly,
};

export const domainOperations: SpecsOf<DomainOperations> = {
  createDomain,
  dropDomain,
  setDomainDefault,
  dropDomainDefault,
  setDomainNotNull,
  dropDomainNotNull,
  ...constraintOperations,
  ...renameOperations,
};
