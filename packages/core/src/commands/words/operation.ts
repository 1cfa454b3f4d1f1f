import type { OperationReport } from "../reports/operation.ts";
import { encounterRemarks } from "./remarks.ts";

/** One line: `drop column public.users.nickname (LOSES DATA: its values)`. */
export function operationLine({ summary, losesData, mayFail, rewrites, ...met }: OperationReport): string {
  const remarks = [
    ...(losesData === undefined ? [] : [`LOSES DATA: ${losesData}`]),
    ...(rewrites ? ["rewrites the table"] : []),
    ...(mayFail === undefined ? [] : [`may fail: ${mayFail}`]),
    ...encounterRemarks(met),
  ];
  return remarks.length === 0 ? summary : `${summary} (${remarks.join("; ")})`;
}
