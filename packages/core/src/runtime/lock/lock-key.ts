import { createHash } from "node:crypto";
import type { MigTables } from "../tables/mig-tables.ts";

/** The key of the advisory lock: 64 bits, so that not even thousands of version tables in one database clash. */
export interface LockKey {
  /** As pg_try_advisory_xact_lock takes it: a signed number. */
  readonly text: string;
  /** As pg_locks shows it: two unsigned halves. */
  readonly high: number;
  readonly low: number;
  /** Short, for names. */
  readonly short: string;
}

/** PostgreSQL keeps advisory locks per database, so the version table alone tells runs apart. */
export function lockKeyOf({ version }: MigTables): LockKey {
  const hash = createHash("sha256").update(`mig\0${version.schema}\0${version.name}`).digest();
  return { text: String(hash.readBigInt64BE(0)), high: hash.readUInt32BE(0), low: hash.readUInt32BE(4), short: hash.toString("hex", 0, 4) };
}
