import { remembering } from "../../schema/remembering.ts";
import { quoteIdentifier } from "../sql/identifier.ts";

const aliases: Readonly<Record<string, string>> = {
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float: "double precision",
  float4: "real",
  float8: "double precision",
  decimal: "numeric",
  dec: "numeric",
  bool: "boolean",
  varchar: "character varying",
  "char varying": "character varying",
  char: "character",
  nchar: "character",
  "national character": "character",
  varbit: "bit varying",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
};

const shape = /^(?<base>[^([]+?)\s*(?:\((?<modifiers>[^)]*)\))?\s*(?<zone>with(?:out)? time zone)?\s*(?<dimensions>(?:\[\d*\]\s*)*)$/u;

/**
 * A type name as `format_type` prints it: short names and synonyms written out (PostgreSQL manual, table 8.1), the
 * length that is meant where none is given, one pair of brackets for an array. A name it does not know is kept.
 * @example normalizeType("timestamptz(3)") // "timestamp(3) with time zone"
 */
export const normalizeType = remembering((type: string): string => {
  const text = foldCase(type.trim())
    .replace(/^pg_catalog\./u, "")
    .replace(/ array(?:\[\d*\])?$/u, "[]");
  const parts = shape.exec(text)?.groups;
  if (parts === undefined) return text;
  const zone = parts["zone"] === undefined ? "" : ` ${parts["zone"]}`;
  const written = `${parts["base"] ?? ""}${zone}`;
  const base = aliases[written] ?? written;
  const array = parts["dimensions"] === undefined || parts["dimensions"] === "" ? "" : "[]";
  return `${withModifiers(base, modifiersOf(base, parts["modifiers"]))}${array}`;
});

function modifiersOf(base: string, given: string | undefined): string {
  const list = (given ?? "").split(",").map((part) => part.trim());
  if (given === undefined) return base === "character" || base === "bit" ? "(1)" : "";
  if (base === "numeric" && list.length === 1) return `(${list[0] ?? ""},0)`;
  return `(${list.join(",")})`;
}

/** A precision stands before the words about the time zone. */
function withModifiers(base: string, modifiers: string): string {
  const zoned = /^(time|timestamp) (with(?:out)? time zone)$/u.exec(base);
  if (zoned !== null) return `${zoned[1] ?? ""}${modifiers} ${zoned[2] ?? ""}`;
  if (base === "double precision" && modifiers !== "") return Number(modifiers.slice(1, -1)) <= 24 ? "real" : base;
  return `${base}${modifiers}`;
}

/** Lower case and single blanks outside double quotes, as PostgreSQL reads names, and quotes only where it prints them. */
function foldCase(text: string): string {
  return text.replaceAll(/"(?:[^"]|"")*"|[^"]+/gu, (part) =>
    part.startsWith('"')
      ? asPrinted(part)
      : part.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase()).replaceAll(/[ \t\n\r\f\v]+/gu, " "),
  );
}

const asPrinted = (name: string): string => (/^"[^]+"$/u.test(name) ? quoteIdentifier(name.slice(1, -1).replaceAll('""', '"')) : name);
