import type { Difference } from "@migts/core";
import { refText } from "@migts/core/adapter";
import { operationLine, type OperationReport } from "./operation.ts";
import { namesText } from "./remarks.ts";

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

/** For people: each operation, with the differences that it answers and both sides of them. */
export function explanation(operations: readonly OperationReport[], differences: readonly DifferenceReport[], sides: SideWords): string {
  return operations
    .map((operation, at) => {
      const own = differences.filter(({ operations: [first] }) => first === at);
      const again = differences.filter(({ operations: [first, ...more] }) => first !== at && more.includes(at));
      const wholes = own.filter((one) => !own.some((other) => isPartOf(one, other)));
      return [
        `${at + 1}. ${operationLine(operation)}`,
        ...wholes.flatMap((whole) => [
          ...sidesOf(whole, sides),
          ...own.filter((one) => isPartOf(one, whole)).map((part) => `     with ${part.text}${inline(part)}`),
        ]),
        ...again.map(({ text }) => `   ${text}: see above`),
      ].join("\n");
    })
    .join("\n");
}

/** It comes or goes with its table. */
const isPartOf = (one: DifferenceReport, whole: DifferenceReport): boolean =>
  one !== whole &&
  one.change === whole.change &&
  whole.object.table === undefined &&
  whole.object.of === undefined &&
  (one.object.table ?? (one.object.of === undefined ? undefined : one.object.name)) === whole.object.name &&
  one.object.schema === whole.object.schema;

function sidesOf({ text, why, change, to, fields }: DifferenceReport, { before, after }: SideWords): readonly string[] {
  const head = `   ${text}${to === undefined ? "" : ` -> ${refText(to)}`}: ${why}`;
  if (change !== "altered")
    return [head, ...fields.map((one) => `     ${one.field}: ${valueText(change === "dropped" ? one.before : one.after)}`)];
  return [
    head,
    ...fields.flatMap((one) => [
      `     ${one.field}`,
      `       ${before}: ${valueText(one.before)}`,
      `       ${after}: ${valueText(one.after)}`,
    ]),
  ];
}

const inline = ({ change, fields }: DifferenceReport): string =>
  fields.length === 0
    ? ""
    : ` (${fields.map((one) => `${one.field} ${shortText(change === "dropped" ? one.before : one.after)}`).join(", ")})`;

const valueText = (value: unknown): string => (value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value));

function shortText(value: unknown): string {
  const text = valueText(value).replaceAll(/\s+/gu, " ");
  return text.length > 60 ? `${text.slice(0, 60)} ...` : text;
}

/** The version of the shape of `data` in the JSON form of `mig diff` and `mig check`. It grows where a reader of an older one would fail. */
export const formatVersion = 1;

/** What a person asks for with --explain. */
export const explainOption = {
  flags: "--explain",
  description: "tell each difference with both sides, why it counts, and what answers it",
};
