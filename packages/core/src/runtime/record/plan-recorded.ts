import { isMigError, MigError } from "../../errors.ts";
import { planOperations, type Plan } from "../../plan/plan.ts";
import { specOf, type Operation } from "../../postgres/objects/index.ts";
import { emptySchema, type DatabaseSchema } from "../../schema/database-schema.ts";
import { placeInFile } from "../files/place-in-file.ts";
import { recordedAt } from "./recorder.ts";

export interface RecordedIn {
  /** The file that recorded them, for errors. Absent: none. */
  readonly file?: string | undefined;
  /** The schema that they start from. Absent: not known, facts are the general ones. */
  readonly before?: DatabaseSchema | undefined;
}

/**
 * Plans what a revision recorded. Revisions are not compiled, so what an operation is given may lack something.
 * @throws MigError OPERATION_INVALID
 */
export function planRecorded(operations: readonly Operation[], { file, before }: RecordedIn): Plan {
  try {
    return planOperations(operations, specOf, before);
  } catch (error) {
    if (isMigError(error)) throw error;
    const broken = operations.find(isBroken);
    if (broken === undefined) throw error;
    const site = file === undefined ? {} : { place: placeInFile(recordedAt(broken), file) };
    throw new MigError("OPERATION_INVALID", { operation: broken.kind, problem: "what it is given cannot be made into SQL" }, { cause: error, ...site });
  }
}

/** Whether planning an operation alone throws. */
function isBroken(operation: Operation): boolean {
  const spec = specOf(operation);
  try {
    spec.facts(operation, emptySchema);
    spec.touches(operation, emptySchema);
    spec.sql(operation);
    return false;
  } catch {
    return true;
  }
}
