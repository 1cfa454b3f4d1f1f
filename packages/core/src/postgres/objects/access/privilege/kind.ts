import type { Ends } from "../../../../operation/ends.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import type { PostgresKind } from "../../kind.ts";
import { addressFor } from "./address.ts";
import { isPrivilege, type Privilege, type Right } from "./model.ts";
import { columnRights, grantedRef, minus, type Grant, type Revoke } from "./operations.ts";

export const privilegeKind: PostgresKind<Privilege, Grant | Revoke> = {
  kind: "privilege",
  owns: () => [],
  uses: (privilege, kinds) => {
    const of = addressFor(privilege, kinds).key(privilege);
    const isReplaced = of.startsWith("type "); // by a type of the same name, where its values change
    return [{ of, how: "part", ...(isReplaced ? {} : { follows: true }) }];
  },
  goesAlong: "always",
  renamed: (privilege, names, kinds) => {
    const to = names.get(addressFor(privilege, kinds).key(privilege));
    if (to === undefined) return privilege;
    const isTopLevel = privilege.schema === undefined; // a schema, whose new name is given as that of what is in it
    return {
      ...privilege,
      ...(isTopLevel ? {} : { schema: to.schema }),
      ...(to.table === undefined ? {} : { table: to.table }),
      name: to.name,
      ...(to.signature === undefined ? {} : { signature: to.signature }),
    };
  },
  normalize: (privilege) => {
    const { privileges = [], grantable = [], revoked = [] } = privilege;
    return {
      kind: "privilege",
      ...grantedRef(privilege),
      ...(privileges.length === 0 ? {} : { privileges: privileges.toSorted() }),
      ...(grantable.length === 0 ? {} : { grantable: grantable.toSorted() }),
      ...(revoked.length === 0 ? {} : { revoked: revoked.toSorted() }),
    };
  },
  create: (privilege, ends) => changes({ ...grantedRef(privilege), kind: "privilege" }, privilege, ends),
  drop: (privilege, ends) => changes(privilege, { ...grantedRef(privilege), kind: "privilege" }, ends),
  alter: changes,
  forServer: (privilege, version) => (version >= 170000 ? privilege : withoutMaintain(privilege)),
  fromServer: (privilege, live, version) => (version >= 170000 ? privilege : withMaintainOf(privilege, live)),
};

/** What takes the one list of rights to the other: first what is taken, since that takes more than it says. */
function changes(from: Privilege, to: Privilege, ends: Ends): readonly (Grant | Revoke)[] {
  const { privileges: had = [], grantable: couldGrant = [], revoked: lacked = [] } = from;
  const { privileges: has = [], grantable: canGrant = [], revoked: lacks = [] } = to;
  const taken = minus(had, has);
  const denied = minus(lacks, lacked);
  const kept = minus(minus(couldGrant, canGrant), taken);
  const withOption = minus(canGrant, couldGrant);
  const given = minus([...minus(has, had), ...minus(lacked, lacks)].toSorted(), withOption);
  const ref = grantedRef(to);
  return [
    ...(taken.length === 0 ? [] : [{ ...ref, kind: "revoke" as const, privileges: taken }]),
    ...(denied.length === 0 ? [] : [{ ...ref, kind: "revoke" as const, privileges: denied }]),
    ...(kept.length === 0 ? [] : [{ ...ref, kind: "revoke" as const, privileges: kept, onlyGrantOption: true as const }]),
    ...(given.length === 0 ? [] : [{ ...ref, kind: "grant" as const, privileges: given }]),
    ...(withOption.length === 0 ? [] : [{ ...ref, kind: "grant" as const, privileges: withOption, withGrantOption: true as const }]),
    ...columnsAgain(to, { taken, kept }, ends),
  ];
}

/** Taking rights on a table takes those on its columns: they are given again where they stay. */
function columnsAgain(
  of: Privilege,
  { taken, kept }: { readonly taken: readonly Right[]; readonly kept: readonly Right[] },
  { before, after }: Ends,
): readonly Grant[] {
  if (taken.length + kept.length === 0) return [];
  return columnRights(before, of).flatMap((column) => {
    const stays = getObject(after, column);
    if (stays === undefined || !isPrivilege(stays)) return [];
    const { privileges: had = [], grantable: couldGrant = [] } = column;
    const both = (stays.privileges ?? []).filter((right) => had.includes(right));
    const option = (stays.grantable ?? []).filter((right) => couldGrant.includes(right) && [...taken, ...kept].includes(right));
    const plain = minus(both, option).filter((right) => taken.includes(right));
    const ref = grantedRef(column);
    return [
      ...(plain.length === 0 ? [] : [{ ...ref, kind: "grant" as const, privileges: plain }]),
      ...(option.length === 0 ? [] : [{ ...ref, kind: "grant" as const, privileges: option, withGrantOption: true as const }]),
    ];
  });
}

/** MAINTAIN is of PostgreSQL 17. */
function withoutMaintain(privilege: Privilege): Privilege | undefined {
  const without = (rights: readonly Right[] = []): readonly Right[] => minus(rights, ["maintain"]);
  const { privileges, grantable, revoked, ...ref } = privilege;
  const lists = [without(privileges), without(grantable), without(revoked)] as const;
  if (lists.every((rights) => rights.length === 0)) return undefined;
  return {
    ...ref,
    ...(lists[0].length === 0 ? {} : { privileges: lists[0] }),
    ...(lists[1].length === 0 ? {} : { grantable: lists[1] }),
    ...(lists[2].length === 0 ? {} : { revoked: lists[2] }),
  };
}

function withMaintainOf(privilege: Privilege, live: Privilege): Privilege {
  const also = (list: "privileges" | "grantable" | "revoked"): Partial<Record<typeof list, readonly Right[]>> => {
    const rights = [...(privilege[list] ?? []), ...((live[list] ?? []).includes("maintain") ? (["maintain"] as const) : [])];
    return rights.length === 0 ? {} : { [list]: rights };
  };
  return { ...privilege, ...also("privileges"), ...also("grantable"), ...also("revoked") };
}
