import type { NewName } from "../../../../operation/new-names.ts";
import type { Use } from "../../../../schema/use.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { nameParts, printName } from "../../../expression/names.ts";
import { typeKeys } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import type { RangeType } from "./model.ts";
import { multirangeOf } from "./multirange.ts";

export interface RangeTypeRef {
  readonly schema: string;
  readonly name: string;
}

/** The keys of a type and of its arrays. */
export const rangeKeys = ({ schema, name }: RangeTypeRef): readonly string[] => [
  resource.type(schema, name),
  resource.arrayOf(schema, name),
];

export const ownedByRangeType = (range: RangeType): readonly string[] => [...rangeKeys(range), ...rangeKeys(multirangeOf(range))];

export const namesOfRangeType = (range: RangeType): readonly NewName[] =>
  [range, range, multirangeOf(range), multirangeOf(range)].map(({ schema, name }) => ({ schema, name }));

/** The class that orders its values is for B-trees. */
export const classKey = (schema: string, name: string): string => resource.operatorClass("btree", schema, name);

export function usesOfRangeType({
  schema,
  subtype,
  collation,
  operatorClass,
  subtypeDiff,
  multirange,
  name,
  canonical,
}: RangeType): readonly Use[] {
  const [first, second] = nameParts(subtypeDiff ?? "");
  return [
    { of: resource.schema(schema), how: "blocks", follows: true },
    ...(multirange === undefined || multirange.schema === schema
      ? []
      : [{ of: resource.schema(multirange.schema), how: "blocks", follows: true } as const]),
    ...[...typeKeys(subtype, schema), ...keysOfName(collation, resource.collation), ...keysOfName(operatorClass, classKey)].map(
      (of): Use => ({ of, how: "blocks" }),
    ),
    ...(first === undefined || second === undefined ? [] : [{ of: resource.routine(first, second), how: "blocks" } as const]),
    ...(canonical === undefined ? [] : [{ of: canonicalKey({ schema, name, canonical }), how: "blocks" } as const]),
  ];
}

/** The function that takes the type, of all that have its name. */
export function canonicalKey({ schema, name, canonical }: RangeTypeRef & { readonly canonical: string }): string {
  const [first = "", second = ""] = nameParts(canonical);
  return resource.signature(first, second, printName([schema, name]));
}
