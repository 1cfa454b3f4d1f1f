import { ownersIn } from "../../postgres/objects/owners.ts";
import { removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { MigConfig } from "../config/config.ts";
import type { Side } from "../compare/side.ts";

// Who owns what is compared only where the configuration says so. Else what is made again gets its owner back, and no more is said of it.

type Asked = Pick<MigConfig, "compare">;

/** A side with the owners as objects, or without them. */
export function withOwners(side: Side, config: Asked): Side {
  if (side.kind === "models") return { ...side, source: { ...side.source, schema: asked(side.source.schema, config) } };
  return { ...side, snapshot: { ...side.snapshot, schema: asked(side.snapshot.schema, config) } };
}

function asked(schema: DatabaseSchema, { compare }: Asked): DatabaseSchema {
  if (compare?.owners !== true) {
    const owners = ownersIn(schema);
    return owners.length === 0 ? schema : { ...removeObjects(schema, owners), ...unmodelledOf(schema) };
  }
  const { unmodelled } = schema;
  return unmodelled?.some(isOwnerOf) === true ? { ...schema, unmodelled: unmodelled.filter((object) => !isOwnerOf(object)) } : schema;
}

const unmodelledOf = ({ unmodelled }: DatabaseSchema): Pick<DatabaseSchema, "unmodelled"> =>
  unmodelled === undefined ? {} : { unmodelled };

/** The owner of what a kind models, as what no kind models is listed. */
export const isOwnerOf = ({ what, name }: Pick<Unmodelled, "what" | "name">): boolean => what === "owner" && name.startsWith("of ");
