import { designsWith, designSql, randomSeed, servers, withDatabase, type Feature, type ScratchDatabase } from "@migts/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connect, databaseSide, designFiles } from "../src/index.ts";
import { placedStatements } from "../src/postgres/sql/split-statements.ts";
import { compared, textsOf, withFiles } from "./sql-files.ts";

// Laws of models in SQL over random designs: any order of their statements, and the files that mig writes, are the same design.

const runs = Math.ceil(Number(process.env["MIG_RANDOM_RUNS"] ?? 14) / 4);
const seed = randomSeed();

/** Without rights: what is granted and then revoked is another thing the other way round. */
const unordered: readonly Feature[] = ["domains", "views", "routines", "statistics", "policies", "index settings"];

type Texts = Readonly<Record<string, string>>;

/** The statements of a design over three files, the last ones first. */
const inReverse = (sql: string): Texts => {
  const texts = placedStatements(sql)
    .map(({ text }) => `${text};\n`)
    .toReversed();
  return Object.fromEntries([0, 1, 2].map((file) => [`db/${file}.sql`, texts.filter((_, at) => at % 3 === file).join("\n")]));
};

async function written({ url }: ScratchDatabase): Promise<Texts> {
  const session = await connect(url);
  try {
    const { files } = await designFiles(await databaseSide(session, []));
    return Object.fromEntries([["db/none.sql", ""], ...files.map(({ path, text }) => [`db/${path}`, text])]);
  } finally {
    await session.close();
  }
}

const laws: readonly {
  readonly law: string;
  readonly features: readonly Feature[];
  readonly filesOf: (sql: string, database: ScratchDatabase) => Promise<Texts> | Texts;
}[] = [
  { law: "statements in any order are the design", features: unordered, filesOf: inReverse },
  { law: "the files that mig writes are the design", features: [...unordered, "rights"], filesOf: (_, database) => written(database) },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(laws)("$law", { timeout: 60_000 + runs * 20_000 }, async ({ features, filesOf }) => {
    const law = fc.asyncProperty(designsWith(features), async (design) => {
      const sql = designSql(design, major);
      await withDatabase({ major, setup: sql }, async (database) => {
        const files = await filesOf(sql, database);
        await withFiles(files, database, async ({ load }) => {
          const source = await load({ owns: "database" });
          expect({ files, diagnostics: source.diagnostics }).toEqual({ files, diagnostics: [] });
          const { upgrade, before, downgrade, after } = await compared(source, database);
          expect({ files, forth: textsOf(upgrade, before), back: textsOf(downgrade, after) }).toEqual({ files, forth: [], back: [] });
        });
      });
    });
    await fc.assert(law, { numRuns: runs, seed, endOnFailure: process.env["MIG_RANDOM_SHRINK"] === undefined });
  });
});
