import type { RangeType } from "./model.ts";

type Named = Pick<RangeType, "schema" | "name" | "multirange">;

/** The multirange type of a range type, under the name that PostgreSQL gives it where none is said (`makeMultirangeTypeName`). */
export const multirangeOf = ({ schema, name, multirange }: Named): { readonly schema: string; readonly name: string } =>
  multirange ?? { schema, name: name.includes("range") ? name.replace("range", "multirange") : `${name}_multirange` };

/** Whether its name is the one that PostgreSQL would give it. */
export function hasUsualMultirange({ schema, name, multirange }: Named): boolean {
  const usual = multirangeOf({ schema, name });
  return multirange === undefined || (multirange.schema === usual.schema && multirange.name === usual.name);
}
