import type { Ends } from "../../../../operation/ends.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { attributesAgain } from "../../relations/column/fragment.ts";
import { isComment } from "../../metadata/comment/model.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { typeAddress } from "../address.ts";
import type { EnumType } from "./model.ts";
import type { AddEnumValue, EnumTypeOperations } from "./operations.ts";
import type { ReplaceEnumType } from "./replace.ts";
import { usersOf } from "./users.ts";

type EnumOperation = EnumTypeOperations[keyof EnumTypeOperations] | ReturnType<typeof attributesAgain>[number];

export const enumTypeKind: PostgresKind<EnumType, EnumOperation> = {
  kind: "enumType",
  owns: ({ schema, name }) => [resource.type(schema, name)],
  uses: ({ schema }) => [{ of: resource.schema(schema), how: "blocks", follows: true }],
  normalize: (type) => type,
  create: (type) => [{ ...type, kind: "createEnumType" }],
  drop: ({ schema, name }) => [{ kind: "dropEnumType", schema, name }],
  alter: (from, to, ends) => addedValues(from, to) ?? replacements(from, to, ends),
  rename: renamedBy("renameEnumType", "setEnumTypeSchema"),
  labels: ({ values }) => values,
  renameLabel: ({ schema, name }, value, to) => [{ kind: "renameEnumValue", schema, name, value, to }],
  renamed: (type, names) => {
    const to = names.get(resource.type(type.schema, type.name));
    return to === undefined ? type : { ...type, schema: to.schema, name: to.name };
  },
  addresses: { enumType: typeAddress("type") },
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
