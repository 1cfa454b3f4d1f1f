import { classOf } from "../../../catalog-place.ts";
import { firstUserOid, notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { definitionIn } from "./definition.ts";
import type { PropertyGraph } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly statement: string;
}

const graphs = `pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace`;

/** What depends on a row of pg_class or of another catalog as a part of it. */
const partsOf = (alias: string, of: string): string => `join pg_catalog.pg_depend ${alias} on ${of} and ${alias}.deptype in ('a', 'i')`;

const key = "'relation ' || n.nspname || '.' || c.relname";

/**
 * Property graphs (pg_class.relkind `g`, from PostgreSQL 19 on). Their elements, labels and properties are rows of pg_propgraph_element and
 * its like, which depend on them, and on the tables and columns. Older servers have neither these catalogs nor pg_get_propgraphdef, and no
 * graph: dependencies are found without naming a catalog of theirs.
 */
export const propertyGraphCatalog: CatalogQuery<Row, PropertyGraph> = {
  exists: () => [userRows("pg_class", "o.relkind = 'g' and o.relpersistence <> 't'")],
  text: (version) => `
    select n.nspname::text as schema, c.relname::text as name,
      ${version >= 190000 ? "pg_catalog.pg_get_propgraphdef(c.oid)" : "null::text"} as statement
    from ${graphs}
    where c.relkind = 'g' and c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
    order by n.nspname collate "C", c.relname collate "C"`,
  dependents: `
    select ${key}, e.classid, e.objid, c.oid
    from ${graphs} ${partsOf("e", `e.refclassid = ${classOf("pg_class")} and e.refobjid = c.oid`)}
    where c.relkind = 'g' and c.oid >= ${firstUserOid}
    union all
    select ${key}, p.classid, p.objid, c.oid
    from ${graphs} ${partsOf("e", `e.refclassid = ${classOf("pg_class")} and e.refobjid = c.oid`)}
      ${partsOf("p", "p.refclassid = e.classid and p.refobjid = e.objid")}
    where c.relkind = 'g' and c.oid >= ${firstUserOid}`,
  decode: ({ schema, name, statement }) => [{ kind: "propertyGraph", schema, name, definition: definitionIn(statement) }],
  places: {
    propertyGraph: {
      catalog: "pg_class",
      is: "o.relkind = 'g'",
      join: "join pg_catalog.pg_namespace n on n.oid = o.relnamespace",
      where: `o.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_class")}`,
      schema: "n.nspname",
      name: "o.relname",
      role: "o.relowner",
      owner: { words: "property graph" },
      access: { acl: "o.relacl", letter: "g", words: "property graph" },
    },
  },
};
