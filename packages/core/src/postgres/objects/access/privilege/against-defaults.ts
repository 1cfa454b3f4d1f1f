import type { Ends } from "../../../../operation/ends.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { isOwned } from "../../../../operation/links.ts";
import { getObject, hasObject, objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { isDefaultPrivilege, type DefaultPrivilege } from "../default-privilege/model.ts";
import { addressesOf } from "../../addresses.ts";
import type { Address, PostgresKind } from "../../kind.ts";
import { grantsOf, minus, plus, rightsBetween, type RightLists } from "../rights.ts";
import { isPrivilege, type Granted, type Privilege, type Right } from "./model.ts";
import { grantedRef, type Grant, type Revoke } from "./operations.ts";

/**
 * What default privileges give a new object and it shall not have is revoked, and what they deny it is granted. What else it shall have is
 * granted with its privileges.
 */
export function againstDefaults(
  created: SchemaObject,
  isMade: (key: string) => boolean,
  ends: Ends,
  kinds: Kinds,
): readonly (Grant | Revoke)[] {
  const kind = kinds.of(created.kind) as PostgresKind; // the dialect's own kinds
  const { schema, name, signature } = created;
  const own = { ...(schema === undefined ? {} : { schema }), name, ...(signature === undefined ? {} : { signature }) };
  const made = [...Object.keys(kind.addresses ?? {}).map((of) => ({ of, ...own })), ...(kind.makes?.(created) ?? [])];
  return made.flatMap((ref) => {
    const address = addressesOf(kinds).get(ref.of);
    if (address?.objects === undefined || !isMade(address.key(ref))) return [];
    const isNew = !hasObject(ends.before, created) || !isOwned(ends.before, address.key(ref), kinds);
    const given = defaultsFor(ends.before, address.objects, schema);
    return [...new Set(given.map(({ role }) => role))].toSorted().flatMap((role) => {
      const granted: Granted = { ...ref, role };
      return changesFor(granted, startingWith(granted, given, address), { isNew, ends });
    });
  });
}

/** In effect for whoever runs the revision. */
const defaultsFor = (schema: DatabaseSchema, objects: string, within: string | undefined): readonly DefaultPrivilege[] =>
  (within === undefined ? [""] : ["", within])
    .flatMap((name) => objectsIn(schema, { name }))
    .filter(isDefaultPrivilege)
    .filter(({ of, signature }) => of === objects && signature === undefined);

/** What the role has on a new object, as far as that is not what it would have without default privileges. */
function startingWith(ref: Granted, given: readonly DefaultPrivilege[], { toPublic }: Address): RightLists {
  const own = given.filter(({ role }) => role === ref.role);
  const added = own.flatMap(({ privileges = [] }) => privileges);
  const usual: readonly string[] = ref.role === "current_user" ? added : ref.role === "public" ? (toPublic?.(ref) ?? []) : [];
  return {
    privileges: plus(
      [],
      added.filter((right) => !usual.includes(right)),
    ),
    grantable: plus(
      [],
      own.flatMap(({ grantable = [] }) => grantable),
    ),
    revoked: minus(
      own.flatMap(({ revoked = [] }) => revoked),
      added,
    ),
  };
}

function changesFor(
  ref: Granted,
  has: RightLists,
  { isNew, ends }: { readonly isNew: boolean; readonly ends: Ends },
): readonly (Grant | Revoke)[] {
  const privilege: Privilege = { kind: "privilege", ...ref };
  if (isNew && ends.isLeftOpen?.(privilege) === true) return [];
  const found = getObject(ends.after, privilege);
  const wanted: RightLists = found !== undefined && isPrivilege(found) ? found : {};
  const { taken, kept } = rightsBetween(has, wanted);
  const back: readonly Right[] = minus(has.revoked ?? [], wanted.revoked ?? []);
  return grantsOf<Granted, Grant | Revoke>(
    grantedRef(ref),
    { taken, denied: [], kept, given: back, withOption: [] },
    { grant: (op) => ({ ...op, kind: "grant" }), revoke: (op) => ({ ...op, kind: "revoke" }) },
  );
}
