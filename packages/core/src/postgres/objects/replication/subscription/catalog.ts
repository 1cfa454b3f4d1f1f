import type { CatalogQuery } from "../../../catalog-query.ts";
import { anySubscription } from "../../../presence.ts";
import type { Subscription } from "./model.ts";

interface Row {
  readonly name: string;
  readonly publications: readonly string[];
  readonly slot: string | null;
  /** A letter; a truth value before PostgreSQL 16. */
  readonly streaming: string;
  readonly is_binary: boolean;
  readonly commit: string;
  readonly disables: boolean;
  readonly is_two_phase: boolean;
  readonly origin: string | null;
  readonly needs_password: boolean;
  readonly as_owner: boolean;
  readonly is_kept: boolean;
}

/** Those of this database: the catalog has those of all. */
const ofDatabase = "o.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())";

const streamingOf: Readonly<Record<string, Subscription["streaming"]>> = { true: "on", t: "on", p: "parallel" };

/** `subconninfo` holds a password: it is never asked for, and only superusers could. */
export const subscriptionCatalog: CatalogQuery<Row, Subscription> = {
  exists: () => [anySubscription],
  text: (version) => `
    select o.subname::text as name, o.subpublications::text[] as publications, o.subslotname::text as slot, o.substream::text as streaming,
      o.subbinary as is_binary, o.subsynccommit::text as commit, o.subdisableonerr as disables, o.subtwophasestate <> 'd' as is_two_phase,
      ${version < 160000 ? "null::text as origin, true as needs_password, false as as_owner" : "nullif(o.suborigin, 'any')::text as origin, o.subpasswordrequired as needs_password, o.subrunasowner as as_owner"},
      ${version < 170000 ? "false" : "o.subfailover"} as is_kept
    from pg_catalog.pg_subscription o
    where ${ofDatabase}
    order by o.subname collate "C"`,
  places: {
    subscription: {
      catalog: "pg_subscription",
      is: ofDatabase,
      name: "o.subname",
      role: "o.subowner",
      owner: { words: "subscription" },
    },
  },
  decode: (row) => [
    {
      kind: "subscription",
      name: row.name,
      publications: row.publications,
      ...(row.slot === null ? {} : { slotName: row.slot }),
      streaming: streamingOf[row.streaming] ?? "off",
      ...(row.is_binary ? { binary: true } : {}),
      ...(row.commit === "off" ? {} : { synchronousCommit: row.commit }),
      ...(row.disables ? { disableOnError: true } : {}),
      ...(row.origin === null ? {} : { origin: "none" }),
      ...(row.needs_password ? {} : { passwordRequired: false }),
      ...(row.as_owner ? { runAsOwner: true } : {}),
      ...(row.is_two_phase ? { twoPhase: true } : {}),
      ...(row.is_kept ? { failover: true } : {}),
    },
  ],
};
