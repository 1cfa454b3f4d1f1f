import type { NewNames } from "../../../../operation/new-names.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { renamedText, usesOfText } from "../../../expression/text-uses.ts";
import { resource } from "../../resources.ts";
import { renamedColumns, usesOfPart } from "../table-part.ts";
import type { Statistics } from "./model.ts";

type Ref = Pick<Statistics, "schema" | "name">;

export const statisticsKey = ({ schema, name }: Ref): string => resource.statistics(schema, name);

/** They go with their table, and with any of their columns. What else an expression uses, the server has said, or its text says. */
export function usesOfStatistics(statistics: Statistics): readonly Use[] {
  const { schema, on, columns = [], expressions = [] } = statistics;
  const named = expressions.flatMap((text) => usesOfText(text, on));
  return [
    { of: resource.schema(schema), how: "blocks", follows: true },
    ...usesOfPart(on, columns),
    ...named.filter(({ how }) => how === "part"),
    ...(toldUses(statistics) ?? named.filter(({ how }) => how === "blocks")),
  ];
}

/** The statistics after they, their table or something that they use got another name. They stay in their schema. */
export function renamedStatistics(statistics: Statistics, names: NewNames): Statistics {
  const { on, columns, expressions } = statistics;
  const [own, table] = [names.get(statisticsKey(statistics)), names.get(resource.relation(on.schema, on.table))];
  return {
    ...statistics,
    ...(own === undefined ? {} : { schema: own.schema, name: own.name }),
    ...(table === undefined ? {} : { on: { schema: table.schema, table: table.name } }),
    ...(columns === undefined ? {} : { columns: renamedColumns(on, columns, names) }),
    ...(expressions === undefined ? {} : { expressions: expressions.map((text) => renamedText(text, on, names)) }),
  };
}
