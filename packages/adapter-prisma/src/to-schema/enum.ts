import type { EnumType } from "@migts/core/adapter";
import type { Made } from "./context.ts";
import type { MappedEnum } from "./reading/mapped.ts";

/** An enum type; used by a model or not, it is in the database. */
export const makeEnum = ({ block, schema, name, labels }: MappedEnum): Made<EnumType> => ({
  object: { kind: "enumType", schema, name, values: [...labels.values()] },
  at: block.at,
});
