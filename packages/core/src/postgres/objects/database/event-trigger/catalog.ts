import { notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import { firingOf } from "../../firing.ts";
import type { EventTrigger } from "./model.ts";

interface Row {
  readonly name: string;
  readonly event: EventTrigger["event"];
  readonly tags: readonly string[] | null;
  readonly function_schema: string;
  readonly function_name: string;
  readonly state: string;
}

const isNotOfExtension = notOfExtension("o.oid", "pg_catalog.pg_event_trigger");

export const eventTriggerCatalog: CatalogQuery<Row, EventTrigger> = {
  exists: () => [anyRow("pg_event_trigger")],
  text: () => `
    select o.evtname::text as name, o.evtevent::text as event, o.evttags as tags,
      n.nspname::text as function_schema, p.proname::text as function_name, o.evtenabled::text as state
    from pg_catalog.pg_event_trigger o join pg_catalog.pg_proc p on p.oid = o.evtfoid
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where ${isNotOfExtension}
    order by o.evtname collate "C"`,
  places: {
    eventTrigger: {
      catalog: "pg_event_trigger",
      where: isNotOfExtension,
      name: "o.evtname",
      role: "o.evtowner",
      owner: { words: "event trigger" },
    },
  },
  decode: ({ name, event, tags, function_schema, function_name, state }) => [
    {
      kind: "eventTrigger",
      name,
      event,
      ...(tags === null ? {} : { tags }),
      function: { schema: function_schema, name: function_name },
      ...firingOf(state),
    },
  ],
};
