import { sameData } from "../../../../schema/same-data.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { EventTrigger } from "./model.ts";
import type { CreateEventTrigger, DropEventTrigger, RenameEventTrigger, SetEventTriggerState } from "./operations.ts";

type EventTriggerOperation = CreateEventTrigger | DropEventTrigger | RenameEventTrigger | SetEventTriggerState;

/** The first version with the event `login`. */
const withLogin = 170000;

export const eventTriggerKind: PostgresKind<EventTrigger, EventTriggerOperation> = {
  kind: "eventTrigger",
  owns: ({ name }) => [resource.eventTrigger(name)],
  uses: ({ function: { schema, name } }) => [
    { of: resource.signature(schema, name, ""), how: "blocks" },
    { of: resource.routine(schema, name), how: "blocks" },
  ],
  rename: ({ name }, to) => [{ kind: "renameEventTrigger", name, to: to.name }],
  renamed: (trigger, names) => {
    const { schema, name } = trigger.function;
    const own = names.get(resource.eventTrigger(trigger.name));
    const called = names.get(resource.signature(schema, name, ""));
    return {
      ...trigger,
      ...(own === undefined ? {} : { name: own.name }),
      ...(called === undefined ? {} : { function: { schema: called.schema, name: called.name } }),
    };
  },
  normalize: normalizeEventTrigger,
  create: (trigger) => [{ ...trigger, kind: "createEventTrigger" }],
  drop: ({ name }) => [{ kind: "dropEventTrigger", name }],
  alter: (from, to) => {
    const { state: _, ...was } = normalizeEventTrigger(from);
    const { state: has, ...is } = normalizeEventTrigger(to);
    if (!sameData(was, is)) return "recreate";
    return [{ kind: "setEventTriggerState", name: to.name, state: has ?? "enabled" }];
  },
  forServer: (trigger, version) => (trigger.event === "login" && version < withLogin ? undefined : trigger),
  addresses: {
    eventTrigger: {
      sql: ({ name }) => sql`event trigger ${{ name }}`,
      key: ({ name }) => resource.eventTrigger(name),
      commentLock: "none",
    },
  },
};

function normalizeEventTrigger({ tags = [], ...trigger }: EventTrigger): EventTrigger {
  return { ...trigger, ...(tags.length === 0 ? {} : { tags: [...new Set(tags.map((tag) => tag.toUpperCase()))].toSorted() }) };
}
