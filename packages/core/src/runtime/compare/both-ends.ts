import { differingUnmodelled } from "../../diff/not-compared.ts";
import type { RenameAnswers } from "../../diff/renames/answers.ts";
import { findRenames, type Renames } from "../../diff/renames/renames.ts";
import { targetSchema } from "../../diff/target.ts";
import type { Ends } from "../../operation/ends.ts";
import { kinds } from "../../postgres/objects/index.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { unmodelledText, type Unmodelled } from "../../schema/unmodelled.ts";
import { seenFrom, type Said } from "./seen-from.ts";
import { unmodelledOf, type Side } from "./side.ts";

/** Renames, and the side that has the old names. */
interface SideRenames extends Renames {
  readonly of: "before" | "after";
}

interface BothEnds extends Ends, Said {
  /** The same, with the names of both sides made alike. */
  readonly named: Ends;
  readonly renames: SideRenames;
}

/** Both sides as one server would hold them. */
export async function bothEnds(from: Side, to: Side, answers: RenameAnswers): Promise<BothEnds> {
  if (from.kind === "database") {
    const { wanted, renames, ...said } = await seenFrom(from, to, { at: "before", answers });
    const missing = unmodelledOf(to);
    const named = { before: withMissing(renames.schema, missing), after: wanted };
    return { before: withMissing(from.snapshot.schema, missing), after: wanted, named, renames: { ...renames, of: "before" }, ...said };
  }
  if (to.kind === "database") {
    const { wanted, renames, ...said } = await seenFrom(to, from, { at: "after", answers });
    const before = withMissing(wanted, unmodelledOf(to));
    return { before, after: to.snapshot.schema, named: { before, after: renames.schema }, renames: { ...renames, of: "after" }, ...said };
  }
  const { scope } = to.source;
  // All that is on the one side counts, but for what is in no schema: models name only those schemas that something of theirs lies in.
  const covers = (object: SchemaObject): boolean =>
    scope.belongs?.(object) !== "elsewhere" && (object.schema !== undefined || scope.covers(object));
  const before = from.source.schema;
  const targetOf = (schema: DatabaseSchema): DatabaseSchema => targetSchema(schema, to.source.schema, { ...scope, covers }, kinds);
  const renames = findRenames(before, { kinds, answers, targetOf });
  const after = renames.target;
  const warnings = [...from.source.diagnostics, ...to.source.diagnostics];
  const notShown = scope.whole === true ? differingUnmodelled(unmodelledOf(from), unmodelledOf(to)) : [];
  return {
    before,
    after,
    named: { before: renames.schema, after },
    renames: { ...renames, of: "before" },
    warnings,
    notCompared: notShown,
    leftAlone: [],
  };
}

/** A schema that knows also what the other side has and it lacks, so that an operation which needs that can say so. */
function withMissing(schema: DatabaseSchema, wanted: readonly Unmodelled[]): DatabaseSchema {
  const had = new Set((schema.unmodelled ?? []).map(unmodelledText));
  const missing = wanted.filter((object) => !had.has(unmodelledText(object))).map((object) => ({ ...object, isMissing: true as const }));
  return { ...schema, unmodelled: [...(schema.unmodelled ?? []), ...missing] };
}
