import { MigError } from "../../errors.ts";
import { planOperations } from "../../plan/plan.ts";
import { introspect } from "../../postgres/introspect.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { extensionsIn } from "../../postgres/sql/extensions-in.ts";
import { splitStatements } from "../../postgres/sql/split-statements.ts";
import { objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { Refusal, ScratchDatabase, ScratchOptions } from "../../schema/model-source.ts";
import { compare } from "../compare/compare.ts";
import { emptySide } from "../compare/side.ts";
import { BatchFailure, sqlStateOf, type Session } from "../session.ts";
import type { MadeDatabase } from "./make-database.ts";
import type { ModelPlace } from "./model-place.ts";
import { scratchPlace } from "./scratch-place.ts";

/** The scratch databases of one source. */
export interface ScratchServer {
  /** What results depend on beside the SQL: the server and its version. */
  readonly server: string;
  /** @throws MigError SCRATCH_REFUSED, SCRATCH_BASE_FAILED */
  readonly create: (schema: DatabaseSchema, options?: ScratchOptions) => Promise<ScratchDatabase>;
  /** Drops what was created. */
  readonly close: () => Promise<void>;
}

/** Scratch databases are created where `scratchPlace` says. */
export async function scratchServer(source: string, place: ModelPlace, signal?: AbortSignal): Promise<ScratchServer> {
  const maker = await scratchPlace(source, place);
  const made: MadeDatabase[] = [];
  const stop = (): void => made.forEach(({ session }) => session.destroy());
  signal?.addEventListener("abort", stop, { once: true });
  return {
    server: maker.server,
    create: async (schema, { extensions = [] } = {}) => {
      signal?.throwIfAborted();
      const batches = await batchesFor(schema);
      const database = await maker.create({ extensions: [...extensions, ...batches.flat().flatMap(extensionsIn)] });
      made.push(database);
      signal?.throwIfAborted();
      await build(database.session, batches, source);
      return scratchOf(database, source);
    },
    close: async () => {
      signal?.removeEventListener("abort", stop);
      for (const { drop } of made) await drop();
      await maker.end();
    },
  };
}

const scratchOf = ({ session, remark }: MadeDatabase, source: string): ScratchDatabase => ({
  serverVersion: session.serverVersion,
  ...(remark === undefined ? {} : { remark }),
  run: (sql) => runSql(sql, session, source),
  attempt: async (statement) => {
    try {
      await session.simple(statement);
      return undefined;
    } catch (error) {
      return refusalOf(error, statement) ?? Promise.reject(error);
    }
  },
  ask: async (query) => (await session.simple(query))[0] ?? [],
  read: async () => (await introspect(session.simple, session.serverVersion)).schema,
});

/** What the server says against a statement. Undefined: it was not the server that failed. */
function refusalOf(error: unknown, statement: string): Refusal | undefined {
  const sqlState = sqlStateOf(error);
  if (sqlState === undefined || /^(?:57P|08)/u.test(sqlState) || !(error instanceof Error)) return undefined;
  const at = "position" in error && typeof error.position === "string" ? unitsBefore(statement, Number(error.position) - 1) : undefined;
  return { message: error.message, sqlState, ...(at === undefined ? {} : { at }) };
}

/** UTF-16 units that the first characters of a text take. */
const unitsBefore = (text: string, characters: number): number => Array.from(text).slice(0, characters).join("").length;

/** One statement after the other, each committed on its own unless the SQL says otherwise, as in psql. */
async function runSql(sql: string, { simple }: Session, source: string): Promise<void> {
  let from = 0;
  for (const statement of splitStatements(sql)) {
    const at = sql.indexOf(statement, from);
    from = at + statement.length;
    await simple(statement).catch((error: unknown) => Promise.reject(sqlFailure(error, { sql, statement, at }, source)));
  }
}

interface Failed {
  readonly sql: string;
  readonly statement: string;
  /** Where the statement begins in the SQL. */
  readonly at: number;
}

const leadingComments = /^(?:\s+|--[^\n]*|\/\*[^]*?\*\/)+/u;

/** What the server refuses, with its line: where the server says, else where the statement begins. */
function sqlFailure(error: unknown, { sql, statement, at }: Failed, source: string): unknown {
  const sqlState = sqlStateOf(error);
  if (sqlState === undefined || !(error instanceof Error)) return error;
  const inStatement = refusalOf(error, statement)?.at ?? (leadingComments.exec(statement)?.[0] ?? "").length;
  const line = sql.slice(0, at + inStatement).split("\n").length;
  return new MigError("SCRATCH_SQL_FAILED", { source, problem: error.message, sqlState, line }, { cause: error });
}

/** Statements that create the objects of a schema in an empty database, by transaction. */
async function batchesFor(schema: DatabaseSchema): Promise<readonly (readonly string[])[]> {
  if (objectsOf(schema).length === 0) return [];
  const scope = { covers: () => false, adopt: <Wanted>(wanted: Wanted) => wanted };
  const { upgrade, before } = await compare(emptySide, { kind: "models", source: { schema, scope, diagnostics: [] } });
  return planOperations(upgrade, kinds, before).transactions.map(({ transactional, statements }) => {
    const texts = statements.map(({ sql }) => sql);
    return transactional ? ["begin", ...texts, "commit"] : texts;
  });
}

async function build(session: Session, batches: readonly (readonly string[])[], source: string): Promise<void> {
  for (const batch of batches) {
    await session.batch(batch).catch((error: unknown) => {
      if (!(error instanceof BatchFailure)) throw error;
      const statement = batch[error.at] ?? "commit";
      const isRight = sqlStateOf(error) === "42501";
      throw new MigError("SCRATCH_BASE_FAILED", { source, statement, problem: error.message, isRight }, { cause: error });
    });
  }
}
