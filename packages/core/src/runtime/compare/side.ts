import { wholeSource } from "../../diff/sources.ts";
import { MigError } from "../../errors.ts";
import { withParts } from "../../operation/links.ts";
import { introspect, type ReadOptions, type Snapshot } from "../../postgres/introspect.ts";
import { createRereader } from "../../postgres/reread.ts";
import { kinds, newDatabase, schemaNamed } from "../../postgres/objects/index.ts";
import { resource } from "../../postgres/objects/resources.ts";
import { objectsIn, objectsOf, removeObjects, asOneMap, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { Session } from "../session.ts";
import { ownTablesQuery, type OwnTable } from "../tables/own-tables.ts";

/** One side of a comparison: a live database, or models. */
export type Side =
  | {
      readonly kind: "database";
      readonly session: Session;
      readonly snapshot: Snapshot;
      /** mig's tables there. */
      readonly own: readonly OwnTable[];
    }
  | { readonly kind: "models"; readonly source: ModelSource };

export type DatabaseSide = Extract<Side, { kind: "database" }>;

/**
 * A database as a side. Tables that mig made, under the given names or any other, are no part of it. The catalog is asked at once; await
 * it after the models have been read.
 */
export async function databaseSide(
  session: Session,
  ownTables: readonly OwnTable[],
  options: Pick<ReadOptions, "isOpen" | "ask"> = {},
): Promise<DatabaseSide> {
  const snapshot = await introspect(session.simple, session.serverVersion, { also: [ownTablesQuery], ...options });
  return sideOf(session, snapshot, ownTables);
}

/**
 * Sides of a database of which nobody else changes anything, one after the other: what has not changed since the last is not read again.
 */
export function createSideReader(session: Session): (options?: Pick<ReadOptions, "isOpen">) => Promise<DatabaseSide> {
  const { read } = createRereader(session.simple, session.serverVersion, {
    isDirect: session.pins !== undefined || session.embedded !== undefined,
  });
  return async (options = {}) => sideOf(session, await read({ also: [ownTablesQuery], ...options }), []);
}

function sideOf(session: Session, snapshot: Snapshot, ownTables: readonly OwnTable[]): DatabaseSide {
  const own = [...ownTables, ...((snapshot.also[0] ?? []) as readonly OwnTable[])]; // as its query names them
  return { kind: "database", session, snapshot: { ...snapshot, schema: asOneMap(withoutOwn(snapshot.schema, own)) }, own };
}

/** A schema without mig's tables, what hangs on them, and the PostgreSQL schemas that hold nothing else. */
export function withoutOwn(schema: DatabaseSchema, own: readonly OwnTable[]): DatabaseSchema {
  const keys = new Set(own.map((table) => resource.relation(table.schema, table.name)));
  const isOwn = ({ uses }: Unmodelled): boolean =>
    uses.some((use) => use.how === "part" && (keys.has(use.of) || (use.in !== undefined && keys.has(use.in))));
  const unmodelled = (schema.unmodelled ?? []).filter((object) => !isOwn(object));
  const rest = {
    ...removeObjects(
      schema,
      own.flatMap((table) => {
        const objects = objectsIn(schema, table);
        return table.isAnothers === true ? objects.flatMap((object) => withParts(schema, object, kinds)) : objects;
      }),
    ),
    unmodelled,
  };
  const isUsed = (name: string): boolean =>
    objectsOf(rest).some((object) => object.schema === name) ||
    unmodelled.some(({ uses }) => uses.some(({ of }) => of === name || of === resource.schema(name)));
  const emptied = own.filter((table) => table.schema !== "public" && objectsIn(schema, table).length > 0 && !isUsed(table.schema));
  return removeObjects(
    rest,
    emptied.flatMap((table) => withParts(rest, schemaNamed(table.schema), kinds)),
  );
}

/** Models as a side. Throws MODELS_INVALID when their reader found mistakes. */
export function modelsSide(source: ModelSource): Side {
  const errors = source.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return { kind: "models", source };
  throw new MigError(
    "MODELS_INVALID",
    { problems: errors.map(({ code, message, place }) => ({ code, message, ...(place === undefined ? {} : { place }) })) },
    first.place === undefined ? {} : { place: first.place },
  );
}

/** A database without anything in it but what a new one has. */
export const emptySide: Side = {
  kind: "models",
  source: wholeSource(newDatabase),
};

/** What no kind models there. */
export const unmodelledOf = (side: Side): readonly Unmodelled[] =>
  (side.kind === "database" ? side.snapshot.schema : side.source.schema).unmodelled ?? [];
