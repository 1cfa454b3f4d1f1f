import { harmlessSettings } from "../../postgres/sql/session-state.ts";
import { literal, sql, type Sql } from "../../postgres/sql/sql.ts";

/** The settings of a session by name, as the server prints them, with the role. */
export type Settings = Readonly<Record<string, string>>;

/** The setting in which a transaction keeps them for its mark. */
const kept = "mig.session";

/**
 * Keeps the settings of the session, whether a statement, a function or dynamic SQL made them. It runs before mig's own
 * statements, with the revision's search_path.
 */
export const keepSettings: Sql = sql`select pg_catalog.set_config(${literal(kept)}, coalesce((
  select pg_catalog.json_object_agg(s.name, s.setting) from (
  select name, setting from pg_catalog.pg_settings
    where source operator(pg_catalog.=) 'session' and name operator(pg_catalog.!~) ${literal(harmlessSettings.source)}
    and name operator(pg_catalog.!~) '^transaction_'
  union all select 'role', pg_catalog.current_setting('role') where pg_catalog.current_setting('role') operator(pg_catalog.<>) 'none'
) as s)::pg_catalog.text, '{}'), true) as settings`;

/** The text of a mark with what was kept in its transaction; `text` is a JSON object that is not empty. */
export const withKept = (text: string): Sql =>
  sql`pg_catalog.concat('{"settings":', pg_catalog.current_setting(${literal(kept)}), ',', ${literal(text.slice(1))})`;

/** The same, from what the transaction answered. */
export const withSettings = (text: string, settings: Settings): string => `{"settings":${JSON.stringify(settings)},${text.slice(1)}`;

export function settingsOf(answer: unknown): Settings {
  return typeof answer === "string" ? (JSON.parse(answer) as Settings) : {}; // as keepSettings makes it
}

/** Statements that restore settings that differ. The role comes last, because it may not be allowed to set the others. */
export function restoreSettings({ role, ...others }: Settings): readonly string[] {
  const made = sql`select pg_catalog.set_config(s.key, s.value, false)
    from pg_catalog.json_each_text(${literal(JSON.stringify(others))}) s where not exists (select from pg_catalog.pg_settings p
    where p.name operator(pg_catalog.=) s.key and p.setting operator(pg_catalog.=) s.value)`;
  return [
    ...(Object.keys(others).length === 0 ? [] : [made.sql]),
    ...(role === undefined ? [] : [sql`select pg_catalog.set_config('role', ${literal(role)}, false)`.sql]),
  ];
}
