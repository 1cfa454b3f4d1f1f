import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { typeCost, type TypeCost } from "../../../type/cost.ts";
import { typeParts } from "../../../type/parts.ts";
import { typeRisk, type TypeRisk } from "../../../type/risk.ts";
import { constraintsOf, underlying, type Underlying } from "./underlying.ts";

/** What the domains that a type leads through do to the values of a column. */
export interface DomainEffect {
  /** They have constraints, so that every value is checked. */
  readonly isChecked: boolean;
  /** Why that can fail. Absent: it cannot. */
  readonly mayFail?: string;
  /** The default that a column gets without one of its own. Absent: none. */
  readonly default?: string;
}

/** Undefined: the type is no domain. An array of a domain is none itself: its NULL is not checked, and it has no default. */
export function domainEffect(type: string, home: string, schema: DatabaseSchema): DomainEffect | undefined {
  const { domains } = underlying(type, home, schema);
  const [domain] = domains;
  if (domain === undefined || typeParts(type).array) return undefined;
  const isChecked = domains.some((one) => one.notNull === true || constraintsOf(one, schema).length > 0);
  return {
    isChecked,
    ...(isChecked ? { mayFail: `values that ${type} does not allow` } : {}),
    ...(domain.default === undefined ? {} : { default: domain.default }),
  };
}

/** A type that a column gets. */
interface NewType {
  readonly schema: string;
  readonly type: string;
}

/** What a change of type costs, where domains are between. PostgreSQL writes the table anew to check values, and for arrays of them. */
export function retypeCost(from: string, { schema: home, type }: NewType, schema: DatabaseSchema): TypeCost {
  const [had, wanted] = [underlying(from, home, schema), underlying(type, home, schema)];
  const cost = typeCost(had.base, wanted.base);
  const isArray = typeParts(type).array || typeParts(from).array;
  const isOther = had.domains[0] !== wanted.domains[0];
  if (isOther && (isArray || domainEffect(type, home, schema)?.isChecked === true)) return { rewrites: true, reindexes: true };
  return collationOf(had) === collationOf(wanted) ? cost : { ...cost, reindexes: true };
}

/** What a domain says of the order of its values. */
const collationOf = ({ domains }: Underlying): string | undefined => domains.find(({ collation }) => collation !== undefined)?.collation;

/** What a change of type can do to values, where domains are between. */
export function retypeRisk(from: string, { schema: home, type }: NewType, schema: DatabaseSchema): TypeRisk {
  const [had, wanted] = [underlying(from, home, schema), underlying(type, home, schema)];
  const risk = typeRisk(had.base, wanted.base);
  if (had.domains[0] === wanted.domains[0] || !wanted.domains.some((one) => one.notNull === true || constraintsOf(one, schema).length > 0))
    return risk;
  return { ...risk, mayFail: [...(risk.mayFail === undefined ? [] : [risk.mayFail]), `values that ${type} does not allow`].join("; ") };
}
