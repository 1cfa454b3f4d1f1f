import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { identifier, sql, words, type QualifiedName, type Sql } from "../../../sql/sql.ts";
import {
  factsOfGone,
  factsOfMade,
  optionsChangeClause,
  optionsClause,
  withOptions,
  type ForeignOptions,
  type ForeignOptionsChange,
} from "../options.ts";
import type { ForeignDataWrapper } from "./model.ts";

/** Only superusers may make one. */
export interface CreateForeignDataWrapper extends Omit<ForeignDataWrapper, "kind"> {
  readonly kind: "createForeignDataWrapper";
}

export interface DropForeignDataWrapper {
  readonly kind: "dropForeignDataWrapper";
  readonly name: string;
}

/** Changes what is given, and leaves the rest. */
export interface AlterForeignDataWrapper extends ForeignOptionsChange {
  readonly kind: "alterForeignDataWrapper";
  readonly name: string;
  /** `none`: it has none any more. Absent: it stays. */
  readonly handler?: { readonly schema: string; readonly name: string } | "none";
  /** `none`: it has none any more. Absent: it stays. */
  readonly validator?: { readonly schema: string; readonly name: string } | "none";
}

/** Gives a foreign data wrapper another name. */
export interface RenameForeignDataWrapper {
  readonly kind: "renameForeignDataWrapper";
  readonly name: string;
  readonly to: string;
}

export interface ForeignDataWrapperOperations {
  readonly createForeignDataWrapper: CreateForeignDataWrapper;
  readonly dropForeignDataWrapper: DropForeignDataWrapper;
  readonly alterForeignDataWrapper: AlterForeignDataWrapper;
  readonly renameForeignDataWrapper: RenameForeignDataWrapper;
}

const inWords = ({ name }: { readonly name: string }): string => `foreign data wrapper ${name}`;

function calls(word: Sql, called: QualifiedName | "none" | undefined): Sql {
  if (called === undefined) return { sql: "" };
  return called === "none"
    ? sql`no ${word}`
    : sql`${word} ${{ ...(called.schema === undefined ? {} : { schema: called.schema }), name: called.name }}`;
}

const createForeignDataWrapper: OperationSpec<CreateForeignDataWrapper> = {
  ...creates<CreateForeignDataWrapper>("foreignDataWrapper"),
  sql: ({ name, handler, validator, options }) => [
    words(
      sql`create foreign data wrapper ${identifier(name)}`,
      calls(sql`handler`, handler),
      calls(sql`validator`, validator),
      optionsClause(options),
    ),
  ],
  facts: (op) => ({ ...metadataOnly, ...factsOfMade(inWords(op), op.options) }),
};

const dropForeignDataWrapper: OperationSpec<DropForeignDataWrapper> = {
  ...drops<DropForeignDataWrapper>("foreignDataWrapper"),
  sql: ({ name }) => [sql`drop foreign data wrapper ${identifier(name)}`],
  facts: (op, before) => {
    // its kind
    const found = getObject(before, { kind: "foreignDataWrapper", name: op.name }) as { readonly options?: ForeignOptions } | undefined;
    return { ...metadataOnly, ...factsOfGone(inWords(op), Object.keys(found?.options ?? {})) };
  },
};

function altered({ handler, validator, options, ...wrapper }: ForeignDataWrapper, op: AlterForeignDataWrapper): ForeignDataWrapper {
  const { handler: handles = handler, validator: validates = validator } = op;
  return {
    ...wrapper,
    ...(handles === undefined || handles === "none" ? {} : { handler: handles }),
    ...(validates === undefined || validates === "none" ? {} : { validator: validates }),
    ...withOptions(options, op),
  };
}

const alterForeignDataWrapper: OperationSpec<AlterForeignDataWrapper> = {
  ...alters<AlterForeignDataWrapper, ForeignDataWrapper>("foreignDataWrapper", altered),
  sql: (op) => [
    words(
      sql`alter foreign data wrapper ${identifier(op.name)}`,
      calls(sql`handler`, op.handler),
      calls(sql`validator`, op.validator),
      optionsChangeClause(op),
    ),
  ],
  facts: (op) => ({
    ...metadataOnly,
    ...factsOfMade(inWords(op), { ...op.add, ...op.set }),
    ...factsOfGone(inWords(op), op.remove ?? []),
  }),
};

const renameForeignDataWrapper: OperationSpec<RenameForeignDataWrapper> = {
  ...renames<RenameForeignDataWrapper>("foreignDataWrapper"),
  sql: ({ name, to }) => [sql`alter foreign data wrapper ${identifier(name)} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const foreignDataWrapperOperations: SpecsOf<ForeignDataWrapperOperations> = {
  createForeignDataWrapper,
  dropForeignDataWrapper,
  alterForeignDataWrapper,
  renameForeignDataWrapper,
};
