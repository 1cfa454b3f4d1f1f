import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationFacts, Statement } from "../../../../operation/spec.ts";
import { toldAs } from "../../../../schema/use.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { firingWords, stateField, type FiringState } from "../../firing.ts";
import { lockingHeirs } from "../locks.ts";
import { withShape } from "../parents.ts";
import { settingsBelow, withStatesBelow } from "../partition-trigger/fragment.ts";
import { alterTable, tableName, type TablePart } from "../table-part.ts";
import type { Trigger } from "./model.ts";
import { createTriggerSql } from "./sql.ts";

export interface CreateTrigger extends Omit<Trigger, "kind"> {
  readonly kind: "createTrigger";
}

/** Puts a trigger in place of the one of that name. PostgreSQL takes it for all but constraint triggers. */
export interface ReplaceTrigger extends Omit<Trigger, "kind" | "constraint" | "deferrable" | "from"> {
  readonly kind: "replaceTrigger";
}

export interface DropTrigger extends TablePart {
  readonly kind: "dropTrigger";
}

/** Gives a trigger another name. Triggers of the same time run in the order of their names. */
export interface RenameTrigger extends TablePart {
  readonly kind: "renameTrigger";
  readonly to: string;
}

/** Says in which sessions a trigger of a table runs. */
export interface SetTriggerState extends TablePart {
  readonly kind: "setTriggerState";
  readonly state: "enabled" | FiringState;
}

export interface TriggerOperations {
  readonly createTrigger: CreateTrigger;
  readonly replaceTrigger: ReplaceTrigger;
  readonly dropTrigger: DropTrigger;
  readonly renameTrigger: RenameTrigger;
  readonly setTriggerState: SetTriggerState;
}

const made = (op: CreateTrigger | ReplaceTrigger): Trigger => toldAs<Trigger>(op, { ...op, kind: "trigger" });

/** Reads go on, writes wait. */
const writersWait: OperationFacts = { ...metadataOnly, lock: "share row exclusive" };

const stateSql = (op: TablePart, state: "enabled" | FiringState): Statement =>
  alterTable(op, sql`${firingWords(state, "trigger")} ${identifier(op.name)}`);

const stateOf = (op: TablePart & { readonly state?: FiringState }): readonly Statement[] =>
  op.state === undefined ? [] : [stateSql(op, op.state)];

const creating = creates<CreateTrigger>("trigger", made);
const dropping = drops<DropTrigger>("trigger");

const createTrigger: OperationSpec<CreateTrigger> = {
  ...creating,
  touches: (op, before, kinds) => withShape(creating.touches(op, before, kinds), tableName(op)),
  sql: (op) => [createTriggerSql(op), ...stateOf(op)],
  facts: ({ from, ...op }, before, kinds) => {
    const facts: OperationFacts =
      from === undefined ? writersWait : { ...writersWait, alsoLocks: [{ lock: "access share", of: { kind: "table", ...from } }] };
    return lockingHeirs(facts, tableName(op), before, kinds, "partitions");
  },
};

/** A change of a trigger that partitions get as it is, whatever they had set of it. */
function reachesPartitions<Op extends ReplaceTrigger | SetTriggerState>(to: (trigger: Trigger, op: Op) => Trigger): Altering<Op> {
  const own = alters<Op, Trigger>("trigger", to);
  return {
    ...own,
    apply: (before, op, kinds) => withStatesBelow(own.apply(before, op, kinds), op, kinds),
    reverse: (op, before, kinds) => [...own.reverse(op, before, kinds), ...settingsBelow(before, op, kinds)],
  };
}

type Altering<Op extends ReplaceTrigger | SetTriggerState> = Pick<OperationSpec<Op>, "about" | "apply" | "reverse" | "touches">;

const replaceTrigger: OperationSpec<ReplaceTrigger> = {
  ...reachesPartitions<ReplaceTrigger>((_, op) => made(op)),
  sql: (op) => [createTriggerSql(op, { orReplace: true }), ...stateOf(op)],
  facts: () => writersWait,
};

const dropTrigger: OperationSpec<DropTrigger> = {
  ...dropping,
  touches: (op, before, kinds) => withShape(dropping.touches(op, before, kinds), tableName(op)),
  sql: (op) => [sql`drop trigger ${identifier(op.name)} on ${tableName(op)}`],
  facts: (op, before, kinds) => lockingHeirs(quickExclusive, tableName(op), before, kinds, "partitions"),
};

const renameTrigger: OperationSpec<RenameTrigger> = {
  ...renames<RenameTrigger>("trigger"),
  sql: (op) => [sql`alter trigger ${identifier(op.name)} on ${tableName(op)} rename to ${identifier(op.to)}`],
  facts: () => quickExclusive,
};

const setTriggerState: OperationSpec<SetTriggerState> = {
  ...reachesPartitions<SetTriggerState>((from, { state }) => {
    const { state: _, ...trigger } = from;
    return toldAs<Trigger>(from, { ...trigger, ...stateField(state) });
  }),
  sql: (op) => [stateSql(op, op.state)],
  facts: () => writersWait,
};

export const triggerOperations: SpecsOf<TriggerOperations> = {
  createTrigger,
  replaceTrigger,
  dropTrigger,
  renameTrigger,
  setTriggerState,
};
