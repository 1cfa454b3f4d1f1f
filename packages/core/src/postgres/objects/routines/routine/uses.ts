import type { NewName } from "../../../../operation/new-names.ts";
import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { piecesOf, relationsIn, usesOfStatements } from "../../../expression/query-names.ts";
import { keysInText } from "../../../expression/text-uses.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { typeKeys } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import type { FunctionObject, Routine } from "./model.ts";
import { keysOfRoutine, type RoutineRef } from "./signature.ts";

/** What it uses: as the server has said, else as its types and texts read. A language mostly comes with an extension of its name. */
export function usesOfRoutine(routine: Routine): readonly Use[] {
  const own = routine.kind === "function" ? typesOfCanonical(routine) : [];
  const used = toldUses(routine) ?? [...new Set(keysInTexts(routine))].map((of): Use => ({ of, how: "blocks" }));
  return [
    { of: resource.schema(routine.schema), how: "blocks" },
    { of: resource.extension(routine.language), how: "blocks" },
    ...(own.length === 0 ? used : used.filter(({ of }) => !own.includes(of))),
    ...own.map((of): Use => ({ of, how: "part" })),
  ];
}

/** The range type that a canonical function belongs to, and goes with. */
export const typesOfCanonical = ({ schema, canonicalOf }: Pick<FunctionObject, "schema" | "canonicalOf">): readonly string[] =>
  canonicalOf === undefined ? [] : typeKeys(canonicalOf, schema);

function keysInTexts(routine: Routine): readonly string[] {
  const { schema, arguments: given = [], transforms = [], sqlBody } = routine;
  const results =
    routine.kind === "procedure"
      ? []
      : [...(routine.returns === undefined ? [] : [routine.returns]), ...(routine.columns ?? []).map(({ type }) => type)];
  const support = routine.kind === "procedure" || routine.support === undefined ? [] : keysInText(`${routine.support}()`, { schema });
  return [
    ...[...given.map(({ type }) => type), ...results, ...transforms].flatMap((type) => typeKeys(type, schema)),
    ...given.flatMap((one) => (one.default === undefined ? [] : keysInText(one.default, { schema }))),
    ...transforms.map((type) => resource.transform(`${type} LANGUAGE ${quoteIdentifier(routine.language)}`)),
    ...support,
    ...(sqlBody === undefined ? [] : keysInBody(sqlBody, schema)),
  ];
}

/** Languages whose texts are SQL, or much like it. */
const readable: ReadonlySet<string> = new Set(["sql", "plpgsql"]);

/**
 * What a text that the server does not read may use when it runs: then it should be there, as far as the order allows. A row of a table
 * that is there may be kept in a variable, and its columns are named anywhere.
 */
export function readsOfRoutine({ schema, language, body = "" }: Routine, before: DatabaseSchema): readonly string[] {
  if (!readable.has(language)) return [];
  const tables = relationsIn(body, schema).filter(([at, own]) => objectsIn(before, { schema: at, name: own }).length > 0);
  const columns = new Set(piecesOf(body).flatMap(({ name }) => name?.at(-1) ?? []));
  const ofTables = tables.flatMap(([at, own]) => [...columns].map((column) => resource.column(at, own, column)));
  return [...new Set([...keysInBody(body, schema), ...ofTables])];
}

function keysInBody(body: string, schema: string): readonly string[] {
  const called = piecesOf(body).flatMap(({ name }) => {
    const [first = "", second] = name ?? [];
    if (name === undefined || name.length > 2) return [];
    return second === undefined ? [resource.routine(schema, first), resource.routine("public", first)] : [resource.routine(first, second)];
  });
  return [...new Set([...usesOfStatements(body, schema).map(({ of }) => of), ...called])];
}

/** The names behind `keysOfRoutine`. */
export const namesOfRoutine = ({ schema, name, signature }: RoutineRef): readonly NewName[] =>
  keysOfRoutine({ schema, name, signature }).map(() => ({ schema, name, signature }));
