import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { identifier, sql, words, type Sql } from "../../../sql/sql.ts";
import { roleSql } from "../../access/rights.ts";
import { factsOfGone, factsOfMade, optionsChangeClause, optionsClause, withOptions, type ForeignOptionsChange } from "../options.ts";
import { isUserMapping, type UserMapping } from "./model.ts";

interface UserMappingRef {
  /** That of the foreign server. */
  readonly name: string;
  readonly role: string;
}

/** Options that a comparison found have empty values: set them by hand, where no file holds a password. */
export interface CreateUserMapping extends Omit<UserMapping, "kind"> {
  readonly kind: "createUserMapping";
}

export interface DropUserMapping extends UserMappingRef {
  readonly kind: "dropUserMapping";
}

export interface AlterUserMapping extends UserMappingRef, ForeignOptionsChange {
  readonly kind: "alterUserMapping";
}

export interface UserMappingOperations {
  readonly createUserMapping: CreateUserMapping;
  readonly dropUserMapping: DropUserMapping;
  readonly alterUserMapping: AlterUserMapping;
}

/** Of a user mapping, no value is read. */
export const isAny = (): boolean => true;

const inWords = ({ name, role }: UserMappingRef): string => `the user mapping of ${role} on server ${name}`;

const named = ({ name, role }: UserMappingRef): Sql => sql`user mapping for ${roleSql(role)} server ${identifier(name)}`;

const createUserMapping: OperationSpec<CreateUserMapping> = {
  ...creates<CreateUserMapping>("userMapping"),
  sql: (op) => [words(sql`create ${named(op)}`, optionsClause(op.options))],
  facts: (op) => ({
    ...metadataOnly,
    ...factsOfMade(inWords(op), op.options, isAny),
    ...(op.areUnread === true ? { byHand: [`give ${inWords(op)} its options: mig could not read which it has`] } : {}),
  }),
};

const dropUserMapping: OperationSpec<DropUserMapping> = {
  ...drops<DropUserMapping>("userMapping"),
  sql: (op) => [sql`drop ${named(op)}`],
  facts: (op, before) => {
    const found = getObject(before, { kind: "userMapping", name: op.name, role: op.role });
    const mapping = found !== undefined && isUserMapping(found) ? found : undefined;
    return {
      ...metadataOnly,
      ...(mapping?.areUnread === true ? { losesData: `the options of ${inWords(op)}`, losesFrom: [] } : {}),
      ...factsOfGone(inWords(op), Object.keys(mapping?.options ?? {}), isAny),
    };
  },
};

const alterUserMapping: OperationSpec<AlterUserMapping> = {
  ...alters<AlterUserMapping, UserMapping>("userMapping", ({ options, ...mapping }, op) => ({ ...mapping, ...withOptions(options, op) })),
  sql: (op) => [words(sql`alter ${named(op)}`, optionsChangeClause(op))],
  facts: (op) => ({
    ...metadataOnly,
    ...factsOfMade(inWords(op), { ...op.add, ...op.set }, isAny),
    ...factsOfGone(inWords(op), op.remove ?? [], isAny),
  }),
};

export const userMappingOperations: SpecsOf<UserMappingOperations> = { createUserMapping, dropUserMapping, alterUserMapping };
