import { catalogSnapshot, fillTables, queryRows, readTables, runScript } from "@migts/testkit";
import { expect } from "vitest";
import { renameId } from "../src/diff/renames/answers.ts";
import { diffDatabases, runPlan } from "./database-diff.ts";
import type { Judged } from "./judge.ts";

/** Two databases of one design: what the server exchanges in the one, mig exchanges in the other by answers, and no value changes. */
export async function judgeExchanged({ live, wanted, storyOf = () => "" }: Pick<Judged, "live" | "wanted" | "storyOf">): Promise<void> {
  await fillTables(live.url);
  const answers = new Map<string, string>();
  const script: string[] = [];
  const exchange = (left: Named, right: Named, sql: (from: string, to: string) => string): void => {
    script.push(sql(left.name, "for a moment"), sql(right.name, left.name), sql("for a moment", right.name));
    answers.set(renameId(left), right.name).set(renameId(right), left.name);
  };
  const inPairs = async (query: string): Promise<readonly (readonly [Named, Named])[]> => {
    const found: readonly Named[] = await queryRows(live.url, query);
    return found.flatMap((left, at) => {
      const right = found[at + 1];
      return at % 2 === 0 && right !== undefined && right.table === left.table ? [[left, right] as const] : [];
    });
  };
  for (const [left, right] of await inPairs(columns))
    exchange(left, right, (from, to) => `alter table public.${quoted(left.table ?? "")} rename column ${quoted(from)} to ${quoted(to)}`);
  for (const [left, right] of await inPairs(tables))
    exchange(left, right, (from, to) => `alter table public.${quoted(from)} rename to ${quoted(to)}`);
  await runScript(wanted.url, script.join(";\n"));

  const [start, goal] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
  const rows = await readTables(live.url);
  const diff = await diffDatabases(live, wanted, { answers, sure: new Set(answers.keys()) });
  const story = `\n${script.join(";\n")}${storyOf(diff)}`;
  expect([...diff.usedAnswers].toSorted(), story).toEqual([...answers.keys()].toSorted());
  await runPlan(live, diff.forth);
  expect(await catalogSnapshot(live.url), `the upgrade gives the catalog that was wanted${story}`).toBe(goal);
  expect((await diffDatabases(live, wanted)).upgrade, `a second diff is empty${story}`).toEqual([]);
  await runPlan(live, diff.back);
  expect(await catalogSnapshot(live.url), `the downgrade gives the catalog that was there${story}`).toBe(start);
  expect(await readTables(live.url), `no value has changed its place${story}`).toEqual(rows);
}

interface Named {
  readonly kind: string;
  readonly schema: string;
  readonly table?: string;
  readonly name: string;
}

/** Of tables that inherit nothing, from which nothing is inherited. */
const plain = `c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  and not exists (select from pg_inherits where inhrelid = c.oid or inhparent = c.oid)`;

const tables = `select 'table' as kind, 'public' as schema, relname as name from pg_class c where ${plain} order by relname`;

const columns = `select 'column' as kind, 'public' as schema, relname as table, attname as name
  from pg_class c join pg_attribute a on a.attrelid = c.oid and attnum > 0 and not attisdropped where ${plain} order by relname, attnum`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
