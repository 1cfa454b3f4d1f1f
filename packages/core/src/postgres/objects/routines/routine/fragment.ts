import { quoteLiteral } from "../../../sql/literal.ts";
import { identifier, literal, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import type { Argument, FunctionObject, Procedure } from "./model.ts";
import { returnedByOutputs } from "./normal-form.ts";

export { leadsBack } from "./leads-back.ts";
export { procs, routinePlace } from "./place.ts";
export { bareType, keysOfRoutine, typesIn, type RoutineRef } from "./signature.ts";
export { namesOfRoutine } from "./uses.ts";

type Unsigned = Omit<FunctionObject, "signature"> | Omit<Procedure, "signature">;

/** CREATE FUNCTION or CREATE PROCEDURE. */
export function createRoutineSql(routine: Unsigned, how: { readonly orReplace?: true } = {}): Sql {
  const { kind, schema, name, arguments: given = [], language, transforms = [], securityDefiner, settings = {} } = routine;
  return words(
    raw(`create ${how.orReplace === true ? "or replace " : ""}${kind}`),
    sql`${{ schema, name }}(${given.map(argument)})`,
    ...(routine.kind === "function" ? [returnsClause(routine)] : []),
    sql`language ${identifier(language)}`,
    when(transforms.length > 0, () => sql`transform ${transforms.map((type) => raw(`for type ${type}`))}`),
    ...(routine.kind === "function" ? functionClauses(routine) : []),
    when(securityDefiner === true, () => raw("security definer")),
    ...Object.entries(settings).map(([setting, value]) => sql`set ${settingName(setting)} to ${settingValue(setting, value)}`),
    bodyClause(routine),
  );
}

const argument = ({ name, mode, type, default: given }: Argument): Sql =>
  words(
    when(mode !== undefined, () => raw(mode ?? "")),
    when(name !== undefined && name !== "", () => identifier(name ?? "")),
    raw(type),
    when(given !== undefined, () => sql`default ${raw(given ?? "")}`),
  );

function returnsClause({ arguments: given = [], returns, setof, columns }: Omit<FunctionObject, "signature">): Sql {
  if (columns !== undefined) return sql`returns table (${columns.map(({ name, type }) => sql`${identifier(name)} ${raw(type)}`)})`;
  const type = returns ?? returnedByOutputs({ arguments: given });
  if (type === undefined) return sql`returns void`;
  return raw(`returns ${setof === true ? "setof " : ""}${type}`);
}

const functionClauses = ({
  window,
  volatility,
  strict,
  leakproof,
  parallel,
  cost,
  rows,
  support,
}: Omit<FunctionObject, "signature">): readonly Sql[] =>
  [
    window === true ? "window" : "",
    volatility ?? "",
    strict === true ? "strict" : "",
    leakproof === true ? "leakproof" : "",
    parallel === undefined ? "" : `parallel ${parallel}`,
    cost === undefined ? "" : `cost ${cost}`,
    rows === undefined ? "" : `rows ${rows}`,
    support === undefined ? "" : `support ${support}`,
  ].map(raw);

/** A setting of an extension has a name of two parts. */
const settingName = (name: string): Sql =>
  raw(
    name
      .split(".")
      .map((part) => identifier(part).sql)
      .join("."),
  );

/** Settings that are lists of names (GUC_LIST_QUOTE): the server keeps each name in quotes where it must be, and takes each as a string. */
const listSettings: ReadonlySet<string> = new Set([
  "local_preload_libraries",
  "search_path",
  "session_preload_libraries",
  "shared_preload_libraries",
  "temp_tablespaces",
  "unix_socket_directories",
]);

function settingValue(name: string, value: string): Sql {
  if (!listSettings.has(name.toLowerCase())) return literal(value);
  const items = value.match(/"(?:[^"]|"")*"|[^\s,"]+/gu) ?? [""];
  return sql`${items.map((item) => literal(item.startsWith('"') ? item.slice(1, -1).replaceAll('""', '"') : item))}`;
}

function bodyClause({ body = "", sqlBody, library }: Pick<Unsigned, "body" | "sqlBody" | "library">): Sql {
  if (sqlBody !== undefined) return raw(sqlBody);
  return library === undefined ? sql`as ${exactlyQuoted(body)}` : sql`as ${literal(library)}, ${literal(body)}`;
}

/** A text in dollar quotes that it does not end early, with nothing around it. */
function exactlyQuoted(text: string): Sql {
  if (!text.includes("\n") && !text.includes("'") && !text.includes("\\")) return raw(quoteLiteral(text));
  for (let at = 0; ; at += 1) {
    const tag = at === 0 ? "$$" : at === 1 ? "$body$" : `$body${at}$`;
    if ((text + tag).indexOf(tag) === text.length) return raw(tag + text + tag);
  }
}
