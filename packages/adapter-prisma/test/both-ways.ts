import {
  compare,
  connect,
  databaseSide,
  modelsSide,
  planOperations,
  statementsOf,
  type Comparison,
  type MigConfig,
  type RenameAnswers,
} from "@migts/core";
import { catalogSnapshot, readTables, withDatabase } from "@migts/testkit";
import { expect } from "vitest";
import { loadTexts, type TextOptions } from "../src/adapter.ts";

// A database of some models, with rows, is made that of other models, and what it was before.

export const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

export interface Step {
  readonly name: string;
  /** Models that the database is made from. */
  readonly before: string;
  /** SQL by hand, then: rows, and what models cannot say. */
  readonly hand?: string;
  readonly after: string;
  readonly answers?: Readonly<Record<string, string | false>>;
  /** What remains open without answers: `id = likeliest`. Absent: nothing. */
  readonly asked?: readonly string[];
  readonly warnings?: readonly string[];
  /** The statements, with the answers. */
  readonly sql: readonly string[];
  /** What rows are then: a query, and what it gives. */
  readonly kept?: readonly [query: string, rows: readonly object[]];
  /** The downgrade cannot bring back what these statements lost. Absent: all comes back. */
  readonly loses?: true;
  readonly options?: Omit<TextOptions, "defaultSchema">;
  /** Of the configuration. Absent: none. */
  readonly config?: Pick<MigConfig, "naming">;
}

export const prismaFile = (models: string): readonly { readonly path: string; readonly text: string }[] => [
  { path: "schema.prisma", text: models.includes("datasource") ? models : `${datasource}${models}\n` },
];

/** Both ends, with the statements that lead from one to the other. */
export async function comparing(url: string, models: string, step: Pick<Step, "answers" | "options" | "config"> = {}): Promise<Comparison> {
  const source = await loadTexts(prismaFile(models), { defaultSchema: "public", ...step.options });
  const session = await connect(url);
  try {
    const answers: RenameAnswers = new Map(Object.entries(step.answers ?? {}));
    return await compare(await databaseSide(session, []), modelsSide(source), {
      answers,
      configuration: { config: step.config ?? {}, file: "mig.config.ts" },
    });
  } finally {
    await session.close();
  }
}

export const statementsFor = ({ upgrade, before }: Pick<Comparison, "upgrade" | "before">): readonly string[] =>
  statementsOf(planOperations(upgrade, before)).map(({ sql }) => sql);

/** Runs it on a server: forth, a second time to see that nothing is left, and back. */
export async function checkStep(step: Step, major: number): Promise<void> {
  const { before, hand = "", after, asked = [], warnings = [], sql, kept, loses } = step;
  await withDatabase({ major }, async ({ url, query }) => {
    const run = async (statements: readonly string[]): Promise<void> => {
      for (const statement of statements) await query(statement);
    };
    const first = await comparing(url, before, { ...step, answers: {} });
    expect(first.warnings.map(({ message }) => message)).toEqual([]);
    await run(statementsFor(first));
    await query(hand);
    const was = { catalog: await catalogSnapshot(url), rows: await readTables(url) };

    const open = await comparing(url, after, { ...step, answers: {} });
    expect(open.openRenames.map(({ id, to }) => `${id} = ${to}`)).toEqual(asked);
    const found = await comparing(url, after, step);
    expect(found.openRenames).toEqual([]);
    expect(found.warnings.map(({ message }) => message)).toEqual(warnings);
    expect(statementsFor(found)).toEqual(sql);
    const back = statementsOf(planOperations(found.downgrade, found.after)).map((statement) => statement.sql);
    await run(sql);
    if (kept !== undefined) expect(await query(kept[0])).toEqual(kept[1]);
    expect(statementsFor(await comparing(url, after, step)), "a second time").toEqual([]);
    await run(back);
    expect(await catalogSnapshot(url)).toBe(was.catalog);
    if (loses === undefined) expect(await readTables(url)).toEqual(was.rows);
  });
}
