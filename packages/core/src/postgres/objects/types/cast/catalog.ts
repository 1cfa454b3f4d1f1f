import { classOf } from "../../../catalog-place.ts";
import { firstUserOid, notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Cast } from "./model.ts";
import { castName } from "./names.ts";

interface Row {
  readonly source: string;
  readonly target: string;
  /** JSON: schema, name, argument types. Null: there is none. */
  readonly function: string | null;
  /** A letter: `f`, `i`, `b`. */
  readonly method: string;
  /** A letter: `e`, `a`, `i`. */
  readonly context: string;
}

/** Not those that range types bring along. */
const ofUsers = `o.oid >= ${firstUserOid} and ${notOfExtension("o.oid", "pg_catalog.pg_cast")}
    and not exists (select from pg_catalog.pg_depend d where d.classid = ${classOf("pg_cast")} and d.objid = o.oid and d.deptype = 'i')`;

const [source, target] = ["o.castsource", "o.casttarget"].map((oid) => `pg_catalog.format_type(${oid}, null)`);

const name = `${source} || ' AS ' || ${target}`;

export const castCatalog: CatalogQuery<Row, Cast> = {
  exists: () => [userRows("pg_cast")],
  text: () => `
    select ${source} as source, ${target} as target, (
        select pg_catalog.json_build_array(s.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes))
        from pg_catalog.pg_proc p join pg_catalog.pg_namespace s on s.oid = p.pronamespace where p.oid = o.castfunc
      )::text as function, o.castmethod::text as method, o.castcontext::text as context
    from pg_catalog.pg_cast o
    where ${ofUsers}
    order by (${name}) collate "C"`,
  places: { cast: { catalog: "pg_cast", where: ofUsers, name } },
  decode: ({ source: from, target: to, function: does, method, context }) => [
    {
      kind: "cast",
      name: castName({ source: from, target: to }),
      source: from,
      target: to,
      ...(does === null ? {} : { function: functionIn(does) }),
      ...(method === "i" ? { inout: true } : {}),
      ...(context === "e" ? {} : { context: context === "a" ? "assignment" : "implicit" }),
    },
  ],
};

function functionIn(text: string): NonNullable<Cast["function"]> {
  const [schema, own, signature] = JSON.parse(text) as readonly [string, string, string]; // as the query writes it
  return { schema, name: own, signature };
}
