import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { memberColumns, readMembers, type MemberColumns } from "./member-query.ts";
import type { OperatorFamily } from "./model.ts";

interface Row extends MemberColumns {
  readonly schema: string;
  readonly name: string;
  readonly method: string;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_opfamily")}`;

export const operatorFamilyCatalog: CatalogQuery<Row, OperatorFamily> = {
  exists: () => [userRows("pg_opfamily")],
  text: () => `
    select n.nspname::text as schema, o.opfname::text as name, m.amname::text as method, ${memberColumns("pg_opfamily")}
    from pg_catalog.pg_opfamily o join pg_catalog.pg_namespace n on n.oid = o.opfnamespace join pg_catalog.pg_am m on m.oid = o.opfmethod
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.opfname collate "C", m.amname collate "C"`,
  places: {
    operatorFamily: {
      catalog: "pg_opfamily",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.opfnamespace join pg_catalog.pg_am m on m.oid = o.opfmethod",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.opfname",
      signature: "m.amname",
      quoted: "pg_catalog.format('%I.%I using %I', n.nspname, o.opfname, m.amname)",
      role: "o.opfowner",
      owner: { words: "operator family" },
    },
  },
  decode: ({ schema, name, method, ...members }) => [{ kind: "operatorFamily", schema, name, signature: method, ...readMembers(members) }],
};
