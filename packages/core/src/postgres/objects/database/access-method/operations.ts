import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, raw, sql } from "../../../sql/sql.ts";
import type { AccessMethod } from "./model.ts";

/** Only superusers may make one. */
export interface CreateAccessMethod extends Omit<AccessMethod, "kind"> {
  readonly kind: "createAccessMethod";
}

export interface DropAccessMethod {
  readonly kind: "dropAccessMethod";
  readonly name: string;
}

export interface AccessMethodOperations {
  readonly createAccessMethod: CreateAccessMethod;
  readonly dropAccessMethod: DropAccessMethod;
}

export const accessMethodOperations: SpecsOf<AccessMethodOperations> = {
  createAccessMethod: {
    ...creates<CreateAccessMethod>("accessMethod"),
    sql: ({ name, type, handler }) => [sql`create access method ${identifier(name)} type ${raw(type)} handler ${handler}`],
    facts: () => metadataOnly,
  },
  dropAccessMethod: {
    ...drops<DropAccessMethod>("accessMethod"),
    sql: ({ name }) => [sql`drop access method ${identifier(name)}`],
    facts: () => metadataOnly,
  },
};
