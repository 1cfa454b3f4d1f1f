import type { Expression } from "../../../../operation/ends.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { usesOfQuery } from "../../../expression/query-names.ts";
import { withNames } from "../../../expression/query-rename.ts";
import { textUses } from "../../../expression/text-uses.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { resource } from "../../resources.ts";
import { columnKeys, renamedColumns, tableKey, type TablePart } from "../table-part.ts";
import type { Trigger } from "./model.ts";

// The condition of a trigger is over the rows `old` and `new`: it is read as that of a query over the table under both names.

type Unkinded = Omit<Trigger, "kind">;

const start = ({ schema, table }: Pick<Trigger, "schema" | "table">): string => {
  const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
  return `SELECT FROM ${name} old, ${name} new WHERE (`;
};

const end = "\n)";

const asQuery = (trigger: Pick<Trigger, "schema" | "table">, text: string): string => `${start(trigger)}${text}${end}`;

const fromQuery = (trigger: Pick<Trigger, "schema" | "table">, query: string): string => query.slice(start(trigger).length, -end.length);

export const queriesOf = (trigger: Trigger): readonly Expression[] =>
  trigger.when === undefined ? [] : [{ text: asQuery(trigger, trigger.when), as: "query" }];

/** The trigger with this query, which is that of `queriesOf` in the server's words. */
export const withQueries = (trigger: Trigger, [query]: readonly string[]): Trigger =>
  trigger.when === undefined || query === undefined ? trigger : { ...trigger, when: fromQuery(trigger, query) };

export const triggerKey = ({ schema, table, name }: TablePart): string => resource.trigger(schema, table, name);

/** Its name, and of a constraint trigger that among the constraints of the table. */
export const ownKeys = (trigger: Unkinded): readonly string[] => [
  triggerKey(trigger),
  ...(trigger.constraint === true ? [resource.constraint(trigger.schema, trigger.table, trigger.name)] : []),
];

const functionKeys = ({ function: { schema, name } }: Unkinded): readonly string[] => [
  resource.signature(schema, name, ""),
  resource.routine(schema, name),
];

const relationKeys = (trigger: Unkinded): readonly string[] => [
  tableKey(trigger),
  ...(trigger.from === undefined ? [] : [resource.relation(trigger.from.schema, trigger.from.name)]),
];

/** It goes with its table, and with the one that it is about beside. What else it uses blocks: as the server has said, else as it reads. */
export function usesOfTrigger(trigger: Unkinded): readonly Use[] {
  const relations = relationKeys(trigger);
  const used = toldUses(trigger as Trigger) ?? [
    ...functionKeys(trigger).map((of): Use => ({ of, how: "blocks" })),
    ...columnKeys(trigger, trigger.columns ?? []).map((of): Use => ({ of, in: tableKey(trigger), how: "blocks" })),
    ...(trigger.when === undefined ? [] : usesOfCondition(trigger, trigger.when)),
  ];
  return [...relations.map((of): Use => ({ of, how: "part", follows: true })), ...used.filter(({ of }) => !relations.includes(of))];
}

const usesOfCondition = (trigger: Unkinded, text: string): readonly Use[] => [
  ...usesOfQuery(asQuery(trigger, text), trigger.schema),
  ...textUses(text, trigger).flatMap(({ as, key }): readonly Use[] => (as === "function" ? [{ of: key, how: "blocks" }] : [])),
];

/** Whether its condition calls a function, which may take rows of the table and then must go before that. */
export function callsFunctions(trigger: Trigger): boolean {
  if (trigger.when === undefined) return false;
  const own = functionKeys(trigger);
  return usesOfTrigger(trigger).some(({ of }) => of.startsWith("routine ") && !own.includes(of));
}

/** The trigger after its table, its function or something that its condition uses got another name. */
export function renamedTrigger(trigger: Trigger, names: NewNames): Trigger {
  const { from, columns, when } = trigger;
  const [table, own] = [names.get(tableKey(trigger)), names.get(triggerKey(trigger))];
  const other = from === undefined ? undefined : names.get(resource.relation(from.schema, from.name));
  const [called] = functionKeys(trigger).flatMap((key) => names.get(key) ?? []);
  const named: Trigger = {
    ...trigger,
    ...(table === undefined ? {} : { schema: table.schema, table: table.name }),
    ...(own === undefined ? {} : { name: own.name }),
    ...(other === undefined ? {} : { from: { schema: other.schema, name: other.name } }),
    ...(columns === undefined ? {} : { columns: renamedColumns(trigger, columns, names) }),
    ...(called === undefined ? {} : { function: { schema: called.schema, name: called.name } }),
  };
  if (when === undefined) return named;
  return { ...named, when: fromQuery(named, withNames({ query: asQuery(trigger, when), schema: trigger.schema }, names).query) };
}
