import type { Row, Session } from "../session.ts";

/** A read and its answer, as the log keeps it. */
export interface Answer {
  readonly sql: string;
  /** Statements of the revision before it. */
  readonly after: number;
  readonly rows: readonly unknown[];
}

const tag = "$mig";

/** Rows as plain JSON. `decodeRows` gives equal rows with the same types. */
export const encodeRows = (rows: readonly Row[]): readonly unknown[] => rows.map(encode);

function encode(value: unknown): unknown {
  if (typeof value === "bigint") return { [tag]: "bigint", value: String(value) };
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [tag]: "number", value: Object.is(value, -0) ? "-0" : String(value) };
  if (value === undefined) return { [tag]: "undefined" };
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Date) return { [tag]: "date", value: value.getTime() };
  if (value instanceof Uint8Array)
    return { [tag]: Buffer.isBuffer(value) ? "buffer" : "bytes", value: Buffer.from(value).toString("base64") };
  // An interval of pg's is an object with methods; the connection makes the same again.
  if ("toPostgres" in value && typeof value.toPostgres === "function")
    return { [tag]: "interval", value: String((value.toPostgres as () => unknown)()) };
  const entries = Object.entries(value).map(([name, inner]) => [name, encode(inner)] as const);
  return entries.some(([name]) => name === tag) ? { [tag]: "object", value: entries } : Object.fromEntries(entries);
}

/** The rows that were encoded. */
export async function decodeRows(session: Pick<Session, "query">, rows: readonly unknown[]): Promise<readonly Row[]> {
  const intervals = new Map<string, unknown>();
  for (const text of intervalsIn(rows)) {
    const [row] = await session.query("select $1::pg_catalog.interval as value", [text]);
    intervals.set(text, row?.["value"]);
  }
  return rows.map((row) => decode(row, intervals) as Row); // rows were encoded
}

type Tagged = { readonly [tag]: string; readonly value?: unknown };

const isTagged = (value: object): value is Tagged => tag in value;

function* intervalsIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  if (isTagged(value) && value[tag] === "interval") yield String(value.value);
  else for (const inner of Object.values(value) as readonly unknown[]) yield* intervalsIn(inner);
}

function decode(value: unknown, intervals: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => decode(inner, intervals));
  if (isTagged(value)) return decodeTagged(value, intervals);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decode(inner, intervals)]));
}

function decodeTagged({ [tag]: type, value }: Tagged, intervals: ReadonlyMap<string, unknown>): unknown {
  if (type === "bigint") return BigInt(String(value));
  if (type === "number") return Number(value);
  if (type === "date") return new Date(value === null ? Number.NaN : Number(value));
  if (type === "buffer") return Buffer.from(String(value), "base64");
  if (type === "bytes") return new Uint8Array(Buffer.from(String(value), "base64"));
  if (type === "interval") return intervals.get(String(value));
  if (type === "object")
    return Object.fromEntries((value as readonly (readonly [string, unknown])[]).map(([name, inner]) => [name, decode(inner, intervals)]));
  return undefined;
}
