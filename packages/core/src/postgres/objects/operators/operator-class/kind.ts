import type { NewNames } from "../../../../operation/new-names.ts";
import type { Use } from "../../../../schema/use.ts";
import { renamedType, typeKeys } from "../../../type/user-types.ts";
import { methodKeys } from "../../database/access-method/fragment.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { keysOfMembers, renamedMembers, sortedMembers, type ByMethodRef } from "../operator-family/fragment.ts";
import type { OperatorClass } from "./model.ts";
import { className, type OperatorClassOperations } from "./operations.ts";

type Ref = Partial<ByMethodRef> & { readonly name: string };

const refIn = ({ schema = "", name, signature = "" }: Ref): ByMethodRef => ({ schema, name, signature });

const keyOf = ({ schema = "", name, signature = "" }: Ref): string => resource.operatorClass(signature, schema, name);

const rename = renamedBy("renameOperatorClass", "setOperatorClassSchema");

const familyOf = ({ schema, name, family = { schema, name } }: OperatorClass) => family;

export const operatorClassKind: PostgresKind<OperatorClass, OperatorClassOperations[keyof OperatorClassOperations]> = {
  kind: "operatorClass",
  owns: (one) => [keyOf(one)],
  uses: usesOfClass,
  rename: (one, to) => (one.signature === to.signature ? rename(one, to).map((step) => ({ ...step, signature: one.signature })) : []),
  renamed: renamedClass,
  normalize: ({ operators, functions, family, storage, ...one }) => ({
    ...one,
    ...(family === undefined || (family.schema === one.schema && family.name === one.name) ? {} : { family }),
    ...(storage === undefined || storage === one.type ? {} : { storage }),
    ...sortedMembers({ ...(operators === undefined ? {} : { operators }), ...(functions === undefined ? {} : { functions }) }),
  }),
  create: (one) => [{ ...one, family: familyOf(one), kind: "createOperatorClass" }], // without its name, PostgreSQL makes a missing one
  drop: (one) => [{ ...refIn(one), kind: "dropOperatorClass" }],
  alter: () => "recreate", // PostgreSQL alters nothing but its name, schema and owner
  addresses: { operatorClass: { sql: (ref) => className(refIn(ref)), key: keyOf, commentLock: "none" } },
};

function usesOfClass(one: OperatorClass): readonly Use[] {
  const { schema, signature, type, storage } = one;
  const family = familyOf(one);
  return [
    resource.schema(schema),
    resource.operatorFamily(signature, family.schema, family.name),
    ...[type, ...(storage === undefined ? [] : [storage])].flatMap((text) => typeKeys(text, schema)),
    ...keysOfMembers(one, one),
    ...methodKeys(signature),
  ].map((of) => ({ of, how: "blocks" }));
}

/** Its family keeps its own name. */
function renamedClass(one: OperatorClass, names: NewNames): OperatorClass {
  const { schema, signature, type, storage } = one;
  const to = names.get(keyOf(one)) ?? one;
  const had = familyOf(one);
  const family = names.get(resource.operatorFamily(signature, had.schema, had.name)) ?? had;
  const { family: _, ...rest } = one;
  return {
    ...rest,
    ...renamedMembers(one, one, names),
    schema: to.schema,
    name: to.name,
    type: renamedType(type, schema, names),
    ...(storage === undefined ? {} : { storage: renamedType(storage, schema, names) }),
    ...(family.schema === to.schema && family.name === to.name ? {} : { family: { schema: family.schema, name: family.name } }),
  };
}
