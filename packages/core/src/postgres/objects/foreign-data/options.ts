import type { OperationFacts } from "../../../operation/spec.ts";
import { identifier, literal, sql, type Sql } from "../../sql/sql.ts";

// Options of foreign data: names with values, which only the wrapper understands.

/** By name, in any order. */
export type ForeignOptions = Readonly<Record<string, string>>;

/** A change of options. */
export interface ForeignOptionsChange {
  /** Options that it has not. Absent: none. */
  readonly add?: ForeignOptions;
  /** Options that get another value. Absent: none. */
  readonly set?: ForeignOptions;
  /** Options that it loses. Absent: none. */
  readonly remove?: readonly string[];
}

/** Names of options whose values are secrets, as a pattern that PostgreSQL and JavaScript read alike. */
const secrets = "pass(word|wd|code|phrase|file)|pwd|secret|credential|(^|_)token$|(api|access|private|account|auth)_?key";

const secretName = new RegExp(secrets, "iu");

export const isSecret = (name: string): boolean => secretName.test(name);

/** SQL: options as JSON, null if there are none. The values of secrets are left on the server. */
export const optionsJson = (options: string): string => `(
      select pg_catalog.json_object_agg(x.option_name, case when x.option_name ~* '${secrets}' then '' else x.option_value end)
      from pg_catalog.pg_options_to_table(${options}) x)::text`;

/** The field of an object, of what `optionsJson` gave. */
export const decodeOptions = (json: string | null): { readonly options?: ForeignOptions } =>
  json === null ? {} : { options: JSON.parse(json) as ForeignOptions }; // as the query writes them

/** As compared: by name, without the values of secrets. Undefined: there are none. */
export function normalOptions(options: ForeignOptions | undefined, isHidden = isSecret): { readonly options?: ForeignOptions } {
  const entries = Object.entries(options ?? {}).map(([name, value]) => [name, isHidden(name) ? "" : value] as const);
  return entries.length === 0 ? {} : { options: Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1))) };
}

/** What changes from one to the other; an empty object if nothing does. */
export function optionsChange(from: ForeignOptions = {}, to: ForeignOptions = {}): ForeignOptionsChange {
  const add = Object.entries(to).filter(([name]) => from[name] === undefined);
  const set = Object.entries(to).filter(([name, value]) => from[name] !== undefined && from[name] !== value);
  const remove = Object.keys(from).filter((name) => to[name] === undefined);
  return {
    ...(add.length === 0 ? {} : { add: Object.fromEntries(add) }),
    ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
    ...(remove.length === 0 ? {} : { remove }),
  };
}

/** The field of an object after a change. */
export function withOptions(
  options: ForeignOptions | undefined,
  { add = {}, set = {}, remove = [] }: ForeignOptionsChange,
): { readonly options?: ForeignOptions } {
  const kept = Object.entries(options ?? {}).filter(([name]) => !remove.includes(name));
  const all = { ...Object.fromEntries(kept), ...set, ...add };
  return Object.keys(all).length === 0 ? {} : { options: all };
}

const pairs = (options: ForeignOptions, word = ""): readonly Sql[] =>
  Object.entries(options).map(([name, value]) => sql`${{ sql: word }}${identifier(name)} ${literal(value)}`);

/** `options (host 'a', port '1')`; nothing where there are none. */
export const optionsClause = (options: ForeignOptions = {}): Sql =>
  Object.keys(options).length === 0 ? { sql: "" } : sql`options (${pairs(options)})`;

/** `options (add host 'a', set port '1', drop user)`; nothing where nothing changes. */
export function optionsChangeClause({ add = {}, set = {}, remove = [] }: ForeignOptionsChange): Sql {
  const changes = [...pairs(add, "add "), ...pairs(set, "set "), ...remove.map((name) => sql`drop ${identifier(name)}`)];
  return changes.length === 0 ? { sql: "" } : sql`options (${changes})`;
}

/** Names of options whose values mig has not: they are made empty. */
const emptySecrets = (options: ForeignOptions = {}, isHidden = isSecret): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) => (isHidden(name) && value === "" ? [name] : []));

/** What facts say of options that are made: secrets are to be set by hand. `of`: what has them, in words. */
export function factsOfMade(of: string, options: ForeignOptions | undefined, isHidden = isSecret): Pick<OperationFacts, "byHand"> {
  const names = emptySecrets(options, isHidden);
  return names.length === 0 ? {} : { byHand: [`set ${names.join(", ")} in the options of ${of}: mig does not read such values`] };
}

/** What facts say of options that go: the values of secrets do not come back. */
export function factsOfGone(of: string, names: readonly string[], isHidden = isSecret): Pick<OperationFacts, "losesData" | "losesFrom"> {
  const lost = names.filter(isHidden);
  return lost.length === 0 ? {} : { losesData: `${lost.join(", ")} in the options of ${of}`, losesFrom: [] };
}
