import { MigError } from "../../errors.ts";
import { planOperations } from "../../plan/plan.ts";
import { introspect } from "../../postgres/introspect.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { splitStatements } from "../../postgres/sql/split-statements.ts";
import { objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { ScratchDatabase } from "../../schema/model-source.ts";
import { compare, emptySide } from "../compare.ts";
import { connect } from "../connection/connect.ts";
import { connectOptionsOf, requireUrl } from "../environment/environment.ts";
import { BatchFailure, sqlStateOf, type Session } from "../session.ts";
import type { ModelPlace } from "./model-place.ts";
import { databasesOn, type DatabaseMaker, type MadeDatabase } from "./make-database.ts";

/** The scratch databases of one source. */
export interface ScratchServer {
  /** @throws MigError SCRATCH_REFUSED, SCRATCH_BASE_FAILED */
  readonly create: (schema: DatabaseSchema) => Promise<ScratchDatabase>;
  /** Drops what was created. */
  readonly close: () => Promise<void>;
}

/** Scratch databases are created on the server that `scratchUrl` names, else on that of the project's database. */
export async function scratchServer(source: string, place: ModelPlace, signal?: AbortSignal): Promise<ScratchServer> {
  const maker = await makerOf(source, place);
  const made: MadeDatabase[] = [];
  const stop = (): void => made.forEach(({ session }) => session.destroy());
  signal?.addEventListener("abort", stop, { once: true });
  return {
    create: async (schema) => {
      signal?.throwIfAborted();
      const database = await maker.create();
      made.push(database);
      await build(database.session, schema, source);
      return scratchOf(database.session, source);
    },
    close: async () => {
      signal?.removeEventListener("abort", stop);
      for (const { drop } of made) await drop();
      await maker.end();
    },
  };
}

async function makerOf(source: string, place: ModelPlace): Promise<DatabaseMaker> {
  const { scratchUrl } = place.config;
  const url = requireUrl({ ...place, ...(scratchUrl === undefined ? {} : { url: scratchUrl }) });
  const options = { ...connectOptionsOf(place), ...(scratchUrl === undefined ? {} : { urlSource: "scratchUrl in the configuration" }) };
  if (!url.startsWith("pglite:")) return databasesOn(url, options, source);
  // PGlite has one database; another one is another PGlite, in memory.
  return {
    create: async () => {
      const session = await connect("pglite:memory", options);
      return { session, drop: () => session.close() };
    },
    end: async () => {},
  };
}

const scratchOf = (session: Session, source: string): ScratchDatabase => ({
  serverVersion: session.serverVersion,
  run: (sql) => runSql(sql, session, source),
  read: async () => (await introspect(session.simple, session.serverVersion)).schema,
});

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
  const inStatement =
    "position" in error && typeof error.position === "string"
      ? Array.from(statement).slice(0, Number(error.position)).join("").length
      : (leadingComments.exec(statement)?.[0] ?? "").length;
  const line = sql.slice(0, at + inStatement).split("\n").length;
  return new MigError("SCRATCH_SQL_FAILED", { source, problem: error.message, sqlState, line }, { cause: error });
}

/** Creates the objects of a schema in an empty database. */
async function build(session: Session, schema: DatabaseSchema, source: string): Promise<void> {
  if (objectsOf(schema).length === 0) return;
  const scope = { covers: () => false, adopt: <Wanted>(wanted: Wanted) => wanted };
  const { upgrade, before } = await compare(emptySide, { kind: "models", source: { schema, scope, diagnostics: [] } });
  for (const { transactional, statements } of planOperations(upgrade, kinds, before).transactions) {
    const texts = statements.map(({ sql }) => sql);
    const [first, last] = transactional ? [["begin"], ["commit"]] : [[], []];
    await session.batch([...first, ...texts, ...last]).catch((error: unknown) => {
      if (!(error instanceof BatchFailure)) throw error;
      const statement = texts[error.at - first.length] ?? "commit";
      const isRight = sqlStateOf(error) === "42501";
      throw new MigError("SCRATCH_BASE_FAILED", { source, statement, problem: error.message, isRight }, { cause: error });
    });
  }
}
