import { identifier, raw, type Sql } from "../../sql/sql.ts";
import type { Right } from "./privilege/model.ts";

/** The rights of one role, as far as they are not what it has from the start. Absent lists are empty. */
export interface RightLists {
  readonly privileges?: readonly Right[];
  readonly grantable?: readonly Right[];
  readonly revoked?: readonly Right[];
}

/** A role as GRANT takes it. */
export const roleSql = (role: string): Sql => (role === "public" || role === "current_user" ? raw(role) : identifier(role));

export const plus = (rights: readonly Right[], more: readonly Right[]): readonly Right[] => [...new Set([...rights, ...more])].toSorted();

export const minus = (rights: readonly Right[], less: readonly Right[]): readonly Right[] =>
  rights.filter((right) => !less.includes(right));

/** Lists without those that are empty. */
export const filled = ({ privileges = [], grantable = [], revoked = [] }: RightLists): RightLists => ({
  ...(privileges.length === 0 ? {} : { privileges }),
  ...(grantable.length === 0 ? {} : { grantable }),
  ...(revoked.length === 0 ? {} : { revoked }),
});

export const isUsual = (lists: RightLists): boolean => Object.keys(filled(lists)).length === 0;

/** What to take and give, in this order, so that one list of rights becomes the other. */
export interface RightChanges {
  /** Rights that it had and shall not have. */
  readonly taken: readonly Right[];
  /** Rights that it had from the start and shall not have. */
  readonly denied: readonly Right[];
  /** Rights that it keeps and may no longer grant. */
  readonly kept: readonly Right[];
  readonly given: readonly Right[];
  readonly withOption: readonly Right[];
}

export function rightsBetween(from: RightLists, to: RightLists): RightChanges {
  const { privileges: had = [], grantable: couldGrant = [], revoked: lacked = [] } = from;
  const { privileges: has = [], grantable: canGrant = [], revoked: lacks = [] } = to;
  const taken = minus(had, has);
  const withOption = minus(canGrant, couldGrant);
  return {
    taken,
    denied: minus(lacks, lacked),
    kept: minus(minus(couldGrant, canGrant), taken),
    given: minus([...minus(has, had), ...minus(lacked, lacks)].toSorted(), withOption),
    withOption,
  };
}

/** The changes as operations of one kind's two words. */
export function grantsOf<Ref, Op>(
  ref: Ref,
  { taken, denied, kept, given, withOption }: RightChanges,
  make: {
    readonly revoke: (op: Ref & { readonly privileges: readonly Right[]; readonly onlyGrantOption?: true }) => Op;
    readonly grant: (op: Ref & { readonly privileges: readonly Right[]; readonly withGrantOption?: true }) => Op;
  },
): readonly Op[] {
  return [
    ...(taken.length === 0 ? [] : [make.revoke({ ...ref, privileges: taken })]),
    ...(denied.length === 0 ? [] : [make.revoke({ ...ref, privileges: denied })]),
    ...(kept.length === 0 ? [] : [make.revoke({ ...ref, privileges: kept, onlyGrantOption: true as const })]),
    ...(given.length === 0 ? [] : [make.grant({ ...ref, privileges: given })]),
    ...(withOption.length === 0 ? [] : [make.grant({ ...ref, privileges: withOption, withGrantOption: true as const })]),
  ];
}

/** The lists as a server before PostgreSQL 17 has them, which brought MAINTAIN. Undefined: nothing is left. */
export function withoutMaintain<Object extends RightLists>(object: Object): Object | undefined {
  const { privileges = [], grantable = [], revoked = [], ...ref } = object;
  const lists = filled({
    privileges: minus(privileges, ["maintain"]),
    grantable: minus(grantable, ["maintain"]),
    revoked: minus(revoked, ["maintain"]),
  });
  return isUsual(lists) ? undefined : ({ ...ref, ...lists } as unknown as Object); // the same fields, with shorter lists
}

/** Lists from such a server, with MAINTAIN as the live ones have it. */
export function withMaintainOf<Object extends RightLists>(object: Object, live: RightLists): Object {
  const also = (list: "privileges" | "grantable" | "revoked"): readonly Right[] => [
    ...(object[list] ?? []),
    ...((live[list] ?? []).includes("maintain") ? (["maintain"] as const) : []),
  ];
  return { ...object, ...filled({ privileges: also("privileges"), grantable: also("grantable"), revoked: also("revoked") }) };
}
