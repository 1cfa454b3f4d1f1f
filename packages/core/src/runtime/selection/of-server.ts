import { ownersIn, tablespacesIn } from "../../postgres/objects/of-server.ts";
import { removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { ObjectRef } from "../../schema/object.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { MigConfig } from "../config/config.ts";
import type { Side } from "../compare/side.ts";

// Who owns what, and what is in which tablespace, differs from server to server, and is compared only where the configuration says so. Else
// what is made again gets its own back, and no more is said of it.

type Asked = Pick<MigConfig, "compare">;

/** What is only compared where somebody asks for it. */
interface OfServer {
  readonly isAsked: (config: Asked) => boolean;
  readonly objectsIn: (schema: DatabaseSchema) => readonly ObjectRef[];
  /** As what no kind models is listed. */
  readonly isListed: (object: Named) => boolean;
}

type Named = Pick<Unmodelled, "what" | "name">;

const ofServer: readonly OfServer[] = [
  {
    isAsked: ({ compare }) => compare?.owners === true,
    objectsIn: ownersIn,
    isListed: ({ what, name }) => what === "owner" && name.startsWith("of "),
  },
  {
    isAsked: ({ compare }) => compare?.tablespaces === true,
    objectsIn: tablespacesIn,
    isListed: ({ what, name }) => (what === "tablespace" || what.startsWith("tablespace of index ")) && name.startsWith("on "),
  },
];

/** A side with owners and tablespaces as objects, or without them. */
export function withOfServer(side: Side, config: Asked): Side {
  if (side.kind === "models") return { ...side, source: { ...side.source, schema: asked(side.source.schema, config) } };
  return { ...side, snapshot: { ...side.snapshot, schema: asked(side.snapshot.schema, config) } };
}

const asked = (schema: DatabaseSchema, config: Asked): DatabaseSchema =>
  ofServer.reduce((given, { isAsked, objectsIn, isListed }) => {
    const { unmodelled } = given;
    if (isAsked(config))
      return unmodelled?.some(isListed) === true ? { ...given, unmodelled: unmodelled.filter((object) => !isListed(object)) } : given;
    const objects = objectsIn(given);
    return objects.length === 0 ? given : { ...removeObjects(given, objects), ...(unmodelled === undefined ? {} : { unmodelled }) };
  }, schema);

/** The owner or the tablespace of what a kind models, as what no kind models is listed. */
export const isOfServer = (object: Named): boolean => ofServer.some(({ isListed }) => isListed(object));
