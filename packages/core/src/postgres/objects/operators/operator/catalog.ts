import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Operator, QualifiedName } from "./model.ts";

/** JSON: schema and name. Null: there is none. */
type NamePair = string | null;

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly function: NamePair;
  readonly commutator: NamePair;
  readonly negator: NamePair;
  readonly restrict: NamePair;
  readonly join: NamePair;
  readonly hashes: boolean;
  readonly merges: boolean;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_operator")}`;

const signature = `case o.oprleft when 0 then 'NONE' else pg_catalog.format_type(o.oprleft, null) end || ', '
  || pg_catalog.format_type(o.oprright, null)`;

const named = (catalog: string, prefix: string, oid: string): string => `(
        select pg_catalog.json_build_array(s.nspname, x.${prefix}name) from pg_catalog.${catalog} x
          join pg_catalog.pg_namespace s on s.oid = x.${prefix}namespace where x.oid = ${oid}::pg_catalog.oid)::text`;

/** Those that others only name, and nobody has defined, have no function. */
const isDefined = "o.oid >= 16384 and o.oprcode::pg_catalog.oid <> 0";

/** That somebody names it is told by the operator that does. */
const isNamed = `o.oid >= 16384 and exists (select from pg_catalog.pg_operator d where d.oid >= 16384 and d.oprcode::pg_catalog.oid <> 0
      and o.oid in (d.oprcom, d.oprnegate))`;

export const operatorCatalog: CatalogQuery<Row, Operator> = {
  exists: () => [userRows("pg_operator")],
  text: () => `
    select n.nspname::text as schema, o.oprname::text as name, ${signature} as signature, ${named("pg_proc", "pro", "o.oprcode")} as function,
      ${named("pg_operator", "opr", "o.oprcom")} as commutator, ${named("pg_operator", "opr", "o.oprnegate")} as negator,
      ${named("pg_proc", "pro", "o.oprrest")} as restrict, ${named("pg_proc", "pro", "o.oprjoin")} as join,
      o.oprcanhash as hashes, o.oprcanmerge as merges
    from pg_catalog.pg_operator o join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
    where ${isDefined} and ${ofUsers}
    order by n.nspname collate "C", o.oprname collate "C", ${signature} collate "C"`,
  places: {
    operator: {
      catalog: "pg_operator",
      is: `(${isDefined} or ${isNamed})`,
      join: "join pg_catalog.pg_namespace n on n.oid = o.oprnamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.oprname",
      signature,
      quoted: `pg_catalog.format('%I.%s (%s)', n.nspname, o.oprname, ${signature})`,
      usedInTexts: true,
      role: "o.oprowner",
      owner: { words: "operator" },
    },
  },
  decode: ({ schema, name, signature: types, function: does, commutator, negator, restrict, join, hashes, merges }) => [
    {
      kind: "operator",
      schema,
      name,
      signature: types,
      function: nameIn(does) ?? { schema: "", name: "" },
      ...optional("commutator", commutator),
      ...optional("negator", negator),
      ...optional("restrict", restrict),
      ...optional("join", join),
      ...(hashes ? { hashes } : {}),
      ...(merges ? { merges } : {}),
    },
  ],
};

function nameIn(pair: NamePair): QualifiedName | undefined {
  if (pair === null) return undefined;
  const [schema, name] = JSON.parse(pair) as readonly [string, string]; // as the query writes it
  return { schema, name };
}

function optional<Key extends string>(key: Key, pair: NamePair): Partial<Record<Key, QualifiedName>> {
  const name = nameIn(pair);
  return name === undefined ? {} : ({ [key]: name } as Record<Key, QualifiedName>); // a computed key
}
