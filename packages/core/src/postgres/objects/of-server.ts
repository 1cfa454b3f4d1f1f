import type { Kinds } from "../../operation/kinds.ts";
import { isOwned } from "../../operation/links.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { isOwner, type Owner } from "./access/owner/model.ts";
import { grantedKey } from "./access/privilege/address.ts";
import { isPrivilege, type Privilege } from "./access/privilege/model.ts";
import { isExtension } from "./database/extension/model.ts";
import { isTablespace, type Tablespace } from "./relations/tablespace/model.ts";

// What a database has in common with the others of its server, or needs of it: roles, tablespaces, extensions.

/** Who owns what in a schema, where that is not the usual role. */
export const ownersIn = (schema: DatabaseSchema): readonly Owner[] => objectsOf(schema).filter(isOwner);

/** What is in which tablespace, where that is not the one of the database. */
export const tablespacesIn = (schema: DatabaseSchema): readonly Tablespace[] => objectsOf(schema).filter(isTablespace);

/** The names of the extensions in a schema. Their files belong to the server. */
export const extensionsOf = (schema: DatabaseSchema): readonly string[] =>
  objectsOf(schema)
    .filter(isExtension)
    .map(({ name }) => name);

/**
 * Rights that only one of two sides can have, where the objects have other owners: those of the role that is connected, which on the other
 * side is the owner, and those that an owner who is connected has lost, or may grant.
 */
export function rightsOfOneSide(schema: DatabaseSchema, other: DatabaseSchema, kinds: Kinds): readonly Privilege[] {
  const [here, there] = [othersIn(schema), othersIn(other)];
  if (here.size === 0 && there.size === 0) return [];
  return objectsOf(schema)
    .filter(isPrivilege)
    .filter((right) => {
      const place = placeOf(right);
      const isTold = right.ofConnected === true ? !there.has(place) : right.role === "current_user" && there.has(place) && !here.has(place);
      return isTold && getObject(other, right) === undefined && isOwned(other, grantedKey(right, kinds), kinds);
    });
}

/** What belongs to another role than the one that is connected, as far as it counts for rights. */
const othersIn = (schema: DatabaseSchema): ReadonlySet<string> =>
  new Set(
    objectsOf(schema)
      .filter((object): object is Owner | Privilege => isOwner(object) || (isPrivilege(object) && object.ofConnected === true))
      .map(placeOf),
  );

/** A column is its table's. */
const placeOf = ({ schema, table, name, signature }: Owner | Privilege): string => JSON.stringify([schema, table ?? name, signature]);
