import type { Ends } from "../../../../operation/ends.ts";
import type { Kinds, OperationSpec } from "../../../../operation/kinds.ts";
import { ownedBy } from "../../../../operation/links.ts";
import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import type { PartOf } from "../constraint/model.ts";
import { isAttached, withLacking, type Whole } from "../lacking.ts";
import { leftKey, roomKey } from "../parents.ts";
import { isParted, type Parted } from "../partition-parts.ts";
import { partOf, tableName, type TablePart } from "../table-part.ts";

/**
 * Makes an index of a partition the part that one of the partitioned table has there. They must be alike. That of a constraint takes the
 * constraint along. When all partitions have a part, the whole becomes valid.
 */
export interface AttachIndex extends TablePart {
  readonly kind: "attachIndex";
  /** The index of the partitioned table. */
  readonly partOf: PartOf;
}

/** What makes a part that is there one of its whole. */
export const attachmentOf = (part: Whole): readonly AttachIndex[] =>
  part.partOf === undefined ? [] : [{ kind: "attachIndex", ...partOf(part), partOf: part.partOf }];

/** The same where that is all that is left to do. */
export const attachmentBetween = (from: Whole, to: Whole, ends: Ends): readonly AttachIndex[] =>
  !sameData(from.partOf, to.partOf) && isAttached(to, ends) ? attachmentOf(to) : [];

const partAt = (schema: DatabaseSchema, op: AttachIndex) =>
  objectsIn(schema, tableName(op))
    .filter(isParted)
    .find(({ kind, name }) => kind !== "foreignKey" && name === op.name);

function attached(before: DatabaseSchema, op: AttachIndex, kinds: Kinds): DatabaseSchema {
  const part = partAt(before, op);
  if (part === undefined) return before;
  return withLacking(putObjects(before, [{ ...part, partOf: op.partOf } as Parted]), tableName(op.partOf), kinds, "attached");
}

/** What the whole becomes by the last part. */
function keysOfWhole(before: DatabaseSchema, { partOf: of }: AttachIndex, kinds: Kinds): readonly string[] {
  const whole = objectsIn(before, tableName(of)).find((object) => isParted(object) && object.name === of.name);
  return whole === undefined ? [] : ownedBy(whole, kinds).filter(resource.isUniqueKey).map(resource.usable);
}

export const attachIndex: OperationSpec<AttachIndex> = {
  about: aboutOf("index"),
  ...statewise(attached),
  touches: (op, before, kinds) => ({
    alters: [resource.relation(op.schema, op.name)],
    needs: [resource.relation(op.partOf.schema, op.partOf.name), leftKey(tableName(op.partOf)), roomKey(tableName(op.partOf))],
    creates: keysOfWhole(before, op, kinds),
  }),
  sql: ({ schema, name, partOf: whole }) => [
    sql`alter index ${{ schema: whole.schema, name: whole.name }} attach partition ${{ schema, name }}`,
  ],
  facts: () => quickExclusive,
};
