import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { memberClauses, type ByMethodRef } from "../operator-family/fragment.ts";
import type { OperatorClass } from "./model.ts";

export interface CreateOperatorClass extends Omit<OperatorClass, "kind"> {
  readonly kind: "createOperatorClass";
}

export interface DropOperatorClass extends ByMethodRef {
  readonly kind: "dropOperatorClass";
}

/** Gives an operator class another name; indexes with it follow. */
export interface RenameOperatorClass extends ByMethodRef {
  readonly kind: "renameOperatorClass";
  readonly to: string;
}

/** Moves an operator class into another schema; indexes with it follow. */
export interface SetOperatorClassSchema extends ByMethodRef {
  readonly kind: "setOperatorClassSchema";
  /** The other schema. */
  readonly to: string;
}

export interface OperatorClassOperations {
  readonly createOperatorClass: CreateOperatorClass;
  readonly dropOperatorClass: DropOperatorClass;
  readonly renameOperatorClass: RenameOperatorClass;
  readonly setOperatorClassSchema: SetOperatorClassSchema;
}

/** `operator class public.c using btree`. */
export const className = ({ schema, name, signature }: ByMethodRef): Sql =>
  sql`operator class ${{ schema, name }} using ${identifier(signature)}`;

/** PostgreSQL wants something in the list: that the index keeps the type itself says nothing. */
function createSql(op: CreateOperatorClass): Sql {
  const { schema, name, signature, type, storage, family } = op;
  const members = [...memberClauses(op), ...(storage === undefined ? [] : [sql`storage ${raw(storage)}`])];
  return words(
    sql`create operator class ${{ schema, name }}`,
    when(op.default === true, () => sql`default`),
    sql`for type ${raw(type)} using ${identifier(signature)}`,
    when(family !== undefined, () => sql`family ${family ?? { schema, name }}`),
    sql`as ${members.length === 0 ? [sql`storage ${raw(type)}`] : members}`,
  );
}

export const operatorClassOperations: SpecsOf<OperatorClassOperations> = {
  createOperatorClass: { ...creates<CreateOperatorClass>("operatorClass"), sql: (op) => [createSql(op)], facts: () => metadataOnly },
  dropOperatorClass: {
    ...drops<DropOperatorClass>("operatorClass"),
    sql: (op) => [sql`drop ${className(op)}`],
    facts: () => metadataOnly,
  },
  renameOperatorClass: {
    ...renames<RenameOperatorClass>("operatorClass"),
    sql: (op) => [sql`alter ${className(op)} rename to ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
  setOperatorClassSchema: {
    ...moves<SetOperatorClassSchema>("operatorClass"),
    sql: (op) => [sql`alter ${className(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
