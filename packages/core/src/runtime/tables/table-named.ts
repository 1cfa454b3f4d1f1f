import { quoteLiteral } from "../../postgres/sql/literal.ts";
import { ask } from "../ask.ts";
import type { Session } from "../session.ts";

/** Whether the database has a table of one of these names, in whatever schema. */
export async function hasTableNamed(session: Session, names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return false;
  const list = names.map(quoteLiteral).join(", ");
  const [rows = []] = await ask(session, [
    `select 1 from pg_catalog.pg_class c where c.relname in (${list}) and c.relkind in ('r', 'p') limit 1`,
  ]);
  return rows.length > 0;
}
