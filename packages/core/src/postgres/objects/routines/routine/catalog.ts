import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import type { Argument, FunctionColumn, FunctionObject, Procedure, Routine } from "./model.ts";
import { outputsOf, usualCost, usualRows } from "./normal-form.ts";
import { procs, routinePlace } from "./place.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  /** `f`, `w` for a window function, `p` for a procedure. */
  readonly kind: string;
  readonly signature: string;
  /** JSON: a list of arguments. Null: it has none. */
  readonly arguments: string | null;
  readonly returns: string | null;
  readonly setof: boolean;
  readonly language: string;
  readonly body: string;
  readonly sql_body: string | null;
  readonly library: string | null;
  readonly security_definer: boolean;
  /** `name=value` each. */
  readonly settings: readonly string[] | null;
  readonly transforms: readonly string[] | null;
  /** A letter: `i`, `s`, `v`. */
  readonly volatility: string;
  readonly strict: boolean;
  readonly leakproof: boolean;
  /** A letter: `s`, `r`, `u`. */
  readonly parallel: string;
  readonly cost: string;
  readonly rows: string;
  readonly support: string | null;
  readonly canonical_of: string | null;
}

/** Each argument: its mode, name, type and default. */
const argumentsJson = `(
        select pg_catalog.json_agg(pg_catalog.json_build_array(a.mode, a.name, pg_catalog.format_type(a.type, null),
          case when p.pronargdefaults > 0 then pg_catalog.pg_get_function_arg_default(p.oid, a.at::int4) end) order by a.at)
        from unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[]), p.proargmodes::text[], p.proargnames)
          with ordinality a(type, mode, name, at)
      )`;

/** With modes: else its OUT arguments could be meant. */
const procedureArguments = `coalesce((
      select string_agg('IN ' || pg_catalog.format_type(a.type, null), ', ' order by a.at)
      from unnest(o.proargtypes) with ordinality a(type, at)), '')`;

/** Functions and procedures of the user's, without those of extensions and those that come with a range type. */
export const routineCatalog: CatalogQuery<Row, Routine> = {
  exists: () => [userRows("pg_proc", "o.prokind <> 'a'")],
  text: () => `
    select n.nspname::text as schema, p.proname::text as name, p.prokind::text as kind,
      pg_catalog.oidvectortypes(p.proargtypes) as signature, ${argumentsJson}::text as arguments,
      pg_catalog.format_type(nullif(p.prorettype, 0), null) as returns, p.proretset as setof, l.lanname::text as language, p.prosrc as body,
      case when p.prosqlbody is not null then pg_catalog.pg_get_function_sqlbody(p.oid) end as sql_body, p.probin as library,
      p.prosecdef as security_definer, p.proconfig as settings, (
        select pg_catalog.array_agg(pg_catalog.format_type(t.type, null) order by t.at)
        from unnest(p.protrftypes) with ordinality t(type, at)
      ) as transforms,
      p.provolatile::text as volatility, p.proisstrict as strict, p.proleakproof as leakproof, p.proparallel::text as parallel,
      p.procost::text as cost, p.prorows::text as rows,
      case when p.prosupport <> 0 then p.prosupport::pg_catalog.regproc::text end as support,
      (select pg_catalog.format_type(r.rngtypid, null) from pg_catalog.pg_range r where r.rngcanonical = p.oid) as canonical_of
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      join pg_catalog.pg_language l on l.oid = p.prolang
    where p.oid >= 16384 and p.prokind <> 'a' and ${userSchema("n")} and ${notOfExtension("p.oid", "pg_catalog.pg_proc")}
      and not exists (select from pg_catalog.pg_depend d where d.classid = ${procs} and d.objid = p.oid and d.deptype = 'i')
    order by n.nspname collate "C", p.proname collate "C", pg_catalog.oidvectortypes(p.proargtypes) collate "C"`,
  dependents: `
    select 'routine ' || n.nspname || '.' || p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
      ${procs}::pg_catalog.oid, p.oid, p.oid
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.oid >= 16384 and p.prokind <> 'a'`,
  places: {
    function: routinePlace("o.prokind in ('f', 'w')", "function"),
    procedure: { ...routinePlace("o.prokind = 'p'", "procedure"), arguments: procedureArguments },
  },
  decode: (row) => [row.kind === "p" ? procedureOf(row) : functionOf(row)],
};

/** An argument, or a column of what is returned: a letter of `modes`. */
type ArgumentRow = readonly [mode: string | null, name: string | null, type: string, defaultText: string | null];

const modes: Readonly<Record<string, NonNullable<Argument["mode"]>>> = { o: "out", b: "inout", v: "variadic" };

const argumentRows = (row: Row): readonly ArgumentRow[] =>
  row.arguments === null ? [] : (JSON.parse(row.arguments) as readonly ArgumentRow[]); // as the query writes them

function argumentOf([letter, name, type, given]: ArgumentRow): Argument {
  const mode = modes[letter ?? "i"];
  return {
    ...(name === null || name === "" ? {} : { name }),
    ...(mode === undefined ? {} : { mode }),
    type,
    ...(given === null ? {} : { default: printedExpression(given) }),
  };
}

function sharedOf(row: Row): Omit<Procedure, "kind"> {
  const { schema, name, signature, language, body, sql_body: sqlBody, library, settings, transforms } = row;
  const given = argumentRows(row)
    .filter(([mode]) => mode !== "t")
    .map(argumentOf);
  return {
    schema,
    name,
    signature,
    ...(given.length === 0 ? {} : { arguments: given }),
    language,
    ...(sqlBody === null ? { body } : { sqlBody }),
    ...(library === null ? {} : { library }),
    ...(row.security_definer ? { securityDefiner: true } : {}),
    ...(settings === null
      ? {}
      : { settings: Object.fromEntries(settings.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)])) }),
    ...(transforms === null ? {} : { transforms }),
  };
}

const procedureOf = (row: Row): Procedure => ({ kind: "procedure", ...sharedOf(row) });

function functionOf(row: Row): FunctionObject {
  const shared = sharedOf(row);
  const columns = argumentRows(row).flatMap(([mode, name, type]): readonly FunctionColumn[] =>
    mode === "t" ? [{ name: name ?? "", type }] : [],
  );
  const [cost, rows] = [Number(row.cost), Number(row.rows)];
  const isTable = columns.length > 0;
  return {
    kind: "function",
    ...shared,
    ...(row.returns === null || isTable || outputsOf(shared).length > 0 ? {} : { returns: row.returns }),
    ...(row.setof && !isTable ? { setof: true } : {}),
    ...(isTable ? { columns } : {}),
    ...(row.kind === "w" ? { window: true } : {}),
    ...(row.volatility === "v" ? {} : { volatility: row.volatility === "i" ? "immutable" : "stable" }),
    ...(row.strict ? { strict: true } : {}),
    ...(row.leakproof ? { leakproof: true } : {}),
    ...(row.parallel === "u" ? {} : { parallel: row.parallel === "s" ? "safe" : "restricted" }),
    ...(cost === usualCost(row.language) ? {} : { cost }),
    ...(!row.setof || rows === usualRows ? {} : { rows }),
    ...(row.support === null ? {} : { support: row.support }),
    ...(row.canonical_of === null ? {} : { canonicalOf: row.canonical_of }),
  };
}
