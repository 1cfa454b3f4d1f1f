import type { Kinds } from "../../../operation/kinds.ts";
import { ownedBy, isOwned, usesOf } from "../../../operation/links.ts";
import { resource } from "../../../postgres/objects/resources.ts";
import { isOfEnvironment } from "../../../operation/of-environment.ts";
import { quoteIdentifier } from "../../../postgres/sql/identifier.ts";
import { hasObject, objectsOf, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { Scope } from "../../../schema/model-source.ts";
import { refOf, type SchemaObject } from "../../../schema/object.ts";
import type { Unmodelled } from "../../../schema/unmodelled.ts";
import type { SqlOptions } from "./sql-options.ts";

interface Declared {
  readonly base: DatabaseSchema;
  /** What the files add. */
  readonly schema: DatabaseSchema;
  readonly kinds: Kinds;
}

/**
 * What files of SQL speak for. They can say everything, so what they do not name is not wanted: in the schemas in which they or earlier
 * sources declare something, or everywhere (docs/decisions/0025).
 */
export function sqlScope({ owns = "schemas", leaves = () => false }: Omit<SqlOptions, "cwd">, declared: Declared): Scope {
  const schemas = schemasOf(declared);
  const isIn = (object: SchemaObject): boolean => {
    const declaration = declared.kinds.of(object.kind).declaredWith?.(object);
    if (declaration !== undefined) return [declared.base, declared.schema].some((schema) => isOwned(schema, declaration, declared.kinds));
    if (object.schema !== undefined) return schemas.has(object.schema);
    const uses = usesOf(object, declared.kinds);
    if (uses.some(({ of, how }) => how === "part" && of.startsWith(schemaPrefix) && schemas.has(of.slice(schemaPrefix.length))))
      return true;
    // A comment or a privilege goes by what it is about.
    return (
      object.of !== undefined &&
      [declared.base, declared.schema].some((schema) => hasObject(schema, { kind: object.of ?? "", name: object.name }))
    );
  };
  return {
    covers: (live) => !leaves(refOf(live)) && !isOfEnvironment(live, declared.kinds) && (owns === "database" || isIn(live)),
    adopt: (wanted) => wanted,
    whole: true,
    coversUnmodelled: (live) => owns === "database" || isWithin(live, schemas),
  };
}

/** The schemas in which something is declared, and `public`: its last object may have gone from the files. */
function schemasOf({ base, schema, kinds }: Declared): ReadonlySet<string> {
  const objects = [...objectsOf(base), ...objectsOf(schema)];
  const named = objects.flatMap((object) => (object.schema === undefined ? [] : [object.schema]));
  const unmodelled = (schema.unmodelled ?? []).flatMap(({ relation }) => (relation === undefined ? [] : [relation.schema]));
  const made = objects.flatMap((object) => ownedBy(object, kinds).filter((key) => key.startsWith(schemaPrefix)));
  return new Set(["public", ...named, ...unmodelled, ...made.map((key) => key.slice(schemaPrefix.length))]);
}

/** How resource keys of schemas begin. */
const schemaPrefix = resource.schema("");

/** Whether something lies in one of these schemas, as far as its name and what it is a part of tell. */
function isWithin({ name, owns, uses, relation }: Unmodelled, schemas: ReadonlySet<string>): boolean {
  const keys = [...owns, ...uses.filter(({ how }) => how === "part").map(({ of }) => of)];
  return [...schemas].some((schema) => {
    const written = `${quoteIdentifier(schema)}.`; // as in `public.total(integer)` and `first on public.users`
    return (
      relation?.schema === schema ||
      keys.some((key) => key.includes(` ${schema}.`)) ||
      name.startsWith(written) ||
      name.includes(` on ${written}`)
    );
  });
}
