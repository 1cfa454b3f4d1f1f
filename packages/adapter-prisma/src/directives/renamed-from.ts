import type { DeclaredRename, ObjectRef } from "@migts/core/adapter";
import { placeOf } from "../document/place.ts";
import type { Context } from "../to-schema/context.ts";
import type { Directive } from "./text/directive.ts";
import { plainName, subjectOf, tokensOf } from "./text/values.ts";

/** What is renamed: an object, or a label of it. */
export interface Renamed {
  readonly to: ObjectRef;
  readonly label?: string;
}

/** Reads `@mig.renamedFrom(old)`: the old name as the database has it, for a table or a type with its schema if that was another. */
export function declareRenames({ to, label }: Renamed, directives: readonly Directive[], context: Context): void {
  const { report, document, declared } = context;
  for (const directive of directives) {
    const subject = directive.name === "renamedFrom" ? subjectOf(directive) : undefined;
    if (subject === undefined) continue;
    const [first, dot, second, more] = tokensOf(subject.text);
    const isWhole = to.table === undefined && label === undefined;
    const names = [first, second].map((token) => (token === undefined ? undefined : plainName(token)));
    const [one, other] = names;
    const isOne = one !== undefined && dot === undefined;
    const isTwo = isWhole && one !== undefined && other !== undefined && dot?.text === "." && more === undefined;
    if (!isOne && !isTwo) {
      const what = isWhole ? "a name, or a schema and a name" : "one name";
      report.error("PRISMA_DIRECTIVE", subject.at, `Expected ${what} as the database has it, in double quotes if it is no plain word.`);
      continue;
    }
    const from = isTwo ? (other ?? "") : (one ?? "");
    const fromSchema = isTwo ? one : undefined;
    const now = label ?? to.name;
    if (from === now && (fromSchema ?? to.schema) === to.schema) {
      report.error("PRISMA_DIRECTIVE", subject.at, `This is the name that it has now. Write the name that it had before in the database.`);
      continue;
    }
    const rename: DeclaredRename = {
      to,
      ...(label === undefined ? {} : { label }),
      from,
      ...(fromSchema === undefined || fromSchema === to.schema ? {} : { fromSchema }),
      place: placeOf(document, directive.at),
    };
    const twin = declared.renames.find((earlier) => isSameOld(earlier, rename));
    if (twin === undefined) declared.renames.push(rename);
    else
      report.error("PRISMA_DIRECTIVE", subject.at, `${from} is said to be ${twin.label ?? twin.to.name} already. Only one of them can be.`);
  }
}

/** Whether both mean one old thing. */
function isSameOld(left: DeclaredRename, right: DeclaredRename): boolean {
  const placeOfOld = ({ to, label, from, fromSchema }: DeclaredRename): string =>
    JSON.stringify([to.kind, fromSchema ?? to.schema, to.table, label === undefined ? undefined : to.name, from]);
  return placeOfOld(left) === placeOfOld(right);
}
