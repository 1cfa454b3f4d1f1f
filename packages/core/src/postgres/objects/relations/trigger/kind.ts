import { sameData } from "../../../../schema/same-data.ts";
import { toldAs } from "../../../../schema/use.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import { constraintAddress } from "../address.ts";
import { partOf, tableName } from "../table-part.ts";
import type { Trigger } from "./model.ts";
import type { CreateTrigger, DropTrigger, RenameTrigger, ReplaceTrigger, SetTriggerState } from "./operations.ts";
import { callsFunctions, ownKeys, queriesOf, renamedTrigger, triggerKey, usesOfTrigger, withQueries } from "./texts.ts";

type TriggerOperation = CreateTrigger | ReplaceTrigger | DropTrigger | RenameTrigger | SetTriggerState;

const partIn = ({ schema = "", table = "", name }: { readonly schema?: string; readonly table?: string; readonly name: string }) => ({
  schema,
  table,
  name,
});

const rename = partRenamedBy("renameTrigger");

export const triggerKind: PostgresKind<Trigger, TriggerOperation> = {
  kind: "trigger",
  owns: ownKeys,
  uses: usesOfTrigger,
  goesAlong: "with relation",
  goesFirst: callsFunctions,
  // the constraint of a constraint trigger would keep its name
  rename: (trigger, to) => (trigger.constraint === true ? [] : rename(trigger, to)),
  renamed: renamedTrigger,
  normalize: normalizeTrigger,
  create: (trigger) => [toldAs<CreateTrigger>(trigger, { ...trigger, kind: "createTrigger" })],
  drop: (trigger) => [{ ...partOf(trigger), kind: "dropTrigger" }],
  alter: alterTrigger,
  expressions: queriesOf,
  withExpressions: withQueries,
  addresses: {
    trigger: {
      sql: (ref) => sql`trigger ${identifier(ref.name)} on ${tableName(partIn(ref))}`,
      key: (ref) => triggerKey(partIn(ref)),
      commentLock: "access share",
    },
    constraint: constraintAddress,
  },
};

function normalizeTrigger({ events, columns, when, arguments: given = [], ...trigger }: Trigger): Trigger {
  return {
    ...trigger,
    events: [...new Set(events)].toSorted(),
    ...(columns === undefined || columns.length === 0 ? {} : { columns: [...new Set(columns)].toSorted() }),
    ...(when === undefined ? {} : { when: withoutOuterParentheses(when) }),
    ...(given.length === 0 ? {} : { arguments: given }),
  };
}

function alterTrigger(from: Trigger, to: Trigger): readonly (ReplaceTrigger | SetTriggerState)[] | "recreate" {
  const { state: had, ...was } = normalizeTrigger(from);
  const { state: has, ...is } = normalizeTrigger(to);
  if (sameData(was, is) && had !== has) return [{ ...partOf(to), kind: "setTriggerState", state: has ?? "enabled" }];
  const { constraint, deferrable: _, from: __, ...replaced } = to;
  if (from.constraint === true || constraint === true) return "recreate";
  return [toldAs<ReplaceTrigger>(to, { ...replaced, kind: "replaceTrigger" })];
}
