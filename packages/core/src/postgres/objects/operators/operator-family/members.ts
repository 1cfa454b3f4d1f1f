import type { NewNames } from "../../../../operation/new-names.ts";
import { raw, sql, type Sql } from "../../../sql/sql.ts";
import { renamedType, typeKeys } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import { typesIn } from "../../routines/routine/fragment.ts";
import type { QualifiedName } from "../operator/model.ts";
import { keysOfOperator, operatorName } from "../operator/fragment.ts";
import type { FamilyFunction, FamilyOperator } from "./model.ts";

// What families and classes are made of.

export interface Members {
  readonly operators?: readonly FamilyOperator[];
  readonly functions?: readonly FamilyFunction[];
}

/** What each is told by in its family. */
export interface MemberNames {
  readonly operators?: readonly Pick<FamilyOperator, "strategy" | "left" | "right">[];
  readonly functions?: readonly Pick<FamilyFunction, "number" | "left" | "right">[];
}

interface Place {
  readonly schema: string;
  /** The index method. */
  readonly signature: string;
}

const operatorOf = ({ operator, left, right }: FamilyOperator): string =>
  keysOfOperator({ ...operator, signature: `${left}, ${right}` })[0];

const functionOf = ({ function: does }: FamilyFunction): string => resource.signature(does.schema, does.name, does.signature);

/** What an operator among them uses. */
export const keysOfFamilyOperator = (one: FamilyOperator, { schema }: Place): readonly string[] => [
  operatorOf(one),
  ...[one.left, one.right].flatMap((type) => typeKeys(type, schema)),
  ...(one.orderBy === undefined ? [] : [resource.operatorFamily("btree", one.orderBy.schema, one.orderBy.name)]),
];

/** What a function among them uses. */
export const keysOfFamilyFunction = (one: FamilyFunction, { schema }: Place): readonly string[] => [
  functionOf(one),
  ...[one.left, one.right].flatMap((type) => typeKeys(type, schema)),
];

/** What they use, as resource keys. */
export const keysOfMembers = ({ operators = [], functions = [] }: Members, place: Place): readonly string[] => [
  ...new Set([
    ...operators.flatMap((one) => keysOfFamilyOperator(one, place)),
    ...functions.flatMap((one) => keysOfFamilyFunction(one, place)),
  ]),
];

/** OPERATOR and FUNCTION as statements about families and classes take them. */
export const memberClauses = ({ operators = [], functions = [] }: Members): readonly Sql[] => [
  ...operators.map(
    ({ strategy, operator, left, right, orderBy }) =>
      sql`operator ${raw(String(strategy))} ${operatorName(operator)} (${raw(left)}, ${raw(right)})${orderBy === undefined ? raw("") : sql` for order by ${orderBy}`}`,
  ),
  ...functions.map(
    ({ number, function: does, left, right }) =>
      sql`function ${raw(String(number))} (${raw(left)}, ${raw(right)}) ${{ schema: does.schema, name: does.name }}(${raw(does.signature)})`,
  ),
];

/** The same as ALTER OPERATOR FAMILY ... DROP takes them. */
export const droppedClauses = ({ operators = [], functions = [] }: MemberNames): readonly Sql[] => [
  ...operators.map(({ strategy, left, right }) => sql`operator ${raw(String(strategy))} (${raw(left)}, ${raw(right)})`),
  ...functions.map(({ number, left, right }) => sql`function ${raw(String(number))} (${raw(left)}, ${raw(right)})`),
];

const inOrder = <One extends { readonly left: string; readonly right: string }>(
  all: readonly One[],
  at: (one: One) => number,
): readonly One[] => all.toSorted((a, b) => at(a) - at(b) || (`${a.left}, ${a.right}` < `${b.left}, ${b.right}` ? -1 : 1));

/** In an order that decides nothing. */
export const sortedMembers = ({ operators = [], functions = [] }: Members): Members =>
  membersOf(
    inOrder(operators, ({ strategy }) => strategy),
    inOrder(functions, ({ number }) => number),
  );

/** Without empty lists. */
export const membersOf = (operators: readonly FamilyOperator[], functions: readonly FamilyFunction[]): Members => ({
  ...(operators.length === 0 ? {} : { operators }),
  ...(functions.length === 0 ? {} : { functions }),
});

/** After what they use got another name. */
export function renamedMembers({ operators, functions }: Members, { schema }: Place, names: NewNames): Members {
  const type = (text: string): string => renamedType(text, schema, names);
  const named = <Of extends QualifiedName>(key: string, name: Of): Of => {
    const to = names.get(key);
    return to === undefined ? name : { ...name, schema: to.schema, name: to.name };
  };
  return {
    ...(operators === undefined
      ? {}
      : {
          operators: operators.map((one) => ({
            ...one,
            operator: named(operatorOf(one), one.operator),
            left: type(one.left),
            right: type(one.right),
            ...(one.orderBy === undefined
              ? {}
              : { orderBy: named(resource.operatorFamily("btree", one.orderBy.schema, one.orderBy.name), one.orderBy) }),
          })),
        }),
    ...(functions === undefined
      ? {}
      : {
          functions: functions.map((one) => {
            const does = named(functionOf(one), one.function);
            return {
              ...one,
              function: { ...does, signature: typesIn(does.signature).map(type).join(", ") },
              left: type(one.left),
              right: type(one.right),
            };
          }),
        }),
  };
}
