import { identifier, literal, raw, sql, type Sql } from "../../sql/sql.ts";

type Storage = Readonly<Record<string, string>>;

const switches: Readonly<Record<string, string>> = { on: "true", yes: "true", true: "true", off: "false", no: "false", false: "false" };

/** As compared: names in lower case and in order, `on` and `off` as `true` and `false`. `undefined` if nothing is set. */
export function normalizeStorage(storage: Storage | undefined): Storage | undefined {
  const entries = Object.entries(storage ?? {}).map(([name, value]) => [name.toLowerCase(), switches[value.toLowerCase()] ?? value] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

const plainValue = /^(?:-?\d+(?:\.\d+)?|true|false|auto)$/u;

/** `toast.autovacuum_enabled` is two names. */
export const parameterName = (name: string): Sql => raw(name.split(".").map((part) => identifier(part).sql).join("."));

/** Parameters with their values, as WITH and SET take them. */
export const parameters = (storage: Storage): readonly Sql[] =>
  Object.entries(storage).map(([name, value]) => sql`${parameterName(name)} = ${plainValue.test(value) ? raw(value) : literal(value)}`);
