import { normalizeType, spelledType } from "@migts/core/adapter";
import { nativeTypes } from "../native-types.ts";

/** What follows the name of a type: a length, the kind of a geometry, or the fields of an interval. */
const modifiers = /(?:\([^()"]*\)|(?<=^interval) (?:year|month|day|hour|minute|second)[^[]*)(?=(?:\[\])?$)/u;

/** Types that Prisma has a word for: of these it tells the lengths. */
const known = new Set(Object.values(nativeTypes).map((spelt) => bare(normalizeType(spelt("")))));

function bare(type: string): string {
  return type.replace(modifiers, "");
}

/**
 * The type of an `Unsupported("...")`, spelt as the database has it where the models name no more than its name. For a column of
 * `vector(384)` or `geometry(Point,4326)` Prisma writes `vector` and `geometry`: it does not read what follows.
 */
export function unmodifiedAsLive(wanted: string, live: string): string {
  const name = bare(live);
  if (name === live || known.has(name.replace(/\[\]$/u, "")) || / time zone(?:\[\])?$/u.test(live)) return wanted;
  return spelledType(wanted, name) === name ? live : wanted;
}

/** Whether two types are the same, but for what follows their names. */
export function differInModifiers(wanted: string, live: string): boolean {
  const [asked, there] = [bare(normalizeType(wanted)), bare(normalizeType(live))];
  return spelledType(asked, there) === there;
}
