import type { CatalogPlace } from "../../../catalog-place.ts";
import { notOfExtension, userSchema } from "../../../catalog-query.ts";

export const procs = "'pg_catalog.pg_proc'::pg_catalog.regclass";

/** Routines of the user's of one sort. `words`: what GRANT calls them; `altered`: what ALTER does. */
export const routinePlace = (is: string, words: string, altered = words): CatalogPlace => ({
  catalog: "pg_proc",
  is: `o.oid >= 16384 and ${is}`,
  join: "join pg_catalog.pg_namespace n on n.oid = o.pronamespace",
  where: `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_proc")}
    and not exists (select from pg_catalog.pg_depend d where d.classid = ${procs} and d.objid = o.oid and d.deptype = 'i')`,
  schema: "n.nspname",
  name: "o.proname",
  signature: "pg_catalog.oidvectortypes(o.proargtypes)",
  role: "o.proowner",
  owner: { words: altered },
  access: { acl: "o.proacl", letter: "f", words },
});
