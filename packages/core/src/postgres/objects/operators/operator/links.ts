import type { Ends } from "../../../../operation/ends.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Operator, QualifiedName } from "./model.ts";
import { turnedRound, type OperatorRef } from "./names.ts";

// Commutators and negators name each other. PostgreSQL keeps both sides: one that comes is named by the other, one that goes is forgotten.

type Link = "commutator" | "negator";

const links: readonly Link[] = ["commutator", "negator"];

export function operatorAt(schema: DatabaseSchema, ref: OperatorRef): Operator | undefined {
  // as its ref says
  return getObject(schema, { kind: "operator", schema: ref.schema, name: ref.name, signature: ref.signature }) as Operator | undefined;
}

const refOf = (link: Link, name: QualifiedName, signature: string): OperatorRef => ({
  ...name,
  signature: link === "commutator" ? turnedRound(signature) : signature,
});

/**
 * The schema with an operator, and those that it names naming it (OperatorUpd in PostgreSQL's sources). One that is not there yet will name
 * it when it comes.
 */
export function withOperator(before: DatabaseSchema, given: Operator): DatabaseSchema {
  const operator = links.reduce<Operator>((now, link) => {
    const name = now[link];
    const ref = name === undefined ? undefined : refOf(link, name, now.signature);
    if (ref === undefined || isSame(ref, now) || operatorAt(before, ref) !== undefined) return now;
    const { [link]: _, ...rest } = now;
    return rest;
  }, given);
  const others = links.flatMap((link): readonly Operator[] => {
    const name = operator[link];
    const other = name === undefined ? undefined : operatorAt(before, refOf(link, name, operator.signature));
    const isItself = other !== undefined && isSame(other, operator);
    return other === undefined || isItself || other[link] !== undefined
      ? []
      : [{ ...other, [link]: { schema: operator.schema, name: operator.name } }];
  });
  return putObjects(before, [operator, ...merged(others)]);
}

/** One can be both. */
const merged = ([first, second]: readonly Operator[]): readonly Operator[] =>
  first === undefined ? [] : second === undefined ? [first] : isSame(first, second) ? [{ ...first, ...second }] : [first, second];

const isSame = (left: OperatorRef, right: OperatorRef): boolean =>
  left.schema === right.schema && left.name === right.name && left.signature === right.signature;

/** The schema in which those that named an operator name it by another name, or not any more. */
export function withLinksTo(schema: DatabaseSchema, operator: Operator, to: QualifiedName | undefined): DatabaseSchema {
  return links.reduce<DatabaseSchema>((now, link) => {
    const name = operator[link];
    const other = name === undefined ? undefined : operatorAt(now, refOf(link, name, operator.signature));
    if (other === undefined || !sameData(other[link], { schema: operator.schema, name: operator.name })) return now;
    const { [link]: _, ...rest } = other;
    return putObjects(now, [to === undefined ? rest : { ...rest, [link]: to }]);
  }, schema);
}

/** Whether a changed link needs nothing done: what it named goes, and what it names comes and says so itself. */
export function comesWithOther(from: Operator, to: Operator, ends: Ends): boolean {
  return links.every((link) => {
    const [had, has] = [from[link], to[link]];
    if (sameData(had, has)) return true;
    const isThere = (schema: DatabaseSchema, name: QualifiedName): boolean =>
      operatorAt(schema, refOf(link, name, to.signature)) !== undefined;
    const goes = had === undefined || (isThere(ends.before, had) && !isThere(ends.after, had));
    const comes = has === undefined || (isThere(ends.after, has) && !isThere(ends.before, has));
    return goes && comes;
  });
}
