import { differingUnmodelled } from "../../diff/not-compared.ts";
import { findRenames, namesSaidBy, type Renames } from "../../diff/renames/renames.ts";
import { targetSchema } from "../../diff/target.ts";
import type { Ends } from "../../operation/ends.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { hasObject, removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { unmodelledText, type Unmodelled } from "../../schema/unmodelled.ts";
import { adoptIgnored } from "../selection/ignored.ts";
import { leftByConfig, leftIn, missingOf, type LeftAlone } from "../selection/left-by-config.ts";
import { withNames } from "../selection/naming.ts";
import { seenFrom, type Compared, type Said } from "./seen-from.ts";
import { unmodelledOf, type Side } from "./side.ts";
import { spokenFor } from "./spoken-for.ts";

/** Renames, and the side that has the old names. */
interface SideRenames extends Renames {
  readonly of: "before" | "after";
}

interface BothEnds extends Ends, Said {
  /** The same, with the names of both sides made alike. */
  readonly named: Ends;
  readonly renames: SideRenames;
  /** What the configuration leaves alone. Absent: it says nothing. */
  readonly left: LeftAlone | undefined;
}

/** Both sides as one server would hold them. */
export async function bothEnds(from: Side, to: Side, compared: Compared): Promise<BothEnds> {
  if (from.kind === "database") {
    const { wanted, renames, missing: absent, ...said } = await seenFrom(from, to, { at: "before", ...compared });
    const missing = [...unmodelledOf(to), ...absent];
    const named = { before: withMissing(renames.schema, missing), after: wanted };
    return { before: withMissing(from.snapshot.schema, missing), after: wanted, named, renames: { ...renames, of: "before" }, ...said };
  }
  if (to.kind === "database") {
    const { wanted, renames, missing: _, ...said } = await seenFrom(to, from, { at: "after", ...compared });
    const before = withMissing(wanted, unmodelledOf(to));
    const withoutNew = (schema: DatabaseSchema): DatabaseSchema => withoutNewLeft(schema, wanted, said.left);
    const [after, renamed] = [withoutNew(to.snapshot.schema), withoutNew(renames.schema)];
    return { before, after, named: { before, after: renamed }, renames: { ...renames, of: "after" }, ...said };
  }
  const { scope } = to.source;
  const { config, ...said } = compared;
  const [had, wants] = [withNames(from.source.schema, config.naming), withNames(to.source.schema, config.naming)];
  const left = leftByConfig(config, [had, wants]);
  // All that is on the one side counts, but for what is in no schema: models name only those schemas that something of theirs lies in.
  const covers = (object: SchemaObject, within: DatabaseSchema): boolean =>
    left?.has(object) !== true && scope.belongs?.(object) !== "elsewhere" && (object.schema !== undefined || scope.covers(object, within));
  const wanted = left === undefined ? wants : removeObjects(wants, leftIn(wants, left));
  const missing = left === undefined ? [] : missingOf(wants, had, left);
  const adopt = adoptIgnored(scope, config.ignore);
  const before = missing.length === 0 ? had : withMissing(had, missing);
  const targetOf = (schema: DatabaseSchema): DatabaseSchema => targetSchema(schema, wanted, { ...scope, covers, adopt }, kinds);
  const renames = findRenames(before, { kinds, ...said, targetOf, ...namesSaidBy(to.source) });
  const after = renames.target;
  const warnings = [...from.source.diagnostics, ...to.source.diagnostics, ...renames.remarks];
  const notShown = scope.whole === true ? differingUnmodelled(spokenFor(unmodelledOf(from), left), spokenFor(unmodelledOf(to), left)) : [];
  return {
    before,
    after,
    named: { before: missing.length === 0 ? renames.schema : withMissing(renames.schema, missing), after },
    renames: { ...renames, of: "before" },
    left,
    leftByConfig: left?.found ?? [],
    warnings,
    notCompared: notShown,
    leftAlone: [],
  };
}

/** What is left alone and comes with something that the other side lacks, such as an index of a new table, is not made. */
function withoutNewLeft(schema: DatabaseSchema, other: DatabaseSchema, left: LeftAlone | undefined): DatabaseSchema {
  const coming = left === undefined ? [] : leftIn(schema, left).filter((object) => !hasObject(other, object));
  return coming.length === 0 ? schema : { ...schema, ...removeObjects(schema, coming) };
}

/** A schema that knows also what the other side has and it lacks, so that an operation which needs that can say so. */
function withMissing(schema: DatabaseSchema, wanted: readonly Unmodelled[]): DatabaseSchema {
  const had = new Set((schema.unmodelled ?? []).map(unmodelledText));
  const missing = wanted.filter((object) => !had.has(unmodelledText(object))).map((object) => ({ ...object, isMissing: true as const }));
  return { ...schema, unmodelled: [...(schema.unmodelled ?? []), ...missing] };
}
