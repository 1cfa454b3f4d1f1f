import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { toldAs } from "../../../../schema/use.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { keysOfRoutine, type RoutineRef } from "../routine/fragment.ts";
import type { Aggregate } from "./model.ts";
import { callName, signatureOf } from "./signature.ts";
import { createAggregateSql } from "./sql.ts";

/** Its signature follows from its arguments. */
export interface CreateAggregate extends Omit<Aggregate, "kind" | "signature" | "returns"> {
  readonly kind: "createAggregate";
}

/** Makes an aggregate do something else. PostgreSQL takes it if its arguments, their names and the type of the result stay as they are. */
export interface ReplaceAggregate extends Omit<Aggregate, "kind" | "signature" | "returns"> {
  readonly kind: "replaceAggregate";
}

export interface DropAggregate extends RoutineRef {
  readonly kind: "dropAggregate";
}

/** Gives an aggregate another name. All that uses it follows, but not the bodies of functions: these call it by name. */
export interface RenameAggregate extends RoutineRef {
  readonly kind: "renameAggregate";
  readonly to: string;
}

/** Moves an aggregate into another schema. All that uses it follows, but not the bodies of functions: these call it by name. */
export interface SetAggregateSchema extends RoutineRef {
  readonly kind: "setAggregateSchema";
  readonly to: string;
}

export interface AggregateOperations {
  readonly createAggregate: CreateAggregate;
  readonly replaceAggregate: ReplaceAggregate;
  readonly dropAggregate: DropAggregate;
  readonly renameAggregate: RenameAggregate;
  readonly setAggregateSchema: SetAggregateSchema;
}

type Making = CreateAggregate | ReplaceAggregate;

const made = (op: Making): Aggregate => toldAs<Aggregate>(op, { ...op, kind: "aggregate", signature: signatureOf(op) });

/** The payload with its whole ref. */
// one field more
const signed = <Op extends Making>(op: Op): Op & RoutineRef => toldAs(op, { ...op, signature: signatureOf(op) } as Op & RoutineRef);

function making<Op extends Making>(
  usual: Pick<OperationSpec<Op & RoutineRef>, "about" | "apply" | "reverse" | "touches">,
  how: { readonly orReplace?: true },
): OperationSpec<Op> {
  return {
    about: (op) => usual.about(signed(op)),
    apply: (before, op, kinds) => usual.apply(before, signed(op), kinds),
    reverse: (op, before, kinds) => usual.reverse(signed(op), before, kinds),
    touches: (op, before, kinds) => usual.touches(signed(op), before, kinds),
    sql: (op) => [createAggregateSql(op, how)],
    facts: () => metadataOnly,
  };
}

const refOf = ({ schema, name, signature }: RoutineRef): ObjectRef => ({ kind: "aggregate", schema, name, signature });

const renameAggregate: OperationSpec<RenameAggregate> = {
  about: refOf,
  apply: (before, op, kinds) => renameObject(before, refOf(op), { schema: op.schema, name: op.to }, kinds),
  reverse: (op): readonly RenameAggregate[] => [{ ...op, name: op.to, to: op.name }],
  touches: (op) => ({ renames: true, drops: keysOfRoutine(op), creates: keysOfRoutine({ ...op, name: op.to }) }),
  sql: (op) => [sql`alter aggregate ${callName(op)} rename to ${identifier(op.to)}`],
  facts: () => metadataOnly,
};

const setAggregateSchema: OperationSpec<SetAggregateSchema> = {
  about: refOf,
  apply: (before, op, kinds) => renameObject(before, refOf(op), { schema: op.to, name: op.name }, kinds),
  reverse: (op): readonly SetAggregateSchema[] => [{ ...op, schema: op.to, to: op.schema }],
  touches: (op) => ({
    renames: true,
    drops: keysOfRoutine(op),
    creates: keysOfRoutine({ ...op, schema: op.to }),
    needs: [resource.schema(op.to)],
    frees: [resource.schema(op.schema)],
  }),
  sql: (op) => [sql`alter aggregate ${callName(op)} set schema ${identifier(op.to)}`],
  facts: () => metadataOnly,
};

export const aggregateOperations: SpecsOf<AggregateOperations> = {
  createAggregate: making<CreateAggregate>(creates("aggregate", made), {}),
  replaceAggregate: making<ReplaceAggregate>(
    alters<ReplaceAggregate & RoutineRef, Aggregate>("aggregate", ({ returns }, op) => {
      const aggregate = made(op);
      return returns === undefined ? aggregate : toldAs<Aggregate>(aggregate, { ...aggregate, returns });
    }),
    { orReplace: true },
  ),
  dropAggregate: {
    ...drops<DropAggregate>("aggregate"),
    sql: (op) => [sql`drop aggregate ${callName(op)}`],
    facts: () => metadataOnly,
  },
  renameAggregate,
  setAggregateSchema,
};
