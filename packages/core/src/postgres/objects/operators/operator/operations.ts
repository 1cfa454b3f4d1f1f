import type { SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, moves } from "../../../../operation/object-operations.ts";
import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { namedBy, operatorAt, withOperator, withLinksTo } from "./links.ts";
import type { Operator, QualifiedName } from "./model.ts";
import { keysOfOperator, operatorName, signedName, typesOf, type OperatorRef } from "./names.ts";

export interface CreateOperator extends Omit<Operator, "kind"> {
  readonly kind: "createOperator";
}

export interface DropOperator extends OperatorRef {
  readonly kind: "dropOperator";
  /** Operators that only this one names, as its commutator or negator, and that nobody has defined. They go too. Absent: none. */
  readonly shells?: readonly OperatorRef[];
}

/**
 * Changes what the planner knows of an operator: what estimates it on all servers, the rest from PostgreSQL 17 on, where it is not said
 * yet.
 */
export interface AlterOperator extends OperatorRef {
  readonly kind: "alterOperator";
  /** Null: none. Absent: as it is. */
  readonly restrict?: QualifiedName | null;
  /** Null: none. Absent: as it is. */
  readonly join?: QualifiedName | null;
  /** Absent: as it is. */
  readonly commutator?: QualifiedName;
  /** Absent: as it is. */
  readonly negator?: QualifiedName;
  /** Absent: as it is. */
  readonly hashes?: true;
  /** Absent: as it is. */
  readonly merges?: true;
}

/** Moves an operator into another schema; what uses it follows. */
export interface SetOperatorSchema extends OperatorRef {
  readonly kind: "setOperatorSchema";
  /** The other schema. */
  readonly to: string;
}

export interface OperatorOperations {
  readonly createOperator: CreateOperator;
  readonly dropOperator: DropOperator;
  readonly alterOperator: AlterOperator;
  readonly setOperatorSchema: SetOperatorSchema;
}

const ofName = (name: QualifiedName): Sql => sql`operator(${operatorName(name)})`;

function clausesOf({
  commutator,
  negator,
  restrict,
  join,
  hashes,
  merges,
}: Omit<AlterOperator, "kind" | keyof OperatorRef>): readonly Sql[] {
  const estimator = (word: string, name: QualifiedName | null | undefined): readonly Sql[] =>
    name === undefined ? [] : [name === null ? sql`${raw(word)} = none` : sql`${raw(word)} = ${name}`];
  return [
    ...(commutator === undefined ? [] : [sql`commutator = ${ofName(commutator)}`]),
    ...(negator === undefined ? [] : [sql`negator = ${ofName(negator)}`]),
    ...estimator("restrict", restrict),
    ...estimator("join", join),
    ...(hashes === true ? [raw("hashes")] : []),
    ...(merges === true ? [raw("merges")] : []),
  ];
}

function createSql(op: CreateOperator): Sql {
  const { left, right } = typesOf(op);
  const options = [
    ...(left === undefined ? [] : [sql`leftarg = ${raw(left)}`]),
    sql`rightarg = ${raw(right)}`,
    sql`function = ${op.function}`,
    ...clausesOf(op),
  ];
  return sql`create operator ${operatorName(op)} (${options})`;
}

function altered(operator: Operator, { restrict, join, commutator, negator, hashes, merges }: AlterOperator): Operator {
  const { restrict: hadRestrict, join: hadJoin, ...rest } = operator;
  const [nowRestrict, nowJoin] = [restrict === undefined ? hadRestrict : restrict, join === undefined ? hadJoin : join];
  return {
    ...rest,
    ...(commutator === undefined ? {} : { commutator }),
    ...(negator === undefined ? {} : { negator }),
    ...(nowRestrict === undefined || nowRestrict === null ? {} : { restrict: nowRestrict }),
    ...(nowJoin === undefined || nowJoin === null ? {} : { join: nowJoin }),
    ...(hashes === undefined ? {} : { hashes }),
    ...(merges === undefined ? {} : { merges }),
  };
}

const creating = creates<CreateOperator>("operator");
const dropping = drops<DropOperator>("operator");
const moving = moves<SetOperatorSchema>("operator");
const altering = alters<AlterOperator, Operator>("operator", altered);

export const operatorOperations: SpecsOf<OperatorOperations> = {
  createOperator: {
    ...creating,
    // what it names is made a shell again where that is dropped
    touches: (op, before, kinds) => {
      const { creates: own = [], ...touches } = creating.touches(op, before, kinds);
      const there = namedBy(op).filter((ref) => operatorAt(before, ref) !== undefined);
      return { ...touches, creates: [...own, ...there.map((ref) => keysOfOperator(ref)[0])] };
    },
    ...statewise<CreateOperator>((before, op) => withOperator(before, { ...op, kind: "operator" })),
    sql: (op) => [createSql(op)],
    facts: () => metadataOnly,
  },
  dropOperator: {
    ...dropping,
    ...statewise<DropOperator>((before, op, kinds) => {
      const operator = operatorAt(before, op);
      const after = dropping.apply(before, op, kinds);
      return operator === undefined ? after : withLinksTo(after, operator, undefined);
    }),
    sql: ({ shells = [], ...op }) => [op, ...shells].map((ref) => sql`drop operator ${signedName(ref)}`),
    facts: () => metadataOnly,
  },
  alterOperator: {
    ...altering,
    ...statewise<AlterOperator>((before, op, kinds) => {
      const changed = operatorAt(altering.apply(before, op, kinds), op);
      return changed === undefined ? before : withOperator(before, changed);
    }),
    sql: (op) => [sql`alter operator ${signedName(op)} set (${clausesOf(op)})`],
    facts: () => metadataOnly,
  },
  setOperatorSchema: {
    ...moving,
    apply: (before, op, kinds) => {
      const operator = operatorAt(before, op);
      const after = moving.apply(before, op, kinds);
      return operator === undefined ? after : withLinksTo(after, operator, { schema: op.to, name: op.name });
    },
    sql: (op) => [sql`alter operator ${signedName(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
