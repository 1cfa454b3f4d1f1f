import { alters } from "../../../../operation/object-operations.ts";
import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { sql } from "../../../sql/sql.ts";
import { factsOfGone, factsOfMade, optionsChangeClause, withOptions, type ForeignOptionsChange } from "../../foreign-data/options.ts";
import { making, type CreateTable, type Making } from "./create.ts";
import type { Foreign, Table } from "./model.ts";

/** Makes a foreign table: its rows are on a foreign server, and it has neither keys nor indexes. */
export interface CreateForeignTable
  extends Pick<CreateTable, "schema" | "name" | "columns" | "checks" | "partitionOf" | "inherits">, Foreign {
  readonly kind: "createForeignTable";
}

/** Changes the options of a foreign table. PostgreSQL cannot move it to another server. */
export interface AlterForeignTable extends ForeignOptionsChange {
  readonly kind: "alterForeignTable";
  readonly schema: string;
  readonly name: string;
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

const inWords = ({ schema, name }: Named): string => `foreign table ${schema}.${name}`;

const asMaking = ({ kind: _, server, options, ...table }: CreateForeignTable): Making => ({
  ...table,
  foreign: { server, ...(options === undefined ? {} : { options }) },
});

export const createForeignTable: OperationSpec<CreateForeignTable> = {
  about: aboutOf("table"),
  ...statewise<CreateForeignTable>((before, op, kinds) => making.apply(before, asMaking(op), kinds)),
  touches: (op, before, kinds) => making.touches(asMaking(op), before, kinds),
  sql: (op) => making.sql(asMaking(op)),
  facts: (op, before, kinds) => ({ ...making.facts(asMaking(op), before, kinds), ...factsOfMade(inWords(op), op.options) }),
};

export const alterForeignTable: OperationSpec<AlterForeignTable> = {
  ...alters<AlterForeignTable, Table>("table", ({ foreign, ...table }, op) =>
    foreign === undefined ? table : { ...table, foreign: { server: foreign.server, ...withOptions(foreign.options, op) } },
  ),
  sql: (op) => [sql`alter foreign table ${{ schema: op.schema, name: op.name }} ${optionsChangeClause(op)}`],
  facts: (op) => ({
    ...quickExclusive,
    ...factsOfMade(inWords(op), { ...op.add, ...op.set }),
    ...factsOfGone(inWords(op), op.remove ?? []),
  }),
};
