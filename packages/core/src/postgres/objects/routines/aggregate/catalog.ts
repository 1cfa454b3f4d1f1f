import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { procs, routinePlace } from "../routine/fragment.ts";
import type { Aggregate, AggregateArgument, FunctionName } from "./model.ts";

type NamePair = readonly [schema: string, name: string] | null;

/** State function, type, space, first state, final function, whether it gets the arguments, and a letter: see `modifies`. */
type StepsRow = readonly [NamePair, string, number, string | null, NamePair, boolean, string];

type ArgumentRow = readonly [mode: string | null, name: string | null, type: string];

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  /** JSON: mode, name and type of each argument. Null: it has none. */
  readonly arguments: string | null;
  /** `n` for an ordinary one, `o` for one with ORDER BY, `h` for a hypothetical one. */
  readonly kind: string;
  /** How many arguments come before ORDER BY. */
  readonly direct: number;
  /** JSON. */
  readonly steps: string;
  readonly moving: string | null;
  readonly inverse: string | null;
  readonly combine: string | null;
  readonly serial: string | null;
  readonly deserial: string | null;
  readonly sort_operator: string | null;
  /** A letter: `s`, `r`, `u`. */
  readonly parallel: string;
  readonly returns: string;
}

const json = (...items: readonly string[]): string => `pg_catalog.json_build_array(${items.join(", ")})`;

/** The schema and name of a function, or null. */
const named = (oid: string): string => `(
        select ${json("fn.nspname", "f.proname")} from pg_catalog.pg_proc f join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
        where f.oid = ${oid}::pg_catalog.oid)`;

const type = (oid: string): string => `pg_catalog.format_type(${oid}, null)`;

export const aggregateCatalog: CatalogQuery<Row, Aggregate> = {
  exists: () => [userRows("pg_proc", "o.prokind = 'a'")],
  text: () => `
    select n.nspname::text as schema, p.proname::text as name, pg_catalog.oidvectortypes(p.proargtypes) as signature, (
        select pg_catalog.json_agg(${json("x.mode", "x.name", type("x.type"))} order by x.at)
        from unnest(p.proargtypes::pg_catalog.oid[], p.proargmodes::text[], p.proargnames) with ordinality x(type, mode, name, at)
      )::text as arguments, a.aggkind::text as kind, a.aggnumdirectargs::int4 as direct,
      ${json(named("a.aggtransfn"), type("a.aggtranstype"), "a.aggtransspace", "a.agginitval", named("a.aggfinalfn"), "a.aggfinalextra", "a.aggfinalmodify")}::text as steps,
      case when a.aggmtransfn::pg_catalog.oid <> 0 then
        ${json(named("a.aggmtransfn"), type("a.aggmtranstype"), "a.aggmtransspace", "a.aggminitval", named("a.aggmfinalfn"), "a.aggmfinalextra", "a.aggmfinalmodify")}
      end::text as moving,
      ${named("a.aggminvtransfn")}::text as inverse, ${named("a.aggcombinefn")}::text as combine,
      ${named("a.aggserialfn")}::text as serial, ${named("a.aggdeserialfn")}::text as deserial, (
        select ${json("op.nspname", "o.oprname")} from pg_catalog.pg_operator o join pg_catalog.pg_namespace op on op.oid = o.oprnamespace
        where o.oid = a.aggsortop
      )::text as sort_operator, p.proparallel::text as parallel, ${type("p.prorettype")} as returns
    from pg_catalog.pg_aggregate a join pg_catalog.pg_proc p on p.oid = a.aggfnoid::pg_catalog.oid
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.oid >= 16384 and ${userSchema("n")} and ${notOfExtension("p.oid", "pg_catalog.pg_proc")}
    order by n.nspname collate "C", p.proname collate "C", pg_catalog.oidvectortypes(p.proargtypes) collate "C"`,
  dependents: `
    select 'routine ' || n.nspname || '.' || p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
      ${procs}::pg_catalog.oid, p.oid, p.oid
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.oid >= 16384 and p.prokind = 'a'`,
  places: { aggregate: routinePlace("o.prokind = 'a'", "function", "routine") },
  decode: (row) => [aggregateOf(row)],
};

const modifies: Readonly<Record<string, NonNullable<Aggregate["finalModify"]>>> = { r: "read only", s: "shareable", w: "read write" };

const nameOf = (pair: NamePair): FunctionName | undefined => (pair === null ? undefined : { schema: pair[0], name: pair[1] });

/** As the query writes it. */
const pairIn = (text: string): NamePair => JSON.parse(text) as NamePair;

/** As the query writes it. */
const stepsIn = (text: string): StepsRow => JSON.parse(text) as StepsRow;

const optional = <Key extends string>(key: Key, text: string | null): Partial<Record<Key, FunctionName>> =>
  text === null ? {} : ({ [key]: nameOf(pairIn(text)) } as Record<Key, FunctionName>); // a computed key

function stepsOf([state, stateType, space, initial, final, extra, letter]: StepsRow, usual: string) {
  const finalFunction = nameOf(final);
  const finalModify = modifies[letter];
  return {
    stateFunction: nameOf(state) ?? { schema: "", name: "" },
    stateType,
    ...(space === 0 ? {} : { stateSpace: space }),
    ...(initial === null ? {} : { initialState: initial }),
    ...(finalFunction === undefined ? {} : { finalFunction }),
    ...(extra ? { finalExtra: true as const } : {}),
    ...(letter === usual || finalModify === undefined ? {} : { finalModify }),
  };
}

function argumentsOf({ arguments: all, kind, direct }: Row): Pick<Aggregate, "arguments" | "orderBy"> {
  const list = (all === null ? [] : (JSON.parse(all) as readonly ArgumentRow[])).map(([mode, name, of]): AggregateArgument => ({
    ...(name === null || name === "" ? {} : { name }),
    ...(mode === "v" ? { mode: "variadic" } : {}),
    type: of,
  }));
  if (kind === "n") return list.length === 0 ? {} : { arguments: list };
  const [given, ordered] = [list.slice(0, direct), list.slice(direct)];
  return {
    ...(given.length === 0 ? {} : { arguments: given }),
    orderBy: ordered.length === 0 ? list.slice(-1) : ordered, // one VARIADIC stands for both
  };
}

function aggregateOf(row: Row): Aggregate {
  const usual = row.kind === "n" ? "r" : "w";
  return {
    kind: "aggregate",
    schema: row.schema,
    name: row.name,
    signature: row.signature,
    ...argumentsOf(row),
    ...(row.kind === "h" ? { hypothetical: true } : {}),
    ...stepsOf(stepsIn(row.steps), usual),
    ...optional("combineFunction", row.combine),
    ...optional("serialFunction", row.serial),
    ...optional("deserialFunction", row.deserial),
    ...(row.moving === null || row.inverse === null
      ? {}
      : {
          moving: {
            ...stepsOf(stepsIn(row.moving), usual),
            inverseFunction: nameOf(pairIn(row.inverse)) ?? { schema: "", name: "" },
          },
        }),
    ...optional("sortOperator", row.sort_operator),
    ...(row.parallel === "u" ? {} : { parallel: row.parallel === "s" ? "safe" : "restricted" }),
    returns: row.returns,
  };
}
