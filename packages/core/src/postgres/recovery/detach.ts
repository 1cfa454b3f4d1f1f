import type { Recovery } from "../../operation/spec.ts";
import { sql } from "../sql/sql.ts";
import { asText, type Reader } from "./words.ts";

/**
 * After ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY that was cut off: between its two transactions the partition waits to be
 * detached, and FINALIZE is all that goes on from there. Undefined: the statement cannot be read.
 */
export function detachRecovery(reader: Reader): Recovery | undefined {
  reader.take("if exists");
  reader.take("only");
  const table = reader.name();
  reader.take("*");
  if (table === undefined || !reader.take("detach partition")) return undefined;
  const partition = reader.name();
  if (partition === undefined) return undefined;
  const pending = sql`(select inhdetachpending from pg_catalog.pg_inherits
    where inhparent = pg_catalog.to_regclass(${asText(table)}) and inhrelid = pg_catalog.to_regclass(${asText(partition)}))`;
  const state = sql`case ${pending} when true then 'pending' when false then 'attached' else 'apart' end`;
  return {
    look: sql`select ${state} as seen`,
    judge: async (ask, seen = "attached") => {
      const [rows = []] = await ask(sql`select ${state} as now`.sql);
      const now = rows.map((row) => ("now" in row ? row.now : undefined))[0];
      if (seen !== "attached" || now === "attached") return { state: "undone" };
      return now === "pending"
        ? { state: "done", first: [sql`alter table ${table} detach partition ${partition} finalize`] }
        : { state: "done" };
    },
  };
}
