import type { Ends, ObjectKind } from "../../../../operation/object-kind.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { attributesAgain } from "../../relations/column/fragment.ts";
import { isComment } from "../../metadata/comment/model.ts";
import type { EnumType } from "./model.ts";
import type { AddEnumValue, EnumTypeOperations } from "./operations.ts";
import type { ReplaceEnumType } from "./replace.ts";
import { builtOnEnum, usersOf } from "./users.ts";

type EnumOperation = EnumTypeOperations[keyof EnumTypeOperations] | ReturnType<typeof attributesAgain>[number];

export const enumTypeKind: ObjectKind<EnumType, EnumOperation> = {
  kind: "enumType",
  dependsOn: ({ schema }) => [{ kind: "schema", name: schema }],
  normalize: (type) => type,
  create: (type) => [{ ...type, kind: "createEnumType" }],
  drop: ({ schema, name }) => [{ kind: "dropEnumType", schema, name }],
  alter: (from, to, ends) => addedValues(from, to) ?? replacements(from, to, ends),
  rebuilds: (from, to, ends) => (addedValues(from, to) === undefined ? builtOnEnum(from, ends) : []),
};

/** Undefined when more happens than that values are added. */
function addedValues({ values: had }: EnumType, { schema, name, values }: EnumType): readonly AddEnumValue[] | undefined {
  const known = new Set(had);
  const kept = values.filter((value) => known.has(value));
  if (kept.length !== had.length || kept.some((value, at) => value !== had[at])) return undefined;
  return values.flatMap((value, at): readonly AddEnumValue[] => {
    if (known.has(value)) return [];
    const next = values.slice(at).find((later) => known.has(later));
    return [{ kind: "addEnumValue", schema, name, value, ...(next === undefined ? {} : { before: next }) }];
  });
}

/** What the change takes from columns of the type is set again after it. */
function replacements(from: EnumType, to: EnumType, ends: Ends): readonly EnumOperation[] {
  const replaced = replacement(from, to, ends);
  const again = (replaced.columns ?? []).flatMap(({ schema, table, column }) => attributesAgain({ schema, table, name: column }, ends));
  return [replaced, ...new Map(again.map((op) => [JSON.stringify(op), op])).values()];
}

function replacement(from: EnumType, { schema, name, values }: EnumType, ends: Ends): ReplaceEnumType {
  const { columns, defaults } = usersOf(from, ends);
  const comment = keptComment(from, ends);
  return {
    kind: "replaceEnumType",
    schema,
    name,
    values,
    ...(columns.length === 0 ? {} : { columns }),
    ...(defaults.length === 0 ? {} : { defaults }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** One that changes is set by an operation of its own. */
function keptComment({ schema, name }: EnumType, { before, after }: Ends): string | undefined {
  const [had, has] = [before, after].map((side) => getObject(side, { kind: "comment", of: "enumType", schema, name }));
  return had !== undefined && isComment(had) && sameData(had, has) ? had.text : undefined;
}
