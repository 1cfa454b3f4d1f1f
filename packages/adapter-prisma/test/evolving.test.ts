import { compare, connect, databaseSide, modelsSide, planOperations, statementsOf, type Comparison, type RenameAnswers } from "@migts/core";
import {
  catalogSnapshot,
  createDatabase,
  fillTables,
  keptRows,
  lostPlaces,
  randomSeed,
  readTables,
  type ScratchDatabase,
} from "@migts/testkit";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadTexts } from "../src/adapter.ts";
import { edited, editKinds, emptyDesign, type Design, type Edit } from "./evolving/design.ts";
import { designText } from "./evolving/text.ts";
import { loadPrismaEngine, type PrismaEngine } from "./prisma-engine.ts";

// Random schemas that change, step by step. One database has rows and is moved by mig: there, back and there again. Another one is moved by
// Prisma's own scripts. Each judges what the other made. MIG_RANDOM_RUNS and MIG_RANDOM_SEED as for the random designs of core.

const runs = Number(process.env["MIG_RANDOM_RUNS"] ?? 3);
const seed = randomSeed();

const number = fc.nat(997);
const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(editKinds - 1), number, number, number);
/** What a schema is made of at first, and the edits of each step. */
const history = fc.tuple(
  fc.array(edit, { minLength: 12, maxLength: 24 }),
  fc.array(fc.array(edit, { minLength: 2, maxLength: 6 }), { minLength: 3, maxLength: 5 }),
);

let prisma: PrismaEngine;
beforeAll(async () => void (prisma = await loadPrismaEngine()));

const start: readonly Edit[] = [
  [0, 1, 0, 2],
  [0, 2, 2, 3],
  [16, 2, 0, 0],
];

const filesOf = (text: string): readonly (readonly [string, string])[] => [["schema.prisma", text]];

/** What happened, for the summary and for the story of a failure. */
const counts = { steps: 0, stoppedByRows: 0, refusedScripts: 0, ownDifferences: 0 };

test("schemas that change: mig and Prisma agree, rows stay, and there is a way back", { timeout: 60_000 + runs * 120_000 }, async () => {
  const law = fc.asyncProperty(history, async ([first, steps]) => {
    let design = [...start, ...first].reduce(edited, emptyDesign);
    const ours = { database: await createDatabase() };
    const theirs = await createDatabase();
    try {
      await step(undefined, design, ours, theirs);
      for (const edits of steps) {
        const next = edits.reduce(edited, design);
        await step(design, next, ours, theirs);
        design = next;
      }
    } finally {
      await Promise.all([ours.database.drop(), theirs.drop()]);
    }
  });
  await fc.assert(law, { numRuns: runs, seed, endOnFailure: process.env["MIG_RANDOM_SHRINK"] === undefined });
  if (process.env["MIG_RANDOM_RUNS"] !== undefined) console.info(counts);
  expect(counts.steps).toBeGreaterThan(counts.stoppedByRows * 2);
});

