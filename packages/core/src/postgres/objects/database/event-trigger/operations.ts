import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, literal, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { eventFiringWords, stateField, type FiringState } from "../../firing.ts";
import type { EventTrigger } from "./model.ts";

/** It comes after all other operations, so that it does not run for them. Only superusers may make one. */
export interface CreateEventTrigger extends Omit<EventTrigger, "kind"> {
  readonly kind: "createEventTrigger";
}

/** It comes before all other operations, so that it does not run for them. */
export interface DropEventTrigger {
  readonly kind: "dropEventTrigger";
  readonly name: string;
}

/** Gives an event trigger another name. Those of the same event run in the order of their names. */
export interface RenameEventTrigger {
  readonly kind: "renameEventTrigger";
  readonly name: string;
  readonly to: string;
}

/** Says in which sessions an event trigger runs. */
export interface SetEventTriggerState {
  readonly kind: "setEventTriggerState";
  readonly name: string;
  readonly state: "enabled" | FiringState;
}

export interface EventTriggerOperations {
  readonly createEventTrigger: CreateEventTrigger;
  readonly dropEventTrigger: DropEventTrigger;
  readonly renameEventTrigger: RenameEventTrigger;
  readonly setEventTriggerState: SetEventTriggerState;
}

const stateSql = (name: string, state: "enabled" | FiringState): Sql =>
  sql`alter event trigger ${identifier(name)} ${eventFiringWords(state)}`;

const creating = creates<CreateEventTrigger>("eventTrigger");

const createEventTrigger: OperationSpec<CreateEventTrigger> = {
  ...creating,
  touches: (op, before, kinds) => ({ ...creating.touches(op, before, kinds), stage: "last", watch: "begins" }),
  sql: ({ name, event, tags = [], function: called, state }) => [
    words(
      sql`create event trigger ${identifier(name)} on ${identifier(event)}`,
      when(tags.length > 0, () => sql`when tag in (${tags.map(literal)})`),
      sql`execute function ${called}()`,
    ),
    ...(state === undefined ? [] : [stateSql(name, state)]),
  ],
  facts: () => metadataOnly,
};

const dropping = drops<DropEventTrigger>("eventTrigger");

const dropEventTrigger: OperationSpec<DropEventTrigger> = {
  ...dropping,
  touches: (op, before, kinds) => ({ ...dropping.touches(op, before, kinds), stage: "first", watch: "ends" }),
  sql: ({ name }) => [sql`drop event trigger ${identifier(name)}`],
  facts: () => metadataOnly,
};

const renameEventTrigger: OperationSpec<RenameEventTrigger> = {
  ...renames<RenameEventTrigger>("eventTrigger"),
  sql: ({ name, to }) => [sql`alter event trigger ${identifier(name)} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

const altering = alters<SetEventTriggerState, EventTrigger>("eventTrigger", ({ state: _, ...trigger }, { state }) => ({
  ...trigger,
  ...stateField(state),
}));

const setEventTriggerState: OperationSpec<SetEventTriggerState> = {
  ...altering,
  touches: (op, before, kinds) => ({ ...altering.touches(op, before, kinds), watch: op.state === "disabled" ? "ends" : "begins" }),
  sql: ({ name, state }) => [stateSql(name, state)],
  facts: () => metadataOnly,
};

export const eventTriggerOperations: SpecsOf<EventTriggerOperations> = {
  createEventTrigger,
  dropEventTrigger,
  renameEventTrigger,
  setEventTriggerState,
};
