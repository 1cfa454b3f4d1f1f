import { MigError } from "../../errors.ts";
import { fieldsText, readPayload } from "../../operation/payload-check.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import { payloads } from "../../postgres/objects/payloads.ts";

/** An operation from what somebody handed over, who may not have a compiler. @throws MigError OPERATION_INVALID */
export function operationFrom(kind: string, given: unknown): Operation {
  const fields = payloads[kind];
  if (fields === undefined) return { ...(given as object), kind } as Operation; // typed by Op
  const { payload, problems } = readPayload(given, fields);
  if (problems.length > 0)
    throw new MigError("OPERATION_INVALID", { operation: kind, problem: problems.join("; "), takes: fieldsText(fields) });
  return { ...payload, kind } as Operation; // as its fields say
}
