import type { OperationFacts } from "../../operation/spec.ts";
import { planOperations, statementsOf, type Plan } from "../../plan/plan.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { Hindered } from "../../runtime/selection/in-its-way.ts";
import { objectsIn, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { RemarksOf } from "../../source/revision-file.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { encounterRemarks } from "../words/remarks.ts";

/** An operation with what it means, in words. */
export interface OperationReport {
  readonly operation: Operation;
  readonly summary: string;
  /** What is lost for good. Absent: nothing. */
  readonly losesData?: string;
  readonly mayFail?: string;
  readonly rewrites: boolean;
  /** Objects that mig does not model. Absent: none. */
  readonly inTheWay?: readonly string[];
  readonly alsoDrops?: readonly string[];
  readonly needs?: readonly string[];
  /** What is left to be done outside of mig. Absent: nothing. */
  readonly byHand?: readonly string[];
}

/** Reports operations that run one after the other from a schema. */
export function reportOperations(
  operations: readonly Operation[],
  before: DatabaseSchema,
  plan: Plan = planOperations(operations, kinds, before),
  hindered: readonly Hindered[] = [],
): readonly OperationReport[] {
  const left = new Map<object, readonly string[]>(
    hindered.map(({ operation, objects }) => [operation, objects.map((object) => `${object} (left alone by configuration)`)]),
  );
  const facts = new Map<object, OperationFacts>();
  for (const { operation, facts: more } of statementsOf(plan)) facts.set(operation, worseOf(facts.get(operation), more));
  return operations.map((operation) => {
    const { losesData, mayFail, rewrites = false, inTheWay: met = [], alsoDrops, needs, byHand } = facts.get(operation) ?? {};
    const inTheWay = [...met, ...(left.get(operation) ?? [])];
    const isOnNew = isOnNewTable(operation, before);
    return {
      operation,
      summary: operationSummary(operation),
      ...(losesData === undefined ? {} : { losesData }),
      ...(mayFail === undefined || isOnNew ? {} : { mayFail }),
      rewrites: rewrites && !isOnNew,
      ...(inTheWay.length === 0 ? {} : { inTheWay }),
      ...(alsoDrops === undefined ? {} : { alsoDrops }),
      ...(needs === undefined ? {} : { needs }),
      ...(byHand === undefined ? {} : { byHand }),
    };
  });
}

/** What either of two statements of an operation does, as far as a report tells. */
const worseOf = (one: OperationFacts | undefined, other: OperationFacts): OperationFacts => ({
  ...one,
  ...other,
  rewrites: one?.rewrites === true || other.rewrites,
});

/** A table that these operations make has no rows yet: nothing on it can fail or take long. */
function isOnNewTable(operation: Operation, before: DatabaseSchema): boolean {
  const { schema, table } = operation as { readonly schema?: unknown; readonly table?: unknown }; // payloads name what they are about alike
  return typeof schema === "string" && typeof table === "string" && objectsIn(before, { schema, name: table }).length === 0;
}

/** What something is in comes before it. */
const pathFields = ["schema", "table", "view", "domain", "compositeType", "name"];

/** An operation's name as words, and what it is about: its payload names that the same way whatever the operation. */
export function operationSummary(operation: Operation): string {
  const { kind, ...payload } = operation;
  const words = kind.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
  const text = (key: string): string | undefined => {
    const value = (payload as Readonly<Record<string, unknown>>)[key];
    return typeof value === "string" ? value : undefined;
  };
  const path = pathFields.flatMap((key) => text(key) ?? []).join(".");
  const more = [text("type"), text("value"), text("to") === undefined ? undefined : `to ${text("to")}`, firstLine(text("sql"))];
  return [words, path, ...more].filter((part) => part !== undefined && part !== "").join(" ");
}

function firstLine(sql: string | undefined): string | undefined {
  const [line = "", more] = sql?.trim().split("\n") ?? [];
  const longest = 70;
  return line === "" ? undefined : line.length > longest || more !== undefined ? `${line.slice(0, longest)} ...` : line;
}

/** What a file says above each operation: what it loses, and what it meets of what mig does not model. */
export function remarksOn(reports: readonly OperationReport[]): RemarksOf {
  const byOperation = new Map<object, OperationReport>(reports.map((report) => [report.operation, report]));
  return (operation) => {
    const report = byOperation.get(operation);
    return report === undefined ? [] : encounterRemarks(report);
  };
}
