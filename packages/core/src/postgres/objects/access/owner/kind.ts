import type { PostgresKind } from "../../kind.ts";
import { addressOf } from "../../metadata/comment/fragment.ts";
import type { Owner } from "./model.ts";
import { ownedRef, usualOwner, type OwnerOperations } from "./operations.ts";

export const ownerKind: PostgresKind<Owner, OwnerOperations[keyof OwnerOperations]> = {
  kind: "owner",
  owns: () => [],
  uses: (owner, kinds) => {
    const of = addressOf(owner, kinds).key(owner);
    const isReplaced = of.startsWith("type "); // by a type of the same name, where its values change
    return [{ of, how: "part", ...(isReplaced ? {} : { follows: true }) }];
  },
  goesAlong: "always",
  renamed: (owner, names, kinds) => {
    const to = names.get(addressOf(owner, kinds).key(owner));
    if (to === undefined) return owner;
    const { schema, table, name, signature } = to;
    const place = owner.schema === undefined ? {} : { schema }; // what is owned may be in none
    return { ...owner, ...place, ...(table === undefined ? {} : { table }), name, ...(signature === undefined ? {} : { signature }) };
  },
  normalize: (owner) => owner,
  create: (owner) => [{ ...ownedRef(owner), kind: "setOwner", owner: owner.owner }],
  drop: (owner) => [{ ...ownedRef(owner), kind: "setOwner", owner: usualOwner }],
  alter: (_, to) => [{ ...ownedRef(to), kind: "setOwner", owner: to.owner }],
};
