import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, literal, raw, sql } from "../../../sql/sql.ts";
import type { Conversion } from "./model.ts";

interface ConversionRef {
  readonly schema: string;
  readonly name: string;
}

export interface CreateConversion extends Omit<Conversion, "kind"> {
  readonly kind: "createConversion";
}

export interface DropConversion extends ConversionRef {
  readonly kind: "dropConversion";
}

export interface RenameConversion extends ConversionRef {
  readonly kind: "renameConversion";
  readonly to: string;
}

export interface SetConversionSchema extends ConversionRef {
  readonly kind: "setConversionSchema";
  /** The other schema. */
  readonly to: string;
}

export interface ConversionOperations {
  readonly createConversion: CreateConversion;
  readonly dropConversion: DropConversion;
  readonly renameConversion: RenameConversion;
  readonly setConversionSchema: SetConversionSchema;
}

const nameOf = ({ schema, name }: ConversionRef): ConversionRef => ({ schema, name });

export const conversionOperations: SpecsOf<ConversionOperations> = {
  createConversion: {
    ...creates<CreateConversion>("conversion"),
    sql: (op) => [
      sql`create ${raw(op.default === true ? "default " : "")}conversion ${nameOf(op)} for ${literal(op.from)} to ${literal(op.to)} from ${op.function}`,
    ],
    facts: () => metadataOnly,
  },
  dropConversion: {
    ...drops<DropConversion>("conversion"),
    sql: (op) => [sql`drop conversion ${nameOf(op)}`],
    facts: () => metadataOnly,
  },
  renameConversion: {
    ...renames<RenameConversion>("conversion"),
    sql: (op) => [sql`alter conversion ${nameOf(op)} rename to ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
  setConversionSchema: {
    ...moves<SetConversionSchema>("conversion"),
    sql: (op) => [sql`alter conversion ${nameOf(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
