import type { Ends } from "../../../../operation/ends.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import { sql } from "../../../sql/sql.ts";
import { renamedType, typeKeys } from "../../../type/user-types.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { typesIn } from "../../routines/routine/fragment.ts";
import { comesWithOther, namingShells, shellsOf } from "./links.ts";
import type { Operator, QualifiedName } from "./model.ts";
import { keysOfOperator, none, signedName, turnedRound, type OperatorRef } from "./names.ts";
import type { AlterOperator, OperatorOperations } from "./operations.ts";

const refIn = ({ schema = "", name, signature = "" }: Partial<OperatorRef> & { readonly name: string }): OperatorRef => ({
  schema,
  name,
  signature,
});

export const operatorKind: PostgresKind<Operator, OperatorOperations[keyof OperatorOperations]> = {
  kind: "operator",
  owns: keysOfOperator,
  uses: usesOfOperator,
  // PostgreSQL gives it no other name
  rename: (operator, to) =>
    to.name !== operator.name || to.signature !== operator.signature || to.schema === undefined || to.schema === operator.schema
      ? []
      : [{ ...refIn(operator), kind: "setOperatorSchema", to: to.schema }],
  renamed: renamedOperator,
  normalize: (operator) => operator,
  create: (operator) => [{ ...operator, kind: "createOperator" }],
  drop: (operator, ends) => {
    const shells = shellsOf(operator, ends);
    return [{ ...refIn(operator), kind: "dropOperator", ...(shells.length === 0 ? {} : { shells }) }];
  },
  disturbed: namingShells,
  alter: alterOperator,
  addresses: {
    operator: {
      sql: (ref) => sql`operator ${signedName(refIn(ref))}`,
      key: (ref) => keysOfOperator(refIn(ref))[0],
      commentLock: "none",
    },
  },
};

/** The types that the function has. */
const functionTypes = (signature: string): string =>
  typesIn(signature)
    .filter((type) => type !== none)
    .join(", ");

function usesOfOperator({ schema, signature, function: does, restrict, join }: Operator): readonly Use[] {
  return [
    resource.schema(schema),
    ...typesIn(signature).flatMap((type) => (type === none ? [] : typeKeys(type, schema))),
    resource.signature(does.schema, does.name, functionTypes(signature)),
    ...[restrict, join].flatMap((name) => (name === undefined ? [] : [resource.routine(name.schema, name.name)])),
  ].map((of) => ({ of, how: "blocks" }));
}

function renamedOperator(operator: Operator, names: NewNames): Operator {
  const { schema, signature, function: does } = operator;
  const to = names.get(keysOfOperator(operator)[0]);
  const named = (key: string, name: QualifiedName): QualifiedName => {
    const next = names.get(key);
    return next === undefined ? name : { schema: next.schema, name: next.name };
  };
  const { commutator, negator, restrict, join } = operator;
  return {
    ...operator,
    ...(to === undefined ? {} : { schema: to.schema }),
    signature: typesIn(signature)
      .map((type) => (type === none ? type : renamedType(type, schema, names)))
      .join(", "),
    function: named(resource.signature(does.schema, does.name, functionTypes(signature)), does),
    ...(commutator === undefined
      ? {}
      : { commutator: named(keysOfOperator({ ...commutator, signature: turnedRound(signature) })[0], commutator) }),
    ...(negator === undefined ? {} : { negator: named(keysOfOperator({ ...negator, signature })[0], negator) }),
    ...(restrict === undefined ? {} : { restrict: named(resource.routine(restrict.schema, restrict.name), restrict) }),
    ...(join === undefined ? {} : { join: named(resource.routine(join.schema, join.name), join) }),
  };
}

/** What estimates it is set in place. The rest is only on PostgreSQL 17, and only where nothing was said before: it is made again. */
function alterOperator(from: Operator, to: Operator, ends: Ends): readonly AlterOperator[] | "recreate" {
  const bare = ({ restrict: _, join: __, commutator: ___, negator: ____, ...rest }: Operator) => rest;
  if (!sameData(bare(from), bare(to)) || !comesWithOther(from, to, ends)) return "recreate";
  if (sameData(from.restrict, to.restrict) && sameData(from.join, to.join)) return [];
  return [
    {
      ...refIn(to),
      kind: "alterOperator",
      ...(sameData(from.restrict, to.restrict) ? {} : { restrict: to.restrict ?? null }),
      ...(sameData(from.join, to.join) ? {} : { join: to.join ?? null }),
    },
  ];
}
