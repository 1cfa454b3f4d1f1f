import type { SpecsOf } from "../../../../operation/kinds.ts";
import { metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { putObjects, removeObjects } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { sql } from "../../../sql/sql.ts";
import { addressOf } from "../../metadata/comment/fragment.ts";
import { roleSql } from "../rights.ts";
import type { Owner } from "./model.ts";

/** Gives an object to a role. `current_user` is who runs the revision. */
export interface SetOwner extends Omit<Owner, "kind"> {
  readonly kind: "setOwner";
}

export interface OwnerOperations {
  readonly setOwner: SetOwner;
}

type Owned = Omit<Owner, "kind" | "owner">;

export const ownedRef = ({ of, schema, table, name, signature }: Owned): Owned => ({
  of,
  ...(schema === undefined ? {} : { schema }),
  ...(table === undefined ? {} : { table }),
  name,
  ...(signature === undefined ? {} : { signature }),
});

const aboutOwner = (op: Owned): ObjectRef => ({ ...ownedRef(op), kind: "owner" });

/** Who is connected owns what is no one's else. */
export const usualOwner = "current_user";

export const ownerOperations: SpecsOf<OwnerOperations> = {
  setOwner: {
    about: aboutOwner,
    ...statewise((before, op) => {
      const owner: Owner = { ...ownedRef(op), kind: "owner", owner: op.owner };
      return op.owner === usualOwner ? removeObjects(before, [owner]) : putObjects(before, [owner]);
    }),
    // Who gives something away may not change it any more: that comes last.
    touches: (op, _, kinds) => ({ needs: [addressOf(op, kinds).key(op)], ...(op.owner === usualOwner ? {} : { stage: "last" }) }),
    sql: (op, kinds) => [sql`alter ${addressOf(op, kinds).sql(op)} owner to ${roleSql(op.owner)}`],
    facts: (op, _, kinds) => (addressOf(op, kinds).key(op).startsWith("relation ") ? quickExclusive : metadataOnly),
  },
};
