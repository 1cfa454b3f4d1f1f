import { invalidInput, type FieldProblem } from "./problem.ts";

/** Reads one value that came from outside: the value, or what was expected in its place. */
export type Parser<Value> = (value: unknown) => { readonly value: Value } | { readonly expected: string };

/** A field of an object: how to read it, and whether it may be left out. */
export interface Field<Value, Required extends boolean> {
  readonly parse: Parser<Value>;
  readonly required: Required;
}

export type Shape = Readonly<Record<string, Field<unknown, boolean>>>;

/** What an object of that shape is read into. Fields left out stay out: they are never `undefined`. */
export type InputOf<Fields extends Shape> = {
  readonly [Name in keyof Fields as Fields[Name] extends Field<unknown, true> ? Name : never]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as Fields[Name] extends Field<unknown, true> ? never : Name]?: ValueOf<Fields[Name]>;
};
type ValueOf<Any> = Any extends Field<infer Value, boolean> ? Value : never;

export const required = <Value>(parse: Parser<Value>): Field<Value, true> => ({ parse, required: true });
export const optional = <Value>(parse: Parser<Value>): Field<Value, false> => ({ parse, required: false });

/**
 * Reads a body or the query of a URL. Everything that is wrong is told at once, unknown fields too.
 * @example readInput({ handle: "ada" }, { handle: required(text({ max: 30 })) }) // { handle: "ada" }
 */
export function readInput<Fields extends Shape>(input: unknown, shape: Fields): InputOf<Fields> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw invalidInput([{ field: "body", message: "expected a JSON object" }]);
  }
  const problems: FieldProblem[] = [];
  const read: Record<string, unknown> = {};
  const given = new Map<string, unknown>(Object.entries(input));
  for (const name of given.keys()) {
    if (!Object.hasOwn(shape, name)) problems.push({ field: name, message: "is not known here" });
  }
  for (const [name, field] of Object.entries(shape)) {
    const value = given.get(name);
    if (value === undefined || value === null) {
      if (field.required) problems.push({ field: name, message: "is missing" });
      continue;
    }
    const result = field.parse(value);
    if ("value" in result) read[name] = result.value;
    else problems.push({ field: name, message: `expected ${result.expected}` });
  }
  if (problems.length > 0) throw invalidInput(problems);
  return read as InputOf<Fields>; // each field went through the parser of its type
}
