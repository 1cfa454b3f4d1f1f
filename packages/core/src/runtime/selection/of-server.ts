import { kinds } from "../../postgres/objects/index.ts";
import { ownersIn, rightsOfOneSide, tablespacesIn } from "../../postgres/objects/of-server.ts";
import { putObjects, removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
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

/**
 * A side with owners and tablespaces as objects, or without them; then rights that follow from who owns what are the same on both sides.
 */
export function withOfServer(side: Side, other: Side, config: Asked): Side {
  const schema = asked(schemaOf(side), config);
  const rights = config.compare?.owners === true ? [] : rightsOfOneSide(schemaOf(other), schemaOf(side), kinds);
  return withSchema(side, rights.length === 0 ? schema : keepingUnmodelled(schema, putObjects(schema, rights)));
}

const schemaOf = (side: Side): DatabaseSchema => (side.kind === "models" ? side.source.schema : side.snapshot.schema);

const withSchema = (side: Side, schema: DatabaseSchema): Side =>
  side.kind === "models" ? { ...side, source: { ...side.source, schema } } : { ...side, snapshot: { ...side.snapshot, schema } };

const keepingUnmodelled = ({ unmodelled }: DatabaseSchema, changed: DatabaseSchema): DatabaseSchema =>
  unmodelled === undefined ? changed : { ...changed, unmodelled };

const asked = (schema: DatabaseSchema, config: Asked): DatabaseSchema =>
  ofServer.reduce((given, { isAsked, objectsIn, isListed }) => {
    const { unmodelled } = given;
    if (isAsked(config))
      return unmodelled?.some(isListed) === true ? { ...given, unmodelled: unmodelled.filter((object) => !isListed(object)) } : given;
    const objects = objectsIn(given);
    return objects.length === 0 ? given : keepingUnmodelled(given, removeObjects(given, objects));
  }, schema);

/** The owner or the tablespace of what a kind models, as what no kind models is listed. */
export const isOfServer = (object: Named): boolean => ofServer.some(({ isListed }) => isListed(object));