async function step(from: Design | undefined, to: Design, ours: { database: ScratchDatabase }, theirs: ScratchDatabase): Promise<void> {
  const text = designText(to);
  const story = `${from === undefined ? "" : `${designText(from)}\n\n-- to\n\n`}${text}`;
  counts.steps += 1;
  const script = from === undefined ? prisma.createScript(filesOf(text)) : prisma.migrateScript(filesOf(designText(from)), filesOf(text));
  const refused = await theirs.query(await script).then(
    () => false,
    () => true,
  );
  if (refused) {
    counts.refusedScripts += 1;
    for (const sql of sqlOf(await comparing(theirs.url, text))) await theirs.query(sql);
  }
  expect(sqlOf(await comparing(theirs.url, text)), `mig, of what Prisma walked to\n${story}`).toEqual([]);

  const { database } = ours;
  const found = await comparing(database.url, text);
  const before = { catalog: await catalogSnapshot(database.url), rows: await readTables(database.url) };
  const [up, down] = [
    statementsOf(planOperations(found.upgrade, found.before)),
    statementsOf(planOperations(found.downgrade, found.after)),
  ];
  const told = `${story}\n\n-- upgrade\n${up.map(({ sql }) => sql).join(";\n")}\n\n-- downgrade\n${down.map(({ sql }) => sql).join(";\n")}`;
  const run = async (statements: readonly { readonly sql: string }[]): Promise<Error | undefined> => {
    for (const { sql } of statements) {
      const error = await database.query(sql).then(
        () => undefined,
        (problem: unknown) => (problem instanceof Error ? problem : new Error(String(problem))),
      );
      if (error !== undefined) return error;
    }
    return undefined;
  };
  /** Rows may stand in the way, if that was said. The next step begins in a database that was made anew. */
  const isStoppedByRows = async (statements: typeof up): Promise<boolean> => {
    const error = await run(statements);
    if (error === undefined) return false;
    expect(
      statements.some(({ facts }) => facts.mayFail !== undefined),
      `${error.message}\n${told}`,
    ).toBe(true);
    counts.stoppedByRows += 1;
    await database.drop();
    ours.database = await createDatabase();
    for (const sql of sqlOf(await comparing(ours.database.url, text))) await ours.database.query(sql);
    await fillTables(ours.database.url);
    return true;
  };
  if (await isStoppedByRows(up)) return;
  const [was, is] = keptRows(before.rows, await readTables(database.url), lostPlaces(up));
  expect(is, `rows after the upgrade\n${told}`).toBe(was);
  expect(sqlOf(await comparing(database.url, text)), `a second time\n${told}`).toEqual([]);
  const seen = await prisma.databaseScript(database.url, filesOf(text));
  if (seen !== "") {
    counts.ownDifferences += 1;
    expect(seen, `Prisma, of what mig made\n${told}`).toBe(await prisma.databaseScript(theirs.url, filesOf(text)));
  }
  if (await isStoppedByRows(down)) return;
  expect(await catalogSnapshot(database.url), `the design after the downgrade\n${told}`).toBe(before.catalog);
  const [had, has] = keptRows(before.rows, await readTables(database.url), underOldNames(lostPlaces([...up, ...down]), up));
  expect(has, `rows after the downgrade\n${told}`).toBe(had);
  expect((await run(up))?.message, `the upgrade again\n${told}`).toBeUndefined();
  await fillTables(database.url);
}

interface Rename {
  readonly kind: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name?: string;
  readonly to?: string;
}

/** Places of tables and columns, also as they were called before statements renamed them. */
function underOldNames(places: ReadonlySet<string>, statements: readonly { readonly operation: object }[]): ReadonlySet<string> {
  const all = new Set(places);
  for (const { operation } of statements.toReversed()) {
    const { kind, schema = "", table, name = "", to = "" } = operation as Rename; // what every operation may have
    if (kind !== "renameTable" && kind !== "renameColumn") continue;
    const placeOf = (last: string): string => [schema, ...(table === undefined ? [] : [table]), last].join(".");
    for (const place of all)
      if (place === placeOf(to) || place.startsWith(`${placeOf(to)}.`)) all.add(placeOf(name) + place.slice(placeOf(to).length));
  }
  return all;
}

/** What may be another name of something is, as long as there is a question. */
async function comparing(url: string, text: string): Promise<Comparison> {
  const models = await loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public" });
  expect(
    models.diagnostics.filter(({ severity }) => severity === "error"),
    text,
  ).toEqual([]);
  const session = await connect(url);
  try {
    const side = await databaseSide(session, []);
    let answers: RenameAnswers = new Map();
    for (let round = 0; round < 9; round += 1) {
      const comparison = await compare(side, modelsSide(models), { answers });
      if (comparison.openRenames.length === 0) return comparison;
      answers = new Map([...answers, ...comparison.openRenames.map(({ id, to }) => [id, to] as const)]);
    }
    throw new Error(`Renames stay open for\n${text}`);
  } finally {
    await session.close();
  }
}

const sqlOf = ({ upgrade, before }: Comparison): readonly string[] => statementsOf(planOperations(upgrade, before)).map(({ sql }) => sql);
