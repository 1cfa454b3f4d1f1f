import { refText } from "../../schema/object.ts";
import type { DifferenceReport, SideWords } from "../reports/differences.ts";
import type { OperationReport } from "../reports/operation.ts";
import { operationLine } from "./operation.ts";

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
