import { nearestOf } from "../errors/nearest.ts";
import type { Fields, Shape } from "./payload-shape.ts";

/** A payload with all that is wrong with it. */
export interface ReadPayload {
  readonly payload: Readonly<Record<string, unknown>>;
  /** In words that follow the name of the operation. Empty: nothing is wrong. */
  readonly problems: readonly string[];
}

/**
 * Reads what somebody handed over, who may not have a compiler. Fields that are undefined are absent, and so is `false` where
 * only `true` says something.
 */
export function readPayload(value: unknown, fields: Fields): ReadPayload {
  if (!isObject(value)) return { payload: {}, problems: [`it takes an object, not ${valueText(value)}`] };
  const { kind: _, ...rest } = value;
  const problems: string[] = [];
  return { payload: readFields(rest, fields, { path: "", problems }), problems };
}

/** What an operation takes, for people. */
export function fieldsText({ needs, takes }: Fields): string {
  const optional = Object.keys(takes);
  const required = Object.keys(needs);
  if (optional.length === 0) return listed(required);
  return required.length === 0 ? listed(optional) : `${listed(required)}; optional: ${optional.join(", ")}`;
}

interface At {
  /** Where the value stands: `references.columns[0]`. Empty: it is the payload. */
  readonly path: string;
  readonly problems: string[];
}

type Data = Readonly<Record<string, unknown>>;

function readFields(value: Data, { needs, takes }: Fields, { path, problems }: At): Data {
  const prefix = path === "" ? "" : `${path}.`;
  const known: Readonly<Record<string, Shape>> = { ...needs, ...takes };
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  const missing = Object.keys(needs).filter((name) => !given.some(([key]) => key === name));
  const misspelt = new Set<string>();
  const read: Record<string, unknown> = {};
  for (const [name, item] of given) {
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    if (shape === undefined) {
      const nearest = nearestOf(name, missing) ?? nearestOf(name, Object.keys(known));
      if (nearest !== undefined) misspelt.add(nearest);
      problems.push(`"${prefix}${name}" is not a field of it${nearest === undefined ? "" : ` (did you mean "${prefix}${nearest}"?)`}`);
    } else if (!(item === false && isOnlyTrue(shape))) {
      read[name] = readValue(item, shape, { path: prefix + name, problems });
    }
  }
  const lacking = missing.filter((name) => !misspelt.has(name)).map((name) => `"${prefix}${name}"`);
  if (lacking.length > 0) problems.unshift(`${listed(lacking)} ${lacking.length === 1 ? "is" : "are"} missing`);
  return read;
}

function readValue(value: unknown, shape: Shape, at: At): unknown {
  if (typeof shape === "string") return shape === "unknown" || typeof value === shape ? value : wrong(value, shape, at);
  if ("is" in shape) return shape.is.includes(value as never) ? value : wrong(value, shape, at);
  if ("list" in shape)
    return Array.isArray(value)
      ? value.map((item: unknown, place) => readValue(item, shape.list, { ...at, path: `${at.path}[${place}]` }))
      : wrong(value, shape, at);
  if ("anyOf" in shape) {
    const like = shape.anyOf.find((one) => looksLike(value, one));
    return like === undefined ? wrong(value, shape, at) : readValue(value, like, at);
  }
  if (!isObject(value)) return wrong(value, shape, at);
  if ("record" in shape)
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, readValue(item, shape.record, { ...at, path: `${at.path}.${name}` })]),
    );
  return readFields(value, shape, at);
}

/** Whether a value is of that sort, whatever may be wrong inside. */
function looksLike(value: unknown, shape: Shape): boolean {
  if (typeof shape === "string") return shape === "unknown" || typeof value === shape;
  if ("is" in shape) return shape.is.includes(value as never);
  if ("list" in shape) return Array.isArray(value);
  return "anyOf" in shape ? shape.anyOf.some((one) => looksLike(value, one)) : isObject(value);
}

function wrong(value: unknown, shape: Shape, { path, problems }: At): unknown {
  problems.push(`"${path}" must be ${shapeText(shape)}, not ${valueText(value)}`);
  return value;
}

function shapeText(shape: Shape): string {
  if (typeof shape === "string") return shape === "boolean" ? "true or false" : `a ${shape}`;
  if ("is" in shape) return shape.is.map((value) => JSON.stringify(value)).join(" or ");
  if ("list" in shape) return "a list";
  return "anyOf" in shape ? shape.anyOf.map(shapeText).join(" or ") : "an object";
}

/** A value as a message names it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value.length > 40 ? "a string" : JSON.stringify(value);
  if (Array.isArray(value)) return "a list";
  if (value instanceof Promise) return "a promise (await it)";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const isOnlyTrue = (shape: Shape): boolean => typeof shape === "object" && "is" in shape && shape.is.length === 1 && shape.is[0] === true;

const isObject = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Promise);

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
