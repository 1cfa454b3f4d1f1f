import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { resource } from "../../resources.ts";
import { identifier, sql, type Sql } from "../../../sql/sql.ts";
import { droppedClauses, keysOfMembers, memberClauses, membersOf, sortedMembers, type MemberNames, type Members } from "./members.ts";
import type { FamilyFunction, FamilyOperator, OperatorFamily } from "./model.ts";

/** Names a family or a class of operators. */
export interface ByMethodRef {
  readonly schema: string;
  readonly name: string;
  /** The index method, such as `btree`. */
  readonly signature: string;
}

export interface CreateOperatorFamily extends Omit<OperatorFamily, "kind"> {
  readonly kind: "createOperatorFamily";
}

/** Removes a family, with its operators and functions. */
export interface DropOperatorFamily extends ByMethodRef {
  readonly kind: "dropOperatorFamily";
}

/** Adds operators and functions to a family. Indexes that are there are not looked at. */
export interface AddToOperatorFamily extends ByMethodRef {
  readonly kind: "addToOperatorFamily";
  /** Absent: none. */
  readonly operators?: readonly FamilyOperator[];
  /** Absent: none. */
  readonly functions?: readonly FamilyFunction[];
}

/** Removes operators and functions from a family. */
export interface RemoveFromOperatorFamily extends ByMethodRef {
  readonly kind: "removeFromOperatorFamily";
  /** Absent: none. */
  readonly operators?: readonly Pick<FamilyOperator, "strategy" | "left" | "right">[];
  /** Absent: none. */
  readonly functions?: readonly Pick<FamilyFunction, "number" | "left" | "right">[];
}

export interface RenameOperatorFamily extends ByMethodRef {
  readonly kind: "renameOperatorFamily";
  readonly to: string;
}

export interface SetOperatorFamilySchema extends ByMethodRef {
  readonly kind: "setOperatorFamilySchema";
  /** The other schema. */
  readonly to: string;
}

export interface OperatorFamilyOperations {
  readonly createOperatorFamily: CreateOperatorFamily;
  readonly dropOperatorFamily: DropOperatorFamily;
  readonly addToOperatorFamily: AddToOperatorFamily;
  readonly removeFromOperatorFamily: RemoveFromOperatorFamily;
  readonly renameOperatorFamily: RenameOperatorFamily;
  readonly setOperatorFamilySchema: SetOperatorFamilySchema;
}

/** `operator family public.f using btree`. */
export const familyName = ({ schema, name, signature }: ByMethodRef): Sql =>
  sql`operator family ${{ schema, name }} using ${identifier(signature)}`;

const addSql = (op: ByMethodRef & Members): Sql => sql`alter ${familyName(op)} add ${memberClauses(op)}`;

const hasMembers = ({ operators = [], functions = [] }: Members): boolean => operators.length > 0 || functions.length > 0;

const isAt = (one: { readonly left: string; readonly right: string }, other: { readonly left: string; readonly right: string }): boolean =>
  one.left === other.left && one.right === other.right;

function withMembers({ operators: _, functions: __, ...family }: OperatorFamily, members: Members): OperatorFamily {
  return { ...family, ...sortedMembers(members) };
}

/** What goes and what stays. */
function removed(
  family: OperatorFamily,
  { operators = [], functions = [] }: MemberNames,
): { readonly gone: Members; readonly kept: Members } {
  const isGoneOperator = (one: FamilyOperator): boolean => operators.some((gone) => gone.strategy === one.strategy && isAt(gone, one));
  const isGoneFunction = (one: FamilyFunction): boolean => functions.some((gone) => gone.number === one.number && isAt(gone, one));
  const { operators: all = [], functions: does = [] } = family;
  return {
    gone: membersOf(all.filter(isGoneOperator), does.filter(isGoneFunction)),
    kept: membersOf(
      all.filter((one) => !isGoneOperator(one)),
      does.filter((one) => !isGoneFunction(one)),
    ),
  };
}

const familyKey = ({ schema, name, signature }: ByMethodRef): string => resource.operatorFamily(signature, schema, name);

const addToOperatorFamily: OperationSpec<AddToOperatorFamily> = {
  ...alters<AddToOperatorFamily, OperatorFamily>("operatorFamily", (family, { operators = [], functions = [] }) =>
    withMembers(family, {
      operators: [...(family.operators ?? []), ...operators],
      functions: [...(family.functions ?? []), ...functions],
    }),
  ),
  touches: (op) => ({ alters: [familyKey(op)], needs: keysOfMembers(op, op) }),
  sql: (op) => [addSql(op)],
  facts: () => metadataOnly,
};

const removeFromOperatorFamily: OperationSpec<RemoveFromOperatorFamily> = {
  ...alters<RemoveFromOperatorFamily, OperatorFamily>("operatorFamily", (family, op) => withMembers(family, removed(family, op).kept)),
  touches: (op, before) => {
    const family = getObject(before, { kind: "operatorFamily", schema: op.schema, name: op.name, signature: op.signature }) as
      | OperatorFamily
      | undefined; // as its ref says
    return { alters: [familyKey(op)], frees: family === undefined ? [] : keysOfMembers(removed(family, op).gone, op) };
  },
  sql: (op) => [sql`alter ${familyName(op)} drop ${droppedClauses(op)}`],
  facts: () => metadataOnly,
};

export const operatorFamilyOperations: SpecsOf<OperatorFamilyOperations> = {
  createOperatorFamily: {
    ...creates<CreateOperatorFamily>("operatorFamily"),
    sql: (op) => [sql`create ${familyName(op)}`, ...(hasMembers(op) ? [addSql(op)] : [])],
    facts: () => metadataOnly,
  },
  dropOperatorFamily: {
    ...drops<DropOperatorFamily>("operatorFamily"),
    sql: (op) => [sql`drop ${familyName(op)}`],
    facts: () => metadataOnly,
  },
  addToOperatorFamily,
  removeFromOperatorFamily,
  renameOperatorFamily: {
    ...renames<RenameOperatorFamily>("operatorFamily"),
    sql: (op) => [sql`alter ${familyName(op)} rename to ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
  setOperatorFamilySchema: {
    ...moves<SetOperatorFamilySchema>("operatorFamily"),
    sql: (op) => [sql`alter ${familyName(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
