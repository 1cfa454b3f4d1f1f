import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { filled, grantsOf, rightsBetween, withMaintainOf, withoutMaintain, type RightLists } from "../rights.ts";
import { grantedByDefault, refOfDefault, type DefaultPrivilege } from "./model.ts";
import type { GrantByDefault, RevokeByDefault } from "./operations.ts";

export const defaultPrivilegeKind: PostgresKind<DefaultPrivilege, GrantByDefault | RevokeByDefault> = {
  kind: "defaultPrivilege",
  owns: () => [],
  uses: ({ name }) => (name === "" ? [] : [{ of: resource.schema(name), how: "part", follows: true }]),
  goesAlong: "always",
  renamed: (object, names) => {
    const to = object.name === "" ? undefined : names.get(resource.schema(object.name));
    return to === undefined ? object : { ...object, name: to.name };
  },
  normalize: ({ privileges = [], grantable = [], revoked = [], ...ref }) => ({
    ...refOfDefault(grantedByDefault(ref)),
    ...filled({ privileges: privileges.toSorted(), grantable: grantable.toSorted(), revoked: revoked.toSorted() }),
  }),
  create: (object) => changes(object, {}, object),
  drop: (object) => changes(object, object, {}),
  alter: (from, to) => changes(to, from, to),
  forServer: (object, version) => (version >= 170000 ? object : withoutMaintain(object)),
  fromServer: (object, live, version) => (version >= 170000 ? object : withMaintainOf(object, live)),
};

const changes = (of: DefaultPrivilege, from: RightLists, to: RightLists): readonly (GrantByDefault | RevokeByDefault)[] =>
  grantsOf<ReturnType<typeof grantedByDefault>, GrantByDefault | RevokeByDefault>(grantedByDefault(of), rightsBetween(from, to), {
    grant: (op) => ({ ...op, kind: "grantByDefault" }),
    revoke: (op) => ({ ...op, kind: "revokeByDefault" }),
  });
