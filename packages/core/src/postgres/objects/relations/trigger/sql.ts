import { identifier, identifiers, literal, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { deferralClause } from "../constraint/fragment.ts";
import { tableName } from "../table-part.ts";
import type { Trigger } from "./model.ts";

/** `insert or update of a, b`. */
const eventList = ({ events, columns = [] }: Pick<Trigger, "events" | "columns">): Sql =>
  raw(
    events
      .map((event) => (event === "update" && columns.length > 0 ? sql`${raw(event)} of ${identifiers(columns)}`.sql : event))
      .join(" or "),
  );

/** What follows does not fall into a comment at its end. */
const condition = (text: string): Sql => raw(text.includes("--") ? `${text}\n` : text);

/** CREATE TRIGGER, with or without OR REPLACE, which PostgreSQL does not take for constraint triggers. */
export function createTriggerSql(trigger: Omit<Trigger, "kind">, how: { readonly orReplace?: true } = {}): Sql {
  const {
    name,
    constraint,
    from,
    timing,
    deferrable,
    oldTable,
    newTable,
    forEach = "statement",
    when: text,
    arguments: given = [],
  } = trigger;
  return words(
    raw(how.orReplace === true ? "create or replace" : "create"),
    when(constraint === true, () => raw("constraint")),
    sql`trigger ${identifier(name)} ${raw(timing)} ${eventList(trigger)} on ${tableName(trigger)}`,
    when(from !== undefined, () => sql`from ${from ?? { name }}`),
    deferralClause(deferrable),
    when(oldTable !== undefined || newTable !== undefined, () => raw("referencing")),
    when(oldTable !== undefined, () => sql`old table as ${identifier(oldTable ?? "")}`),
    when(newTable !== undefined, () => sql`new table as ${identifier(newTable ?? "")}`),
    sql`for each ${raw(forEach)}`,
    when(text !== undefined, () => sql`when (${condition(text ?? "")})`),
    sql`execute function ${trigger.function}(${given.map(literal)})`,
  );
}
