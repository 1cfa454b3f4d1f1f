import path from "node:path";
import { additionsTo } from "../../../diff/additions.ts";
import { kinds } from "../../../postgres/objects/index.ts";
import { extensionsIn } from "../../../postgres/sql/extensions-in.ts";
import { quoteIdentifier } from "../../../postgres/sql/identifier.ts";
import { emptySchema } from "../../../schema/database-schema.ts";
import type { Diagnostic } from "../../../schema/diagnostic.ts";
import type { Given, ModelSource, ScratchDatabase } from "../../../schema/model-source.ts";
import { once } from "../../../schema/remembering.ts";
import { findFiles } from "./find-files.ts";
import { placesIn } from "./places.ts";
import { placeIn, readStatements, readTexts, type ReadStatements } from "./read-statements.ts";
import { memoryFor, type SqlResult, type SqlSetting } from "./remembered.ts";
import { runStatements, type Failure } from "./run-statements.ts";
import type { SqlOptions } from "./sql-options.ts";
import { sqlScope } from "./sql-scope.ts";

/** Reads files of SQL: what they add to the earlier sources, as a scratch database has it after they were run there. */
export async function loadSql(patterns: readonly string[], { cwd, ...options }: SqlOptions, given: Given): Promise<ModelSource> {
  const folder = path.resolve(given.root, cwd ?? "");
  const files = await findFiles(patterns, folder);
  if (areProblems(files)) return invalid(files);
  const texts = await readTexts(files);
  if (areProblems(texts)) return invalid(texts);
  const read = once(() => readStatements(texts));
  const setting = once(async () => ({ base: given.base, server: await given.scratchServer(), path: searchPath(given) }));
  const memory = memoryFor(patterns, folder);
  const known = await memory.recall(texts, setting);
  const result = known ?? (await resultOf(read(), setting, given));
  if ("failed" in result) return invalid(result.failed);
  if (known === undefined) await memory.remember(texts, await setting(), result);
  const { schema, changes, serverVersion, warnings } = result;
  return {
    schema,
    changes,
    serverVersion,
    scope: sqlScope(options, { base: given.base, schema, kinds }),
    diagnostics: warnings,
    placeOf: placesIn(() => read().statements),
  };
}

/** Files that cannot be used: nothing is wanted, and nothing spoken for. */
const invalid = (diagnostics: readonly Diagnostic[]): ModelSource => ({
  schema: emptySchema,
  scope: { covers: () => false, adopt: (wanted) => wanted },
  diagnostics,
});

const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === "error");

const areProblems = (found: readonly object[]): found is readonly Diagnostic[] => found.some((one) => "severity" in one);

/** As a new connection has it, with the schema of the URL before `public`. */
const searchPath = ({ defaultSchema }: Given): string =>
  ['"$user"', ...(defaultSchema === undefined || defaultSchema === "public" ? [] : [quoteIdentifier(defaultSchema)]), "public"].join(", ");

async function resultOf(
  { statements, diagnostics }: ReadStatements,
  setting: () => Promise<SqlSetting>,
  given: Given,
): Promise<SqlResult | { readonly failed: readonly Diagnostic[] }> {
  if (hasErrors(diagnostics)) return { failed: diagnostics };
  const { base, path: search } = await setting();
  const database = await given.scratch(base, { extensions: statements.flatMap(({ text }) => extensionsIn(text)) });
  const before = await database.read();
  const { failed, doubtful } = await runStatements(statements, database, search);
  if (failed.length > 0) return { failed: [...diagnostics, ...onePerPlace(failed.map(failureOf))] };
  await afterAll(database);
  const warnings = [...diagnostics, ...remarkOf(database), ...doubtful.map(doubtOf)];
  return { serverVersion: database.serverVersion, ...additionsTo({ base, before, after: await database.read() }), warnings };
}

/** What the files have set is no longer so. */
async function afterAll({ attempt }: ScratchDatabase): Promise<void> {
  const refusal = await attempt("reset session authorization; reset role; reset all");
  if (refusal !== undefined) throw new Error(refusal.message);
}

const remarkOf = ({ remark }: ScratchDatabase): readonly Diagnostic[] =>
  remark === undefined ? [] : [{ severity: "warning", code: "SCRATCH_ELSEWHERE", message: remark }];

const failureOf = ({ statement, refusal, blockedBy = statement }: Failure): Diagnostic => ({
  severity: "error",
  code: "SQL_MODEL_FAILED",
  message: refusal.message,
  place: placeIn(blockedBy.in, blockedBy.start + (refusal.at ?? 0)),
});

const doubtOf = ({ statement, refusal }: Failure): Diagnostic => ({
  severity: "warning",
  code: "SQL_BODY_DOUBTFUL",
  message: `The body of this function has a mistake: ${refusal.message}`,
  place: placeIn(statement.in, statement.start),
});

/** A statement that several others wait for is said once. */
function onePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const texts = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...texts.values()];
}
