import type { Ends } from "../../../../operation/ends.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { keysOfName, renamedName } from "../../../expression/qualified-name.ts";
import { keysInText, renamedText } from "../../../expression/text-uses.ts";
import { normalizeType } from "../../../type/name.ts";
import { spelledName, spelledType } from "../../../type/spelling.ts";
import { renamedType, typeKeys } from "../../../type/user-types.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { typeAddress } from "../address.ts";
import { domainConstraintAddress, isPartOfCreate } from "./constraint-kind.ts";
import { domainKey, notNullKey, notNullName, ownedByDomain } from "./fragment.ts";
import type { Domain } from "./model.ts";
import type { DomainOperations } from "./operations.ts";
import { constraintsOf, domainAt, inheritedDefault } from "./underlying.ts";

type DomainOperation = DomainOperations[keyof DomainOperations];

export const domainKind: PostgresKind<Domain, DomainOperation> = {
  kind: "domain",
  owns: (domain) => [...ownedByDomain(domain), resource.arrayOf(domain.schema, domain.name), resource.valuesOf(domain.schema, domain.name)],
  names: (domain) => {
    const { schema, name } = domain;
    const constraint = nameOf(domain);
    const own = { schema, name };
    return [own, ...(constraint === undefined ? [] : [{ schema, table: name, name: constraint }]), own, own];
  },
  uses: usesOfDomain,
  rename: renamedBy("renameDomain", "setDomainSchema"),
  renamed: (domain, names) => {
    const to = names.get(domainKey(domain));
    const { schema, name } = to ?? domain;
    return {
      ...withNotNullName({ ...domain, schema, name }, names.get(notNullKey(domain))?.name ?? nameOf(domain)),
      baseType: renamedType(domain.baseType, domain.schema, names),
      ...(domain.collation === undefined ? {} : { collation: renamedName(domain.collation, resource.collation, names) }),
      ...(domain.default === undefined ? {} : { default: renamedText(domain.default, { schema: domain.schema }, names) }),
    };
  },
  addresses: { domain: typeAddress("domain"), domainConstraint: { ...domainConstraintAddress, since: 180000 } },
  normalize: normalizeDomain,
  create: createDomain,
  drop: ({ schema, name }) => [{ kind: "dropDomain", schema, name }],
  alter: alterDomain,
  expressions: ({ default: given, baseType }) => (given === undefined ? [] : [{ text: given, as: "default", type: baseType }]),
  withExpressions: (domain, [given]) => (domain.default === undefined || given === undefined ? domain : { ...domain, default: given }),
  forServer: (domain, version) => (version >= 180000 || domain.notNullConstraint === undefined ? domain : withoutName(domain)),
  fromServer: (domain, live, version) => (version >= 180000 ? domain : withNameOf(domain, live)),
  settleNames: (wanted, live) => ({
    ...wanted,
    baseType: spelledType(wanted.baseType, live.baseType),
    ...(wanted.collation === undefined ? {} : { collation: spelledName(wanted.collation, live.collation) }),
  }),
};

/** Before PostgreSQL 18, NOT NULL is no constraint. */
const withoutName = ({ notNullConstraint: _, ...domain }: Domain): Domain => domain;

const withNameOf = (domain: Domain, { notNullConstraint: said }: Domain): Domain =>
  said === undefined || domain.notNull !== true ? domain : { ...domain, notNullConstraint: said };

function usesOfDomain(domain: Domain): readonly Use[] {
  const { schema, baseType, collation, default: given } = domain;
  const texts = given === undefined ? [] : keysInText(given, { schema });
  return [
    { of: resource.schema(schema), how: "blocks", follows: true },
    ...[...typeKeys(baseType, schema), ...keysOfName(collation, resource.collation)].map((of): Use => ({ of, how: "blocks" })),
    ...(toldUses(domain) ?? texts.map((of): Use => ({ of, how: "blocks" }))),
  ];
}

/** With its checks, unless it is only made anew: then they are added as any other. */
function createDomain(domain: Domain, { before, after }: Ends): readonly DomainOperation[] {
  const { schema, name } = domain;
  const checks = domainAt(before, domain) === undefined ? constraintsOf(domain, after).filter(isPartOfCreate) : [];
  const inherits = domain.default === undefined && inheritedDefault(domain, after) !== undefined;
  return [
    {
      ...domain,
      kind: "createDomain",
      ...(checks.length === 0 ? {} : { checks: checks.map((check) => ({ name: check.name, expression: check.expression })) }),
    },
    ...(inherits ? [{ kind: "dropDomainDefault", schema, name } as const] : []),
  ];
}

function normalizeDomain({ kind, schema, name, baseType, collation, default: given, notNull, notNullConstraint }: Domain): Domain {
  const own = collation?.replace(/^(?:"pg_catalog"|pg_catalog)\./u, "");
  return {
    kind,
    schema,
    name,
    baseType: normalizeType(baseType),
    ...(own === undefined || own === '"default"' ? {} : { collation: own }),
    ...(given === undefined ? {} : { default: given }),
    ...(notNull === true ? { notNull } : {}),
    ...(notNull !== true || notNullConstraint === undefined || notNullConstraint === notNullName(name) ? {} : { notNullConstraint }),
  };
}

function alterDomain(live: Domain, wanted: Domain): readonly DomainOperation[] | "recreate" {
  const [from, to] = [normalizeDomain(live), normalizeDomain(wanted)];
  if (from.baseType !== to.baseType || from.collation !== to.collation) return "recreate";
  return [...alterDefault(from, to), ...alterNotNull(from, to)];
}

function alterDefault(from: Domain, { schema, name, default: given }: Domain): readonly DomainOperation[] {
  if (from.default === given) return [];
  return [given === undefined ? { kind: "dropDomainDefault", schema, name } : { kind: "setDomainDefault", schema, name, default: given }];
}

function alterNotNull(from: Domain, to: Domain): readonly DomainOperation[] {
  const { schema, name, notNullConstraint: constraint } = to;
  const [had, has] = [nameOf(from), nameOf(to)];
  if (had === has) return [];
  if (has === undefined) return [{ kind: "dropDomainNotNull", schema, name }];
  if (had === undefined) return [{ kind: "setDomainNotNull", schema, name, ...(constraint === undefined ? {} : { constraint }) }];
  return [{ kind: "renameDomainConstraint", schema, domain: name, name: had, to: has }];
}

/** The domain with a name for its NOT NULL, which keeps it when the domain gets another. */
function withNotNullName({ notNullConstraint: _, ...domain }: Domain, constraint: string | undefined): Domain {
  return constraint === undefined || constraint === notNullName(domain.name) ? domain : { ...domain, notNullConstraint: constraint };
}

/** The name of its NOT NULL. Undefined: NULL is allowed. */
const nameOf = ({ name, notNull, notNullConstraint = notNullName(name) }: Domain): string | undefined =>
  notNull === true ? notNullConstraint : undefined;
