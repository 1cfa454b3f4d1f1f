import { sameData } from "../../../../schema/same-data.ts";
import { toldAs } from "../../../../schema/use.ts";
import { sql, raw } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { keysOfRoutine, namesOfRoutine } from "../routine/fragment.ts";
import type { Aggregate, AggregateArgument } from "./model.ts";
import { normalAggregate } from "./normal-form.ts";
import type { AggregateOperations, CreateAggregate, ReplaceAggregate } from "./operations.ts";
import { callName } from "./signature.ts";
import { renamedAggregate, usesOfAggregate } from "./uses.ts";

const refIn = ({
  schema = "",
  name,
  signature = "",
}: {
  readonly schema?: string;
  readonly name: string;
  readonly signature?: string;
}) => ({
  schema,
  name,
  signature,
});

const rename = renamedBy("renameAggregate", "setAggregateSchema");

export const aggregateKind: PostgresKind<Aggregate, AggregateOperations[keyof AggregateOperations]> = {
  kind: "aggregate",
  owns: keysOfRoutine,
  names: namesOfRoutine,
  uses: usesOfAggregate,
  renamed: renamedAggregate,
  rename: (aggregate, to) =>
    aggregate.signature === to.signature ? rename(aggregate, to).map((step) => ({ ...step, signature: aggregate.signature })) : [],
  normalize: normalAggregate,
  create: (aggregate) => [toldAs<CreateAggregate>(aggregate, { ...payloadOf(aggregate), kind: "createAggregate" })],
  drop: (aggregate) => [{ ...refIn(aggregate), kind: "dropAggregate" }],
  alter: (from, to) =>
    isReplaceable(from, to) ? [toldAs<ReplaceAggregate>(to, { ...payloadOf(to), kind: "replaceAggregate" })] : "recreate",
  expressions: () => [], // it has no texts; but only the server knows which of several functions of a name it uses
  addresses: {
    aggregate: {
      sql: (ref) => sql`aggregate ${callName(refIn(ref))}`,
      key: (ref) => keysOfRoutine(refIn(ref))[0],
      commentLock: "none",
      grantedOn: ({ schema = "", name, signature = "" }) => sql`function ${{ schema, name }}(${raw(signature)})`,
      objects: "functions",
      toPublic: () => ["execute"],
    },
  },
};

/** The payload that makes it: its signature follows from its arguments. */
function payloadOf({ kind: _, signature: __, returns: ___, ...rest }: Aggregate): Omit<Aggregate, "kind" | "signature" | "returns"> {
  return rest;
}

/** Whether CREATE OR REPLACE takes the second in place of the first (AggregateCreate and ProcedureCreate in PostgreSQL's sources). */
function isReplaceable(from: Aggregate, to: Aggregate): boolean {
  if (from.returns === undefined || from.returns !== to.returns || from.hypothetical !== to.hypothetical) return false;
  const [had, has] = [shapeOf(from), shapeOf(to)];
  return sameData(had.types, has.types) && had.names.every((name, at) => name === undefined || name === has.names[at]);
}

function shapeOf(aggregate: Aggregate) {
  const { arguments: given = [], orderBy = [] } = normalAggregate(aggregate);
  const typeOf = ({ mode, type }: AggregateArgument) => ({ ...(mode === undefined ? {} : { mode }), type });
  return { types: [given.map(typeOf), orderBy.map(typeOf)], names: [...given, ...orderBy].map(({ name }) => name) };
}
