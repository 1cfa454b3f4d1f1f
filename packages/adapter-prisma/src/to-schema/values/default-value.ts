import { quoteIdentifier } from "@migts/core/adapter";
import type { CallValue, Value } from "../../document/document.ts";
import { argumentOf, attributeNamed } from "../reading/attributes.ts";
import { isSerial, type ColumnType } from "./column-type.ts";
import type { Context } from "../context.ts";
import { printList, printLiteral, quoted } from "./literal.ts";
import type { MappedField } from "../reading/mapped.ts";

/** Where the values of a column come from when none is given. */
export type DefaultValue =
  /** From the client, or from nowhere: the column has no default. */
  | { readonly kind: "none" }
  /** `dbgenerated()` without a text: the database has one that Prisma cannot say. */
  | { readonly kind: "unsaid" }
  | { readonly kind: "sequence" }
  | { readonly kind: "sql"; readonly sql: string };

const none: DefaultValue = { kind: "none" };

/** Functions that Prisma's client computes. */
const clientFunctions = new Set(["uuid", "cuid", "ulid", "nanoid", "auto"]);

/** Reads `@default(...)` of a field. */
export function defaultOf(field: MappedField, type: ColumnType, context: Context): DefaultValue {
  const value = argumentOf(attributeNamed(field.attributes, "default"), "value");
  if (value === undefined) return isSerial(field) ? { kind: "sequence" } : none;
  if (value.kind === "call") return callDefault(value, context);
  const sql = value.kind === "array" ? printList(value.items, type) : printLiteral(value, type);
  if (sql !== undefined) return { kind: "sql", sql };
  return notUnderstood(value, context);
}

function callDefault(call: CallValue, context: Context): DefaultValue {
  if (clientFunctions.has(call.name)) return none;
  if (call.name === "now") return { kind: "sql", sql: "CURRENT_TIMESTAMP" };
  if (call.name === "autoincrement") return { kind: "sequence" };
  if (call.name !== "dbgenerated") return notUnderstood(call, context);
  const text = call.args[0]?.value;
  if (text === undefined) return { kind: "unsaid" };
  return text.kind === "string" && text.value.trim() !== "" ? { kind: "sql", sql: text.value } : notUnderstood(text, context);
}

function notUnderstood(value: Value, context: Context): DefaultValue {
  context.report.error("PRISMA_NOT_UNDERSTOOD", value.at, "mig does not understand this default.");
  return none;
}

/** The default of a serial column, as PostgreSQL prints it. */
export const nextValue = (schema: string, sequence: string): string =>
  `nextval(${quoted(`${quoteIdentifier(schema)}.${quoteIdentifier(sequence)}`)}::regclass)`;
