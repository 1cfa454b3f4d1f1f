import { normalizeType } from "./name.ts";

const name = String.raw`(?:"(?:[^"]|"")+"|[^\s".]+)`;
const schemaPart = new RegExp(`^${name}\\.`, "u");

/** A wanted name as the database spells it, where the two differ only in that the wanted one says no schema. */
export const spelledName = (wanted: string, live: string | undefined): string =>
  live !== undefined && !schemaPart.test(wanted) && live.replace(schemaPart, "") === wanted ? live : wanted;

/** A wanted type as the database spells it, where it is the same one. @example spelledType("mood", "public.mood") // "public.mood" */
export function spelledType(wanted: string, live: string): string {
  const [given, there] = [normalizeType(wanted), normalizeType(live)];
  return spelledName(given, there) === there ? live : wanted;
}
