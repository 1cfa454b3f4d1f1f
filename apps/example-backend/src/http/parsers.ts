import type { Parser } from "./input.ts";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const decimalPattern = /^-?\d+(\.\d+)?$/;

interface TextLimits {
  readonly max: number;
  /** Absent: any text. */
  readonly pattern?: RegExp;
  /** What the pattern stands for, in words. */
  readonly expected?: string;
}

export const text =
  ({ max, pattern, expected = `a text of 1 to ${max} characters` }: TextLimits): Parser<string> =>
  (value) => {
    const fits = typeof value === "string" && value.trim() !== "" && value.length <= max && !value.includes("\0");
    return fits && (pattern === undefined || pattern.test(value)) ? { value } : { expected };
  };

/** A whole number. Also as text, since the query of a URL has nothing else. */
export const integer =
  ({ min, max }: { readonly min: number; readonly max: number }): Parser<number> =>
  (value) => {
    const number = typeof value === "string" && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
    const fits = typeof number === "number" && Number.isInteger(number) && number >= min && number <= max;
    return fits ? { value: number } : { expected: `a whole number from ${min} to ${max}` };
  };

/** An amount, kept as text so that no digit is lost on the way to `numeric`. */
export const decimal =
  ({ digits, scale }: { readonly digits: number; readonly scale: number }): Parser<string> =>
  (value) => {
    const written = typeof value === "number" ? String(value) : value;
    const expected = `a number with up to ${digits - scale} digits before and ${scale} after the point`;
    if (typeof written !== "string" || !decimalPattern.test(written)) return { expected };
    const [whole = "", fraction = ""] = written.replace("-", "").split(".");
    const fits = whole.replace(/^0+/, "").length <= digits - scale && fraction.length <= scale;
    return fits ? { value: written } : { expected };
  };

export const uuid: Parser<string> = (value) =>
  typeof value === "string" && uuidPattern.test(value) ? { value: value.toLowerCase() } : { expected: "a UUID" };

/** A day: `2026-12-31`. */
export const date: Parser<Date> = (value) => moment(value, datePattern, "a date such as 2026-12-31");

/** A moment, with its offset: `2026-12-31T18:00:00Z`. */
export const instant: Parser<Date> = (value) => moment(value, instantPattern, "a time such as 2026-12-31T18:00:00Z");

function moment(value: unknown, pattern: RegExp, expected: string): ReturnType<Parser<Date>> {
  if (typeof value !== "string" || !pattern.test(value)) return { expected };
  const parsed = new Date(value);
  // JavaScript makes March of the 30th of February
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  const exists = !Number.isNaN(parsed.getTime()) && day.toISOString().startsWith(value.slice(0, 10));
  return exists ? { value: parsed } : { expected };
}

/** One of the names of an enum. */
export const oneOf =
  <Name extends string>(names: Readonly<Record<Name, Name>>): Parser<Name> =>
  (value) => {
    const found = Object.values<Name>(names).find((name) => name === value);
    return found === undefined ? { expected: `one of ${Object.values(names).join(", ")}` } : { value: found };
  };

export const flag: Parser<boolean> = (value) => {
  if (value === true || value === "true") return { value: true };
  return value === false || value === "false" ? { value: false } : { expected: "true or false" };
};

export const listOf =
  <Value>(parse: Parser<Value>, { max }: { readonly max: number }): Parser<Value[]> =>
  (value) => {
    const expected = `a list of up to ${max} entries`;
    if (!Array.isArray(value) || value.length > max) return { expected };
    const read: Value[] = [];
    for (const entry of value) {
      const result = parse(entry);
      if (!("value" in result)) return { expected: `${expected}, each ${result.expected}` };
      read.push(result.value);
    }
    return { value: read };
  };
