import type { Value } from "../../document/document.ts";
import { bareType, type ColumnType } from "./column-type.ts";
import { printDateTime } from "./date-time.ts";
import { printJsonb } from "./jsonb.ts";

/**
 * Constants spelt as PostgreSQL prints them (`pg_get_expr`), so that they compare equal without asking a server.
 * A spelling that is right but not the server's costs a question, never a false difference.
 */

/** A constant as the default of a column of that type. `undefined`: the value is none that can be a constant. */
export function printLiteral(value: Value, { element, enumOf }: ColumnType): string | undefined {
  if (value.kind === "number") return printNumber(value.text);
  if (value.kind === "name") return enumOf === undefined ? printWord(value.name) : printLabel(value.name, { element, enumOf });
  if (value.kind !== "string") return undefined;
  return `${quoted(textIn(value.value, element))}::${bareType(element)}`;
}

/** An array of constants. */
export function printList(items: readonly Value[], type: ColumnType): string | undefined {
  const { element } = type;
  const bare = bareType(element);
  if (items.length === 0) return bare === element ? `ARRAY[]::${element}[]` : `(ARRAY[]::${bare}[])::${element}[]`;
  const printed = items.map((item) => printItem(item, type));
  return printed.includes(undefined) ? undefined : `ARRAY[${printed.join(", ")}]`;
}

function printItem(value: Value, type: ColumnType): string | undefined {
  const { element } = type;
  if (value.kind === "string") return `${quoted(textIn(value.value, element))}::${element}`;
  if (value.kind !== "number") return printLiteral(value, type);
  const number = printNumber(value.text);
  const own = numberType(value.text);
  if (own === element) return number;
  if (own === bareType(element)) return number.includes("::") ? `${quoted(plainNumber(value.text))}::${element}` : `${number}::${element}`;
  return `(${number})::${element}`;
}

/** A label of an enum; its name is that of Prisma. */
function printLabel(name: string, { element, enumOf }: Required<Pick<ColumnType, "element" | "enumOf">>): string | undefined {
  const label = enumOf.labels.get(name);
  return label === undefined ? undefined : `${quoted(label)}::${element}`;
}

const printWord = (word: string): string | undefined => (word === "true" || word === "false" ? word : undefined);

/** A number: only one that is not negative and fits an integer, or has a fraction, stands bare. */
function printNumber(text: string): string {
  const number = plainNumber(text);
  const type = numberType(text);
  const bare = !number.startsWith("-") && (type === "integer" || number.includes("."));
  return bare ? number : `${quoted(number)}::${type}`;
}

/** The type that PostgreSQL reads a number as. */
function numberType(text: string): "integer" | "bigint" | "numeric" {
  const number = plainNumber(text);
  if (number.includes(".")) return "numeric";
  const value = BigInt(number);
  if (BigInt.asIntN(32, value) === value) return "integer";
  return BigInt.asIntN(64, value) === value ? "bigint" : "numeric";
}

/** Without leading zeros, and without the sign of a zero. */
function plainNumber(text: string): string {
  const trimmed = text.replace(/^(?<sign>-?)0+(?=\d)/u, "$<sign>");
  return /^-[0.]+$/u.test(trimmed) ? trimmed.slice(1) : trimmed;
}

/** The text of a constant of that type, as PostgreSQL would print it back where we know. */
function textIn(text: string, element: string): string {
  if (element === "jsonb") return printJsonb(text) ?? text;
  if (element === "uuid") return text.toLowerCase();
  if (element === "bytea") return `\\x${Buffer.from(text, "base64").toString("hex")}`;
  if (/^(?:timestamp|time|date)/u.test(element)) return printDateTime(text, bareType(element)) ?? text;
  return text;
}

/** In single quotes; a backslash stands for itself, as in what the server prints. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
