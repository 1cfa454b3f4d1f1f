import { quoteIdentifier } from "@migts/core/adapter";
import type { Argument, Value } from "../document/document.ts";
import { columnType, typeText } from "./values/column-type.ts";
import type { Context } from "./context.ts";
import { printLiteral, quoted } from "./values/literal.ts";
import type { MappedField, MappedModel } from "./reading/mapped.ts";

/** `where:` of a partial index as SQL: `raw("...")` as it is, an object spelt as PostgreSQL prints the condition. */
export function printPredicate(where: Value, model: MappedModel, context: Context): string | undefined {
  if (where.kind === "call" && where.name === "raw") {
    const text = where.args[0]?.value;
    if (text?.kind === "string") return text.value;
  }
  const terms = where.kind === "object" ? where.entries.map((entry) => printTerm(entry, model, context)) : [];
  if (terms.length === 0 || terms.includes(undefined)) {
    context.report.error("PRISMA_NOT_UNDERSTOOD", where.at, "mig does not understand the condition of this index.");
    return undefined;
  }
  return terms.length === 1 ? terms[0] : `(${terms.join(" AND ")})`;
}

function printTerm({ name, value }: Argument, model: MappedModel, context: Context): string | undefined {
  const field = name === undefined ? undefined : model.fields.get(name);
  if (field === undefined) return undefined;
  if (value.kind !== "object") return printComparison(field, value, "=", context);
  const [not] = value.entries;
  if (value.entries.length !== 1 || not?.name !== "not") return undefined;
  return printComparison(field, not.value, "<>", context);
}

function printComparison(mapped: MappedField, value: Value, operator: "=" | "<>", context: Context): string | undefined {
  const column = quoteIdentifier(mapped.column);
  if (value.kind === "name" && value.name === "null") return `(${column} IS ${operator === "=" ? "" : "NOT "}NULL)`;
  const type = columnType(mapped, context);
  if (type === undefined) return undefined;
  if (typeText(type).startsWith("character varying") && value.kind === "string") {
    return `((${column})::text ${operator} ${quoted(value.value)}::text)`;
  }
  const literal = printLiteral(value, type);
  if (literal === undefined) return undefined;
  const widened = value.kind === "number" && type.element === "double precision" ? `(${literal})::double precision` : literal;
  return `(${column} ${operator} ${widened})`;
}
