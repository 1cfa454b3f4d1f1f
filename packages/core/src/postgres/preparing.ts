import { whichRelations } from "./catalog-query.ts";
import { joined, type Ask } from "./introspect.ts";
import type { SimpleQuery } from "./session-query.ts";

// Queries of the catalog on a connection that sends them again and again. `relations`: of which tables, for those that can be asked so.

export type AskFor = (texts: readonly string[], relations: readonly number[] | undefined) => ReturnType<Ask>;

/** Each is planned each time. */
export const plain =
  (query: SimpleQuery): AskFor =>
  (texts, relations) =>
    query(joined(texts.map((text) => withRelations(text, relations === undefined ? undefined : arrayOf(relations)))));

/** Planning takes the server longer than most of these queries: each is planned once in the session. */
export function preparing(query: SimpleQuery): AskFor {
  const names = new Map<string, string>();
  let count = 0;
  return async (texts, relations) => {
    const wanted = texts.map((text) => ({
      text: withRelations(text, relations === undefined ? undefined : "$1"),
      isRestricted: relations !== undefined && text.includes(whichRelations),
    }));
    const unknown = new Map(wanted.filter(({ text }) => !names.has(text)).map((one) => [one.text, one]));
    for (const text of unknown.keys()) names.set(text, `mig_${String((count += 1))}`);
    const nameOf = (text: string): string => names.get(text) ?? "";
    const preparations = Array.from(
      unknown.values(),
      ({ text, isRestricted }) => `prepare ${nameOf(text)}${isRestricted ? "(oid[])" : ""} as ${text}`,
    );
    const executions = wanted.map(
      ({ text, isRestricted }) => `execute ${nameOf(text)}${isRestricted ? `(${arrayOf(relations ?? [])})` : ""}`,
    );
    try {
      return (await query(joined([...preparations, ...executions]))).slice(preparations.length);
    } catch (error) {
      names.clear(); // those after the failure are not there
      throw error;
    }
  };
}

const withRelations = (text: string, relations: string | undefined): string =>
  relations === undefined ? text : text.replaceAll(whichRelations, `c.oid = any(${relations})`);

const arrayOf = (relations: readonly number[]): string => `'{${relations.join(",")}}'::pg_catalog.oid[]`;
