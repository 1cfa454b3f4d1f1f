import type { NewNames } from "../../../operation/new-names.ts";
import type { Use } from "../../../schema/use.ts";
import { raw, sql, type Sql } from "../../sql/sql.ts";
import { resource } from "../resources.ts";

/** A function of a parser or a template. Its arguments follow from what it does there. */
export interface TextSearchFunction {
  readonly schema: string;
  readonly name: string;
}

/** How PostgreSQL calls a function of a parser or a template. */
export interface Call {
  /** What CREATE TEXT SEARCH calls it. */
  readonly word: string;
  /** The arguments that PostgreSQL asks of it. */
  readonly signature: string;
}

type Calls<Key extends string> = Readonly<Record<Key, Call>>;

type Functions<Key extends string> = { readonly [K in Key]?: TextSearchFunction };

/** Those that it has, with how they are called, in the order of these. */
function functionsOf<Key extends string>(of: Functions<Key>, calls: Calls<Key>): readonly (readonly [Key, Call, TextSearchFunction])[] {
  return (Object.entries(calls) as [Key, Call][]).flatMap(([key, call]) => {
    const found = of[key];
    return found === undefined ? [] : [[key, call, found] as const];
  }); // entries have the keys of their record
}

const keyOf = ({ signature }: Call, { schema, name }: TextSearchFunction): string => resource.signature(schema, name, signature);

export const usesOfFunctions = <Key extends string>(of: Functions<Key>, calls: Calls<Key>): readonly Use[] =>
  functionsOf(of, calls).map(([, call, found]) => ({ of: keyOf(call, found), how: "blocks" }));

/** The object after some of its functions got another name. */
export function withRenamedFunctions<Key extends string, Of extends Functions<Key>>(of: Of, calls: Calls<Key>, names: NewNames): Of {
  const renamed = functionsOf(of, calls).flatMap(([key, call, found]) => {
    const to = names.get(keyOf(call, found));
    return to === undefined ? [] : [[key, { schema: to.schema, name: to.name }] as const];
  });
  return { ...of, ...Object.fromEntries(renamed) };
}

/** `start = pg_catalog.prsd_start` of each. */
export const functionList = <Key extends string>(of: Functions<Key>, calls: Calls<Key>): readonly Sql[] =>
  functionsOf(of, calls).map(([, { word }, found]) => sql`${raw(word)} = ${found}`);

/** A column of functions as JSON: schema and name of each. Null: there is none. */
export const functionJson = (column: string): string => `(
        select pg_catalog.json_build_array(s.nspname, p.proname) from pg_catalog.pg_proc p
          join pg_catalog.pg_namespace s on s.oid = p.pronamespace where p.oid = ${column}::pg_catalog.oid)::text`;

/** What `functionJson` gives. */
export function functionIn(text: string): TextSearchFunction {
  const [schema, name] = JSON.parse(text) as readonly [string, string]; // as the query writes it
  return { schema, name };
}
