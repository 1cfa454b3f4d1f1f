import type { Recovery } from "../../operation/spec.ts";
import { literal, sql, type QualifiedName } from "../sql/sql.ts";

/** The index as to_regclass takes it. */
const asText = (index: QualifiedName): { readonly sql: string } => literal(sql`${index}`.sql);

/** After a CREATE INDEX CONCURRENTLY that was cut off or failed: an index that is not valid is a wreck. */
export const indexBuildRecovery = (index: QualifiedName): Recovery => ({
  state: sql`select case when i.indexrelid is null then 'undone' when i.indisvalid then 'done' else 'broken' end as state
from (select to_regclass(${asText(index)}) as oid) r left join pg_catalog.pg_index i on i.indexrelid = r.oid`,
  clear: sql`drop index concurrently if exists ${index}`,
});

/** After a DROP INDEX CONCURRENTLY that was cut off: while there is anything of it, it is dropped again. */
export const indexDropRecovery = (index: QualifiedName): Recovery => ({
  state: sql`select case when to_regclass(${asText(index)}) is null then 'done' else 'undone' end as state`,
});
