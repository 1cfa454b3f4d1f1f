import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { memberColumns, readMembers, type MemberColumns } from "../operator-family/fragment.ts";
import type { OperatorClass } from "./model.ts";

interface Row extends MemberColumns {
  readonly schema: string;
  readonly name: string;
  readonly method: string;
  readonly type: string;
  readonly is_default: boolean;
  readonly family_schema: string;
  readonly family: string;
  readonly storage: string | null;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_opclass")}`;

export const operatorClassCatalog: CatalogQuery<Row, OperatorClass> = {
  exists: () => [userRows("pg_opclass")],
  text: () => `
    select n.nspname::text as schema, o.opcname::text as name, m.amname::text as method, pg_catalog.format_type(o.opcintype, null) as type,
      o.opcdefault as is_default, fn.nspname::text as family_schema, f.opfname::text as family,
      case when o.opckeytype <> 0 then pg_catalog.format_type(o.opckeytype, null) end as storage, ${memberColumns("pg_opclass")}
    from pg_catalog.pg_opclass o join pg_catalog.pg_namespace n on n.oid = o.opcnamespace join pg_catalog.pg_am m on m.oid = o.opcmethod
      join pg_catalog.pg_opfamily f on f.oid = o.opcfamily join pg_catalog.pg_namespace fn on fn.oid = f.opfnamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.opcname collate "C", m.amname collate "C"`,
  places: {
    operatorClass: {
      catalog: "pg_opclass",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.opcnamespace join pg_catalog.pg_am m on m.oid = o.opcmethod",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.opcname",
      signature: "m.amname",
      quoted: "pg_catalog.format('%I.%I using %I', n.nspname, o.opcname, m.amname)",
      usedInTexts: true,
      role: "o.opcowner",
      owner: { words: "operator class" },
    },
  },
  decode: ({ schema, name, method, type, is_default, family_schema, family, storage, ...members }) => [
    {
      kind: "operatorClass",
      schema,
      name,
      signature: method,
      type,
      ...(is_default ? { default: true } : {}),
      ...(family_schema === schema && family === name ? {} : { family: { schema: family_schema, name: family } }),
      ...(storage === null ? {} : { storage }),
      ...readMembers(members),
    },
  ],
};
