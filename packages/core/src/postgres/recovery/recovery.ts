import type { NotResumable, Recovery } from "../../operation/spec.ts";
import { literal, sql } from "../sql/sql.ts";
import { createDatabaseRecovery, createTablespaceRecovery } from "./cluster-wide.ts";
import { detachRecovery } from "./detach.ts";
import { dropRecovery } from "./drop.ts";
import { buildRecovery } from "./index-build.ts";
import { reindexRecovery } from "./reindex.ts";
import { asText, readWords, type Reader } from "./words.ts";

type Rule = (reader: Reader) => Recovery | NotResumable | undefined;

const unreadable: NotResumable = { instead: "Write one statement, with plain or quoted names" };

const subscription: NotResumable = {
  instead:
    "Create the replication slot first, by pg_create_logical_replication_slot on the publisher, " +
    "and create the subscription WITH (create_slot = false), which runs in a transaction",
};

const publication: NotResumable = {
  instead:
    "Say WITH (refresh = false), which runs in a transaction, and write ALTER SUBSCRIPTION ... REFRESH PUBLICATION as the next statement",
};

/** To set publications, or to refresh, again is safe; to add or drop one again fails. */
const alterSubscription: Rule = (reader) => {
  reader.name();
  return reader.take("add publication") || reader.take("drop publication") ? publication : undefined;
};

/** A drop of what has one name. */
const drop =
  (catalog: string, find: (name: { readonly schema?: string; readonly name: string }) => { readonly sql: string }): Rule =>
  (reader) => {
    reader.take("if exists");
    const name = reader.name();
    return name === undefined ? unreadable : dropRecovery(find(name), catalog);
  };

const named =
  (catalog: string, column: string) =>
  ({ name }: { readonly name: string }) =>
    sql`(select oid from ${{ schema: "pg_catalog", name: catalog }} where ${{ name: column }} = ${asName(name)})`;

const asName = (name: string) => sql`${literal(name)}::pg_catalog.name`;

/** First words of a statement, and how to go on after it. What is not here is safe to run again: vacuum, cluster, repack, alter system. */
const rules: readonly (readonly [words: string, rule: Rule])[] = [
  ["create index concurrently", (reader) => buildRecovery(reader, "create index") ?? unreadable],
  ["create unique index concurrently", (reader) => buildRecovery(reader, "create unique index") ?? unreadable],
  ["drop index concurrently", drop("pg_class", (name) => sql`pg_catalog.to_regclass(${asText(name)})::pg_catalog.oid`)],
  ["reindex", (reader) => reindexRecovery(reader, unreadable)],
  ["alter table", (reader) => detachRecovery(reader) ?? unreadable],
  ["create database", createDatabaseRecovery],
  ["drop database", drop("pg_database", named("pg_database", "datname"))],
  ["create tablespace", createTablespaceRecovery],
  ["drop tablespace", drop("pg_tablespace", named("pg_tablespace", "spcname"))],
  ["create subscription", () => subscription],
  ["alter subscription", alterSubscription],
  ["drop subscription", drop("pg_subscription", named("pg_subscription", "subname"))],
];

/**
 * How to go on after a statement that cannot run in a transaction. Undefined: it is safe to run again.
 * @example recoveryOf("drop index concurrently app.users_email_idx")
 */
export function recoveryOf(statement: string): Recovery | NotResumable | undefined {
  for (const [words, rule] of rules) {
    const reader = readWords(statement);
    if (reader.take(words)) return rule(reader);
  }
  return undefined;
}
