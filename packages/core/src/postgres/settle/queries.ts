import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { piecesOf } from "../expression/query-names.ts";
import { isTypeText } from "../expression/single-expression.ts";
import { inLiveOrder, isSameStandIn, standInOf, type StandIn } from "../objects/relations/stand-in.ts";
import { quoteIdentifier } from "../sql/identifier.ts";

/** A query to be printed, under the name that its view gets; or what a rule does. */
export interface AskedQuery {
  readonly key: string;
  readonly text: string;
  /** Names of its columns. Absent: as it names them. */
  readonly columns?: readonly string[];
  /** The table or view of the rule. Absent: it is a query. */
  readonly ruleOn?: { readonly schema: string; readonly name: string };
  /** What the rule is about. Absent: it is a query. */
  readonly event?: string;
}

/** A command, with the key of the query in it; without one it makes a relation that queries read. */
export interface QueryStep {
  readonly key?: string;
  readonly command: string;
}

export interface AskedQueries {
  readonly steps: readonly QueryStep[];
  /** A printed query with the names of the relations themselves. */
  readonly withOwnNames: (printed: string) => string;
}

export interface Schemas {
  readonly wanted: DatabaseSchema;
  readonly live: DatabaseSchema;
}

/**
 * Temporary views that make the server print queries. A relation that will have other columns than it has now, or is not there
 * yet, gets a temporary one in its place; the others are read where they are, and nothing is locked but against being changed.
 */
export function askQueries(asked: readonly AskedQuery[], schemas: Schemas): AskedQueries {
  const relations = standIns(
    asked.map(({ text }) => text),
    schemas,
  );
  const own = new Map([...relations.values()].map(({ place }) => [place[1], place]));
  const steps = [
    ...[...relations.values()].map(({ place: [, name], standIn }) => ({ command: standInCommand(name, standIn, relations) })),
    ...asked.flatMap((query) => {
      const { key, text, columns } = query;
      if (query.ruleOn !== undefined) return ruleSteps({ ...query, ruleOn: query.ruleOn }, schemas.wanted, relations);
      return [{ key, command: viewCommand(key, { text, ...(columns === undefined ? {} : { columns }) }, relations) }];
    }),
  ];
  return {
    steps,
    withOwnNames: (printed) =>
      replaceNames(printed, (name) => {
        const place = name.length > 1 && /^pg_temp(?:_\d+)?$/u.test(name[0] ?? "") ? own.get(name[1] ?? "") : undefined;
        return place === undefined ? undefined : [...place, ...name.slice(2)];
      }),
  };
}

interface Relation {
  readonly place: readonly [schema: string, name: string];
  readonly standIn: StandIn;
}

type Relations = ReadonlyMap<string, Relation>;

const placeKey = (schema: string, name: string): string => JSON.stringify([schema, name]);

/** Relations that the queries read and that are to be otherwise than they are, each after those that its own query reads. */
function standIns(texts: readonly string[], { wanted, live }: Schemas): Relations {
  const found = new Map<string, Relation>();
  const seen = new Set<string>();
  const names = new Set<string>();
  const visit = (text: string): void => {
    for (const { name = [] } of piecesOf(text)) {
      const [first = "", second] = name;
      for (const place of second === undefined ? [["public", first] as const] : [[first, second] as const]) {
        const key = placeKey(...place);
        if (seen.has(key)) continue;
        seen.add(key);
        const at = { schema: place[0], name: place[1] };
        const standIn = standInOf(wanted, at);
        const now = standInOf(live, at);
        if (standIn === undefined || isSameStandIn(standIn, now) || names.has(place[1])) continue;
        if (standIn.query !== undefined) visit(standIn.query.text);
        names.add(place[1]);
        found.set(key, { place, standIn: inLiveOrder(standIn, now) });
      }
    }
  };
  for (const text of texts) visit(text);
  return found;
}

function standInCommand(name: string, { columns, primaryKey, query }: StandIn, relations: Relations): string {
  if (query !== undefined) return viewCommand(name, query, relations);
  const clauses = (columns ?? []).flatMap(({ name: column, type, collation }) =>
    isTypeText(type) && (collation === undefined || isTypeText(collation))
      ? [`${quoteIdentifier(column)} ${type}${collation === undefined ? "" : ` collate ${collation}`}`]
      : [],
  );
  const key = primaryKey === undefined ? [] : [`primary key (${primaryKey.map(quoteIdentifier).join(", ")})`];
  return `create temporary table ${quoteIdentifier(name)} (${[...clauses, ...key].join(", ")})`;
}

function viewCommand(name: string, { text, columns }: Omit<AskedQuery, "key">, relations: Relations): string {
  const list = columns === undefined ? "" : ` (${columns.map(quoteIdentifier).join(", ")})`;
  return `create temporary view ${quoteIdentifier(name)}${list} as ${withStandIns(text, relations)}\n`;
}

const withStandIns = (text: string, relations: Relations): string =>
  replaceNames(text, (parts) => {
    const [schema = "", own = ""] = parts;
    return parts.length > 1 && relations.has(placeKey(schema, own)) ? ["pg_temp", ...parts.slice(1)] : undefined;
  });

/** Whether a temporary table can have the columns of a table or a view. */
export const canStandIn = (schema: DatabaseSchema, place: { readonly schema: string; readonly name: string }): boolean =>
  standInOf(schema, place)?.columns !== undefined;

/** The rule is made on a table of its own, which has the columns of the one that it is for: that is not locked. */
function ruleSteps(
  { key, text, ruleOn, event = "" }: AskedQuery & Required<Pick<AskedQuery, "ruleOn">>,
  wanted: DatabaseSchema,
  relations: Relations,
): readonly QueryStep[] {
  const on = `${key}_on`;
  const { columns = [] } = standInOf(wanted, ruleOn) ?? {};
  return [
    { command: standInCommand(on, { columns }, relations) },
    { key, command: `create rule ${key} as on ${event} to pg_temp.${on} ${withStandIns(text, relations)}` },
  ];
}

/** The text with some of its dotted names replaced. */
function replaceNames(text: string, replace: (name: readonly string[]) => readonly string[] | undefined): string {
  let result = "";
  let done = 0;
  for (const { name, start, text: piece } of piecesOf(text)) {
    const to = name === undefined ? undefined : replace(name);
    if (to === undefined) continue;
    result += text.slice(done, start) + to.map(quoteIdentifier).join(".");
    done = start + piece.length;
  }
  return result + text.slice(done);
}
