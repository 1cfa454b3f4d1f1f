import { isMigError, MigError } from "../../errors.ts";
import { BatchFailure, sqlStateOf, type Session } from "../session.ts";
import type { ConnectOptions } from "./connect-options.ts";

/** Opens a connection; the name is for pg_stat_activity. */
export type Connect = (applicationName: string, options?: Pick<ConnectOptions, "creates">) => Promise<Session>;

export interface SessionOptions extends Pick<ConnectOptions, "creates"> {
  /** Absent: "mig". */
  readonly name?: string;
}

/** Opens a connection, hands it over, and closes it whatever happens. */
export async function withSession<Result>(
  { connect }: { readonly connect: Connect },
  { name = "mig", ...options }: SessionOptions,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await connect(name, options);
  try {
    return await use(session);
  } catch (error) {
    throw asMigError(error);
  } finally {
    await session.close().catch(() => {}); // it may be lost already
  }
}

/** Errors of PostgreSQL and of the connection, where no step is running. Bugs stay as they are. */
function asMigError(error: unknown): unknown {
  if (isMigError(error) || !(error instanceof Error)) return error;
  const sqlState = sqlStateOf(error);
  if (sqlState !== undefined && !/^(?:57P0[123]|08)/u.test(sqlState))
    return new MigError("DATABASE_FAILED", { message: error.message, sqlState }, { cause: error });
  const isLost = sqlState !== undefined || error instanceof BatchFailure || /connection|terminated|ECONN|EPIPE/iu.test(error.message);
  return isLost ? new MigError("CONNECTION_LOST", {}, { cause: error }) : error;
}
