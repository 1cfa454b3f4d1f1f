import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import { sql } from "../../../sql/sql.ts";
import { methodKeys, usesOfMethod } from "../../database/access-method/fragment.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { keysOfFamilyFunction, keysOfFamilyOperator, keysOfMembers, membersOf, renamedMembers, sortedMembers } from "./members.ts";
import type { FamilyFunction, FamilyOperator, OperatorFamily } from "./model.ts";
import {
  familyName,
  type AddToOperatorFamily,
  type ByMethodRef,
  type OperatorFamilyOperations,
  type RemoveFromOperatorFamily,
} from "./operations.ts";

type Ref = Partial<ByMethodRef> & { readonly name: string };

const refIn = ({ schema = "", name, signature = "" }: Ref): ByMethodRef => ({ schema, name, signature });

const keyOf = ({ schema = "", name, signature = "" }: Ref): string => resource.operatorFamily(signature, schema, name);

const rename = renamedBy("renameOperatorFamily", "setOperatorFamilySchema");

export const operatorFamilyKind: PostgresKind<OperatorFamily, OperatorFamilyOperations[keyof OperatorFamilyOperations]> = {
  kind: "operatorFamily",
  owns: (family) => [keyOf(family)],
  uses: (family) => [
    { of: resource.schema(family.schema), how: "blocks" },
    ...keysOfMembers(family, family).map((of): Use => ({ of, how: "blocks" })),
    ...usesOfMethod(family.signature),
  ],
  // Indexes use it by their classes. It gives up a member for a time, and takes it again. Without its method there is none of it.
  holdsData: () => true,
  detached: (family, keys) => {
    const { operators = [], functions = [], ...rest } = family;
    const hasLost = methodKeys(family.signature).some((key) => keys.has(key));
    return {
      ...rest,
      ...(hasLost ? { signature: "" } : {}),
      ...membersOf(
        operators.filter((one) => !keysOfFamilyOperator(one, family).some((key) => keys.has(key))),
        functions.filter((one) => !keysOfFamilyFunction(one, family).some((key) => keys.has(key))),
      ),
    };
  },
  rename: (family, to) =>
    family.signature === to.signature ? rename(family, to).map((step) => ({ ...step, signature: family.signature })) : [],
  renamed: (family, names) => {
    const to = names.get(keyOf(family));
    return {
      ...family,
      ...renamedMembers(family, family, names),
      ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    };
  },
  normalize: ({ operators, functions, ...family }) => ({
    ...family,
    ...sortedMembers({ ...(operators === undefined ? {} : { operators }), ...(functions === undefined ? {} : { functions }) }),
  }),
  create: (family) => [{ ...family, kind: "createOperatorFamily" }],
  drop: (family) => [{ ...refIn(family), kind: "dropOperatorFamily" }],
  alter: (from, to) => (from.signature === to.signature ? alterFamily(from, to) : "replace"),
  addresses: { operatorFamily: { sql: (ref) => sql`${familyName(refIn(ref))}`, key: keyOf, commentLock: "none" } },
};

/** What is otherwise is removed and added. */
function alterFamily(from: OperatorFamily, to: OperatorFamily): readonly (RemoveFromOperatorFamily | AddToOperatorFamily)[] {
  const missing = <One>(all: readonly One[] = [], others: readonly One[] = []): readonly One[] =>
    all.filter((one) => !others.some((other) => sameData(one, other)));
  const gone = {
    operators: missing(from.operators, to.operators).map(({ strategy, left, right }: FamilyOperator) => ({ strategy, left, right })),
    functions: missing(from.functions, to.functions).map(({ number, left, right }: FamilyFunction) => ({ number, left, right })),
  };
  const added = membersOf(missing(to.operators, from.operators), missing(to.functions, from.functions));
  return [
    ...(gone.operators.length + gone.functions.length === 0
      ? []
      : [
          {
            ...refIn(to),
            kind: "removeFromOperatorFamily" as const,
            ...(gone.operators.length === 0 ? {} : { operators: gone.operators }),
            ...(gone.functions.length === 0 ? {} : { functions: gone.functions }),
          },
        ]),
    ...(Object.keys(added).length === 0 ? [] : [{ ...refIn(to), kind: "addToOperatorFamily" as const, ...added }]),
  ];
}
