import { identifier, literal, raw, sql, type Sql } from "../../../sql/sql.ts";

export type Storage = Readonly<Record<string, string>>;

const switches: Readonly<Record<string, string>> = { on: "true", yes: "true", true: "true", off: "false", no: "false", false: "false" };

/** As compared: names in lower case and in order, `on` and `off` as `true` and `false`. `undefined` if nothing is set. */
export function normalizeStorage(storage: Storage | undefined): Storage | undefined {
  const entries = Object.entries(storage ?? {}).map(
    ([name, value]) => [name.toLowerCase(), switches[value.toLowerCase()] ?? value] as const,
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** What changes from one to the other. */
export interface StorageChange {
  readonly set: Storage;
  readonly reset: readonly string[];
}

/** The parameters after a change, in the order in which PostgreSQL then keeps them: those that are set go to the end. */
export function changeStorage(storage: Storage | undefined, { set, reset }: StorageChange): Storage | undefined {
  const gone = new Set([...reset, ...Object.keys(set)].map((name) => name.toLowerCase()));
  const kept = Object.entries(storage ?? {}).filter(([name]) => !gone.has(name.toLowerCase()));
  const now = [...kept, ...Object.entries(set)];
  return now.length === 0 ? undefined : Object.fromEntries(now);
}

/** The least that must be said, or all where the parameters would else be kept in another order than the wanted one. */
export function storageChange(from: Storage | undefined, to: Storage | undefined): StorageChange {
  const [had, wanted] = [normalizeStorage(from) ?? {}, normalizeStorage(to) ?? {}];
  const changed = Object.entries(to ?? {}).filter(([name]) => had[name.toLowerCase()] !== wanted[name.toLowerCase()]);
  const least: StorageChange = { set: Object.fromEntries(changed), reset: Object.keys(had).filter((name) => wanted[name] === undefined) };
  if (changed.length === 0 || orderOf(changeStorage(from, least)) === orderOf(to)) return least;
  return { set: to ?? {}, reset: least.reset };
}

/** Those of the TOAST table are kept apart. */
const orderOf = (storage: Storage | undefined): string =>
  Object.keys(storage ?? {})
    .map((name) => name.toLowerCase())
    .toSorted((left, right) => Number(left.startsWith("toast.")) - Number(right.startsWith("toast.")))
    .join();

const plainValue = /^(?:-?\d+(?:\.\d+)?|true|false|on|off|auto)$/u;

/** `toast.autovacuum_enabled` is two names. */
export const parameterName = (name: string): Sql =>
  raw(
    name
      .split(".")
      .map((part) => identifier(part).sql)
      .join("."),
  );

/** Parameters with their values, as WITH and SET take them. */
export const parameters = (storage: Storage): readonly Sql[] =>
  Object.entries(storage).map(([name, value]) => sql`${parameterName(name)} = ${plainValue.test(value) ? raw(value) : literal(value)}`);
