import type { Ends } from "../../../../operation/ends.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { hasObject, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import type { PostgresKind } from "../../kind.ts";
import { addressOf } from "../../metadata/comment/fragment.ts";
import { isForeignKey } from "../constraint/model.ts";
import { isParted } from "../partition-parts.ts";
import { isTable } from "../table/model.ts";
import type { Tablespace } from "./model.ts";
import { placedRef, type SetTablespace } from "./operations.ts";

export const tablespaceKind: PostgresKind<Tablespace, SetTablespace> = {
  kind: "tablespace",
  owns: () => [],
  uses: (tablespace, kinds) => [{ of: addressOf(tablespace, kinds).key(tablespace), how: "part", follows: true }],
  goesAlong: "always",
  renamed: (tablespace, names, kinds) => {
    const to = names.get(addressOf(tablespace, kinds).key(tablespace));
    if (to === undefined) return tablespace;
    const { schema, table, name } = to;
    return { ...tablespace, schema, ...(table === undefined ? {} : { table }), name };
  },
  normalize: (tablespace) => tablespace,
  create: ({ kind: _, ...tablespace }) => [{ ...tablespace, kind: "setTablespace" }],
  besides: movedBack,
  drop: (tablespace) => [{ ...placedRef(tablespace), kind: "setTablespace" }],
  alter: (_, { kind: __, ...tablespace }) => [{ ...tablespace, kind: "setTablespace" }],
};

/** A new partition, or its index, is put where that of the partitioned table is, unless it is said to be elsewhere. */
function movedBack(
  created: SchemaObject,
  isMade: (key: string) => boolean,
  { before, after }: Ends,
  kinds: Kinds,
): readonly SetTablespace[] {
  const [of, above] = aboveOf(created) ?? [];
  if (of === undefined || above === undefined || created.schema === undefined) return [];
  const { schema, table, name } = created;
  const ref = { of, schema, ...(table === undefined ? {} : { table }), name };
  if (!isMade(addressOf(ref, kinds).key(ref))) return [];
  const isElsewhere = (at: DatabaseSchema, placed: Omit<Tablespace, "kind" | "tablespace">): boolean =>
    hasObject(at, { ...placedRef(placed), kind: "tablespace" });
  return isElsewhere(before, { ...above, of }) && !isElsewhere(after, ref) ? [{ ...ref, kind: "setTablespace" }] : [];
}

/** The partitioned table, or its index, that it is a part of. */
function aboveOf(created: SchemaObject) {
  if (isTable(created)) return ["table", created.partitionOf] as const;
  return isParted(created) && !isForeignKey(created) ? (["index", created.partOf] as const) : undefined;
}
