import type { Recovery } from "../../operation/spec.ts";
import { literal, sql, type Sql } from "../sql/sql.ts";

/**
 * After a drop that was cut off. It is done when the very object that it found is gone: one of the same name that
 * somebody made since then is not touched.
 */
export const dropRecovery = (find: Sql, catalog: string): Recovery => ({
  look: sql`select coalesce(${find}::text, '') as seen`,
  judge: async (ask, seen) => {
    const there =
      seen === undefined
        ? sql`${find} is not null`
        : sql`exists (select from ${{ schema: "pg_catalog", name: catalog }}
          where oid = ${literal(seen === "" ? "0" : seen)}::pg_catalog.oid)`;
    const [rows = []] = await ask(sql`select ${there} as there`.sql);
    const isThere = rows.some((row) => "there" in row && row.there === true);
    return { state: isThere || seen === "" ? "undone" : "done" };
  },
});
