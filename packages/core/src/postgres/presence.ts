import { firstUserOid, type Presence } from "./catalog-query.ts";

/** Rows of the user's in a catalog, as `o`. */
export const userRows = (catalog: string, where?: string): Presence => ({
  from: `pg_catalog.${catalog} o where o.oid >= ${firstUserOid}`,
  ...(where === undefined ? {} : { where }),
});

/** All rows of a catalog. */
export const anyRow = (catalog: string): Presence => ({ from: `pg_catalog.${catalog} o` });

/** Only its columns that are no secrets may be read by everybody. */
export const anySubscription: Presence = { ...anyRow("pg_subscription"), where: "o.oid is not null" };

/** What is there if a catalog has any of some rows. */
interface Part {
  readonly key: string;
  readonly exists: readonly Presence[];
}

/** An array of the keys of what is there, as SQL: those with the same rows in one text, with commas between. */
export function keysPresent(parts: readonly Part[]): string {
  const passes = new Map<string, Map<string, string[]>>();
  for (const { key, exists } of parts) {
    for (const { from, where = "true" } of exists) {
      const pass = passes.get(from) ?? new Map<string, string[]>();
      passes.set(from, pass.set(where, [...(pass.get(where) ?? []), key]));
    }
  }
  const passOf = (pass: ReadonlyMap<string, readonly string[]>): string =>
    Array.from(pass, ([where, keys]) => `case when bool_or(${where}) then '${keys.join(",")}' end`).join(",\n      ");
  return Array.from(passes, ([from, pass]) => `(select array[${passOf(pass)}] from ${from})`).join("\n    || ");
}
