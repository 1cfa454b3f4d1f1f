import { modelsSide, compare, connect, databaseSide, planOperations, statementsOf, type Comparison, type Session } from "@migts/core";
import type { ModelSource } from "@migts/core/adapter";
import { catalogSnapshot, createReusedDatabase, fillTables, keptRows, lostPlaces, readTables, type ReusedDatabase } from "@migts/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadTexts } from "../src/adapter.ts";
import { features, histories, products, type CorpusSchema } from "./corpus.ts";
import { loadPrismaEngine, type PrismaEngine } from "./prisma-engine.ts";

// Prisma's own engine judges what mig makes, and mig judges what Prisma's own scripts make: built at once, and walked version by version.

/** A database with a connection of mig's. */
interface Place extends ReusedDatabase {
  readonly session: Session;
}

async function openPlace(): Promise<Place> {
  const database = await createReusedDatabase();
  return { ...database, session: await connect(database.url) };
}

let prisma: PrismaEngine;
let ours: Place;
let theirs: Place;
beforeAll(async () => {
  [prisma, ours, theirs] = await Promise.all([loadPrismaEngine(), openPlace(), openPlace()]);
});
beforeEach(async () => {
  await Promise.all([ours.empty(), theirs.empty()]);
});
afterAll(async () => {
  for (const { session, close } of [ours, theirs]) {
    await session.close();
    await close();
  }
});

const filesOf = ({ text }: CorpusSchema): readonly (readonly [string, string])[] => [["schema.prisma", text]];

async function modelsOf({ text, name }: CorpusSchema): Promise<ModelSource> {
  const models = await loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public" });
  expect(
    models.diagnostics.filter(({ severity }) => severity === "error"),
    name,
  ).toEqual([]);
  return models;
}

const comparing = async ({ session }: Place, models: ModelSource): Promise<Comparison> =>
  compare(await databaseSide(session, []), modelsSide(models));

const sqlOf = (operations: Comparison["upgrade"], before: Comparison["before"]): readonly string[] =>
  statementsOf(planOperations(operations, before)).map(({ sql }) => sql);

const lostIn = ({ upgrade, downgrade, before, after }: Comparison): ReadonlySet<string> =>
  lostPlaces([...statementsOf(planOperations(upgrade, before)), ...statementsOf(planOperations(downgrade, after))]);

const upgradeOf = ({ upgrade, before }: Comparison): readonly string[] => sqlOf(upgrade, before);

/** What Prisma would change in a database that its own script has just made, over and over. */
const seenInItsOwn: Readonly<Record<string, string>> = {
  "native-text": 'ALTER TABLE "Texts" ALTER COLUMN "d" SET DATA TYPE CHAR;',
  booking: 'ALTER TABLE "Rate" ALTER COLUMN "weekdays" SET DEFAULT ARRAY[1, 2, 3, 4, 5, 6, 7]::SMALLINT[];',
  sensors: `ALTER TABLE "Device" ALTER COLUMN "flags" SET DEFAULT '00000000'::"bit";`,
};

describe.each([
  { what: "features", schemas: features },
  { what: "products", schemas: products },
])("$what", ({ schemas }) => {
  test.each(schemas)("$name", async (schema) => {
    const models = await modelsOf(schema);
    const script = await prisma.createScript(filesOf(schema));
    for (const { query } of [ours, theirs]) await query(schema.prelude);
    for (const statement of upgradeOf(await comparing(ours, models))) await ours.query(statement);
    await theirs.query(script);
    expect(upgradeOf(await comparing(theirs, models)), "mig, of what Prisma made").toEqual([]);
    expect(await catalogSnapshot(ours.url), "what mig made, and what Prisma made").toBe(await catalogSnapshot(theirs.url));
    const seen = await prisma.databaseScript(ours.url, filesOf(schema));
    expect(seen.replaceAll(/^--.*$/gmu, "").trim(), "Prisma, of what mig made").toBe(seenInItsOwn[schema.name] ?? "");
  });
});

/** Scripts of Prisma's that PostgreSQL refuses: mig's statements are run in their place. */
const refusedScripts: Readonly<Record<string, string>> = {
  "ledger 03": 'error: type "bigserial" does not exist',
  "platform 02": 'error: schema "audit" does not exist',
};

test.each(histories)("the history of $name, walked by mig and by Prisma", { timeout: 120_000 }, async ({ name, versions }) => {
  let last: CorpusSchema | undefined;
  for (const version of versions) {
    const models = await modelsOf(version);
    const step = await comparing(ours, models);
    const before = { catalog: await catalogSnapshot(ours.url), rows: await readTables(ours.url) };
    for (const statement of upgradeOf(step)) await ours.query(statement);
    // There and back, and there again: rows of what was there before stay.
    for (const statement of sqlOf(step.downgrade, step.after)) await ours.query(statement);
    expect(await catalogSnapshot(ours.url), `back from ${version.name}`).toBe(before.catalog);
    const [was, is] = keptRows(before.rows, await readTables(ours.url), lostIn(step));
    expect(is, version.name).toBe(was);
    for (const statement of upgradeOf(step)) await ours.query(statement);
    expect(await prisma.databaseScript(ours.url, filesOf(version)), `Prisma, of ${version.name}`).toBe("");

    const script = last === undefined ? prisma.createScript(filesOf(version)) : prisma.migrateScript(filesOf(last), filesOf(version));
    const refused = await theirs.query(await script).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    expect(refused, version.name).toEqual(refusedScripts[`${name} ${version.name}`]);
    if (refused !== undefined) for (const statement of upgradeOf(step)) await theirs.query(statement);
    expect(upgradeOf(await comparing(theirs, models)), `mig, of ${version.name} as Prisma walked there`).toEqual([]);
    await fillTables(ours.url);
    last = version;
  }
});
