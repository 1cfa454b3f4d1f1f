import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { normalOptions, optionsChange } from "../options.ts";
import type { UserMapping } from "./model.ts";
import { isAny, type UserMappingOperations } from "./operations.ts";

export const userMappingKind: PostgresKind<UserMapping, UserMappingOperations[keyof UserMappingOperations]> = {
  kind: "userMapping",
  owns: ({ name, role }) => [resource.userMapping(name, role)],
  uses: ({ name }) => [{ of: resource.foreignServer(name), how: "blocks" }],
  renamed: (mapping, names) => {
    const server = names.get(resource.foreignServer(mapping.name));
    return server === undefined ? mapping : { ...mapping, name: server.name };
  },
  normalize: ({ areUnread: _, options, ...mapping }) => ({ ...mapping, ...normalOptions(options, isAny) }),
  create: (mapping) => [{ ...mapping, kind: "createUserMapping" }],
  drop: ({ name, role }) => [{ kind: "dropUserMapping", name, role }],
  alter: ({ options: had }, { name, role, options: has }) => [{ kind: "alterUserMapping", name, role, ...optionsChange(had, has) }],
  // What could not be read on one side is as on the other.
  settleNames: (wanted, live) => {
    if (wanted.areUnread !== true && live.areUnread !== true) return wanted;
    const { options: _, ...mapping } = wanted;
    return { ...mapping, ...(live.options === undefined ? {} : { options: live.options }) };
  },
};
