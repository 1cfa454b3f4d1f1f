import type { Row, Session } from "../session.ts";

/** How long the look may take. If it takes longer, there are rows. */
const lookMilliseconds = 3000;

export interface LookOptions {
  /** Whether a transaction is open already, whose settings hold. */
  readonly isOpen: boolean;
}

export type Look = (sql: string) => Promise<readonly Row[]>;

/** Reads in a transaction that is rolled back, without waiting for locks. Undefined: that failed. */
export async function looking<Result>(
  session: Session,
  { isOpen }: LookOptions,
  use: (look: Look) => Promise<Result>,
): Promise<Result | undefined> {
  const [begin, end] = isOpen ? ["savepoint mig_look", "rollback to savepoint mig_look"] : ["begin transaction read only", "rollback"];
  try {
    await session.batch([
      begin,
      `select pg_catalog.set_config('lock_timeout', '1s', true), pg_catalog.set_config('statement_timeout', '${lookMilliseconds}ms', true)`,
    ]);
    return await use(async (sql) => (await session.batch([sql])).flat());
  } catch {
    return undefined;
  } finally {
    await session.simple(end).catch(() => {}); // a lost connection shows elsewhere
  }
}
