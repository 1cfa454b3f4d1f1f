import type { Unmodelled } from "../schema/unmodelled.ts";

// PostgreSQL lets everybody read pg_subscription but for the connections. Where somebody took that away, all else is read.

/** Whether an error of the server says so. */
export const isDenied = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "42501" && error.message.includes("pg_subscription");

/** A query that reads none, with the columns by which others find subscriptions. */
export const withoutSubscriptions = (text: string): string =>
  text.replaceAll(
    /(?<!')\bpg_catalog\.pg_subscription (?=[a-z]\b)/gu,
    "(select null::oid as oid, null::name as subname, null::oid as subdbid, null::oid as subowner where false) ",
  );

/** What stands for them on the list of what is not compared. */
export const unreadSubscriptions: Unmodelled = {
  what: "subscriptions",
  name: "which this role may not read",
  uses: [],
  owns: [],
  usedBy: [],
};
