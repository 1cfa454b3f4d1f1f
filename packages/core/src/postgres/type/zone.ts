import { typeParts } from "./parts.ts";

const zoned = new Set(["timestamp with time zone", "time with time zone"]);

/**
 * Whether the conversion asks for the session's time zone: from or to a type that knows zones.
 *
 * Which zone a `timestamp` column is in, PostgreSQL takes from the session, so that the same revision would shift the
 * values by hours on one machine and not on another. mig says UTC: this is what Prisma and most clients write into such
 * columns. It is set around the statement rather than said by USING ... AT TIME ZONE, since with UTC and without USING
 * PostgreSQL changes the catalog alone, whereas USING writes the whole table anew. Who keeps local times edits the
 * `timeZone` in the revision.
 */
export function asksTimeZone(fromType: string, toType: string): boolean {
  const [from, to] = [typeParts(fromType).base, typeParts(toType).base];
  return from !== to && (zoned.has(from) || zoned.has(to));
}
