import { MigError } from "../../errors.ts";
import { extensionsIn } from "../../postgres/sql/extensions-in.ts";
import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ModelPlace } from "../models/model-place.ts";
import { scratchPlace } from "../models/scratch-place.ts";
import { BatchFailure, type Session } from "../session.ts";

export interface ScratchOptions {
  /** What needs the database, for messages. */
  readonly name: string;
  /** SQL that will run there: extensions that it creates must be available. */
  readonly sql: readonly string[];
  /** The schema of names without one. Absent: public. */
  readonly defaultSchema?: string;
  readonly signal?: AbortSignal;
}

/**
 * Hands over a new, empty database on the server of the project's, and drops it whatever happens.
 * @throws MigError SCRATCH_REFUSED, INTERRUPTED
 */
export async function withScratch<Result>(
  place: ModelPlace,
  { name, sql, defaultSchema = "public", signal }: ScratchOptions,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const maker = await scratchPlace(name, place);
  try {
    const { session, drop } = await maker.create({ extensions: sql.flatMap(extensionsIn) });
    const stop = (): void => session.destroy();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      signal?.throwIfAborted();
      if (defaultSchema !== "public") await session.simple(`create schema if not exists ${quoteIdentifier(defaultSchema)}`);
      const result = await use(session);
      signal?.throwIfAborted(); // what failed since then says nothing of the statements
      return result;
    } catch (error) {
      throw signal?.aborted === true ? new MigError("INTERRUPTED", { after: "is as it was" }, { cause: error }) : error;
    } finally {
      signal?.removeEventListener("abort", stop);
      await drop();
    }
  } finally {
    await maker.end();
  }
}

/** Runs a plan as an upgrade does, but for the rows of mig's own tables. @throws BatchFailure with the statement in `at` */
export async function runPlan(session: Session, { transactions }: Plan): Promise<void> {
  for (const { transactional, statements } of transactions) {
    const texts = statements.map(({ sql }) => sql);
    try {
      await session.batch(transactional ? ["begin", ...texts, "commit"] : texts);
    } catch (error) {
      await session.simple("rollback").catch(() => {}); // a lost connection shows elsewhere
      throw error instanceof BatchFailure
        ? new StatementRefused(error, statements[error.at - (transactional ? 1 : 0)]?.sql ?? "commit")
        : error;
    }
  }
}

/** The server refused a statement. */
export class StatementRefused extends Error {
  override readonly name = "StatementRefused";
  readonly statement: string;

  constructor(cause: BatchFailure, statement: string) {
    super(cause.message, { cause });
    this.statement = statement;
  }
}
