import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { identifier, literal, sql, when, words } from "../../../sql/sql.ts";
import {
  factsOfGone,
  factsOfMade,
  optionsChangeClause,
  optionsClause,
  withOptions,
  type ForeignOptions,
  type ForeignOptionsChange,
} from "../options.ts";
import type { ForeignServer } from "./model.ts";

export interface CreateForeignServer extends Omit<ForeignServer, "kind"> {
  readonly kind: "createForeignServer";
}

/** PostgreSQL refuses it as long as it has user mappings or foreign tables. */
export interface DropForeignServer {
  readonly kind: "dropForeignServer";
  readonly name: string;
}

/** Changes what is given, and leaves the rest. PostgreSQL can change neither wrapper nor type, and not take the version away. */
export interface AlterForeignServer extends ForeignOptionsChange {
  readonly kind: "alterForeignServer";
  readonly name: string;
  /** Absent: it stays. */
  readonly version?: string;
}

/** Gives a foreign server another name. */
export interface RenameForeignServer {
  readonly kind: "renameForeignServer";
  readonly name: string;
  readonly to: string;
}

export interface ForeignServerOperations {
  readonly createForeignServer: CreateForeignServer;
  readonly dropForeignServer: DropForeignServer;
  readonly alterForeignServer: AlterForeignServer;
  readonly renameForeignServer: RenameForeignServer;
}

const inWords = ({ name }: { readonly name: string }): string => `server ${name}`;

const createForeignServer: OperationSpec<CreateForeignServer> = {
  ...creates<CreateForeignServer>("foreignServer"),
  sql: ({ name, wrapper, type, version, options }) => [
    words(
      sql`create server ${identifier(name)}`,
      when(type !== undefined, () => sql`type ${literal(type ?? "")}`),
      when(version !== undefined, () => sql`version ${literal(version ?? "")}`),
      sql`foreign data wrapper ${identifier(wrapper)}`,
      optionsClause(options),
    ),
  ],
  facts: (op) => ({ ...metadataOnly, ...factsOfMade(inWords(op), op.options) }),
};

const dropForeignServer: OperationSpec<DropForeignServer> = {
  ...drops<DropForeignServer>("foreignServer"),
  sql: ({ name }) => [sql`drop server ${identifier(name)}`],
  facts: (op, before) => {
    // its kind
    const found = getObject(before, { kind: "foreignServer", name: op.name }) as { readonly options?: ForeignOptions } | undefined;
    return { ...metadataOnly, ...factsOfGone(inWords(op), Object.keys(found?.options ?? {})) };
  },
};

const alterForeignServer: OperationSpec<AlterForeignServer> = {
  ...alters<AlterForeignServer, ForeignServer>("foreignServer", ({ options, ...server }, op) => ({
    ...server,
    ...(op.version === undefined ? {} : { version: op.version }),
    ...withOptions(options, op),
  })),
  sql: (op) => [
    words(
      sql`alter server ${identifier(op.name)}`,
      when(op.version !== undefined, () => sql`version ${literal(op.version ?? "")}`),
      optionsChangeClause(op),
    ),
  ],
  facts: (op) => ({
    ...metadataOnly,
    ...factsOfMade(inWords(op), { ...op.add, ...op.set }),
    ...factsOfGone(inWords(op), op.remove ?? []),
  }),
};

const renameForeignServer: OperationSpec<RenameForeignServer> = {
  ...renames<RenameForeignServer>("foreignServer"),
  sql: ({ name, to }) => [sql`alter server ${identifier(name)} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const foreignServerOperations: SpecsOf<ForeignServerOperations> = {
  createForeignServer,
  dropForeignServer,
  alterForeignServer,
  renameForeignServer,
};
