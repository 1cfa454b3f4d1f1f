import type { Kinds, OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { getObject, objectsIn, putObjects, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { filled, isUsual, minus, plus, roleSql, type RightLists } from "../rights.ts";
import { addressFor, grantedKey, rightsKey } from "./address.ts";
import { isPrivilege, type Granted, type Privilege, type Right } from "./model.ts";

/** Gives a role rights on an object, beside those that it has. */
export interface Grant extends Granted {
  readonly kind: "grant";
  readonly privileges: readonly Right[];
  /** The role may grant them to others. Absent: it may not, or may already. */
  readonly withGrantOption?: true;
}

/** Takes rights on an object from a role. On a table, also those on its columns. */
export interface Revoke extends Granted {
  readonly kind: "revoke";
  readonly privileges: readonly Right[];
  /** The role keeps the rights, and may no longer grant them to others. Absent: it loses them. */
  readonly onlyGrantOption?: true;
}

export interface PrivilegeOperations {
  readonly grant: Grant;
  readonly revoke: Revoke;
}

export const grantedRef = ({ of, schema, table, name, signature, extension, role }: Granted): Granted => ({
  of,
  ...(schema === undefined ? {} : { schema }),
  ...(table === undefined ? {} : { table }),
  name,
  ...(signature === undefined ? {} : { signature }),
  ...(extension === undefined ? {} : { extension }),
  role,
});

function aboutRights(op: Granted): ObjectRef {
  const { extension: _, ...ref } = grantedRef(op);
  return { kind: "privilege", ...ref };
}

const listsAt = (schema: DatabaseSchema, ref: Granted): Required<RightLists> => {
  const found = getObject(schema, aboutRights(ref));
  const { privileges = [], grantable = [], revoked = [] } = found !== undefined && isPrivilege(found) ? found : {};
  return { privileges, grantable, revoked };
};

function withLists(schema: DatabaseSchema, ref: Granted, lists: RightLists): DatabaseSchema {
  const privilege: Privilege = { kind: "privilege", ...grantedRef(ref), ...filled(lists) };
  return isUsual(lists) ? removeObjects(schema, [privilege]) : putObjects(schema, [privilege]);
}

/**
 * What the role has from the start: of the owner all, whatever that is. What an extension gives is not known: `given` are those that
 * nothing else explains.
 */
function hasFromStart(op: Granted, rights: readonly Right[], kinds: Kinds, given: readonly Right[]): readonly Right[] {
  if (op.extension !== undefined) return given;
  if (op.role === "current_user") return rights;
  const usual = op.role === "public" ? (addressFor(op, kinds).toPublic?.(op) ?? []) : [];
  return rights.filter((right) => usual.includes(right));
}

function afterGrant(before: DatabaseSchema, op: Grant, kinds: Kinds): DatabaseSchema {
  const { privileges, grantable, revoked } = listsAt(before, op);
  return withLists(before, op, {
    privileges: plus(privileges, minus(op.privileges, hasFromStart(op, op.privileges, kinds, revoked))),
    grantable: op.withGrantOption === true ? plus(grantable, op.privileges) : grantable,
    revoked: minus(revoked, op.privileges),
  });
}

function afterRevoke(before: DatabaseSchema, op: Revoke, kinds: Kinds): DatabaseSchema {
  const taken = (schema: DatabaseSchema, of: Granted): DatabaseSchema => {
    const lists = listsAt(schema, of);
    const unexplained = of === op ? minus(op.privileges, lists.privileges) : []; // a column mostly has none of its own
    const grantable = minus(lists.grantable, op.privileges);
    if (op.onlyGrantOption === true) return withLists(schema, of, { ...lists, grantable });
    const lost = minus(hasFromStart(of, op.privileges, kinds, unexplained), lists.revoked);
    return withLists(schema, of, {
      privileges: minus(lists.privileges, op.privileges),
      grantable,
      revoked: plus(lists.revoked, lost),
    });
  };
  return columnRights(before, op).reduce(taken, taken(before, op));
}

/** The rights on columns of a table that the role has. */
export const columnRights = (schema: DatabaseSchema, { table, role, ...ref }: Granted): readonly Privilege[] =>
  table !== undefined || ref.schema === undefined
    ? []
    : objectsIn(schema, { schema: ref.schema, name: ref.name })
        .filter(isPrivilege)
        .filter((other) => other.table === ref.name && other.role === role);

/** `select, insert`; of a column with its name: `select (a), insert (a)`. */
const rightsSql = ({ privileges, table, name }: Grant | Revoke): readonly Sql[] =>
  privileges.map((right) => (table === undefined ? raw(right) : sql`${raw(right)} (${identifier(name)})`));

const onSql = (op: Granted, kinds: Kinds): Sql => addressFor(op, kinds).grantedOn(op);

/** GRANT on a relation opens it, from PostgreSQL 18 on. */
const factsOf = (op: Granted, kinds: Kinds): OperationFacts => ({
  ...metadataOnly,
  ...(addressFor(op, kinds).key(op).startsWith("relation ") || op.table !== undefined ? { lock: "access share" } : {}),
});

const grant: OperationSpec<Grant> = {
  about: aboutRights,
  ...statewise((before, op, kinds) => afterGrant(before, op, kinds)),
  // What it has lacked is given back before the object changes, all else after.
  touches: (op, before, kinds) => {
    const key = grantedKey(op, kinds);
    const { revoked: lacks } = listsAt(before, op);
    const isBack = op.privileges.every((right) => lacks.includes(right));
    return { ...(isBack ? { frees: [key] } : { needs: [key] }), ...(op.table === undefined ? {} : { needs: [key, rightsKey(op)] }) };
  },
  sql: (op, kinds) => [
    words(
      sql`grant ${rightsSql(op)} on ${onSql(op, kinds)} to ${roleSql(op.role)}`,
      when(op.withGrantOption === true, () => sql`with grant option`),
    ),
  ],
  facts: (op, _, kinds) => factsOf(op, kinds),
};

const revoke: OperationSpec<Revoke> = {
  about: aboutRights,
  ...statewise((before, op, kinds) => afterRevoke(before, op, kinds)),
  // What is taken from an object that goes is taken before; what a new one has from the start, after it is there.
  touches: (op, before, kinds) => {
    const key = grantedKey(op, kinds);
    const { privileges, grantable } = listsAt(before, op);
    const had = op.privileges.some((right) => privileges.includes(right) || grantable.includes(right));
    return { ...(had ? { frees: [key] } : { needs: [key] }), ...(op.table === undefined ? { alters: [rightsKey(op)] } : {}) };
  },
  sql: (op, kinds) => [
    words(
      sql`revoke`,
      when(op.onlyGrantOption === true, () => sql`grant option for`),
      sql`${rightsSql(op)} on ${onSql(op, kinds)} from ${roleSql(op.role)}`,
    ),
  ],
  facts: (op, _, kinds) => factsOf(op, kinds),
};

export const privilegeOperations: SpecsOf<PrivilegeOperations> = { grant, revoke };
