import type { Difference } from "../../runtime/compare/differences.ts";
import { refText } from "../../schema/object.ts";
import { namesText } from "../words/remarks.ts";
import type { OperationReport } from "./operation.ts";

/** How the sides of a comparison are called. */
export interface SideWords {
  /** @example "the database" */
  readonly before: string;
  readonly after: string;
  /** Which of them are models. What models do not declare is dropped only where they speak for it. */
  readonly models?: "before" | "after" | "both";
}

/** A difference as commands report it. */
export interface DifferenceReport extends Difference {
  /** @example "column public.users.name" */
  readonly text: string;
  /** Why it counts, a sentence. */
  readonly why: string;
}

/** The differences behind the operations of a comparison, with the reasons. */
export function reportDifferences(
  differences: readonly Difference[],
  operations: readonly OperationReport[],
  sides: SideWords,
): readonly DifferenceReport[] {
  return differences.map((difference) => ({
    ...difference,
    text: refText(difference.object),
    why: whyOf(difference, operations, sides),
  }));
}

function whyOf(
  { change, fields, inTheWayOf = [] }: Difference,
  operations: readonly OperationReport[],
  { before, after, models }: SideWords,
): string {
  switch (change) {
    case "created":
      return `Only ${after} ${models === "after" || models === "both" ? "declare" : "has"} it.`;
    case "dropped":
      if (models === "before") return `Only ${before} declare it.`;
      return models === undefined
        ? `Only ${before} has it.`
        : `Only ${before} ${models === "both" ? "declare" : "has"} it, and ${after} speak for it without declaring it.`;
    case "renamed":
      return "It is the same object under another name: an answer says so, or nothing but the name differs.";
    case "altered": {
      const names = fields.map(({ field }) => field);
      const printed = fields.some((field) => field.printed === true) ? "; texts of SQL are compared as PostgreSQL prints them" : "";
      return `${namesText(names)} ${names.length === 1 ? "differs" : "differ"}${printed}.`;
    }
    case "remade": {
      const blocked = inTheWayOf.flatMap((at) => operations[at]?.summary ?? []);
      return `It is the same on both sides, and in the way of ${blocked.length === 0 ? "a change of what it uses" : namesText(blocked)}.`;
    }
  }
}

/**
 * The version of the shape of `data` in the JSON form of `mig diff` and `mig check`. It grows where a reader of an older one would fail.
 */
export const formatVersion = 1;
