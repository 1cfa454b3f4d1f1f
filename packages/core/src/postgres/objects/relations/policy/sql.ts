import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { tableName, type TablePart } from "../table-part.ts";
import type { Policy } from "./model.ts";

const roleList = (roles: readonly string[]): readonly Sql[] => roles.map((role) => (role === "public" ? raw("public") : identifier(role)));

const clauses = ({ roles, using, withCheck }: Pick<Policy, "roles" | "using" | "withCheck">): Sql =>
  words(
    when(roles !== undefined && roles.length > 0, () => sql`to ${roleList(roles ?? [])}`),
    when(using !== undefined, () => sql`using (${condition(using ?? "")})`),
    when(withCheck !== undefined, () => sql`with check (${condition(withCheck ?? "")})`),
  );

/** What follows does not fall into a comment at its end. */
const condition = (text: string): Sql => raw(text.includes("--") ? `${text}\n` : text);

/** CREATE POLICY. */
export const createSql = (policy: Omit<Policy, "kind">): Sql =>
  words(
    sql`create policy ${identifier(policy.name)} on ${tableName(policy)}`,
    when(policy.restrictive === true, () => sql`as restrictive`),
    when(policy.command !== undefined, () => sql`for ${raw(policy.command ?? "all")}`),
    clauses(policy),
  );

/** ALTER POLICY, of what is given. */
export const alterSql = (policy: TablePart & Pick<Policy, "roles" | "using" | "withCheck">): Sql =>
  words(sql`alter policy ${identifier(policy.name)} on ${tableName(policy)}`, clauses(policy));
