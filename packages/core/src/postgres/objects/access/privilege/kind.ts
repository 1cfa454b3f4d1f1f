import type { Ends } from "../../../../operation/ends.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import type { PostgresKind } from "../../kind.ts";
import { addressFor, grantedKey } from "./address.ts";
import { grantsOf, minus, rightsBetween, withMaintainOf, withoutMaintain } from "../rights.ts";
import { againstDefaults } from "./against-defaults.ts";
import { isPrivilege, type Granted, type Privilege, type Right } from "./model.ts";
import { columnRights, grantedRef, type Grant, type Revoke } from "./operations.ts";

export const privilegeKind: PostgresKind<Privilege, Grant | Revoke> = {
  kind: "privilege",
  owns: () => [],
  uses: (privilege, kinds) => {
    const of = grantedKey(privilege, kinds);
    const isReplaced = of.startsWith("type "); // by a type of the same name, where its values change
    return [{ of, how: "part", ...(isReplaced ? {} : { follows: true }) }];
  },
  goesAlong: "always",
  isOrdered: "on object", // as pg_dump prints them
  renamed: (privilege, names, kinds) => {
    const to = privilege.extension === undefined ? names.get(addressFor(privilege, kinds).key(privilege)) : undefined;
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
  besides: againstDefaults,
  drop: (privilege, ends) => changes(privilege, { ...grantedRef(privilege), kind: "privilege" }, ends),
  alter: changes,
  forServer: (privilege, version) => (version >= 170000 ? privilege : withoutMaintain(privilege)),
  fromServer: (privilege, live, version) => (version >= 170000 ? privilege : withMaintainOf(privilege, live)),
};

/** What takes the one list of rights to the other: first what is taken, since that takes more than it says. */
function changes(from: Privilege, to: Privilege, ends: Ends): readonly (Grant | Revoke)[] {
  const between = rightsBetween(from, to);
  return [
    ...grantsOf<Granted, Grant | Revoke>(grantedRef(to), between, {
      grant: (op) => ({ ...op, kind: "grant" }),
      revoke: (op) => ({ ...op, kind: "revoke" }),
    }),
    ...columnsAgain(to, between, ends),
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
